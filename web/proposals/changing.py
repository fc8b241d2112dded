"""What is done with a placement: it lasts longer, a next step is proposed, it is completed, a job, or broken off."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from core.errors import BadInputError, Fault
from placements.agreements import milestones
from placements.lives import ending, extending, ladder
from scheduler.followups.terms import Terms
from web.citizens.typed import Typed
from web.fields import PLAIN, PathId
from web.forms import Page, back, tried
from web.proposals.answering import Code, given
from web.proposals.running import page
from web.visits import Anybody, Visit

router = APIRouter()
HERE = "/forloeb/{placement_id:int}"
Text = Annotated[str, Form(pattern=PLAIN, max_length=5_000)]


@router.post(f"{HERE}/forlaeng", response_model=None)
def extend(visit: Anybody, placement_id: PathId, last_day: Text = "", why: Text = "") -> Page:
    """It lasts longer."""

    def work() -> RedirectResponse:
        until = _day("last_day", last_day)
        extending.extend(visit.session, visit.now, visit.person, placement_id, until, why, _terms(visit))
        return back(f"/forloeb/{placement_id}", "extended")

    return _tried(visit, placement_id, work, "extend", last_day=last_day, why=why)


@router.post(f"{HERE}/trin", response_model=None)
def climb(visit: Anybody, placement_id: PathId, scheme: Code) -> Page:
    """The next step in the same firm is proposed; on to its own page."""

    def work() -> RedirectResponse:
        proposed = ladder.propose_next(visit.session, visit.now, visit.person, placement_id, scheme)
        return back(f"/forslag/{proposed.id}", "ladder")

    return _tried(visit, placement_id, work, "ladder")


@router.post(f"{HERE}/gennemfoert", response_model=None)
def complete(visit: Anybody, placement_id: PathId, on: Text = "", why: Text = "") -> Page:
    """It was lived to its end."""

    def work() -> RedirectResponse:
        ending.complete(visit.session, visit.now, visit.person, placement_id, _day("on", on), why, _terms(visit))
        return back(f"/forloeb/{placement_id}", "completed")

    return _tried(visit, placement_id, work, "complete", on=on, why=why)


@router.post(f"{HERE}/job", response_model=None)
def hire(visit: Anybody, placement_id: PathId, from_: Text = "", hours: Text = "", why: Text = "") -> Page:
    """The firm employs the citizen; on to the page of the job."""

    def work() -> RedirectResponse:
        read = Typed()
        weekly = read.number("hours", hours)
        read.done()
        first = _day("from_", from_)
        job = ending.hire(visit.session, visit.now, visit.person, placement_id, first, weekly, why, _terms(visit))
        return back(f"/forloeb/{job.id}", "hired")

    return _tried(visit, placement_id, work, "hire", from_=from_, hours=hours, why=why)


@router.post(f"{HERE}/afbryd", response_model=None)
def break_off(visit: Anybody, placement_id: PathId, on: Text = "", code: Code = "", reason: Text = "") -> Page:
    """It is broken off, with a reason."""

    def work() -> RedirectResponse:
        ending.break_off(
            visit.session, visit.now, visit.person, placement_id, _day("on", on), given(code, reason), _terms(visit)
        )
        return back(f"/forloeb/{placement_id}", "broken_off")

    return _tried(visit, placement_id, work, "break", on=on, code=code, reason=reason)


@router.post(f"{HERE}/maal/{{milestone_id:int}}", response_model=None)
def mark(visit: Anybody, placement_id: PathId, milestone_id: PathId, reached: Annotated[bool, Form()]) -> Page:
    """A milestone was reached today, or it is taken back."""

    def work() -> RedirectResponse:
        day = visit.today if reached else None
        milestones.mark(visit.session, visit.now, visit.person, placement_id, milestone_id, day)
        return back(f"/forloeb/{placement_id}", "milestone_kept" if reached else "milestone_undone", "maal")

    return _tried(visit, placement_id, work, "maal")


def _day(place: str, text: str) -> date:
    read = Typed()
    day = read.day(place, text)
    read.done()
    if day is None:
        raise BadInputError([Fault(place, "skriv en dato")])
    return day


def _terms(visit: Visit) -> Terms:
    own: Terms = visit.request.app.state.terms
    return own


def _tried(visit: Visit, placement_id: int, work: Callable[[], RedirectResponse], form: str, **typed: str) -> Page:
    def again(faults: object) -> HTMLResponse:
        return page(visit, placement_id, typed, form, faults=faults)

    return tried(visit, work, again)
