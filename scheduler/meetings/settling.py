"""A meeting that was held settles the follow-up that it was for."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from core.clock import local_day
from core.errors import BadInputError, ConflictError, NotFoundError
from scheduler.followups import queries, service
from scheduler.followups.terms import Terms
from scheduler.meetings.kinds import KINDS
from scheduler.tables import Meeting


def settle_follow_up(session: Session, now: datetime, user: User, meeting: Meeting, terms: Terms) -> None:
    """Tick off the first open follow-up of the citizen that a meeting of this kind settles and whose time had come.

    Nothing where there is none, where it is not this user's to tick off, or where it was ticked off that day already:
    that a meeting was held is true all the same.
    """
    if meeting.citizen_id is None or meeting.starts_at is None:
        return
    day = local_day(meeting.starts_at)
    due = queries.first_open(session, meeting.citizen_id, KINDS[meeting.kind].settles, day)
    if due is not None:
        with suppress(BadInputError, ConflictError, NotFoundError), session.begin_nested():
            service.held(session, now, user, due.id, day, terms)
