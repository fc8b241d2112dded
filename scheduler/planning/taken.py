"""When people and rooms are taken: calendars, absences, meetings that stand, and the citizens' own weeks."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from citizens.queries import commitments
from citizens.tables import Commitment
from core.clock import COPENHAGEN, midnight
from scheduler.calendars.queries import busy_of
from scheduler.engine.problem import Busy, Horizon, Work
from scheduler.meetings import bookings
from scheduler.meetings.bookings import Owner
from scheduler.planning import queries

BusyOf = Mapping[str, Sequence[Busy]]
LETTERS = {"user": "p", "citizen": "c", "room": "r"}
"""How the problem names those whose time it is."""
DAY = timedelta(days=1)


def busy(session: Session, horizon: Horizon, whose: Collection[Owner], without: Collection[int]) -> BusyOf:
    """The taken times in the horizon of these people and rooms, by id in the problem, in Danish wall time.

    without: meetings whose own times do not count, since they are to be planned.
    """
    found = outside(session, horizon, whose)
    first, last = midnight(horizon.from_), midnight(horizon.to + DAY)
    for owner, rows in bookings.between(session, first, last, without).items():
        found[pseudonym(owner)] += [Busy(from_=local(row.starts_at), to=local(row.ends_at)) for row in rows]
    return found


def outside(session: Session, horizon: Horizon, whose: Collection[Owner]) -> dict[str, list[Busy]]:
    """The same without meetings: what calendars, absences and the citizens' weeks take."""
    found: dict[str, list[Busy]] = defaultdict(list)
    first, last = midnight(horizon.from_), midnight(horizon.to + DAY)
    for owner, starts_at, ends_at in _calendars(session, first, last, whose):
        span = Busy(from_=local(starts_at), to=local(ends_at))
        if span.from_ < span.to:  # in the night when the clock goes back, the end may be before the beginning
            found[owner].append(span)
    for commitment in commitments(session, _ids(whose, "citizen")):
        found[f"c{commitment.citizen_id}"].extend(weekly(commitment, horizon))
    return found


def pseudonym(owner: Owner) -> str:
    """How the problem names somebody or a room."""
    kind, number = owner
    return f"{LETTERS[kind]}{number}"


def _calendars(
    session: Session, first: datetime, last: datetime, whose: Collection[Owner]
) -> Iterator[tuple[str, datetime, datetime]]:
    taken = queries.busy_times(session, _ids(whose, "user"), _ids(whose, "room"), first, last)
    for user_id, room_id, starts_at, ends_at in taken:
        yield f"r{room_id}" if user_id is None else f"p{user_id}", starts_at, ends_at
    for user_id, starts_at, ends_at in busy_of(session, first, last):
        yield f"p{user_id}", starts_at, ends_at


def _ids(whose: Collection[Owner], kind: str) -> list[int]:
    return sorted({number for one, number in whose if one == kind})


def weekly(row: Commitment, horizon: Horizon) -> Iterator[Busy]:
    """A fixed hour of the citizen's, on each of its days in the horizon."""
    day = horizon.from_ + timedelta(days=(row.weekday - horizon.from_.isoweekday()) % 7)
    while day <= horizon.to:
        yield Busy(from_=datetime.combine(day, row.from_), to=datetime.combine(day, row.to))
        day += timedelta(weeks=1)


def working_hours(session: Session, whose: Collection[Owner]) -> Mapping[str, Sequence[Work]]:
    """By user, as in the problem: the hours of the week in which he or she can be asked to meetings."""
    found: dict[str, list[Work]] = defaultdict(list)
    for row in queries.working_hours(session, _ids(whose, "user")):
        found[f"p{row.user_id}"].append(Work(weekday=row.weekday, from_=row.from_, to=row.to))
    return found


def local(instant: datetime) -> datetime:
    """The Danish wall time of an instant."""
    return instant.astimezone(COPENHAGEN).replace(tzinfo=None)
