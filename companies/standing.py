"""Standing openings (stående åbninger): a firm that always has room need not come back to say so."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from companies import queries
from companies.tables import OpeningState
from core import audit

AHEAD = timedelta(weeks=8)
"""A standing opening can be started in for at least so long from today."""
MOVED = timedelta(weeks=12)
"""Moved farther than it must, the window stands still for weeks: a form that is open over night stays true."""


def last_start(latest: date, today: date) -> date:
    """The last start of a standing opening, of which `latest` was the last one known."""
    return latest if latest >= today + AHEAD else today + MOVED


def roll(session: Session, now: datetime, today: date) -> int:
    """Move the windows of open standing openings along; how many were moved. Doing it twice is harmless."""
    moved = 0
    for unit_id, opening_id in queries.standing_before(session, today + AHEAD):
        queries.lock_unit(session, unit_id)
        opening = queries.opening(session, opening_id, newest=True)
        if opening is None or not opening.standing or opening.state is not OpeningState.OPEN:
            continue
        was, opening.start_latest = opening.start_latest, last_start(opening.start_latest, today)
        audit.record(session, now, None, "opening.rolled", f"opening:{opening.id}", was=was.isoformat())
        moved += 1
    return moved
