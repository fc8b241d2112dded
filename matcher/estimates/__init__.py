"""Roughly how many citizens fit a place that is not offered yet: a number for the firm, never a person."""
