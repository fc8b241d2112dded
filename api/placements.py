"""Placements: those who run on, how they are extended, what could come next, and how they end."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from accounts.tables import Role, User
from api.deps import Now, Person, Transaction, allowed
from api.documentation import body, example
from api.fields import Given, Shown, Text
from api.names import UnitName
from api.proposal_shapes import FINDING, FOR_CASE, FindingShown, ReasonGiven
from api.proposals import Either
from api.proposals import shown as proposal_shown
from citizens.queries import citizen_of_user, citizens_by_id
from citizens.service import look_through
from companies.queries import units_by_id
from core.errors import ForbiddenError
from placements import queries
from placements.access import may_run, name_for_employer, placement_seen_by
from placements.agreements import queries as agreements
from placements.agreements.milestones import mark
from placements.lives.ending import break_off, complete, hire
from placements.lives.extending import extend
from placements.lives.ladder import propose_next, suggestions
from placements.reasons import Reason
from placements.tables import Outcome, Placement
from web.fields import PathId

router = APIRouter(prefix="/placements", tags=["placements"])
Reader = Annotated[User, Depends(allowed(Role.CONSULTANT, Role.CASEWORKER, Role.EMPLOYER, Role.CITIZEN))]
PLACEMENT = {
    "id": 5,
    "proposal": 17,
    "unit": {"id": 12, "p_number": "1003000000", "name": "Havnekøkkenet", "town": "Skagen"},
    "name": "Amina Yusuf",
    "scheme": "virksomhedspraktik",
    "start": "2026-12-07",
    "end": "2027-03-07",
    "hours": 14.0,
    "ended_on": None,
    "outcome": None,
    "reason": None,
}
MILESTONE = {"id": 3, "text": "Møder alle aftalte dage", "by": "2027-01-15", "reached_on": None}
STEP = {
    "scheme": "loentilskud",
    "start": "2027-03-08",
    "last_day": "2028-03-05",
    "hours": 14.0,
    "obstacles": [FINDING | {"rule": "quota"}],
}


class PlacementShown(Shown):
    """A placement. An employer sees the name that stands in the agreement, and no reason for its end."""

    id: int
    proposal: int | None = Field(description="The proposal it came of; null for one from before the service")
    unit: UnitName
    name: str | None
    scheme: str
    start: date
    end: date | None = Field(description="The last day; null while open-ended")
    hours: float
    ended_on: date | None
    outcome: Outcome | None
    reason: str | None


class NextStepShown(Shown):
    """A next step in the same firm, and what stands in its way."""

    scheme: str
    start: date
    last_day: date
    hours: float
    obstacles: list[FindingShown]


class MilestoneShown(Shown):
    """A milestone of the agreement."""

    id: int
    text: str
    by: date
    reached_on: date | None


class ReachedGiven(Given):
    """The day it was reached; null takes it back."""

    reached_on: date | None


class ExtensionGiven(Given):
    """Until when, and why."""

    last_day: date
    why: Text


class NextStepGiven(Given):
    """Which step; without a day it begins right after, without hours it keeps those of now."""

    scheme: Text
    start: date | None = None
    hours: float | None = None


class CompletionGiven(Given):
    """The last day, and what there is to say."""

    on: date
    why: Text = ""


class JobGiven(Given):
    """The first day of the job, its weekly hours, and what there is to say."""

    from_: date = Field(alias="from")
    hours: float
    why: Text = ""


class BreakOffGiven(ReasonGiven):
    """The last day, and why."""

    on: date


@router.get("", responses=example(200, [PLACEMENT]))
def list_running(session: Transaction, user: Reader, now: Now) -> list[PlacementShown]:
    """Placements that nobody has ended: of one's citizens, at one's company, or one's own; the newest first."""
    return _showing(session, user, now, _running(session, user))


@router.get("/{placement_id}", responses=example(200, PLACEMENT))
def show(session: Transaction, user: Person, now: Now, placement_id: PathId) -> PlacementShown:
    """One placement."""
    return _shown(session, user, now, placement_seen_by(session, user, placement_id))


@router.post(
    "/{placement_id}/extension",
    responses=example(200, PLACEMENT | {"end": "2027-03-28"}),
    openapi_extra=body({"last_day": "2027-03-28", "why": "Målet nås med tre uger mere"}),
)
def lengthen(
    request: Request, session: Transaction, user: Person, now: Now, placement_id: PathId, given: ExtensionGiven
) -> PlacementShown:
    """It lasts longer; beyond the longest stay only by the citizen's caseworker."""
    placed = extend(session, now, user, placement_id, given.last_day, given.why, request.app.state.terms)
    return _shown(session, user, now, placed)


@router.get("/{placement_id}/milestones", responses=example(200, [MILESTONE]))
def list_milestones(session: Transaction, user: Person, now: Now, placement_id: PathId) -> list[MilestoneShown]:
    """The milestones of its agreement, by their day; none where it has no agreement."""
    placed = placement_seen_by(session, user, placement_id)
    _look(session, user, now, [placed])
    found = () if placed.agreement_id is None else agreements.milestones(session, placed.agreement_id)
    return [MilestoneShown.model_validate(one) for one in found]


