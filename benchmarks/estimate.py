"""Roughly how many fit? `python -m benchmarks.estimate`: 10,000 citizens who all seek a place, and one opening.

The municipality is the demo generator's. Every citizen is made ready, which is more than any has at once. Time is the
processor's, database included: what an answer takes where nobody else is at work.
"""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import update

from citizens.tables import Citizen, Status
from companies.changing import draft_of
from companies.queries import openings
from companies.tables import Opening
from core import migrations
from core.db import Database
from matcher.estimates.rounding import about
from matcher.estimates.service import people
from seed.municipality import build
from seed.store import store

CITIZENS, ASKED = 10_000, 60
TODAY = date(2026, 11, 21)
SLOWEST_MS = 300.0


def town(folder: Path) -> Database:
    """The municipality in a database of its own."""
    database = Database(f"sqlite:///{folder / 'town.db'}")
    migrations.upgrade(database)
    with database.transaction() as session:
        store(session, build(CITIZENS, 1, TODAY))
        session.execute(update(Citizen).values(status=Status.READY))
    return database


def asked(database: Database, rows: Sequence[Opening]) -> list[tuple[float, int]]:
    """For each opening the seconds of work that its question took, and how many fit."""
    found = []
    for row in rows:
        begun = time.process_time()
        with database.reading() as session:
            fit = people(session, TODAY, row.unit, draft_of(row))
        about(fit)
        found.append((time.process_time() - begun, len(fit)))
    return found


def main() -> None:
    """Ask about the first openings of the municipality; print, and assert that nobody waits too long."""
    with TemporaryDirectory() as folder:
        database = town(Path(folder))
        with database.reading() as session:
            rows = openings(session, limit=ASKED)
        asked(database, rows[:1])
        found = asked(database, rows)
        database.dispose()
    times, fit = sorted(1000 * seconds for seconds, _ in found), [number for _, number in found]
    late = times[int(0.95 * len(times))]
    print("| citizens | openings | fit, median | fit, most | median ms | 95 % ms | worst ms |")
    print(f"|{7 * '---|'}")
    print(
        f"| {CITIZENS:,} | {len(found)} | {median(fit):,.0f} | {max(fit):,} "
        f"| {median(times):.0f} | {late:.0f} | {times[-1]:.0f} |"
    )
    assert late <= SLOWEST_MS, f"{late:.0f} ms"


if __name__ == "__main__":
    main()
