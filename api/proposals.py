"""Proposals: what each side may see of them, the answers, and what the municipality decides about them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from api.deps import Now, Person, Transaction, allowed
from api.documentation import body, example
from api.names import CitizenName, OpeningName
from api.paging import Page, Paged, Paging
from api.proposal_shapes import (
    CHANGE,
    FINDING,
    FOR_CASE,
    FOR_EMPLOYER,
    AnswerGiven,
    CaseProposalShown,
    ChangeShown,
    FindingShown,
    OverrulingGiven,
    ProposalShown,
    ReasonGiven,
    SharingGiven,
)
from citizens.queries import citizen_of_user, citizens_by_id
from citizens.service import look_through
from citizens.tables import Citizen
from companies.queries import openings_by_id
from companies.tables import Opening
from core.errors import ForbiddenError
from placements import queries, room, service
from placements.access import is_told, name_for_employer, seen_by, side_of
from placements.reasons import Reason
from placements.states import Side, steps
from placements.tables import Proposal, ProposalState
from web.fields import PathId

router = APIRouter(prefix="/proposals", tags=["proposals"])
Reader = Annotated[User, Depends(allowed(Role.CONSULTANT, Role.CASEWORKER, Role.EMPLOYER, Role.CITIZEN))]
Either = CaseProposalShown | ProposalShown


@router.get("", responses=example(200, {"items": [FOR_CASE], "next": None}))
def list_proposals(
    session: Transaction, user: Reader, now: Now, paging: Paged, state: ProposalState | None = None
) -> Page[Either]:
    """Those of a consultant's or caseworker's citizens, a citizen's own, or those to an employer's openings, by id."""
    rows = _proposals(session, user, paging, tuple(ProposalState) if state is None else (state,))
    return paging.page(rows, lambda row: (row.id,), _showing(session, user, now, paging.fitting(rows)))


@router.get("/{proposal_id}", responses=example(200, FOR_CASE))
def show(session: Transaction, user: Person, now: Now, proposal_id: PathId) -> Either:
    """One proposal."""
    return shown(session, user, now, seen_by(session, user, proposal_id))


@router.get("/{proposal_id}/history", responses=example(200, [CHANGE]))
def history(session: Transaction, user: Person, now: Now, proposal_id: PathId) -> list[ChangeShown]:
    """Every step of its life, oldest first; for the citizen and the citizen's staff."""
    proposal = _of_case(session, user, now, proposal_id)
    return [ChangeShown.model_validate(one) for one in queries.history(session, proposal.id)]


@router.get("/{proposal_id}/findings", responses=example(200, [FINDING]))
def findings(session: Transaction, user: Person, now: Now, proposal_id: PathId) -> list[FindingShown]:
    """What stands in the way of the employer's yes just now; for the citizen's staff."""
    proposal = _of_case(session, user, now, proposal_id)
    if side_of(session, user, proposal) is not Side.MUNICIPALITY:
        raise ForbiddenError("Kun kommunen kan se det.")
    return [FindingShown.model_validate(one) for one in room.findings(session, now, proposal)]


@router.post(
    "/{proposal_id}/answer",
    responses=example(200, FOR_EMPLOYER | {"state": "employer_yes", "steps": ["yes", "no"], "answer_by": None}),
    openapi_extra=body({"answer": "yes"}),
)
def answer(session: Transaction, user: Person, now: Now, proposal_id: PathId, given: AnswerGiven) -> Either:
    """Answer for one's side. An employer's yes holds only if there is still room, which is checked under lock."""
    reason = Reason(given.code, given.reason or "")
    sharing, told = given.share_name, given.told
    proposal = service.answer(session, now, user, proposal_id, given.answer, reason, share_name=sharing, told=told)
    return shown(session, user, now, proposal)


@router.put("/{proposal_id}/name-sharing", responses=example(200, FOR_CASE), openapi_extra=body({"shared": False}))
def share_name(session: Transaction, user: Person, now: Now, proposal_id: PathId, given: SharingGiven) -> Either:
    """The citizen lets the employer know the first name, or no more."""
    return shown(session, user, now, service.share_name(session, now, user, proposal_id, shared=given.shared))


