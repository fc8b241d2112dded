"""Every legal figure, by subject."""
