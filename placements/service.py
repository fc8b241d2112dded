"""What is done with proposals: the citizen's and the employer's answers."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens import queries as citizens
from citizens import service as citizen_service
from companies import queries as companies
from core import audit
from core.clock import local_day
from core.errors import BadInputError, ConflictError, Fault, NotFoundError
from placements import queries, room
from placements.states import SEEN_BY_EMPLOYER, Answer, Side, Step, move
from placements.tables import OPEN_PROPOSALS, Proposal, ProposalState

LONGEST_REASON = 500


def seen_by(session: Session, user: User, proposal_id: int) -> Proposal:
    """The proposal. Raises NotFoundError where there is none that the user may see."""
    proposal = queries.proposal(session, proposal_id)
    if proposal is None or _side(session, user, proposal) is None:
        raise _not_found(proposal_id)
    return proposal


def answer(
    session: Session, user: User, now: datetime, proposal_id: int, given: Answer, reason: str | None = None
) -> Proposal:
    """Record a yes or a no for the side the user speaks for; a no says why. The same answer twice changes nothing.

    The employer's yes holds only if seat, quota, mentor and staff are still free, checked under lock.
    Raises NotFoundError, BadInputError, ConflictError.
    """
    proposal = queries.lock_proposal(session, proposal_id)
    side = None if proposal is None else _side(session, user, proposal)
    if proposal is None or side is None:
        raise _not_found(proposal_id)
    after = move(proposal.state, side, Step(given))
    if after is None:
        raise ConflictError("Forslaget kan ikke besvares sådan, som det står nu.", state=proposal.state.value)
    if after != proposal.state:
        _check_reason(given, reason)
        if after == ProposalState.EMPLOYER_YES:
            room.check(session, proposal, local_day(now))
        _change(session, user, now, proposal, after, reason)
        if given is Answer.NO:
            _free(session, user, now, proposal.citizen_id)
    return proposal


def _side(session: Session, user: User, proposal: Proposal) -> Side | None:
    """Citizens answer for themselves; their consultant passes their answer on. None: not for this user to see."""
    citizen = citizens.citizens_by_id(session, [proposal.citizen_id])[proposal.citizen_id]
    if user.id in (citizen.user_id, citizen.consultant_id):
        return Side.CITIZEN
    if user.role != Role.EMPLOYER or proposal.state not in SEEN_BY_EMPLOYER:
        return None
    opening = companies.openings_by_id(session, [proposal.opening_id])[proposal.opening_id]
    return Side.EMPLOYER if companies.acts_for(session, user.id, opening.unit.company_id) else None


def _check_reason(given: Answer, reason: str | None) -> None:
    text = (reason or "").strip()
    if given is Answer.NO and not text:
        raise BadInputError([Fault("reason", "skriv kort hvorfor; det gør det næste forslag bedre")])
    if len(text) > LONGEST_REASON:
        raise BadInputError([Fault("reason", f"er for lang; højst {LONGEST_REASON} tegn")])


def _change(
    session: Session, user: User, now: datetime, proposal: Proposal, after: ProposalState, reason: str | None
) -> None:
    facts = {"proposal": proposal.id, "was": proposal.state.value, "reason": reason}
    proposal.state, proposal.changed_at = after, now
    audit.record(session, now, user.id, f"proposal.{after.value}", f"citizen:{proposal.citizen_id}", **facts)


def _free(session: Session, user: User, now: datetime, citizen_id: int) -> None:
    session.flush()
    if not queries.has_open_proposal(session, citizen_id, OPEN_PROPOSALS):
        citizen_service.search_again(session, now, user.id, citizens.lock_citizen(session, citizen_id))


def _not_found(proposal_id: int) -> NotFoundError:
    return NotFoundError("Forslaget findes ikke, eller du har ikke adgang til det.", proposal=proposal_id)
