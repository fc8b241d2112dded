"""A placement and the event in the case that its follow-ups count from: they begin, move and end together."""

from datetime import datetime

from sqlalchemy.orm import Session

from placements.lives import queries
from placements.tables import Placement
from scheduler.followups import cases
from scheduler.followups.service import cancel, change, cut, record
from scheduler.followups.terms import Terms


def follow(session: Session, now: datetime, user_id: int | None, placed: Placement, terms: Terms) -> None:
    """Follow the placement up, from its first day to the last that is planned."""
    assert placed.citizen_id is not None
    event = cases.Placement(scheme=placed.scheme, from_=placed.start, to=placed.end)
    known = queries.event_id(session, placed)
    if known is None:
        placed.event_id = record(session, now, user_id, placed.citizen_id, event, terms).id
    else:
        placed.event_id = change(session, now, user_id, known, event, terms).id


def let_go(session: Session, now: datetime, user_id: int | None, placed: Placement, terms: Terms) -> None:
    """The placement has ended: what would be due later is not followed up. Of one that never began, nothing is."""
    known = queries.event_id(session, placed)
    if known is None or placed.ended_on is None:
        return
    if placed.ended_on >= placed.start:
        placed.event_id = cut(session, now, user_id, known, placed.ended_on, terms).id
        return
    placed.event_id = None
    session.flush()
    cancel(session, now, user_id, known, terms)
