"""Ask for a meeting, or for another where nobody came."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.queries import citizens_by_id
from core.errors import BadInputError, ConflictError, Fault
from scheduler.meetings import agenda, history, invitations, queries
from scheduler.meetings.invitations import Invitee
from scheduler.meetings.kinds import KINDS
from scheduler.tables import Meeting, MeetingState, Participant

__all__ = ["Invitee", "request_again", "request_meeting"]

MINUTES = (15, 480)
REPEATABLE = (MeetingState.NO_SHOW, MeetingState.CANCELLED)


def request_meeting(
    session: Session,
    now: datetime,
    today: date,
    kind: str,
    citizen_id: int | None,
    coordinator_id: int,
    site_ids: Sequence[int],
    invitees: Sequence[Invitee],
    *,
    chair_id: int | None = None,
    minutes: int | None = None,
    team_case: bool = False,
) -> Meeting:
    """Ask for a meeting; it gets its time in the next plan. Its agenda begins as its kind's does.

    chair_id: who chairs, the coordinator where nobody is named. minutes: the kind's where not given. team_case: a team
    may take it on one of its days. Raises BadInputError with every fault: an unknown kind, nobody or nowhere, and each
    consent that is missing, by authority and person.
    """
    if faults := _faults(kind, site_ids, invitees, chair_id, minutes):
        raise BadInputError(faults)
    _check_invitees(session, now, citizen_id, coordinator_id, site_ids, invitees)
    terms = KINDS[kind]
    meeting = Meeting(
        kind=kind,
        state=MeetingState.REQUESTED,
        citizen_id=citizen_id,
        coordinator_id=coordinator_id,
        chair_id=chair_id,
        minutes=minutes or terms.minutes,
        earliest=today + timedelta(days=1),
        due=today + timedelta(days=terms.due_days),
        latest=today + timedelta(days=terms.latest_days),
        site_ids=list(site_ids),
        team_case=team_case,
        participants=[
            Participant(user_id=one.user_id, citizen_id=one.citizen_id, required=one.required, pool=one.pool)
            for one in invitees
        ],
    )
    session.add(meeting)
    session.flush()
    session.add_all(agenda.from_template(meeting))
    history.note_request(session, now, coordinator_id, meeting)
    return meeting


def request_again(session: Session, now: datetime, today: date, user: User, meeting_id: int) -> Meeting:
    """Ask for another meeting in place of one that was cancelled or that nobody came to: same kind, people and places.

    Asking twice gives the same meeting. Raises NotFoundError, BadInputError where a consent is gone, ConflictError
    where the meeting is not over.
    """
    old = queries.lock_run_by(session, user, meeting_id)
    if old.state not in REPEATABLE:
        raise ConflictError("Kun et aflyst møde eller en udeblivelse kan ønskes igen.", state=old.state.value)
    if (known := queries.stand_in(session, meeting_id)) is not None:
        return known
    again = request_meeting(
        session,
        now,
        today,
        old.kind,
        old.citizen_id,
        old.coordinator_id,
        old.site_ids,
        [Invitee(one.user_id, one.citizen_id, one.required, one.pool) for one in old.participants],
        chair_id=old.chair_id,
        minutes=old.minutes,
        team_case=old.team_case,
    )
    again.again_of_id, again.note, again.weight = old.id, old.note, old.weight
    return again


def _faults(
    kind: str, site_ids: Sequence[int], invitees: Sequence[Invitee], chair_id: int | None, minutes: int | None
) -> list[Fault]:
    found = []
    if kind not in KINDS:
        found.append(Fault("kind", f"ukendt mødetype; vælg en af {', '.join(KINDS)}"))
    if not invitees or not site_ids:
        found.append(Fault("invitees", "et møde skal have mindst én deltager og ét sted"))
    if chair_id is not None and chair_id not in {one.user_id for one in invitees}:
        found.append(Fault("chair", "skal selv være deltager i mødet"))
    if minutes is not None and not MINUTES[0] <= minutes <= MINUTES[1]:
        found.append(Fault("minutes", f"skal være fra {MINUTES[0]} til {MINUTES[1]}"))
    return found


def _check_invitees(
    session: Session,
    now: datetime,
    citizen_id: int | None,
    coordinator_id: int,
    site_ids: Sequence[int],
    invitees: Sequence[Invitee],
) -> None:
    citizen = None if citizen_id is None else citizens_by_id(session, [citizen_id])[citizen_id]
    host = session.get_one(User, coordinator_id)
    if faults := invitations.faults(session, now, host, citizen, site_ids, invitees):
        raise BadInputError(faults)
