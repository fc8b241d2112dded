"""A placement and the event in the case that its follow-ups count from: they begin, move and end together."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from placements.lives import queries
from placements.tables import Placement
from scheduler.followups import cases
from scheduler.followups.service import cancel, change, record
from scheduler.followups.terms import Terms


def follow(
    session: Session, now: datetime, user_id: int | None, placed: Placement, last_day: date | None, terms: Terms
) -> None:
    """Follow the placement up until `last_day`: what falls due after it goes."""
    assert placed.citizen_id is not None
    event = cases.Placement(scheme=placed.scheme, from_=placed.start, to=last_day)
    known = queries.event_id(session, placed)
    if known is None:
        placed.event_id = record(session, now, user_id, placed.citizen_id, event, terms).id
    else:
        placed.event_id = change(session, now, user_id, known, event, terms).id


def forget(session: Session, now: datetime, user_id: int | None, placed: Placement, terms: Terms) -> None:
    """The placement never began: nothing of it is followed up."""
    known = queries.event_id(session, placed)
    placed.event_id = None
    session.flush()
    if known is not None:
        cancel(session, now, user_id, known, terms)
