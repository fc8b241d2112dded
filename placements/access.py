"""Who sees a proposal or a placement, for which side they speak, and what an employer may know of whom it is about."""

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.access import is_responsible
from citizens.queries import citizens_by_id
from citizens.tables import Citizen
from companies import queries as companies
from core.errors import ForbiddenError, NotFoundError
from placements import queries
from placements.states import SEEN_BY_EMPLOYER, TOLD_TO_EMPLOYER, WAITING, Side
from placements.tables import Placement, Proposal, ProposalState

NOBODY: frozenset[Side] = frozenset()
BEFORE_AGREEMENT = (*WAITING, ProposalState.EMPLOYER_YES)


def sides(session: Session, user: User, proposal: Proposal) -> frozenset[Side]:
    """The sides that the user may speak for; none where the proposal is not theirs to see.

    Consultant and caseworker speak for the municipality, and pass on what the citizen has told them.
    """
    citizen = citizens_by_id(session, [proposal.citizen_id])[proposal.citizen_id]
    if user.id in (citizen.consultant_id, citizen.caseworker_id):
        return frozenset({Side.MUNICIPALITY, Side.CITIZEN})
    if user.id == citizen.user_id:
        return frozenset({Side.CITIZEN})
    if user.role != Role.EMPLOYER or proposal.state not in SEEN_BY_EMPLOYER:
        return NOBODY
    opening = companies.openings_by_id(session, [proposal.opening_id])[proposal.opening_id]
    return frozenset({Side.EMPLOYER}) if companies.acts_for(session, user.id, opening.unit.company_id) else NOBODY


def side_of(session: Session, user: User, proposal: Proposal) -> Side | None:
    """The user's own side: what they see the proposal as. None where it is not theirs to see."""
    found = sides(session, user, proposal)
    return Side.MUNICIPALITY if Side.MUNICIPALITY in found else next(iter(found), None)


def seen_by(session: Session, user: User, proposal_id: int) -> Proposal:
    """The proposal. Raises NotFoundError where there is none that the user may see."""
    proposal = queries.proposal(session, proposal_id)
    if proposal is None or not sides(session, user, proposal):
        raise not_found(proposal_id)
    return proposal


def locked_for(session: Session, user: User, proposal_id: int, side: Side) -> Proposal:
    """The proposal, locked, for somebody who speaks for `side`.

    Raises NotFoundError where the user sees none such, ForbiddenError where they see it and speak for another side.
    """
    proposal = queries.lock_proposal(session, proposal_id)
    found = NOBODY if proposal is None else sides(session, user, proposal)
    if proposal is None or not found:
        raise not_found(proposal_id)
    if side not in found:
        raise ForbiddenError("Det er ikke din side, der kan gøre det.", side=side.value)
    return proposal


def is_told(side: Side | None, proposal: Proposal) -> bool:
    """Whether the side is told of the citizen: name, regard and agreement. An employer is not after their own no."""
    return side is not Side.EMPLOYER or proposal.state in TOLD_TO_EMPLOYER


def agreement_seen_by(session: Session, user: User, proposal_id: int) -> Proposal:
    """The proposal whose agreement the user may read. Raises NotFoundError where there is none."""
    proposal = seen_by(session, user, proposal_id)
    if not is_told(side_of(session, user, proposal), proposal):
        raise NotFoundError("Forslaget er slut, og aftalen vises ikke mere.", proposal=proposal_id)
    return proposal


def name_for_employer(proposal: Proposal, citizen: Citizen) -> str | None:
    """What an employer may call the citizen: the first name by consent; in full once it stands in the agreement."""
    if not is_told(Side.EMPLOYER, proposal):
        return None
    if proposal.state in BEFORE_AGREEMENT:
        return citizen.first_name if proposal.name_shared else None
    return citizen.name


def placement_seen_by(session: Session, user: User, placement_id: int) -> Placement:
    """The placement, for its citizen, the citizen's staff and the firm's users. Raises NotFoundError for others."""
    placed = queries.placement(session, placement_id)
    if placed is None or not _sees(session, user, placed):
        raise NotFoundError("Forløbet findes ikke, eller du har ikke adgang til det.", placement=placement_id)
    return placed


def may_run(session: Session, user: User, placed: Placement) -> bool:
    """Whether the user is the citizen's consultant or caseworker, who extend and end placements."""
    citizen = citizens_by_id(session, [placed.citizen_id or 0]).get(placed.citizen_id or 0)
    return citizen is not None and user.id in (citizen.consultant_id, citizen.caseworker_id)


def _sees(session: Session, user: User, placed: Placement) -> bool:
    if placed.citizen_id is None:
        return False
    citizen = citizens_by_id(session, [placed.citizen_id])[placed.citizen_id]
    if user.id == citizen.user_id or is_responsible(user.id, citizen):
        return True
    unit = companies.units_by_id(session, [placed.unit_id])[placed.unit_id]
    return user.role == Role.EMPLOYER and companies.acts_for(session, user.id, unit.company_id)


def not_found(proposal_id: int) -> NotFoundError:
    """A proposal that is not there, or not for this user: which of the two is not told."""
    return NotFoundError("Forslaget findes ikke, eller du har ikke adgang til det.", proposal=proposal_id)
