"""The rota of who answers outside working hours (vagtplan), and the times in which nobody would."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.queries import lock_users, people
from accounts.tables import Role, User
from core import audit
from core.clock import local_day, midnight
from core.days import unknown_day
from core.errors import BadInputError, ConflictError, Fault, ForbiddenError, NotFoundError
from placements.daily import queries, rota
from placements.daily.access import STAFF
from placements.daily.rota import Hours, Span
from placements.daily.tables import OnCall
from scheduler.planning.queries import closed_days

AHEAD = timedelta(days=28)
"""How far ahead the rota is looked at for gaps, in whole days."""
EDITORS = (Role.CONSULTANT, Role.MANAGER)
WATCHKEEPERS = (*STAFF, Role.MANAGER)
TELEPHONE = re.compile(r"\+?[0-9]{8,15}")


def add(
    session: Session,
    now: datetime,
    user: User,
    who_id: int,
    starts_at: datetime,
    ends_at: datetime,
    phone: str | None = None,
) -> OnCall:
    """Put somebody on call from one moment until another; `phone` is their number, None where it is known.

    Everybody who may be on call is locked, so that two watches never overlap. Raises ForbiddenError, BadInputError,
    and ConflictError where somebody is on call then already.
    """
    _check_may(user)
    staff = {one.id: one for one in lock_users(session, [one.id for one in people(session, WATCHKEEPERS)])}
    who = staff.get(who_id)
    found = list(_faults(who, now, starts_at, ends_at, phone))
    if found:
        raise BadInputError(found)
    if queries.watches(session, starts_at, ends_at):
        raise ConflictError("Der er allerede en på vagt i noget af tiden. Ret eller slet den vagt først.")
    if who is not None and phone is not None:
        who.phone = phone
    row = OnCall(user_id=who_id, starts_at=starts_at, ends_at=ends_at)
    session.add(row)
    session.flush()
    audit.record(session, now, user.id, "on_call.added", f"user:{who_id}", **_facts(row))
    return row


def remove(session: Session, now: datetime, user: User, watch_id: int) -> None:
    """Take a watch off the rota; one that has begun ends now. Raises ForbiddenError, NotFoundError."""
    _check_may(user)
    row = queries.watch(session, watch_id)
    if row is None or row.ends_at <= now:
        raise NotFoundError("Vagten findes ikke, eller den er slut.", watch=watch_id)
    if row.starts_at < now:
        row.ends_at = now
    else:
        session.delete(row)
    audit.record(session, now, user.id, "on_call.removed", f"user:{row.user_id}", **_facts(row))


def gaps(session: Session, now: datetime, closed: Collection[date] = ()) -> list[Span]:
    """The times ahead in which neither the consultants are at work nor anybody is on call."""
    last = midnight(local_day(now) + AHEAD)
    consultants = [one.id for one in people(session, [Role.CONSULTANT])]
    weeks: dict[int, dict[int, Hours]] = defaultdict(dict)
    for row in queries.working_hours(session, consultants):
        weeks[row.user_id][row.weekday] = (row.from_, row.to)
    shut = frozenset({*closed, *closed_days(session, local_day(now), local_day(last))})
    at_work = rota.at_work(rota.common_hours(list(weeks.values())), now, last, shut)
    on_call = ((row.starts_at, row.ends_at) for row in queries.watches(session, now, last))
    return list(rota.uncovered(now, last, [*at_work, *on_call]))


def _check_may(user: User) -> None:
    if user.role not in EDITORS:
        raise ForbiddenError("Vagtplanen rettes af virksomhedskonsulenter og ledere.", role=user.role.value)


def _faults(
    who: User | None, now: datetime, starts_at: datetime, ends_at: datetime, phone: str | None
) -> Iterator[Fault]:
    if who is None:
        yield Fault("who", "er ikke en medarbejder, der kan have vagt; vælg en på listen")
    elif phone is None and who.phone is None:
        yield Fault("phone", "mangler; den, der har vagt, skal kunne nås på telefon")
    if phone is not None and not TELEPHONE.fullmatch(phone):
        yield Fault("phone", "skal være et telefonnummer som +4512345678")
    if starts_at >= ends_at:
        yield Fault("ends_at", "skal være efter begyndelsen")
    elif ends_at - starts_at > rota.LONGEST_SHIFT:
        yield Fault("ends_at", f"en vagt varer højst {rota.LONGEST_SHIFT.days} dage")
    if ends_at <= now:
        yield Fault("ends_at", "er allerede passeret")
    yield from unknown_day("ends_at", ends_at)


def _facts(row: OnCall) -> dict[str, str]:
    return {"starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat()}
