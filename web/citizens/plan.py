"""A citizen's plan for those who carry the case: goals of the whole and of each member, milestones, activities."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.once import once
from citizens import access
from citizens.plans import activities, service
from citizens.plans.service import GoalDraft
from citizens.service import look
from web.citizens import goals
from web.citizens.activities import taken_part
from web.citizens.typed import Key, Text, Typed
from web.citizens.visitors import Worker
from web.fields import LARGEST_ID, PathId
from web.forms import back, tried
from web.visits import Visit

router = APIRouter()
Answer = HTMLResponse | RedirectResponse
HERE = "/borgere/{citizen_id:int}"


@router.get(f"{HERE}/plan")
def one_plan(visit: Worker, citizen_id: PathId) -> HTMLResponse:
    """The citizen's plan."""
    return page(visit, citizen_id)


def page(visit: Visit, citizen_id: int, **shown: object) -> HTMLResponse:
    """The plan's page. `shown` is what a form brings back: its `part`, `typed`, and its faults."""
    citizen = look(visit.session, visit.now, visit.person.id, citizen_id, "plan")
    return visit.page(
        "citizens/plan.html",
        path=f"/borgere/{citizen_id}/plan",
        citizen=citizen,
        goals=goals.goals_of(visit.session, visit.person.id, visit.today, citizen),
        family=service.family(visit.session, citizen),
        activities=taken_part(visit, citizen),
        may_change=access.may_change(visit.person, citizen),
        may_decide=access.may_decide(visit.person, citizen),
        today=visit.today,
        **{"typed": {}, "part": ""} | shown,
    )


@router.post(f"{HERE}/maal", response_model=None)
def set_goal(
    visit: Worker,
    citizen_id: PathId,
    key: Key,
    text: Text = "",
    whose: Annotated[Literal["all", "own"], Form()] = "own",
    term: Annotated[Literal["short", "long"], Form()] = "short",
    by: Text = "",
) -> Answer:
    """A goal comes into the plan, which is begun where there is none."""

    def work() -> RedirectResponse:
        read = Typed()
        day = read.day("by", by)
        read.done()
        draft = GoalDraft(text=text, member=citizen_id if whose == "own" else None, long_term=term == "long", by=day)
        visitor = visit.session, visit.now, visit.person
        terms = visit.request.app.state.terms
        once(*visitor, key, "goal", lambda: goals.set_goal(*visitor, citizen_id, draft, terms).id)
        return back(f"/borgere/{citizen_id}/plan", "goal", "goals")

    typed = {"text": text, "whose": whose, "term": term, "by": by}
    fields = {"text": "text", "by": "by"}
    return tried(
        visit, work, lambda faults: page(visit, citizen_id, part="goal", typed=typed, faults=faults, fields=fields)
    )


@router.post(f"{HERE}/maal/{{goal_id:int}}")
def reach(
    visit: Worker, citizen_id: PathId, goal_id: PathId, step: Annotated[Literal["reached", "reopen", "drop"], Form()]
) -> RedirectResponse:
    """A goal is reached, is not after all, or goes."""
    visitor = visit.session, visit.now, visit.person
    if step == "drop":
        service.drop(*visitor, citizen_id, goal_id)
    else:
        service.reach(*visitor, citizen_id, goal_id, step == "reached")
    return back(f"/borgere/{citizen_id}/plan", "goal", "goals")


@router.post(f"{HERE}/maal/{{goal_id:int}}/delmaal", response_model=None)
def set_milestone(
    visit: Worker, citizen_id: PathId, goal_id: PathId, key: Key, text: Text = "", by: Text = ""
) -> Answer:
    """A step towards a goal."""
    part = f"goal-{goal_id}"

    def work() -> RedirectResponse:
        read = Typed()
        day = read.day("by", by)
        read.done()
        visitor = visit.session, visit.now, visit.person
        once(*visitor, key, "milestone", lambda: service.set_milestone(*visitor, citizen_id, goal_id, text, day).id)
        return back(f"/borgere/{citizen_id}/plan", "goal", part)

    fields = {"text": f"step-{goal_id}", "by": f"step-by-{goal_id}"}
    typed = {"text": text, "by": by}
    return tried(
        visit, work, lambda faults: page(visit, citizen_id, part=part, typed=typed, faults=faults, fields=fields)
    )


@router.post(f"{HERE}/delmaal/{{milestone_id:int}}")
def pass_milestone(
    visit: Worker, citizen_id: PathId, milestone_id: PathId, passed: Annotated[bool, Form()] = False
) -> RedirectResponse:
    """A step is taken, or is not after all."""
    service.pass_milestone(visit.session, visit.now, visit.person, citizen_id, milestone_id, passed)
    return back(f"/borgere/{citizen_id}/plan", "goal", "goals")


@router.post(f"{HERE}/aktiviteter")
def choose(
    visit: Worker,
    citizen_id: PathId,
    offer: Annotated[int, Form(ge=1, le=LARGEST_ID)],
    course: Annotated[int | None, Form(ge=1, le=LARGEST_ID)] = None,
) -> RedirectResponse:
    """Something from the catalogue is asked for."""
    made = activities.choose(visit.session, visit.now, visit.person, citizen_id, offer, course)
    return back(f"/borgere/{citizen_id}/plan", kept=f"activity_{made.state.value}", part="activities")


@router.post("/aktiviteter/{activity_id:int}/afgoer", response_model=None)
def decide(
    visit: Worker, activity_id: PathId, answer: Annotated[Literal["yes", "no"], Form()], reason: Text = ""
) -> RedirectResponse:
    """The caseworker grants or refuses."""
    made = activities.decide(visit.session, visit.now, visit.person, activity_id, answer == "yes", reason)
    return back(f"/borgere/{made.citizen_id}/plan", kept=f"activity_{made.state.value}", part="activities")


@router.post("/aktiviteter/{activity_id:int}/slut")
def leave(
    visit: Worker, activity_id: PathId, how: Annotated[Literal["done", "dropped"], Form()], reason: Text = ""
) -> RedirectResponse:
    """The citizen has gone through it, or leaves it."""
    made = activities.leave(visit.session, visit.now, visit.person, activity_id, how == "done", reason)
    return back(f"/borgere/{made.citizen_id}/plan", "activity_over", "activities")
