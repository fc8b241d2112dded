"""Planning runs: have all open meetings planned, and follow it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from accounts.tables import Role, User
from api.deps import Now, Transaction, allowed
from api.documentation import example
from api.runs import MANAGERS, RUN, RunShown, accepted, check_may_cancel, own_key, progress, there
from core import runs
from scheduler import queries
from scheduler.planning import service
from scheduler.tables import PlanningRun
from web.fields import PathId

router = APIRouter(prefix="/planning-runs", tags=["meetings"])
Planner = Annotated[User, Depends(allowed(Role.COORDINATOR, *MANAGERS))]

NOTHING_YET = {"planned": None, "late": None, "left_out": None, "cost": None, "bound": None}
QUEUED = RUN | NOTHING_YET | {"state": "queued", "progress": None}
DONE: dict[str, object] = RUN | {
    "state": "done",
    "finished_at": "2026-11-23T10:00:08+01:00",
    "seconds": 7.9,
    "planned": 38,
    "late": 2,
    "left_out": 1,
    "cost": 1045.0,
    "bound": 1040.0,
}


class PlanningRunShown(RunShown):
    """A planning run and what came of it."""

    planned: int | None
    late: int | None
    left_out: int | None
    cost: float | None
    bound: float | None


@router.post("", status_code=202, responses=example(202, QUEUED))
def ask(session: Transaction, user: Planner, now: Now, response: Response) -> PlanningRunShown:
    """Ask for a plan of all open meetings, as a draft. A run that still waits serves everybody who asks."""
    own_key(session, user, None)
    run = service.request_planning(session, user.id, now)
    accepted(response, f"/api/v1/planning-runs/{run.id}")
    return shown(run)


@router.get("/{run_id}", responses=example(200, DONE))
def show(session: Transaction, _user: Planner, run_id: PathId) -> PlanningRunShown:
    """How far a run is, and what came of it."""
    return shown(there(queries.planning_run(session, run_id)))


@router.post("/{run_id}/cancel", responses=example(200, QUEUED | {"state": "cancelled"}))
def cancel(session: Transaction, user: Planner, now: Now, run_id: PathId) -> PlanningRunShown:
    """Stop a run that has not finished: for whoever asked for it, and managers."""
    check_may_cancel(queries.planning_run(session, run_id), user)
    return shown(runs.cancel(session, PlanningRun, run_id, user.id, now))


def shown(run: PlanningRun) -> PlanningRunShown:
    """The run as the API shows it."""
    return PlanningRunShown(
        id=run.id,
        state=run.state,
        requested_at=run.requested_at,
        finished_at=run.finished_at,
        progress=progress(run),
        seconds=run.seconds,
        error=run.error,
        record=run.record,
        planned=run.planned,
        late=run.late,
        left_out=run.left_out,
        cost=run.cost,
        bound=run.bound,
    )
