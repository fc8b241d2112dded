"""What can be wrong with a placement, as whoever reports it chooses."""

ABSENCE = "absence"
KINDS = ("wellbeing", "tasks", ABSENCE, "accident", "other")
"""In the order in which a form offers them."""
LONGEST_TEXT = 2000
