"""Why: what spoke for a placement, what stood in the way of one, and what it would take."""
