"""Attendance, told in one tap: who came, who was late, who stayed away and said so, who was just not there."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.queries import lock_citizen
from core import audit
from core.clock import local_day
from core.errors import BadInputError, Fault, ForbiddenError
from placements.daily import absence, queries
from placements.daily.access import standing
from placements.daily.queries import Known
from placements.daily.tables import Attendance, Presence
from placements.states import Side
from scheduler.followups.terms import THE_DEFAULTS, Terms

CORRECT_DAYS = "attendance.correct_days"


def report(
    session: Session,
    now: datetime,
    user: User,
    placement_id: int,
    day: date,
    presence: Presence | None,
    terms: Terms = THE_DEFAULTS,
) -> None:
    """The employer says whether somebody came on `day`; None takes back what was said.

    The last who says it is right; all of it is in the trail, and the same said again changes nothing. Where it
    completes a pattern of absence, a message about it is raised in the same transaction; where it corrects one away
    that nobody has taken, the message is closed. Raises NotFoundError, ForbiddenError, BadInputError.
    """
    known, side = standing(session, user, placement_id)
    if side is not Side.EMPLOYER:
        raise ForbiddenError("Fremmøde meldes af virksomheden.", placement=placement_id)
    check_day(known, day, now, terms)
    lock_citizen(session, known.citizen.id)
    row = queries.attendance(session, placement_id, day)
    was = None if row is None else row.presence
    if was is presence:
        return
    _write(session, now, user, row or Attendance(placement_id=placement_id, day=day), presence)
    facts = {"placement": placement_id, "day": day.isoformat(), "was": was, "presence": presence}
    audit.record(session, now, user.id, "attendance.told", f"citizen:{known.citizen.id}", **facts)
    session.flush()
    absence.follow(session, now, user, known, terms)


def check_day(known: Known, day: date, now: datetime, terms: Terms) -> None:
    """Raises BadInputError where the day is ahead, too long ago, or none of the placement's."""
    today = local_day(now)
    if day > today:
        raise BadInputError([Fault("day", "ligger i fremtiden; meld fremmøde på dagen eller bagefter")])
    if day < earliest(today, terms):
        days = terms.whole(CORRECT_DAYS, today)
        raise BadInputError([Fault("day", f"er mere end {days} dage siden; kontakt virksomhedskonsulenten")])
    if not known.running.on(day):
        raise BadInputError([Fault("day", "er ikke en dag i forløbet; vælg en af dets dage")])


def earliest(today: date, terms: Terms = THE_DEFAULTS) -> date:
    """The first day of which something can still be said."""
    return today - timedelta(days=terms.whole(CORRECT_DAYS, today))


def _write(session: Session, now: datetime, user: User, row: Attendance, presence: Presence | None) -> None:
    if presence is None:
        session.delete(row)
        return
    row.presence, row.at, row.user_id = presence, now, user.id
    session.add(row)
