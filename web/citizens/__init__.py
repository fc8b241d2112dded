"""The pages about citizens: one for staff, one's own for the citizen, the plan and the catalogue. One file per page."""
