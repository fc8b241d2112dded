"""What the sender of messages asks and tells: whether a message still holds, and that it has left the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scheduler.meetings import consents, messages, queries
from scheduler.meetings.history import take_step
from scheduler.meetings.states import PUBLISHED, Action
from scheduler.tables import Meeting, MeetingState, Participant


def still_wanted(session: Session, now: datetime, kind: str, payload: Mapping[str, Any]) -> bool:
    """Whether a queued message of the outbox is to be sent, asked just before it is.

    A cancellation always is. An invitation is not where the meeting has moved on, the person is not to be there, or a
    consent was withdrawn meanwhile: then the person is taken out of the meeting and a notice says so.
    """
    if kind == messages.CANCEL:
        return True
    meeting, participant = _found(session, payload)
    if participant is None or meeting.state not in PUBLISHED or meeting.sequence != payload["sequence"]:
        return False
    consents.drop_uncovered(session, now, [meeting])
    _note_all_told(session, now, meeting)
    return participant.attends


def sent(session: Session, now: datetime, kind: str, payload: Mapping[str, Any]) -> None:
    """Note that a message has left the house; the last invitation makes the meeting one that people are invited to.

    Where the person was taken out, or the meeting called off, while an invitation was under way, it is called off.
    """
    if kind != messages.INVITE:
        return
    meeting, participant = _found(session, payload)
    if participant is None:
        return
    participant.told_sequence = max(participant.told_sequence or 0, int(payload["sequence"]))
    if meeting.state not in PUBLISHED or not participant.attends:
        messages.take_back(session, now, meeting, payload)
        participant.told_sequence = None
    _note_all_told(session, now, meeting)


def _found(session: Session, payload: Mapping[str, Any]) -> tuple[Meeting, Participant | None]:
    (meeting,) = queries.lock(session, [payload["meeting"]])
    who = messages.receiver(payload)
    return meeting, next((one for one in meeting.participants if messages.person(one) == who), None)


def _note_all_told(session: Session, now: datetime, meeting: Meeting) -> None:
    told = all(one.told_sequence == meeting.sequence for one in meeting.participants if one.attends)
    if told and meeting.state == MeetingState.PLANNED:
        take_step(session, now, None, meeting, Action.INVITE)
