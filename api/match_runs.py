"""Match runs: ask for one, follow it, stop it, and see why some citizens got no proposal."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request, Response
from pydantic import Field

from accounts.tables import Role, User
from api.deps import Now, Today, Transaction, allowed
from api.documentation import example
from api.fields import Given, Shown
from api.names import CitizenName
from api.paging import Page, Paged
from api.runs import MANAGERS, RUN, IdempotencyKey, RunShown, accepted, check_may_cancel, own_key, progress, there
from citizens.service import look_through
from citizens.tables import Citizen
from core import runs
from core.errors import BadInputError, ConflictError, Fault
from core.settings import Settings
from matcher import queries, service
from matcher.tables import MatchRun, RunUnplaced
from matcher.wording import stored_near
from web.fields import LARGEST_ID, PathId

router = APIRouter(prefix="/match-runs", tags=["match runs"])
Matcher = Annotated[User, Depends(allowed(Role.CONSULTANT, *MANAGERS))]
Consultant = Annotated[User, Depends(allowed(Role.CONSULTANT))]

WANTED = {"day": "2026-12-01", "seconds": 60, "gap": 0.001, "seed": 1}
QUEUED: dict[str, object] = RUN | {
    "state": "queued",
    "progress": None,
    "day": "2026-12-01",
    "parameters": {"seconds": 60, "gap": 0.001, "seed": 1},
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
    "record": {"problem": "9f2c…", "rules": "2026-07-01", "seed": 1, "tovholder": "0.1.0", "ortools": "9.15"},
}
UNPLACED = {
    "citizen": {"id": 7, "name": "Amina Yusuf"},
    "blocked": {"travel": 31, "language": 12, "quota": 2},
    "nearest": [{"opening": "o4", "rules": ["language"], "would_take": "dansk på niveau B1"}],
    "lost_to": ["quota:u12"],
}


class RunWanted(Given):
    """How a run should be made. What is not said is the municipality's own choice."""

    day: date | None = Field(default=None, description="The first day of the year that is matched; today")
    seconds: float | None = Field(default=None, ge=1, description="Time limit")
    gap: float | None = Field(default=None, ge=0, le=1, description="How far from the proven bound is good enough")
    seed: int | None = Field(default=None, ge=0, le=LARGEST_ID)


class ByHand(Shown):
    """What the same citizens get first-come within each consultant's own portfolio."""

    objective: float | None
    placed: int


class MatchRunShown(RunShown):
    """A match run and what came of it. Figures only: nobody's data."""

    day: date
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


@router.post(
    "",
    status_code=202,
    responses=example(202, QUEUED),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": WANTED}}}},
)
def ask(
    session: Transaction,
    user: Matcher,
    now: Now,
    today: Today,
    request: Request,
    response: Response,
    key: IdempotencyKey = None,
    body: Annotated[RunWanted | None, Body()] = None,
) -> MatchRunShown:
    """Ask for a run over the whole municipality. It is carried out in the background: follow `Location`."""
    wanted = body or RunWanted()
    _check(wanted, today, request.app.state.settings)
    parameters = wanted.model_dump(include={"seconds", "gap", "seed"}, exclude_none=True)
    run = service.request(session, user.id, wanted.day or today, now, parameters, own_key(session, user, key))
    if (run.day, run.parameters) != (wanted.day or today, parameters):
        raise ConflictError("Nøglen er brugt til en anden matchning. Vælg en ny Idempotency-Key.", run=run.id)
    accepted(response, f"/api/v1/match-runs/{run.id}")
    return shown(run)


@router.get("", responses=example(200, {"items": [DONE], "next": None}))
def list_runs(session: Transaction, _user: Matcher, paging: Paged) -> Page[MatchRunShown]:
    """Match runs, the newest first."""
    rows = queries.runs(session, paging.one_more, before=paging.after_id or None)
    return paging.page(rows, lambda row: (row.id,), shown)


@router.get("/{run_id}", responses=example(200, RUNNING))
def show(session: Transaction, _user: Matcher, run_id: PathId) -> MatchRunShown:
    """How far a run is, and what came of it."""
    return shown(there(queries.run(session, run_id)))


@router.post("/{run_id}/cancel", responses=example(200, QUEUED | {"state": "cancelled"}))
def cancel(session: Transaction, user: Matcher, now: Now, run_id: PathId) -> MatchRunShown:
    """Stop a run that has not finished: for whoever asked for it, and managers."""
    check_may_cancel(queries.run(session, run_id), user)
    return shown(runs.cancel(session, MatchRun, run_id, user.id, now))


@router.get("/{run_id}/unplaced", responses=example(200, {"items": [UNPLACED], "next": None}))
def list_unplaced(
    session: Transaction, user: Consultant, now: Now, run_id: PathId, paging: Paged
) -> Page[UnplacedShown]:
    """The consultant's own citizens whom the run could not place, with what stood in the way."""
    there(queries.run(session, run_id))
    found = sorted(queries.unplaced(session, run_id, user.id), key=_by_citizen)
    rows = paging.cut(found, _by_citizen)
    look_through(session, now, user.id, [citizen for _, citizen in paging.fitting(rows)], "uden forslag")
    return paging.page(rows, _by_citizen, _unplaced)


def _check(wanted: RunWanted, today: date, settings: Settings) -> None:
    found = []
    if wanted.day is not None and wanted.day < today:
        found.append(Fault("day", "er passeret; vælg i dag eller en senere dag"))
    if wanted.seconds is not None and wanted.seconds > settings.solve_seconds:
        found.append(Fault("seconds", f"er over kommunens grænse på {settings.solve_seconds:g} sekunder"))
    if found:
        raise BadInputError(found)


def shown(run: MatchRun) -> MatchRunShown:
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
        parameters=run.parameters,
        objective=run.objective,
        bound=run.bound,
        gap=run.gap,
        citizens=run.citizens,
        placed=run.placed,
        by_hand=None if placed is None else ByHand(objective=run.by_hand_objective, placed=placed),
        prices=run.prices,
    )


def _by_citizen(row: tuple[RunUnplaced, Citizen]) -> tuple[int]:
    return (row[1].id,)


def _unplaced(row: tuple[RunUnplaced, Citizen]) -> UnplacedShown:
    why, citizen = row
    return UnplacedShown(
        citizen=CitizenName.model_validate(citizen),
        blocked=why.blocked,
        nearest=[stored_near(one) for one in why.nearest],
        lost_to=why.lost_to,
    )
