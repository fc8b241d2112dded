"""What meetings agreed (aftaler): who does what by when, followed until it is done."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault, NotFoundError
from scheduler.meetings import messages, queries
from scheduler.meetings.messages import Person
from scheduler.meetings.windows import out_of_reach
from scheduler.tables import Meeting, MeetingAgreement, MeetingState

LONGEST = 500
AGREEING = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.HELD)


def agree(
    session: Session, now: datetime, user: User, meeting_id: int, what: str, by: date, who: Person
) -> MeetingAgreement:
    """Write down what `who`, one of those asked to the meeting, does by the day `by`.

    Raises NotFoundError where the user does not run the meeting, BadInputError, ConflictError where it did not take
    place.
    """
    meeting = queries.lock_run_by(session, user, meeting_id)
    if meeting.state not in AGREEING:
        raise ConflictError("Der aftales kun noget på møder, der har en tid.", state=meeting.state.value)
    if faults := _faults(meeting, what, by, who, local_day(now)):
        raise BadInputError(faults)
    role, number = who
    agreement = MeetingAgreement(
        meeting_id=meeting.id,
        what=what.strip(),
        user_id=number if role == "user" else None,
        citizen_id=number if role == "citizen" else None,
        by=by,
    )
    session.add(agreement)
    session.flush()
    audit.record(session, now, user.id, "agreement.made", f"meeting:{meeting.id}", agreement=agreement.id)
    return agreement


def done(session: Session, now: datetime, user: User, agreement_id: int) -> MeetingAgreement:
    """Tick the agreement off today, for whoever promised it or runs the meeting. Twice is once.

    Raises NotFoundError.
    """
    agreement = _own(session, user, agreement_id)
    if agreement.done_on is None:
        agreement.done_on, agreement.done_by = local_day(now), user.id
        audit.record(session, now, user.id, "agreement.done", f"meeting:{agreement.meeting_id}", agreement=agreement.id)
    return agreement


def reopen(session: Session, now: datetime, user: User, agreement_id: int) -> MeetingAgreement:
    """Take back that the agreement was done. Raises NotFoundError."""
    agreement = _own(session, user, agreement_id)
    if agreement.done_on is not None:
        agreement.done_on = agreement.done_by = None
        subject = f"meeting:{agreement.meeting_id}"
        audit.record(session, now, user.id, "agreement.reopened", subject, agreement=agreement.id)
    return agreement


def _own(session: Session, user: User, agreement_id: int) -> MeetingAgreement:
    agreement = session.get(MeetingAgreement, agreement_id)
    if agreement is not None:
        (meeting,) = queries.lock(session, [agreement.meeting_id])
        if user.id == agreement.user_id or queries.is_run_by(session, user, meeting):
            return agreement
    raise NotFoundError("Aftalen findes ikke, eller den er ikke din.", agreement=agreement_id)


def _faults(meeting: Meeting, what: str, by: date, who: Person, today: date) -> list[Fault]:
    found = []
    if not what.strip() or len(what) > LONGEST:
        found.append(Fault("what", f"skriv, hvad der skal gøres, med højst {LONGEST} tegn"))
    found.extend(out_of_reach("by", by, today))
    if who not in {messages.person(one) for one in meeting.participants}:
        found.append(Fault("who", "er ikke deltager i mødet; vælg en, der er"))
    return found
