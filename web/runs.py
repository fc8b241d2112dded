"""Runs that take a while: ask for one, and follow it on a page that renews itself, with or without scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.queries import users_by_id
from accounts.tables import Role, User
from citizens.access import is_responsible
from citizens.queries import citizens_by_id
from companies.queries import openings_by_id
from core import runs
from core.errors import ForbiddenError, NotFoundError
from core.runs import FINISHED
from matcher import asking
from matcher import queries as matches
from matcher import service as matching
from matcher.scopes import Scope, ScopeKind
from matcher.tables import MatchRun
from placements.tables import RerunWanted
from scheduler import queries as meetings
from scheduler.planning import service as planning
from scheduler.tables import PlanningRun
from web.consultant.compared import OUTCOMES, compared
from web.consultant.visitors import Matcher
from web.fields import LARGEST_ID, PathId
from web.forms import back
from web.visits import Visit, visit_as

router = APIRouter()
Coordinator = Annotated[Visit, Depends(visit_as(Role.COORDINATOR))]
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """A match run in the history: about what, who asked for it, and what a run that nobody asked for came of.

    about: the portfolio's consultant, the citizen where the reader may see them, or the opening; None for everybody.
    """

    run: MatchRun
    about: str | None
    by: User | None
    causes: Sequence[RerunWanted]


@router.get("/matchninger")
def history(visit: Matcher, foer: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None) -> HTMLResponse:
    """Every match run, the newest first."""
    found = matches.runs(visit.session, SHOWN + 1, before=foer)
    shown = found[:SHOWN]
    older = shown[-1].id if len(found) > SHOWN else None
    return visit.page("consultant/runs.html", asked=_asked(visit, shown), older=older)


@router.post("/matchninger")
def find_proposals(
    visit: Matcher,
    key: Annotated[str, Form(min_length=16, max_length=64)],
    scope: Annotated[ScopeKind, Form()] = ScopeKind.ALL,
    scope_id: Annotated[int | None, Form(ge=1, le=LARGEST_ID)] = None,
) -> RedirectResponse:
    """Ask for a match run. The form's key makes a double click one run, and one that waits for the same is joined."""
    chosen = asking.scope_for(visit.session, visit.now, visit.person, scope, scope_id)
    run = matches.waiting(visit.session, chosen, visit.today, {}) or matching.request(
        visit.session, visit.person.id, visit.today, visit.now, key=key, scope=chosen
    )
    return RedirectResponse(f"/matchninger/{run.id}", 303)


@router.get("/matchninger/{run_id}")
def match_run(visit: Matcher, run_id: PathId) -> HTMLResponse:
    """How far a match run is, what came of it, and what it changed."""
    run = matches.run(visit.session, run_id)
    if run is None:
        raise NotFoundError("Kørslen findes ikke.")
    (asked,) = _asked(visit, [run])
    return visit.page(
        "match_run.html",
        run=run,
        finished=run.state in FINISHED,
        asked=asked,
        compared=compared(visit, run),
        outcomes=OUTCOMES,
        may_stop=_may_stop(visit, run),
    )


@router.post("/matchninger/{run_id}/stop")
def stop(visit: Matcher, run_id: PathId) -> RedirectResponse:
    """Stop a run that has not finished: whoever asked for it, and managers."""
    run = matches.run(visit.session, run_id)
    if run is None:
        raise NotFoundError("Kørslen findes ikke.")
    if not _may_stop(visit, run):
        raise ForbiddenError("Kun den, der har bestilt kørslen, eller en leder kan stoppe den.")
    runs.cancel(visit.session, MatchRun, run_id, visit.person.id, visit.now)
    return back(f"/matchninger/{run_id}", "run_stopped")


def _may_stop(visit: Visit, run: MatchRun) -> bool:
    return run.requested_by == visit.person.id or visit.person.role is Role.MANAGER


def _asked(visit: Visit, found: Sequence[MatchRun]) -> list[Asked]:
    people = users_by_id(visit.session, {one.requested_by for one in found if one.requested_by is not None})
    causes = matches.causes(visit.session, [one.id for one in found])
    about = _names(visit, [Scope.of(one) for one in found])
    return [
        Asked(one, about.get(Scope.of(one)), people.get(one.requested_by or 0), causes.get(one.id, [])) for one in found
    ]


def _names(visit: Visit, scopes: Sequence[Scope]) -> Mapping[Scope, str]:
    """What each scope is about; a citizen by name only where the case is the visitor's."""
    ids = {kind: {one.id for one in scopes if one.kind is kind and one.id is not None} for kind in ScopeKind}
    citizens = citizens_by_id(visit.session, ids[ScopeKind.CITIZEN])
    consultants = users_by_id(visit.session, ids[ScopeKind.PORTFOLIO])
    openings = openings_by_id(visit.session, ids[ScopeKind.OPENING])
    mine = {row: one for row, one in citizens.items() if is_responsible(visit.person.id, one)}
    return {
        **{Scope(ScopeKind.CITIZEN, row): one.name for row, one in mine.items()},
        **{Scope(ScopeKind.PORTFOLIO, row): one.name for row, one in consultants.items()},
        **{Scope(ScopeKind.OPENING, row): f"{one.title}, {one.unit.company.name}" for row, one in openings.items()},
    }


@router.post("/planlaegninger")
def plan_meetings(visit: Coordinator) -> RedirectResponse:
    """Ask for a plan of all open meetings, as a draft."""
    run = planning.request_planning(visit.session, visit.person.id, visit.now)
    return RedirectResponse(f"/planlaegninger/{run.id}", 303)


@router.get("/planlaegninger/{run_id}")
def planning_run(visit: Coordinator, run_id: PathId) -> HTMLResponse:
    """How far a planning run is, and what came of it."""
    run: PlanningRun | None = meetings.planning_run(visit.session, run_id)
    if run is None:
        raise NotFoundError("Kørslen findes ikke.")
    return visit.page("planning_run.html", run=run, finished=run.state in FINISHED)
