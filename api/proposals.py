"""Proposals: what each side may see of them, and the answers."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from api.deps import Now, Person, Transaction, allowed
from api.documentation import example
from api.fields import Given, Instant, Shown, Text
from api.names import CitizenName, OpeningName
from api.paging import Page, Paged, Paging
from citizens.queries import citizen_of_user, citizens_by_id
from citizens.service import look_through
from citizens.tables import Citizen
from companies.queries import openings_by_id
from companies.tables import Opening
from placements import queries, service
from placements.access import seen_by
from placements.reasons import Reason
from placements.states import Answer
from placements.tables import Proposal, ProposalState
from web.fields import PathId

router = APIRouter(prefix="/proposals", tags=["proposals"])
Reader = Annotated[User, Depends(allowed(Role.CONSULTANT, Role.EMPLOYER, Role.CITIZEN))]

FOR_EMPLOYER = {
    "id": 17,
    "state": "citizen_yes",
    "opening": {
        "id": 40,
        "title": "Køkkenmedhjælper",
        "unit": {"id": 12, "p_number": "1003000000", "name": "Havnekøkkenet", "town": "Skagen"},
    },
    "scheme": "virksomhedspraktik",
    "start": "2026-12-07",
    "end": "2027-03-08",
    "hours": 14.0,
    "created_at": "2026-11-23T10:00:00+01:00",
    "changed_at": "2026-11-24T09:30:00+01:00",
}
FOR_CASE = FOR_EMPLOYER | {
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "score": 0.83,
    "value": 0.82,
    "because": [{"criterion": "occupation", "points": 0.4, "of": 0.4}],
}


class ProposalShown(Shown):
    """A proposal as an employer sees it: the place and the time, and nothing of who it is for."""

    id: int
    state: ProposalState
    opening: OpeningName
    scheme: str
    start: date
    end: date = Field(description="The first day after")
    hours: float = Field(description="Weekly")
    created_at: Instant
    changed_at: Instant


class CaseProposalShown(ProposalShown):
    """A proposal as the citizen and the consultant see it."""

    citizen: CitizenName
    score: float
    value: float
    because: list[dict[str, Any]] = Field(description="The score's breakdown: criterion, points, of")


class AnswerGiven(Given):
    """A side's answer; a no says why."""

    answer: Answer
    reason: Text | None = None


Either = CaseProposalShown | ProposalShown


@router.get("", responses=example(200, {"items": [FOR_CASE], "next": None}))
def list_proposals(
    session: Transaction, user: Reader, now: Now, paging: Paged, state: ProposalState | None = None
) -> Page[Either]:
    """A consultant's citizens' proposals, a citizen's own, or those to an employer's openings, by id."""
    rows = _proposals(session, user, paging, tuple(ProposalState) if state is None else (state,))
    return paging.page(rows, lambda row: (row.id,), _showing(session, user, now, paging.fitting(rows)))


@router.get("/{proposal_id}", responses=example(200, FOR_CASE))
def show(session: Transaction, user: Person, now: Now, proposal_id: PathId) -> Either:
    """One proposal."""
    proposal = seen_by(session, user, proposal_id)
    return _showing(session, user, now, [proposal])(proposal)


@router.post(
    "/{proposal_id}/answer",
    responses=example(200, FOR_EMPLOYER | {"state": "employer_yes"}),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": {"answer": "yes"}}}}},
)
def answer(session: Transaction, user: Person, now: Now, proposal_id: PathId, body: AnswerGiven) -> Either:
    """Answer for one's side. An employer's yes holds only if there is still room, which is checked under lock."""
    proposal = service.answer(session, now, user, proposal_id, body.answer, Reason(text=body.reason or ""))
    return _showing(session, user, now, [proposal])(proposal)


def _proposals(session: Session, user: User, paging: Paging, states: Sequence[ProposalState]) -> Sequence[Proposal]:
    if user.role == Role.EMPLOYER:
        return queries.proposals_of_employer(
            session, user.id, states=states, after=paging.after_id, limit=paging.one_more
        )
    if user.role == Role.CONSULTANT:
        return queries.proposals_of_consultant(
            session, user.id, states=states, after=paging.after_id, limit=paging.one_more
        )
    citizen = citizen_of_user(session, user.id)
    if citizen is None:
        return []
    return queries.proposals_of_citizen(
        session, citizen.id, states=states, after=paging.after_id, limit=paging.one_more
    )


def _showing(session: Session, user: User, now: Now, rows: Sequence[Proposal]) -> Callable[[Proposal], Either]:
    """How each of `rows` is shown to the user; that they were seen is logged."""
    openings = openings_by_id(session, {row.opening_id for row in rows})
    citizens = citizens_by_id(session, {row.citizen_id for row in rows})
    look_through(session, now, user.id, citizens.values(), "forslag")

    def shown(row: Proposal) -> Either:
        if user.role == Role.EMPLOYER:
            return ProposalShown(**_place(row, openings[row.opening_id]))
        return CaseProposalShown(**_place(row, openings[row.opening_id]), **_case(row, citizens[row.citizen_id]))

    return shown


def _place(row: Proposal, opening: Opening) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state,
        "opening": OpeningName.model_validate(opening),
        "scheme": row.scheme,
        "start": row.start,
        "end": row.end,
        "hours": row.hours,
        "created_at": row.created_at,
        "changed_at": row.changed_at,
    }


def _case(row: Proposal, citizen: Citizen) -> dict[str, Any]:
    return {
        "citizen": CitizenName.model_validate(citizen),
        "score": row.score,
        "value": row.value,
        "because": row.because,
    }
