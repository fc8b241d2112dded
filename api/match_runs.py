"""Match runs: ask for one, follow it, stop it, and see why some citizens got no proposal."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request, Response

from accounts.tables import Role, User
from api.deps import Now, Today, Transaction, allowed
from api.documentation import example
from api.match_shapes import (
    CHANGE,
    DONE,
    QUEUED,
    RUNNING,
    UNPLACED,
    WANTED,
    ChangeShown,
    MatchRunShown,
    RunWanted,
    UnplacedShown,
    change,
    shown,
    unplaced,
)
from api.paging import Page, Paged
from api.runs import MANAGERS, IdempotencyKey, accepted, check_may_cancel, own_key, there
from citizens.access import is_responsible
from citizens.queries import citizens_by_id
from citizens.service import look_through
from citizens.tables import Citizen
from core import runs
from core.errors import BadInputError, ConflictError, Fault
from core.settings import Settings
from matcher import asking, queries, service
from matcher.scopes import Scope
from matcher.tables import MatchRun, RunUnplaced
from web.fields import PathId

router = APIRouter(prefix="/match-runs", tags=["match runs"])
Matcher = Annotated[User, Depends(allowed(Role.CONSULTANT, *MANAGERS))]
Consultant = Annotated[User, Depends(allowed(Role.CONSULTANT))]


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
    """Ask for a run; without a key one that waits for the same is joined. It is carried out in the background: follow
    `Location`.
    """
    wanted = body or RunWanted()
    _check(wanted, today, request.app.state.settings)
    parameters = wanted.model_dump(include={"seconds", "gap", "seed"}, exclude_none=True)
    scope = asking.scope_for(session, now, user, wanted.scope, wanted.scope_id)
    mine = own_key(session, user, key)
    run = service.request(session, user.id, wanted.day or today, now, parameters, mine, scope=scope)
    if (run.day, run.parameters, Scope.of(run)) != (wanted.day or today, parameters, scope):
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


@router.get("/{run_id}/changes", responses=example(200, {"items": [CHANGE], "next": None}))
def list_changes(session: Transaction, user: Matcher, now: Now, run_id: PathId, paging: Paged) -> Page[ChangeShown]:
    """The user's own citizens for whom the run made something different."""
    people = there(queries.run(session, run_id)).comparison.get("people", ())
    known = citizens_by_id(session, {one["citizen"] for one in people})
    own = {row: citizen for row, citizen in known.items() if is_responsible(user.id, citizen)}
    found = [(one, own[one["citizen"]]) for one in people if one["citizen"] in own]
    rows = paging.cut(found, _by_changed)
    seen = [citizen for _, citizen in paging.fitting(rows)]
    look_through(session, now, user.id, seen, f"sammenligning af matchning {run_id}")
    return paging.page(rows, _by_changed, change)


@router.get("/{run_id}/unplaced", responses=example(200, {"items": [UNPLACED], "next": None}))
def list_unplaced(
    session: Transaction, user: Consultant, now: Now, run_id: PathId, paging: Paged
) -> Page[UnplacedShown]:
    """The consultant's own citizens whom the run could not place, with what stood in the way."""
    there(queries.run(session, run_id))
    found = sorted(queries.unplaced(session, run_id, user.id), key=_by_citizen)
    rows = paging.cut(found, _by_citizen)
    look_through(session, now, user.id, [citizen for _, citizen in paging.fitting(rows)], "uden forslag")
    return paging.page(rows, _by_citizen, unplaced)


def _check(wanted: RunWanted, today: date, settings: Settings) -> None:
    found = []
    if wanted.day is not None and wanted.day < today:
        found.append(Fault("day", "er passeret; vælg i dag eller en senere dag"))
    if wanted.seconds is not None and wanted.seconds > settings.solve_seconds:
        found.append(Fault("seconds", f"er over kommunens grænse på {settings.solve_seconds:g} sekunder"))
    if found:
        raise BadInputError(found)


def _by_changed(row: tuple[Mapping[str, Any], Citizen]) -> tuple[int]:
    return (row[1].id,)


def _by_citizen(row: tuple[RunUnplaced, Citizen]) -> tuple[int]:
    return (row[1].id,)
