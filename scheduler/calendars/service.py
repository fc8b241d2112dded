"""When a user works and when not: working hours and absences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from sqlalchemy import delete
from sqlalchemy.orm import Session

from accounts.queries import lock_users
from accounts.tables import Role, User
from core import audit
from core.clock import local_day
from core.days import unknown_day
from core.errors import BadInputError, ConflictError, Fault, ForbiddenError, NotFoundError
from scheduler.calendars import queries
from scheduler.calendars.tables import Absence
from scheduler.tables import WorkingHours

FOR_OTHERS = (Role.COORDINATOR, Role.MANAGER, Role.ADMIN)
"""The roles that may note that somebody else is away."""
LONGEST_ABSENCE = timedelta(days=731)


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """From when until when somebody works on a weekday, 1 (Monday) to 7, by Danish clocks."""

    weekday: int
    from_: time
    to: time


def set_hours(session: Session, now: datetime, user_id: int, hours: Sequence[Hours]) -> None:
    """Let the user's working hours be these and no others. Raises BadInputError, with the weekday as its place."""
    ordered = sorted(hours)
    if found := list(_hour_faults(ordered)):
        raise BadInputError(found)
    lock_users(session, [user_id])
    session.execute(delete(WorkingHours).where(WorkingHours.user_id == user_id))
    session.add_all(WorkingHours(user_id=user_id, weekday=one.weekday, from_=one.from_, to=one.to) for one in ordered)
    audit.record(session, now, user_id, "working_hours.set", f"user:{user_id}")


def _hour_faults(hours: Sequence[Hours]) -> Iterator[Fault]:
    for one in hours:
        if not 1 <= one.weekday <= 7:
            yield Fault(str(one.weekday), "ugedagen skal være fra 1 (mandag) til 7 (søndag)")
        if one.from_ >= one.to:
            yield Fault(str(one.weekday), "arbejdstiden skal slutte, efter den begynder")
    for one, other in pairwise(hours):
        if one.weekday == other.weekday and other.from_ < one.to:
            yield Fault(str(one.weekday), "to arbejdstider på samme dag må ikke overlappe")


def absent_from(
    session: Session,
    now: datetime,
    actor: User,
    who_id: int,
    first: date,
    last: date,
    substitute_id: int | None = None,
) -> Absence:
    """Note that a user is away from `first` to `last`, both days included, and who stands in.

    Raises ForbiddenError, BadInputError (`who`, `last`, `substitute`), or ConflictError where it is noted already.
    """
    _check_may(actor, who_id)
    found = {user.id for user in lock_users(session, [one for one in (who_id, substitute_id) if one is not None])}
    if faults := list(_absence_faults(found, local_day(now), who_id, first, last, substitute_id)):
        raise BadInputError(faults)
    if any(one.first <= last for one in queries.absences(session, who_id, first)):
        raise ConflictError("Der er allerede noteret fravær i de dage. Slet det først.", user=who_id)
    absence = Absence(user_id=who_id, first=first, last=last, substitute_id=substitute_id)
    session.add(absence)
    session.flush()
    days = {"first": first.isoformat(), "last": last.isoformat(), "substitute": substitute_id}
    audit.record(session, now, actor.id, "absence.noted", f"user:{who_id}", **days)
    return absence


def _absence_faults(
    known: set[int], today: date, who_id: int, first: date, last: date, substitute_id: int | None
) -> Iterator[Fault]:
    if who_id not in known:
        yield Fault("who", "medarbejderen findes ikke")
    yield from unknown_day("last", last)
    if last < max(first, today):
        yield Fault("last", "fraværet skal slutte, efter det begynder, og ikke være ovre")
    if last - first > LONGEST_ABSENCE:
        yield Fault("last", "fraværet er længere end to år; del det op")
    if substitute_id == who_id or (substitute_id is not None and substitute_id not in known):
        yield Fault("substitute", "vælg en anden som stedfortræder")


def cancel_absence(session: Session, now: datetime, actor: User, absence_id: int) -> None:
    """Strike an absence. Raises NotFoundError or ForbiddenError."""
    absence = session.get(Absence, absence_id)
    if absence is None:
        raise NotFoundError("Fraværet findes ikke længere.", absence=absence_id)
    _check_may(actor, absence.user_id)
    session.delete(absence)
    audit.record(session, now, actor.id, "absence.cancelled", f"user:{absence.user_id}")


def _check_may(actor: User, who_id: int) -> None:
    if actor.id != who_id and actor.role not in FOR_OTHERS:
        raise ForbiddenError("Kun en tovholder eller leder kan notere andres fravær.", user=who_id)
