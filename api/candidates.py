"""Who could come to an opening, where a citizen could go, what is proposed by hand, and answers for many at once."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Request
from pydantic import Field

from accounts.tables import Role, User
from api.deps import Now, Today, Transaction, allowed
from api.documentation import example
from api.fields import Given, Id, Shown, Text
from api.names import CitizenName, OpeningName
from citizens.access import is_responsible
from citizens.queries import citizens_by_id
from citizens.service import look, look_through
from companies.queries import openings_by_id
from companies.service import opening_seen_by
from core.settings import Settings
from matcher import candidates, many, proposing
from matcher.found import Almost, Choice
from matcher.policy import Policy
from matcher.wording import would_take
from matcher.words import Words
from placements.reasons import OTHER, TOLD, Reason
from placements.tables import ProposalState
from web.fields import PathId

router = APIRouter(tags=["candidates"])
Matcher = Annotated[User, Depends(allowed(Role.CONSULTANT, Role.CASEWORKER, Role.MANAGER))]
Proposer = Annotated[User, Depends(allowed(Role.CONSULTANT, Role.CASEWORKER))]
DANISH = Words("da")

PAIR = {
    "score": 0.78,
    "hours": 20.0,
    "because": [{"criterion": "occupation", "points": 0.3, "of": 0.3}],
    "lacks": [],
    "would_take": None,
}
CANDIDATES: dict[str, object] = {
    "lawful": 12,
    "items": [
        PAIR | {"citizen": {"id": 7, "name": "Amina Yusuf"}, "consultant_id": 3},
        PAIR | {"citizen": None, "consultant_id": 4, "score": 0.71, "lacks": ["quota"]},
    ],
}
CHANCES: dict[str, object] = {
    "lawful": 4,
    "items": [
        PAIR
        | {
            "opening": {
                "id": 40,
                "title": "Køkkenmedhjælper",
                "unit": {"id": 12, "p_number": "1003000000", "name": "Havnekøkkenet", "town": "Skagen"},
            }
        }
    ],
}
MANY: dict[str, object] = {"do": "accept", "proposals": [17, 18], "told": "talk"}
DONE: dict[str, object] = {
    "items": [
        {"proposal": 17, "done": True, "why": None},
        {"proposal": 18, "done": False, "why": "Forslaget findes ikke, eller du har ikke adgang til det."},
    ]
}


class PairShown(Shown):
    """A pair that is possible, or, where `would_take` says how, nearly."""

    score: float | None
    hours: float | None = Field(description="Weekly")
    because: list[dict[str, Any]] = Field(description="The score's breakdown: criterion, points, of")
    lacks: list[str] = Field(description="What there is no room in now: seats, quota, mentor, consultant, support")
    would_take: str | None = Field(description="What would have to change, in Danish")


class CandidateShown(PairShown):
    """Somebody who could come: by name for those who carry the case, else by the consultant alone."""

    citizen: CitizenName | None
    consultant_id: int


class CandidatesShown(Shown):
    """The best, and then those who nearly are. `lawful`: how many the rules allow."""

    lawful: int
    items: list[CandidateShown]


class ChanceShown(PairShown):
    """An opening that a citizen could have."""

    opening: OpeningName


class ChancesShown(Shown):
    """The ten best, and then those that nearly are. `lawful`: how many the rules allow."""

    lawful: int
    items: list[ChanceShown]


class ByHand(Given):
    """To whom an opening is proposed."""

    citizen: Id


class Proposed(Shown):
    """The proposal there is now."""

    id: int
    state: ProposalState


class ManyGiven(Given):
    """What is said of many proposals. `told` goes with accept, `code` and `reason` with withdraw."""

    do: Literal["accept", "withdraw"]
    proposals: list[Id] = Field(max_length=500)
    told: Text = TOLD[0]
    code: Text = OTHER
    reason: Text = ""


class DoneShown(Shown):
    """What came of one proposal."""

    proposal: int
    done: bool
    why: str | None = Field(description="Why not, in Danish")


class ManyDone(Shown):
    """What came of each, by id."""

    items: list[DoneShown]


@router.get("/openings/{opening_id}/candidates", responses=example(200, CANDIDATES))
def list_candidates(
    session: Transaction, user: Matcher, now: Now, today: Today, request: Request, opening_id: PathId
) -> CandidatesShown:
    """The best candidates across all portfolios, and those who nearly are. Citizens named here are logged as seen."""
    opening_seen_by(session, user, opening_id)
    found = candidates.of_opening(session, _policy(request), today, opening_id)
    both: tuple[Choice | Almost, ...] = (*found.best, *found.almost)
    people = citizens_by_id(session, {_row(one.citizen) for one in both})
    own = {row: one for row, one in people.items() if is_responsible(user.id, one)}
    look_through(session, now, user.id, own.values(), f"kandidater til {opening_id}")
    items = [
        CandidateShown(
            **_pair(one),
            citizen=CitizenName.model_validate(own[row]) if (row := _row(one.citizen)) in own else None,
            consultant_id=people[row].consultant_id,
        )
        for one in both
    ]
    return CandidatesShown(lawful=found.lawful, items=items)


@router.get("/citizens/{citizen_id}/chances", responses=example(200, CHANCES))
def list_chances(
    session: Transaction, user: Matcher, now: Now, today: Today, request: Request, citizen_id: PathId
) -> ChancesShown:
    """The ten best openings for a citizen beside all that others hold, and those that nearly are possible."""
    look(session, now, user.id, citizen_id, "muligheder")
    found = candidates.of_citizen(session, _policy(request), today, citizen_id)
    both: tuple[Choice | Almost, ...] = (*found.best, *found.almost)
    openings = openings_by_id(session, {_row(one.opening) for one in both})
    items = [ChanceShown(**_pair(one), opening=OpeningName.model_validate(openings[_row(one.opening)])) for one in both]
    return ChancesShown(lawful=found.lawful, items=items)


@router.post(
    "/openings/{opening_id}/candidates",
    status_code=201,
    responses=example(201, {"id": 17, "state": "proposed"}),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": {"citizen": 7}}}}},
)
def propose(
    session: Transaction, user: Proposer, now: Now, request: Request, opening_id: PathId, body: ByHand
) -> Proposed:
    """Propose an opening to one of one's own citizens by hand. Every rule is asked; the same twice is one proposal."""
    made = proposing.propose(session, now, user, _policy(request), body.citizen, opening_id)
    return Proposed.model_validate(made)


