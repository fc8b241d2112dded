"""«Something is wrong»: reported in two fields, told to whoever answers now, taken, noted, closed."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.tables import Role, User
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault, ForbiddenError, NotFoundError
from placements.daily import access, queries, reaching
from placements.daily.kinds import KINDS, LONGEST_TEXT
from placements.daily.queries import Known
from placements.daily.tables import Trouble, TroubleNote, TroubleState
from scheduler.followups.terms import THE_DEFAULTS, Terms
from scheduler.messages.notices import TROUBLE_REPORTED, TROUBLE_WAITS

HOURS = "trouble.take_within_hours"


def report(
    session: Session, now: datetime, user: User, placement_id: int, kind: str, text: str, terms: Terms = THE_DEFAULTS
) -> Trouble:
    """Something is wrong with a placement, says the employer, the citizen, or staff who carry the case.

    It is assigned to whoever answers now, who is told at once; where nobody is at work or on call, the managers are
    told, too. Raises NotFoundError, BadInputError.
    """
    known, _ = access.standing(session, user, placement_id)
    _check(kind, text)
    reached = reaching.answering(session, now, known.citizen.consultant_id, terms.closed)
    trouble = Trouble(
        placement_id=placement_id,
        state=TroubleState.OPEN,
        kind=kind,
        text=text.strip(),
        reported_by=user.id,
        reported_at=now,
        assigned_to=reached.user_id,
        take_by=now + timedelta(hours=terms.whole(HOURS, local_day(now))) if reached.certain else now,
    )
    session.add(trouble)
    session.flush()
    _audit(session, now, user.id, "reported", trouble, known)
    reaching.tell(session, now, TROUBLE_REPORTED, _key(trouble, now), [trouble.assigned_to])
    if not reached.certain:
        _tell_managers(session, now, trouble, known)
    return trouble


def take(session: Session, now: datetime, user: User, trouble_id: int, instead_of: int | None = None) -> Trouble:
    """The user answers for the message from now on. Taking it twice changes nothing.

    instead_of: the user who has it already and is relieved. Raises NotFoundError, and ConflictError where it is closed
    or somebody else has taken it meanwhile.
    """
    trouble, known = access.handled(session, now, user, trouble_id)
    _check_not_closed(trouble)
    if trouble.state is TroubleState.TAKEN and trouble.assigned_to == user.id:
        return trouble
    if trouble.state is TroubleState.TAKEN and trouble.assigned_to != instead_of:
        raise ConflictError("En anden har taget henvendelsen imens.", trouble=trouble_id, taken_by=trouble.assigned_to)
    trouble.state, trouble.assigned_to, trouble.taken_at = TroubleState.TAKEN, user.id, now
    _audit(session, now, user.id, "taken", trouble, known)
    return trouble


def note(session: Session, now: datetime, user: User, trouble_id: int, text: str) -> TroubleNote:
    """Write down what was done; whoever reported it does not see it. Raises NotFoundError, BadInputError."""
    trouble, known = access.handled(session, now, user, trouble_id)
    _check_text("text", text)
    row = TroubleNote(trouble_id=trouble.id, at=now, user_id=user.id, text=text.strip())
    session.add(row)
    session.flush()
    _audit(session, now, user.id, "noted", trouble, known)
    return row


def close(session: Session, now: datetime, user: User, trouble_id: int, outcome: str) -> Trouble:
    """It is dealt with; whoever reported it sees the outcome. Raises NotFoundError, BadInputError, ConflictError."""
    trouble, known = access.handled(session, now, user, trouble_id)
    _check_not_closed(trouble)
    _check_text("outcome", outcome)
    trouble.state, trouble.closed_at, trouble.closed_by = TroubleState.CLOSED, now, user.id
    trouble.outcome = outcome.strip()
    _audit(session, now, user.id, "closed", trouble, known)
    return trouble


def assign(
    session: Session, now: datetime, manager: User, trouble_id: int, to: int, terms: Terms = THE_DEFAULTS
) -> Trouble:
    """A manager gives what nobody has taken to a member of staff, who is told at once and has the usual time for it.

    Raises ForbiddenError for others than managers, NotFoundError where the managers were not told of it,
    BadInputError for a receiver who answers no messages.
    """
    if manager.role is not Role.MANAGER:
        raise ForbiddenError("Henvendelser fordeles af ledere.", role=manager.role.value)
    trouble = queries.trouble(session, trouble_id)
    known = None if trouble is None else queries.known(session, trouble.placement_id)
    if trouble is None or known is None or trouble.state is not TroubleState.OPEN or trouble.escalated_at is None:
        raise NotFoundError("Henvendelsen findes ikke, eller en medarbejder har taget den.", trouble=trouble_id)
    receiver = accounts.user(session, to)
    if receiver is None or receiver.role not in access.STAFF:
        raise BadInputError([Fault("to", "skal være en medarbejder, der kan svare; vælg en på listen")])
    trouble.assigned_to, trouble.escalated_at = to, None
    trouble.take_by = now + timedelta(hours=terms.whole(HOURS, local_day(now)))
    _audit(session, now, manager.id, "assigned", trouble, known)
    reaching.tell(session, now, TROUBLE_REPORTED, _key(trouble, now), [to])
    return trouble


def escalate(session: Session, now: datetime) -> int:
    """Tell the managers of every message that nobody has taken in time, once. Returns how many that is."""
    found = queries.overdue(session, now)
    known = queries.known_by_id(session, {one.placement_id for one in found})
    for trouble in found:
        _tell_managers(session, now, trouble, known[trouble.placement_id])
    return len(found)


def _tell_managers(session: Session, now: datetime, trouble: Trouble, known: Known) -> None:
    trouble.escalated_at = now
    _audit(session, now, None, "escalated", trouble, known)
    reaching.tell(session, now, TROUBLE_WAITS, _key(trouble, now), reaching.managers(session))


def _key(trouble: Trouble, now: datetime) -> str:
    """Somebody may be told of the same message again later."""
    return f"{trouble.id}:{now.timestamp():.0f}"


def _check(kind: str, text: str) -> None:
    if kind not in KINDS:
        raise BadInputError([Fault("kind", f"skal være en af {', '.join(KINDS)}")])
    _check_text("text", text)


def _check_text(place: str, text: str) -> None:
    if not text.strip():
        raise BadInputError([Fault(place, "skriv kort, hvad det drejer sig om")])
    if len(text) > LONGEST_TEXT:
        raise BadInputError([Fault(place, f"er for lang; højst {LONGEST_TEXT} tegn")])


def _check_not_closed(trouble: Trouble) -> None:
    if trouble.state is TroubleState.CLOSED:
        raise ConflictError("Henvendelsen er lukket. Skriv en ny, hvis noget stadig er galt.", trouble=trouble.id)


def _audit(session: Session, now: datetime, user_id: int | None, what: str, trouble: Trouble, known: Known) -> None:
    facts = {"trouble": trouble.id, "kind": trouble.kind}
    audit.record(session, now, user_id, f"trouble.{what}", f"citizen:{known.citizen.id}", **facts)
