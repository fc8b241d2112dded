"""Runs that take a while: ask for one, and follow it on a page that renews itself, with or without scripts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.tables import Role
from core.errors import NotFoundError
from core.runs import FINISHED
from matcher import queries as matches
from matcher import service as matching
from matcher.tables import MatchRun
from scheduler import queries as meetings
from scheduler.planning import service as planning
from scheduler.tables import PlanningRun
from web.fields import PathId
from web.visits import Visit, visit_as

router = APIRouter()
Consultant = Annotated[Visit, Depends(visit_as(Role.CONSULTANT))]
Coordinator = Annotated[Visit, Depends(visit_as(Role.COORDINATOR))]


@router.post("/matchninger")
def find_proposals(visit: Consultant, key: Annotated[str, Form(min_length=16, max_length=64)]) -> RedirectResponse:
    """Ask for a match run. The form's key makes a double click one run."""
    run = matching.request(visit.session, visit.person.id, visit.today, visit.now, key=key)
    return RedirectResponse(f"/matchninger/{run.id}", 303)


@router.get("/matchninger/{run_id}")
def match_run(visit: Consultant, run_id: PathId) -> HTMLResponse:
    """How far a match run is, and what came of it."""
    return _status(visit, "match_run.html", matches.run(visit.session, run_id))


@router.post("/planlaegninger")
def plan_meetings(visit: Coordinator) -> RedirectResponse:
    """Ask for a plan of all open meetings, as a draft."""
    run = planning.request_planning(visit.session, visit.person.id, visit.now)
    return RedirectResponse(f"/planlaegninger/{run.id}", 303)


@router.get("/planlaegninger/{run_id}")
def planning_run(visit: Coordinator, run_id: PathId) -> HTMLResponse:
    """How far a planning run is, and what came of it."""
    return _status(visit, "planning_run.html", meetings.planning_run(visit.session, run_id))


def _status(visit: Visit, template: str, run: MatchRun | PlanningRun | None) -> HTMLResponse:
    if run is None:
        raise NotFoundError("Kørslen findes ikke.")
    return visit.page(template, run=run, finished=run.state in FINISHED)