@router.post(
    "/{proposal_id}/withdrawal",
    responses=example(200, FOR_CASE | {"state": "withdrawn", "steps": []}),
    openapi_extra=body({"code": "firm_changed", "reason": ""}),
)
def withdraw(session: Transaction, user: Person, now: Now, proposal_id: PathId, given: ReasonGiven) -> Either:
    """The municipality takes it back."""
    proposal = service.withdraw(session, now, user, proposal_id, Reason(given.code, given.reason))
    return shown(session, user, now, proposal)


@router.post(
    "/{proposal_id}/overrulings",
    responses=example(200, [FINDING | {"overruled": True}]),
    openapi_extra=body({"rule": "additional", "reason": "Stillingen er ny; se notat."}),
)
def overrule(
    session: Transaction, user: Person, now: Now, proposal_id: PathId, given: OverrulingGiven
) -> list[FindingShown]:
    """The citizen's caseworker lets a finding pass that is not absolute. Answers with what stands in the way then."""
    service.overrule(session, now, user, proposal_id, given.rule, given.reason)
    return findings(session, user, now, proposal_id)


def _of_case(session: Session, user: User, now: datetime, proposal_id: int) -> Proposal:
    """A proposal for those who may see whose it is; the look is logged. Raises NotFoundError, ForbiddenError."""
    proposal = seen_by(session, user, proposal_id)
    if side_of(session, user, proposal) is Side.EMPLOYER:
        raise ForbiddenError("Kun borgeren og kommunen kan se det.")
    look_through(session, now, user.id, citizens_by_id(session, [proposal.citizen_id]).values(), "forslag")
    return proposal


def _proposals(session: Session, user: User, paging: Paging, states: Sequence[ProposalState]) -> Sequence[Proposal]:
    page: dict[str, Any] = {"states": states, "after": paging.after_id, "limit": paging.one_more}
    if user.role == Role.EMPLOYER:
        return queries.proposals_of_employer(session, user.id, **page)
    if user.role == Role.CONSULTANT:
        return queries.proposals_of_consultant(session, user.id, **page)
    if user.role == Role.CASEWORKER:
        return queries.proposals_of_caseworker(session, user.id, **page)
    citizen = citizen_of_user(session, user.id)
    return [] if citizen is None else queries.proposals_of_citizen(session, citizen.id, **page)


def shown(session: Session, user: User, now: datetime, proposal: Proposal) -> Either:
    """One proposal as the user may see it; the look is logged."""
    return _showing(session, user, now, [proposal])(proposal)


def _showing(session: Session, user: User, now: datetime, rows: Sequence[Proposal]) -> Callable[[Proposal], Either]:
    """How each of `rows` is shown to the user; that they were seen is logged."""
    openings = openings_by_id(session, {row.opening_id for row in rows})
    citizens = citizens_by_id(session, {row.citizen_id for row in rows})
    look_through(session, now, user.id, citizens.values(), "forslag")

    def as_seen(row: Proposal) -> Either:
        citizen = citizens[row.citizen_id]
        place = _place(row, openings[row.opening_id], citizen, _side(user, citizen))
        return (
            ProposalShown(**place) if user.role == Role.EMPLOYER else CaseProposalShown(**place, **_case(row, citizen))
        )

    return as_seen


def _side(user: User, citizen: Citizen) -> Side:
    """The side of somebody who may see the proposal."""
    if user.id == citizen.user_id:
        return Side.CITIZEN
    return Side.EMPLOYER if user.role == Role.EMPLOYER else Side.MUNICIPALITY


def _place(row: Proposal, opening: Opening, citizen: Citizen, side: Side) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state,
        "steps": list(steps(row.state, side)),
        "answer_by": row.answer_by,
        "opening": OpeningName.model_validate(opening),
        "scheme": row.scheme,
        "start": row.start,
        "end": row.end,
        "hours": row.hours,
        "language": opening.language,
        "skills": opening.skills,
        "regard": citizen.needs if is_told(side, row) else [],
        "name": name_for_employer(row, citizen),
        "created_at": row.created_at,
        "changed_at": row.changed_at,
    }


def _case(row: Proposal, citizen: Citizen) -> dict[str, Any]:
    return {
        "citizen": CitizenName.model_validate(citizen),
        "name_shared": row.name_shared,
        "reason": row.reason,
        "follows_id": row.follows_id,
        "score": row.score,
        "value": row.value,
        "because": row.because,
    }
