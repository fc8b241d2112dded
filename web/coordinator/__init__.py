"""The coordinator's workplace «Mine møder»: one file per page."""
