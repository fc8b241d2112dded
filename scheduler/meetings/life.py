"""What becomes of a meeting: it is settled, loses its time, is held, cancelled, or nobody comes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from core.errors import BadInputError, ConflictError, Fault
from scheduler.followups.terms import THE_DEFAULTS, Terms
from scheduler.meetings import agenda, bookings, messages, queries
from scheduler.meetings.history import take_step
from scheduler.meetings.messages import Person, Settled
from scheduler.meetings.settling import settle_follow_up
from scheduler.meetings.states import PUBLISHED, REACHED, Action
from scheduler.tables import Meeting

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """When and where a meeting is to be, and who is to be there. Times carry their zone."""

    starts_at: datetime
    ends_at: datetime
    site_id: int
    room_id: int | None
    people: frozenset[Person]


def place_of(meeting: Meeting) -> Place | None:
    """Where the meeting stands in the published plan; None where it has no time."""
    if meeting.starts_at is None or meeting.ends_at is None or meeting.site_id is None:
        return None
    return Place(
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        site_id=meeting.site_id,
        room_id=meeting.room_id,
        people=frozenset(messages.attending(meeting)),
    )


def settle(
    session: Session, now: datetime, user_id: int | None, meeting: Meeting, place: Place, action: Action, why: str = ""
) -> Settled:
    """Give the meeting this time. Booking, and announcing what is returned, are the caller's: for all at once."""
    settled = Settled(meeting, meeting.starts_at, frozenset(messages.attending(meeting)) - place.people)
    meeting.starts_at, meeting.ends_at = place.starts_at, place.ends_at
    meeting.site_id, meeting.room_id, meeting.obstacles = place.site_id, place.room_id, []
    meeting.sequence += 1
    for participant in meeting.participants:
        participant.attends = messages.person(participant) in place.people
    take_step(session, now, user_id, meeting, action, why)
    return settled


def unsettle(session: Session, now: datetime, user_id: int | None, meeting: Meeting, why: str) -> None:
    """Take the meeting's time away: it waits for another. Those who were invited are told."""
    _call_off(session, now, meeting)
    take_step(session, now, user_id, meeting, Action.WITHDRAW, why)
    meeting.starts_at = meeting.ends_at = meeting.site_id = meeting.room_id = None
    for participant in meeting.participants:
        participant.attends = False


def cancel(session: Session, now: datetime, user: User, meeting_id: int, why: str) -> Meeting:
    """Call the meeting off; those invited are told, and their time is free. Twice is once.

    Raises NotFoundError, BadInputError without a reason, ConflictError where it is over.
    """
    meeting = queries.lock_run_by(session, user, meeting_id)
    if meeting.state != REACHED[Action.CANCEL]:
        _check_reason(why)
        if meeting.state in PUBLISHED:
            _call_off(session, now, meeting)
        take_step(session, now, user.id, meeting, Action.CANCEL, why)
    return meeting


def hold(session: Session, now: datetime, user: User, meeting_id: int, terms: Terms = THE_DEFAULTS) -> Meeting:
    """Confirm that the meeting was held: its agenda stands as it was, and its follow-up is settled. Twice is once.

    Raises NotFoundError, ConflictError where it has not begun or did not take place.
    """
    meeting = queries.lock_run_by(session, user, meeting_id)
    if _finish(session, now, user, meeting, Action.HOLD, ""):
        settle_follow_up(session, now, user, meeting, terms)
    return meeting


def no_show(session: Session, now: datetime, user: User, meeting_id: int, why: str) -> Meeting:
    """Note that nobody came (udeblivelse). `requests.request_again` asks for another. Twice is once.

    Raises NotFoundError, BadInputError without a reason, ConflictError where it has not begun.
    """
    meeting = queries.lock_run_by(session, user, meeting_id)
    _finish(session, now, user, meeting, Action.NO_SHOW, why)
    return meeting


def _finish(session: Session, now: datetime, user: User, meeting: Meeting, action: Action, why: str) -> bool:
    """End the meeting; False where it has ended so already."""
    if meeting.state == REACHED[action]:
        return False
    if meeting.starts_at is not None and meeting.starts_at > now:
        raise ConflictError("Mødet er ikke begyndt endnu. Aflys det, hvis det ikke skal holdes.", meeting=meeting.id)
    if action is Action.NO_SHOW:
        _check_reason(why)
        bookings.release(session, [meeting])
    else:
        agenda.keep(session, meeting)
    take_step(session, now, user.id, meeting, action, why)
    return True


def drop(session: Session, now: datetime, meeting: Meeting, people: Collection[Person]) -> None:
    """Take people out of a published meeting: their time is free, the others' stands."""
    for participant in meeting.participants:
        if messages.person(participant) in people:
            participant.attends = False
    messages.call_off(session, now, meeting, people)
    bookings.rebook(session, [meeting])


def _call_off(session: Session, now: datetime, meeting: Meeting) -> None:
    bookings.release(session, [meeting])
    meeting.sequence += 1
    messages.call_off(session, now, meeting, messages.attending(meeting))


def _check_reason(why: str) -> None:
    if not why.strip():
        raise BadInputError([Fault("why", "skriv kort hvorfor; det står i mødets historik")])
    if len(why) > LONGEST_REASON:
        raise BadInputError([Fault("why", f"er for lang; højst {LONGEST_REASON} tegn")])
