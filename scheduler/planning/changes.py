"""Something has happened to a published plan: somebody is away, a day is closed, a room is gone. Plan again around it.

The change is written down where every later plan sees it, and a run is asked for whose draft moves as little as can be.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit, runs
from core.clock import local_day
from core.days import unknown_day
from core.errors import BadInputError, Fault, NotFoundError
from scheduler.calendars.tables import Absence
from scheduler.meetings.windows import out_of_reach
from scheduler.planning import queries
from scheduler.planning.tables import ClosedDay
from scheduler.tables import BusyTime, PlanningRun, Room


@dataclass(frozen=True, slots=True)
class Absent:
    """A user is away from `first` to `last`, both included (fravær)."""

    user_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody meets on this day (lukkedag)."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class RoomCancelled:
    """A room cannot be used for a while (lokale aflyst). Times carry their zone."""

    room_id: int
    starts_at: datetime
    ends_at: datetime


Change = Absent | Closed | RoomCancelled


def request_replan(session: Session, now: datetime, user: User, change: Change) -> PlanningRun:
    """Write the change down, and ask for a plan that copes with it.

    Raises BadInputError where it ends before it begins or is on no day to come, NotFoundError for an unknown
    user or room.
    """
    match change:
        case Absent():
            _absent(session, change)
        case Closed():
            _closed(session, change, local_day(now))
        case RoomCancelled():
            _room_cancelled(session, change)
    written = {"kind": type(change).__name__.lower()} | {key: _written(one) for key, one in asdict(change).items()}
    audit.record(session, now, user.id, "plan.changed", "plan", change=written)
    run = PlanningRun(requested_by=user.id, requested_at=now, change=written)
    return runs.request(session, run, now)


def _absent(session: Session, change: Absent) -> None:
    _check_order("last", change.first <= change.last)
    _check([*unknown_day("first", change.first), *unknown_day("last", change.last)])
    if session.get(User, change.user_id) is None:
        raise NotFoundError("Brugeren findes ikke.", user=change.user_id)
    if not queries.is_away(session, change.user_id, change.first, change.last):
        session.add(Absence(user_id=change.user_id, first=change.first, last=change.last))


def _closed(session: Session, change: Closed, today: date) -> None:
    _check([*out_of_reach("day", change.day, today)])
    if session.get(ClosedDay, change.day) is None:
        session.add(ClosedDay(day=change.day, why=change.why.strip()))


def _room_cancelled(session: Session, change: RoomCancelled) -> None:
    _check_order("ends_at", change.starts_at < change.ends_at)
    _check([*unknown_day("starts_at", change.starts_at), *unknown_day("ends_at", change.ends_at)])
    if session.get(Room, change.room_id) is None:
        raise NotFoundError("Lokalet findes ikke.", room=change.room_id)
    session.add(BusyTime(room_id=change.room_id, starts_at=change.starts_at, ends_at=change.ends_at))


def _check_order(place: str, in_order: bool) -> None:
    if not in_order:
        raise BadInputError([Fault(place, "ligger før begyndelsen")])


def _check(faults: Sequence[Fault]) -> None:
    if faults:
        raise BadInputError(faults)


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
