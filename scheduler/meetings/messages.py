"""What people are told of a meeting: when and where, nothing more. Rows of the outbox, and whether they still hold."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core import outbox
from scheduler.meetings import queries
from scheduler.tables import Meeting, Participant

INVITE, CANCEL = "meeting.invite", "meeting.cancel"
Person = tuple[str, int]
"""`("user", 7)` or `("citizen", 3)`."""


def person(participant: Participant) -> Person:
    """Who the participant is."""
    if participant.user_id is not None:
        return "user", participant.user_id
    return "citizen", participant.citizen_id or 0


def users(people: Iterable[Person]) -> list[int]:
    """The users among these people."""
    return sorted(who for role, who in people if role == "user")


def attending(meeting: Meeting) -> list[Person]:
    """Everybody the plan has there."""
    return [person(one) for one in meeting.participants if one.attends]


def invite(session: Session, now: datetime, meeting: Meeting, previous: datetime | None) -> None:
    """Queue an invitation to everybody who is to be there. previous: the time it had before, where people know one."""
    _put(session, now, INVITE, meeting, attending(meeting), previous)


def call_off(session: Session, now: datetime, meeting: Meeting, to: Collection[Person]) -> None:
    """Queue a cancellation to those of `to` who have had an invitation. Who has not is never told of the meeting:
    the invitation under way is stopped, or called off when it turns out to have left (`sending.sent`)."""
    told = [one for one in meeting.participants if one.told_sequence is not None and person(one) in to]
    _put(session, now, CANCEL, meeting, [person(one) for one in told])
    for participant in told:
        participant.told_sequence = None


def _put(
    session: Session, now: datetime, kind: str, meeting: Meeting, to: Iterable[Person], previous: datetime | None = None
) -> None:
    place = queries.place_name(session, meeting)
    for role, who in to:
        outbox.put(
            session,
            now,
            kind,
            key(meeting.id, meeting.sequence, kind, (role, who)),
            meeting=meeting.id,
            sequence=meeting.sequence,
            to={role: who},
            starts_at=_written(meeting.starts_at),
            ends_at=_written(meeting.ends_at),
            site=meeting.site_id,
            place=place,
            previous=_written(previous),
        )


def key(meeting_id: int, sequence: int, kind: str, to: Person) -> str:
    """The message's own key: the same message is queued once."""
    role, who = to
    return f"meeting:{meeting_id}:{sequence}:{kind.removeprefix('meeting.')}:{role}:{who}"


def receiver(payload: Mapping[str, Any]) -> Person:
    """Who a message is for."""
    ((role, who),) = payload["to"].items()
    return role, who


def _written(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
