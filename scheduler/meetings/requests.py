"""Ask for a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core import audit
from core.errors import BadInputError, Fault
from scheduler.meetings.kinds import KINDS
from scheduler.tables import Meeting, MeetingState, Participant


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody asked to a meeting: a user or a citizen. Those with the same `pool` stand in for each other."""

    user_id: int | None = None
    citizen_id: int | None = None
    required: bool = True
    pool: int | None = None


def request_meeting(
    session: Session,
    now: datetime,
    today: date,
    kind: str,
    citizen_id: int | None,
    coordinator_id: int,
    site_ids: Sequence[int],
    invitees: Sequence[Invitee],
) -> Meeting:
    """Ask for a meeting; it gets its time in the next plan. Raises BadInputError for an unknown kind or nobody."""
    if kind not in KINDS:
        raise BadInputError([Fault("kind", f"ukendt mødetype; vælg en af {', '.join(KINDS)}")])
    if not invitees or not site_ids:
        raise BadInputError([Fault("invitees", "et møde skal have mindst én deltager og ét sted")])
    terms = KINDS[kind]
    meeting = Meeting(
        kind=kind,
        state=MeetingState.REQUESTED,
        citizen_id=citizen_id,
        coordinator_id=coordinator_id,
        minutes=terms.minutes,
        earliest=today + timedelta(days=1),
        due=today + timedelta(days=terms.due_days),
        latest=today + timedelta(days=terms.latest_days),
        site_ids=list(site_ids),
        participants=[
            Participant(user_id=one.user_id, citizen_id=one.citizen_id, required=one.required, pool=one.pool)
            for one in invitees
        ],
    )
    session.add(meeting)
    session.flush()
    audit.record(session, now, coordinator_id, "meeting.requested", f"meeting:{meeting.id}", kind=kind)
    return meeting
