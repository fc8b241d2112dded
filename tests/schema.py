"""Every table of the house, for tests that make or compare whole schemas."""

from importlib import import_module
from pathlib import Path

from core.db import Base

ROOT = Path(__file__).parents[1]
ROOMS = ("accounts", "citizens", "companies", "scheduler", "placements", "matcher")

for room in ("core.audit", "core.outbox"):
    import_module(room)
for room in ROOMS:
    for tables in sorted((ROOT / room).rglob("tables.py")):
        import_module(".".join(tables.relative_to(ROOT).with_suffix("").parts))

METADATA = Base.metadata
