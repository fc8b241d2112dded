"""The employer's workplace «Min virksomhed»: the hub, and what the firm offers."""
