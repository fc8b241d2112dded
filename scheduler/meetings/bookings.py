"""Who and what a published meeting takes up. The database has the last word: it refuses two at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.errors import ConflictError
from scheduler.meetings import messages, queries
from scheduler.meetings.states import PUBLISHED
from scheduler.meetings.tables import Booking
from scheduler.tables import Meeting

Owner = tuple[str, int]
"""Whose time it is: `("user", 7)`, `("citizen", 3)` or `("room", 2)`."""
REFUSED = "ex_bookings_"
"""How the names of the constraints and triggers begin that refuse double booking."""
DEADLOCK = "40P01"


def rebook(session: Session, meetings: Collection[Meeting]) -> None:
    """Make the bookings of these meetings what they say now. The caller holds the meetings under lock.

    Raises ConflictError where somebody or a room is taken: the caller's transaction must end there.
    """
    release(session, meetings)
    taken = [(owner, one) for one in meetings if one.state in PUBLISHED for owner in owners(one)]
    if not taken:
        return
    with refusing():
        session.execute(insert(Booking), [_row(*one) for one in sorted(taken, key=_order)])


def release(session: Session, meetings: Iterable[Meeting]) -> None:
    """Give back what these meetings take up."""
    session.flush()
    session.execute(delete(Booking).where(Booking.meeting_id.in_([meeting.id for meeting in meetings])))


@contextmanager
def refusing() -> Iterator[None]:
    """Turn the database's refusal into ConflictError. Two who wait for each other are refused likewise."""
    try:
        yield
    except DBAPIError as error:
        if REFUSED not in str(error.orig) and getattr(error.orig, "sqlstate", None) != DEADLOCK:
            raise
        raise ConflictError(
            "En af deltagerne eller lokalet er netop blevet optaget af et andet møde. Intet er ændret. "
            "Genindlæs siden, og vælg en anden tid.",
            rule="double_booking",
        ) from error


def owners(meeting: Meeting) -> list[Owner]:
    """Everybody who attends, and the room."""
    found = messages.attending(meeting)
    return found if meeting.room_id is None else [*found, ("room", meeting.room_id)]


def between(
    session: Session, first: datetime, last: datetime, without: Collection[int] = ()
) -> Mapping[Owner, Sequence[Booking]]:
    """What is taken at some time from `first` to `last`, by whose time it is; not by the meetings in `without`."""
    found: dict[Owner, list[Booking]] = defaultdict(list)
    for row in queries.bookings(session, first, last):
        if row.meeting_id not in without:
            found[owner_of(row)].append(row)
    return found


def owner_of(row: Booking) -> Owner:
    """Whose time it is."""
    if row.user_id is not None:
        return "user", row.user_id
    return ("room", row.room_id) if row.room_id is not None else ("citizen", row.citizen_id or 0)


def _order(taken: tuple[Owner, Meeting]) -> tuple[str, int, datetime]:
    """Everybody books in this order, so that two who want the same wait for one another and not in a ring."""
    owner, meeting = taken
    assert meeting.starts_at is not None
    return *owner, meeting.starts_at


def _row(owner: Owner, meeting: Meeting) -> dict[str, object]:
    nobody = dict.fromkeys(("user_id", "citizen_id", "room_id"))
    kind, number = owner
    times = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
    return nobody | {f"{kind}_id": number, "meeting_id": meeting.id} | times
