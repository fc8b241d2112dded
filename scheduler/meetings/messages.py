"""What people are told of a meeting: when and where, nothing more. Rows of the outbox, and whether they still hold."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from core import outbox
from scheduler.meetings import queries
from scheduler.tables import Meeting, Participant

INVITE, CANCEL, REMINDER = "meeting.invite", "meeting.cancel", "meeting.reminder"
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


def citizens(people: Iterable[Person]) -> list[int]:
    """The citizens among these people."""
    return sorted(who for role, who in people if role == "citizen")


def attending(meeting: Meeting) -> list[Person]:
    """Everybody the plan has there."""
    return [person(one) for one in meeting.participants if one.attends]


@dataclass(frozen=True, slots=True)
class Settled:
    """A meeting that got its time: the one it had before, and those who are not to be there any more."""

    meeting: Meeting
    previous: datetime | None
    gone: frozenset[Person]


def announce(session: Session, now: datetime, settled: Collection[Settled]) -> None:
    """Queue invitations to everybody who is to be there, and cancellations to those who are not any more."""
    names = queries.place_names(session, [one.meeting for one in settled])
    for one in settled:
        for who in attending(one.meeting):
            _put(session, now, INVITE, one.meeting, who, names[one.meeting.id], one.previous)
        _call_off(session, now, one.meeting, one.gone, names[one.meeting.id])


def call_off(session: Session, now: datetime, meeting: Meeting, to: Collection[Person]) -> None:
    """Queue a cancellation to those of `to` who have had an invitation. Who has not is never told of the meeting:
    the invitation under way is stopped, or called off when it turns out to have left (`sending.sent`)."""
    _call_off(session, now, meeting, to, queries.place_names(session, [meeting])[meeting.id])


def take_back(session: Session, now: datetime, meeting: Meeting, invitation: Mapping[str, Any]) -> None:
    """Queue a cancellation of an invitation that left though the meeting, or the person in it, no longer stood.

    It says when and where the invitation said, because the meeting may have no time any more.
    """
    told = {**invitation, "sequence": meeting.sequence, "previous": None}
    outbox.put(session, now, CANCEL, key(meeting.id, meeting.sequence, CANCEL, receiver(invitation)), **told)


def remind(session: Session, now: datetime, wanted: Collection[tuple[Meeting, Person]]) -> None:
    """Queue a reminder of each of these meetings to that person."""
    names = queries.place_names(session, [meeting for meeting, _ in wanted])
    for meeting, who in wanted:
        _put(session, now, REMINDER, meeting, who, names[meeting.id])


def _call_off(session: Session, now: datetime, meeting: Meeting, to: Collection[Person], place: str) -> None:
    for participant in meeting.participants:
        if participant.told_sequence is not None and person(participant) in to:
            _put(session, now, CANCEL, meeting, person(participant), place)
            participant.told_sequence = None


def _put(
    session: Session,
    now: datetime,
    kind: str,
    meeting: Meeting,
    to: Person,
    place: str,
    previous: datetime | None = None,
) -> None:
    role, who = to
    outbox.put(
        session,
        now,
        kind,
        key(meeting.id, meeting.sequence, kind, to),
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
    return None if instant is None else instant.astimezone(UTC).isoformat()
