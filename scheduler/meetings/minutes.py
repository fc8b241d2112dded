"""Minutes (referat): every version is kept; from the approval on they stand, and what comes later is an addition."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.errors import BadInputError, ConflictError, Fault
from scheduler.meetings import queries
from scheduler.meetings.tables import MinutesVersion
from scheduler.tables import Meeting, MeetingState

LONGEST = 50_000
WRITABLE = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.HELD)


def write(session: Session, now: datetime, user: User, meeting_id: int, text: str, after: int) -> MinutesVersion:
    """Keep the next version of the minutes, or an addition where they are approved.

    after: the number of the newest version that the writer has seen, 0 where there was none. Raises NotFoundError,
    BadInputError, ConflictError where somebody has written since, or the meeting did not take place.
    """
    meeting = queries.lock_run_by(session, user, meeting_id)
    if not text.strip() or len(text) > LONGEST:
        raise BadInputError([Fault("text", f"skal være fra 1 til {LONGEST} tegn")])
    if meeting.state not in WRITABLE:
        raise ConflictError("Der er kun referat af møder, der har en tid.", meeting=meeting_id, state=meeting.state)
    newest = len(queries.minutes(session, meeting_id))
    if after != newest:
        raise ConflictError("Referatet er ændret, siden du åbnede det. Genindlæs, og skriv igen.", newest=newest)
    version = MinutesVersion(
        meeting_id=meeting_id,
        number=newest + 1,
        text=text.strip(),
        addition=meeting.minutes_approved_at is not None,
        written_by=user.id,
        written_at=now,
    )
    session.add(version)
    session.flush()
    audit.record(session, now, user.id, "minutes.written", f"meeting:{meeting_id}", number=version.number)
    return version


def approve(session: Session, now: datetime, user: User, meeting_id: int) -> Meeting:
    """Let the newest version stand for good. Twice is once.

    Raises NotFoundError, ConflictError where the meeting is not held or nothing is written.
    """
    meeting = queries.lock_run_by(session, user, meeting_id)
    if meeting.minutes_approved_at is not None:
        return meeting
    if meeting.state != MeetingState.HELD:
        raise ConflictError("Notér først mødet som afholdt.", meeting=meeting_id, state=meeting.state.value)
    if not queries.minutes(session, meeting_id):
        raise ConflictError("Skriv referatet, før det godkendes.", meeting=meeting_id)
    meeting.minutes_approved_at, meeting.minutes_approved_by = now, user.id
    audit.record(session, now, user.id, "minutes.approved", f"meeting:{meeting_id}")
    return meeting
