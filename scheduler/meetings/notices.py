"""What the coordinator must know about a meeting, until somebody has taken care of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.errors import NotFoundError
from scheduler.meetings import queries
from scheduler.meetings.tables import MeetingNotice


def settle(session: Session, now: datetime, user: User, notice_id: int) -> MeetingNotice:
    """Note that it is taken care of, for whoever runs the meeting. Twice is once. Raises NotFoundError."""
    notice = session.get(MeetingNotice, notice_id)
    if notice is None:
        raise NotFoundError("Advarslen findes ikke.", notice=notice_id)
    meeting = queries.lock_run_by(session, user, notice.meeting_id)
    if notice.settled_at is None:
        notice.settled_at = now
        audit.record(session, now, user.id, "notice.settled", f"meeting:{meeting.id}", notice=notice.id)
    return notice
