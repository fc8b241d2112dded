"""Every table of the house, for tests that make or compare whole schemas."""

from importlib import import_module

from core.db import Base

for room in ("core.audit", "core.outbox"):
    import_module(room)
for room in ("accounts", "citizens", "companies", "scheduler", "placements", "matcher"):
    import_module(f"{room}.tables")

METADATA = Base.metadata
