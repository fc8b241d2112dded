"""What match runs look like over HTTP."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from api.fields import Given, Id, Shown
from api.names import CitizenName
from api.runs import RUN, RunShown, progress
from citizens.tables import Citizen
from matcher.scopes import ScopeKind
from matcher.tables import MatchRun, RunUnplaced
from matcher.wording import stored_near
from web.fields import LARGEST_ID

WANTED = {"day": "2026-12-01", "scope": "portfolio", "seconds": 60, "gap": 0.001, "seed": 1}
QUEUED: dict[str, object] = RUN | {
    "state": "queued",
    "progress": None,
    "day": "2026-12-01",
    "scope": "portfolio",
    "scope_id": 3,
    "automatic": False,
    "parameters": {"seconds": 60, "gap": 0.001, "seed": 1},
    "comparison": None,
    "objective": None,
    "bound": None,
    "gap": None,
    "citizens": None,
    "placed": None,
    "by_hand": None,
    "prices": [],
}
RUNNING = QUEUED | {"state": "running", "progress": RUN["progress"]}
DONE = QUEUED | {
    "state": "done",
    "finished_at": "2026-11-23T10:00:07+01:00",
    "objective": 123.4,
    "bound": 123.5,
    "gap": 0.0008,
    "seconds": 4.2,
    "citizens": 180,
    "placed": 151,
    "by_hand": {"objective": 96.1, "placed": 120},
    "prices": [{"on": "quota:u12", "price": 0.61}],
    "comparison": {
        "run": 2,
        "scope": "all",
        "kept": 148,
        "counts": {"got": 3, "moved": 1, "lost": 1},
        "before": {"placed": 150, "value": 121.9},
        "after": {"placed": 152, "value": 123.1},
        "groups": [{"name": "aktivitetsparat", "before": 80, "after": 82}],
    },
    "record": {"problem": "9f2c…", "rules": "2026-07-01", "seed": 1, "tovholder": "0.1.0", "ortools": "9.15"},
}
UNPLACED = {
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "blocked": {"travel": 31, "language": 12, "quota": 2},
    "nearest": [{"opening": "o4", "rules": ["language"], "would_take": "dansk på niveau B1"}],
    "lost_to": ["quota:u12"],
}


CHANGE = {
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "outcome": "moved",
    "before": 40,
    "after": 41,
    "state": "superseded",
}


class RunWanted(Given):
    """What should be matched, and how. What is not said is everybody, and the municipality's own choice."""

    scope: ScopeKind = Field(default=ScopeKind.ALL, description="Whom it may place anew; others keep what they have")
    scope_id: Id | None = Field(default=None, description="The consultant (oneself where not said), citizen or opening")
    day: date | None = Field(default=None, description="The first day of the year that is matched; today")
    seconds: float | None = Field(default=None, ge=1, description="Time limit")
    gap: float | None = Field(default=None, ge=0, le=1, description="How far from the proven bound is good enough")
    seed: int | None = Field(default=None, ge=0, le=LARGEST_ID)


class ByHand(Shown):
    """What the same citizens get first-come within each consultant's own portfolio."""

    objective: float | None
    placed: int


class Figures(Shown):
    """How many proposals there were, with those that somebody has said yes to, and their value together."""

    placed: int
    value: float


class GroupShown(Shown):
    """Proposals of one target group."""

    name: str
    before: int
    after: int


class ComparisonShown(Shown):
    """How the proposals differ from those of the run before: figures, nobody's data."""

    run: int = Field(description="The run before, of the same scope or a wider one")
    scope: ScopeKind = Field(description="That run's")
    kept: int
    counts: dict[str, int] = Field(description="Citizens by outcome: got, moved, lost, started, left")
    before: Figures
    after: Figures
    groups: list[GroupShown]


class ChangeShown(Shown):
    """One of the user's own citizens for whom something is different; `before` and `after` are openings."""

    citizen: CitizenName
    outcome: str
    before: int | None
    after: int | None
    state: str | None = Field(description="What became of the proposal of before")


class MatchRunShown(RunShown):
    """A match run and what came of it. Figures only: nobody's data."""

    day: date
    scope: ScopeKind
    scope_id: int | None
    automatic: bool = Field(description="Asked for by the service after a refusal or a broken-off placement")
    comparison: ComparisonShown | None
    parameters: dict[str, float]
    objective: float | None
    bound: float | None = Field(description="Proven: no matching is worth more")
    gap: float | None
    citizens: int | None
    placed: int | None
    by_hand: ByHand | None
    prices: list[dict[str, Any]] = Field(description="What one more of a scarce capacity would add")


class UnplacedShown(Shown):
    """A citizen without a proposal, and what stood in the way."""

    citizen: CitizenName
    blocked: dict[str, int] = Field(description="How many openings each rule took away")
    nearest: list[dict[str, Any]]
    lost_to: list[str]


def shown(run: MatchRun) -> MatchRunShown:
    """A run as it is shown."""
    placed = run.by_hand_placed
    return MatchRunShown(
        id=run.id,
        state=run.state,
        requested_at=run.requested_at,
        finished_at=run.finished_at,
        progress=progress(run),
        seconds=run.seconds,
        error=run.error,
        record=run.record,
        day=run.day,
        scope=ScopeKind(run.scope),
        scope_id=run.scope_id,
        automatic=run.requested_by is None,
        comparison=_compared(run),
        parameters=run.parameters,
        objective=run.objective,
        bound=run.bound,
        gap=run.gap,
        citizens=run.citizens,
        placed=run.placed,
        by_hand=None if placed is None else ByHand(objective=run.by_hand_objective, placed=placed),
        prices=run.prices,
    )


def _compared(run: MatchRun) -> ComparisonShown | None:
    kept = run.comparison
    if not kept:
        return None
    counts = Counter(one["outcome"] for one in kept["people"])
    return ComparisonShown.model_validate({**kept, "counts": counts})


def change(row: tuple[Mapping[str, Any], Citizen]) -> ChangeShown:
    """A difference as it is shown."""
    change, citizen = row
    return ChangeShown(**{**change, "citizen": CitizenName.model_validate(citizen)})


def unplaced(row: tuple[RunUnplaced, Citizen]) -> UnplacedShown:
    """Somebody left out as they are shown."""
    why, citizen = row
    return UnplacedShown(
        citizen=CitizenName.model_validate(citizen),
        blocked=why.blocked,
        nearest=[stored_near(one) for one in why.nearest],
        lost_to=why.lost_to,
    )
