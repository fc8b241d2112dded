"""The page of a placement: how it goes, what comes next, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from accounts.queries import users_by_id
from accounts.tables import Role, User
from citizens.service import look_through
from companies.tables import Unit
from placements import access, queries
from placements.agreements import milestones
from placements.agreements import queries as agreements
from placements.agreements.queries import draft_of
from placements.agreements.tables import Milestone
from placements.lives import extending, holding, ladder
from placements.lives.holding import Held
from placements.lives.ladder import NextStep
from placements.reasons import BREAK_OFF
from placements.states import Side
from placements.tables import Placement, Proposal
from web.daily.parts import days_of
from web.fields import PathId
from web.proposals.life import Event, history
from web.visits import Anybody, Visit

router = APIRouter()
FIELDS = ("last_day", "why", "on", "from_", "hours", "code", "reason", "start")


@dataclass(frozen=True, slots=True)
class Goal:
    """A milestone of the agreement, and who said that it was reached."""

    row: Milestone
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementView:
    """Everything on the page of a placement. name is None where the visitor may not know it; longest is the last day
    of the longest stay. steps: from which week on the weekly hours are others. may_run: whether the visitor may extend
    and end it.
    """

    placement: Placement
    proposal: Proposal | None
    unit: Unit
    steps: Sequence[tuple[int, float]]
    side: Side
    name: str | None
    consultant: User
    may_run: bool
    longest: date | None
    next_steps: Sequence[NextStep]
    history: Sequence[Event]
    begun: bool
    milestones: Sequence[Goal]
    may_mark: bool

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.placement.ended_on is None

    @property
    def break_offs(self) -> Sequence[str]:
        """The reasons to choose from where it is broken off."""
        return BREAK_OFF


def view(visit: Visit, placement_id: int) -> PlacementView:
    """The placement as the visitor sees it. That the citizen was looked at is logged. Raises NotFoundError."""
    placed = access.placement_seen_by(visit.session, visit.person, placement_id)
    held = holding.look(visit.session, placed)
    side = _side(visit, held)
    if visit.person.id != held.citizen.user_id:
        look_through(visit.session, visit.now, visit.person.id, [held.citizen], "forløb")
    may_run = access.may_run(visit.session, visit.person, placed)
    runs = placed.ended_on is None
    return PlacementView(
        placement=placed,
        proposal=held.proposal,
        unit=held.unit,
        steps=_steps(visit, held),
        side=side,
        name=_name(side, held),
        consultant=users_by_id(visit.session, [held.citizen.consultant_id])[held.citizen.consultant_id],
        may_run=may_run,
        longest=extending.longest_day(held) if may_run and runs else None,
        next_steps=ladder.suggestions(visit.session, visit.now, placed) if may_run else (),
        history=_history(visit, side, held),
        begun=placed.start <= visit.today,
        milestones=_milestones(visit, placed),
        may_mark=milestones.may_mark(visit.session, visit.person, placed),
    )


@router.get("/forloeb/{placement_id:int}")
def placement(visit: Anybody, placement_id: PathId) -> HTMLResponse:
    """How the placement goes, and what can be done."""
    return page(visit, placement_id)


def page(
    visit: Visit, placement_id: int, typed: Mapping[str, str] | None = None, form: str = "", **shown: object
) -> HTMLResponse:
    """The page. `typed` is what a form with faults had, `form` which form that was; it is shown open again."""
    return visit.page(
        "proposals/placement.html",
        one=view(visit, placement_id),
        days=days_of(visit, placement_id),
        typed=typed or {},
        form=form,
        fields={name: f"{form}-{name}" for name in FIELDS},
        today=visit.today,
        **shown,
    )


def _side(visit: Visit, held: Held) -> Side:
    """Whoever sees a placement and is neither its citizen nor of the firm works for the municipality."""
    if visit.person.id == held.citizen.user_id:
        return Side.CITIZEN
    return Side.EMPLOYER if visit.person.role is Role.EMPLOYER else Side.MUNICIPALITY


def _steps(visit: Visit, held: Held) -> Sequence[tuple[int, float]]:
    agreement = None if held.proposal is None else queries.agreement_of(visit.session, held.proposal.id)
    if held.proposal is None or agreement is None:
        return ()
    return draft_of(visit.session, held.proposal, agreement).steps


def _milestones(visit: Visit, placed: Placement) -> Sequence[Goal]:
    if placed.agreement_id is None:
        return ()
    rows = agreements.milestones(visit.session, placed.agreement_id)
    people = users_by_id(visit.session, {row.reached_by for row in rows if row.reached_by is not None})
    return [Goal(row, people[row.reached_by].name if row.reached_by in people else None) for row in rows]


def _name(side: Side, held: Held) -> str | None:
    if side is not Side.EMPLOYER:
        return held.citizen.name
    return None if held.proposal is None else access.name_for_employer(held.proposal, held.citizen)


def _history(visit: Visit, side: Side, held: Held) -> Sequence[Event]:
    if held.proposal is None:
        return ()
    changes = queries.history(visit.session, held.proposal.id)
    people = users_by_id(visit.session, {one.user_id for one in changes if one.user_id is not None})
    return history(changes, side, people, _name(side, held))