@router.post(
    "/proposals/many",
    responses=example(200, DONE),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": MANY}}}},
)
def say_to_many(session: Transaction, user: Proposer, now: Now, body: Annotated[ManyGiven, Body()]) -> ManyDone:
    """Pass on the yes of many citizens, or take many proposals back. Each is done whole or not at all."""
    if body.do == "accept":
        done = many.accept(session, now, user, body.proposals, body.told)
    else:
        done = many.withdraw(session, now, user, body.proposals, Reason(body.code, body.reason))
    return ManyDone(items=[DoneShown(proposal=one.proposal, done=one.why is None, why=one.why) for one in done])


def _policy(request: Request) -> Policy:
    settings: Settings = request.app.state.settings
    return Policy.of(settings)


def _pair(one: Choice | Almost) -> dict[str, Any]:
    if isinstance(one, Almost):
        takes = would_take(one.changes, DANISH)
        return {"score": None, "hours": None, "because": [], "lacks": [], "would_take": takes}
    because = [{"criterion": row.criterion, "points": row.points, "of": row.of} for row in one.because]
    return {
        "score": one.score,
        "hours": one.hours,
        "because": because,
        "lacks": list(one.lacks),
        "would_take": None,
    }


def _row(pseudonym: str) -> int:
    return int(pseudonym[1:])
