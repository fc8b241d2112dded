"""Every step in a meeting's life is taken here, and written down with who and why."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import audit
from core.errors import ConflictError
from scheduler.meetings.states import Action, move
from scheduler.meetings.tables import MeetingChange
from scheduler.tables import Meeting, MeetingState

STATES = {
    MeetingState.REQUESTED: "ønsket, men har ingen tid",
    MeetingState.PLANNED: "planlagt",
    MeetingState.INVITED: "indkaldt",
    MeetingState.HELD: "afholdt",
    MeetingState.CANCELLED: "aflyst",
    MeetingState.NO_SHOW: "noteret som udeblivelse",
}
ACTIONS = {
    Action.REQUEST: "ønskes",
    Action.PUBLISH: "få en tid i planen",
    Action.MOVE: "flyttes",
    Action.WITHDRAW: "miste sin tid",
    Action.INVITE: "indkaldes til",
    Action.HOLD: "noteres som afholdt",
    Action.CANCEL: "aflyses",
    Action.NO_SHOW: "noteres som udeblivelse",
}


def note_request(session: Session, now: datetime, user_id: int, meeting: Meeting) -> None:
    """Write down that the meeting, a new row, was asked for."""
    session.add(
        MeetingChange(
            meeting_id=meeting.id,
            at=now,
            user_id=user_id,
            action=Action.REQUEST.value,
            from_=meeting.state,
            to=meeting.state,
            why="",
        )
    )
    audit.record(session, now, user_id, "meeting.requested", f"meeting:{meeting.id}", kind=meeting.kind)


def take_step(
    session: Session, now: datetime, user_id: int | None, meeting: Meeting, action: Action, why: str = ""
) -> None:
    """Move the meeting, which the caller holds under lock, and write down who did it and why.

    Raises ConflictError where its state does not allow the action.
    """
    after = move(meeting.state, action)
    if after is None:
        raise ConflictError(
            f"Mødet er {STATES[meeting.state]} og kan ikke {ACTIONS[action]}. Genindlæs siden.",
            meeting=meeting.id,
            state=meeting.state.value,
            action=action.value,
        )
    session.add(
        MeetingChange(
            meeting_id=meeting.id,
            at=now,
            user_id=user_id,
            action=action.value,
            from_=meeting.state,
            to=after,
            why=why,
            starts_at=meeting.starts_at,
        )
    )
    facts = {"was": meeting.state.value, "why": why, "sequence": meeting.sequence}
    meeting.state = after
    audit.record(session, now, user_id, f"meeting.{action.value}", f"meeting:{meeting.id}", **facts)