@router.put(
    "/{placement_id}/milestones/{milestone_id}",
    responses=example(200, MILESTONE | {"reached_on": "2027-01-11"}),
    openapi_extra=body({"reached_on": "2027-01-11"}),
)
def tell_milestone(
    session: Transaction, user: Person, now: Now, placement_id: PathId, milestone_id: PathId, given: ReachedGiven
) -> MilestoneShown:
    """It was reached, or it was not after all: told by the firm, the consultant or the caseworker."""
    return MilestoneShown.model_validate(mark(session, now, user, placement_id, milestone_id, given.reached_on))


@router.get("/{placement_id}/next-steps", responses=example(200, [STEP]))
def next_steps(session: Transaction, user: Person, now: Now, placement_id: PathId) -> list[NextStepShown]:
    """What could come next in the same firm (trappen); for the citizen's staff."""
    placed = placement_seen_by(session, user, placement_id)
    if not may_run(session, user, placed):
        raise ForbiddenError("Kun borgerens konsulent eller sagsbehandler kan se det.")
    _look(session, user, now, [placed])
    return [NextStepShown.model_validate(one) for one in suggestions(session, now, placed)]


@router.post(
    "/{placement_id}/next-steps",
    responses=example(200, FOR_CASE | {"state": "proposed", "follows_id": 17}),
    openapi_extra=body({"scheme": "loentilskud"}),
)
def take_next_step(session: Transaction, user: Person, now: Now, placement_id: PathId, given: NextStepGiven) -> Either:
    """Propose it: citizen and employer say yes or no as to any proposal."""
    made = propose_next(session, now, user, placement_id, given.scheme, given.start, given.hours)
    return proposal_shown(session, user, now, made)


@router.post(
    "/{placement_id}/completion",
    responses=example(200, PLACEMENT | {"ended_on": "2027-03-07", "outcome": "completed"}),
    openapi_extra=body({"on": "2027-03-07"}),
)
def end_well(
    request: Request, session: Transaction, user: Person, now: Now, placement_id: PathId, given: CompletionGiven
) -> PlacementShown:
    """It was lived to its end."""
    placed = complete(session, now, user, placement_id, given.on, given.why, request.app.state.terms)
    return _shown(session, user, now, placed)


@router.post(
    "/{placement_id}/job",
    responses=example(200, PLACEMENT | {"id": 6, "proposal": None, "scheme": "ordinary", "end": None}),
    openapi_extra=body({"from": "2027-03-08", "hours": 25}),
)
def employ(
    request: Request, session: Transaction, user: Person, now: Now, placement_id: PathId, given: JobGiven
) -> PlacementShown:
    """The firm employs the citizen: it ends, and the job begins. Answers with the job."""
    terms = request.app.state.terms
    placed = hire(session, now, user, placement_id, given.from_, given.hours, given.why, terms)
    return _shown(session, user, now, placed)


@router.post(
    "/{placement_id}/break-off",
    responses=example(200, PLACEMENT | {"ended_on": "2027-01-11", "outcome": "broken_off", "reason": "transport"}),
    openapi_extra=body({"on": "2027-01-11", "code": "transport", "reason": ""}),
)
def end_early(
    request: Request, session: Transaction, user: Person, now: Now, placement_id: PathId, given: BreakOffGiven
) -> PlacementShown:
    """It is broken off, with a reason; a new match is sought."""
    reason = Reason(given.code, given.reason)
    placed = break_off(session, now, user, placement_id, given.on, reason, request.app.state.terms)
    return _shown(session, user, now, placed)


def _running(session: Transaction, user: User) -> Sequence[Placement]:
    if user.role == Role.EMPLOYER:
        return queries.running_of_employer(session, user.id)
    if user.role == Role.CONSULTANT:
        return queries.running_of_consultant(session, user.id)
    if user.role == Role.CASEWORKER:
        return queries.running_of_caseworker(session, user.id)
    citizen = citizen_of_user(session, user.id)
    return [] if citizen is None else queries.placements_of_citizen(session, citizen.id)


def _look(session: Transaction, user: User, now: datetime, rows: Sequence[Placement]) -> None:
    ids = {row.citizen_id for row in rows if row.citizen_id is not None}
    look_through(session, now, user.id, citizens_by_id(session, ids).values(), "forløb")


def _shown(session: Transaction, user: User, now: datetime, placed: Placement) -> PlacementShown:
    return _showing(session, user, now, [placed])[0]


def _showing(session: Transaction, user: User, now: datetime, rows: Sequence[Placement]) -> list[PlacementShown]:
    """The placements as the user may see them; that they were seen is logged."""
    _look(session, user, now, rows)
    units = units_by_id(session, {row.unit_id for row in rows})
    citizens = citizens_by_id(session, {row.citizen_id or 0 for row in rows})
    proposals = queries.proposals_of_placements(session, [row.id for row in rows])
    employer = user.role == Role.EMPLOYER
    found = []
    for row in rows:
        citizen, proposal = citizens[row.citizen_id or 0], proposals.get(row.id)
        told = None if proposal is None else name_for_employer(proposal, citizen)
        found.append(
            PlacementShown(
                id=row.id,
                proposal=None if proposal is None else proposal.id,
                unit=UnitName.model_validate(units[row.unit_id]),
                name=told if employer else citizen.name,
                scheme=row.scheme,
                start=row.start,
                end=row.end,
                hours=row.hours,
                ended_on=row.ended_on,
                outcome=row.outcome,
                reason=None if employer else row.reason or row.reason_code,
            )
        )
    return found
