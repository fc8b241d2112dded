"""When a meeting may be held: from which day, by when it is due, and until when it makes sense."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault
from scheduler.meetings import queries
from scheduler.meetings.kinds import KINDS
from scheduler.tables import Meeting, MeetingState

AHEAD = timedelta(days=2 * 365)
"""What is wanted or agreed later than this is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Window:
    """Days of a meeting, in order: the first possible, the one it is due by, the last possible."""

    earliest: date
    due: date
    latest: date


def usual(kind: str, today: date) -> Window:
    """The window of a meeting of this kind that is asked for today."""
    terms = KINDS[kind]
    return Window(
        today + timedelta(days=1), today + timedelta(days=terms.due_days), today + timedelta(days=terms.latest_days)
    )


def set_window(session: Session, now: datetime, user: User, meeting_id: int, window: Window) -> Meeting:
    """Give a meeting that has no time yet another window, from today to two years ahead.

    A first day that has gone by may stand where it was. Raises NotFoundError, BadInputError, ConflictError.
    """
    meeting = queries.lock_run_by(session, user, meeting_id)
    if meeting.state != MeetingState.REQUESTED:
        raise ConflictError("Mødet har en tid. Flyt det i stedet.", meeting=meeting_id, state=meeting.state.value)
    if faults := list(_faults(meeting, window, local_day(now))):
        raise BadInputError(faults)
    meeting.earliest, meeting.due, meeting.latest = window.earliest, window.due, window.latest
    facts = {
        "earliest": window.earliest.isoformat(),
        "due": window.due.isoformat(),
        "latest": window.latest.isoformat(),
    }
    audit.record(session, now, user.id, "meeting.window", f"meeting:{meeting_id}", **facts)
    return meeting


def out_of_reach(place: str, day: date, today: date) -> Iterator[Fault]:
    """The fault at `place` where `day` has gone by, or is further ahead than anybody plans."""
    if day < today:
        yield Fault(place, "er passeret; vælg en dag fra i dag af")
    if day > today + AHEAD:
        yield Fault(place, f"ligger mere end to år fremme; vælg senest {today + AHEAD}")


def _faults(meeting: Meeting, window: Window, today: date) -> Iterator[Fault]:
    if window.earliest != meeting.earliest:
        yield from out_of_reach("earliest", window.earliest, today)
    yield from out_of_reach("latest", window.latest, today)
    if not window.earliest <= window.due <= window.latest:
        yield Fault("due", "fristen skal ligge fra den første til den sidste dag")
