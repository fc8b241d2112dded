"""Who may see a meeting, for the pages and the API alike."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.service import look_through
from core.errors import NotFoundError
from scheduler import queries
from scheduler.meetings.queries import is_run_by
from scheduler.tables import Meeting
from web.coordinator.appointments import names


def seen(session: Session, now: datetime, user: User, meeting_id: int) -> Meeting:
    """The meeting with participants and agreements, if the user runs it. That its citizens were seen is logged.

    Raises NotFoundError for a meeting that is not there or is somebody else's: which of the two is not told.
    """
    meeting = queries.meeting(session, meeting_id)
    if meeting is None or not is_run_by(session, user, meeting):
        raise NotFoundError("Mødet findes ikke, eller det er ikke dit.", meeting=meeting_id)
    look_through(session, now, user.id, names(session, [meeting]).citizens.values(), "møde")
    return meeting
