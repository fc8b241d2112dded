"""A proposal's life on the pages: one page for each side, the agreement and its paper, and the placement."""
