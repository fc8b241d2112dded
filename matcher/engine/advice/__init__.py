"""Advice: whom to ring for more places, what a change would do, and how placements fall between groups."""
