"""The citizen's plan: goals of the whole and of each member, milestones, and activities chosen from the catalogue."""

from datetime import date

from fastapi import APIRouter, Request, Response
from pydantic import Field

from accounts.tables import User
from api.deps import Now, Person, Today, Transaction
from api.documentation import body, example
from api.fields import Given, Id, Instant, Shown, Text
from api.once import IdempotencyKey, made
from citizens.plans import activities, queries, service
from citizens.plans.service import GoalDraft
from citizens.plans.tables import ActivityState, GoalMilestone, PlanActivity
from citizens.service import look
from citizens.tables import Goal
from web.citizens import goals as plan_goals
from web.fields import PathId

router = APIRouter(tags=["plans"])
STEP = {"text": "Op klokken otte hver dag", "by": "2027-01-15"}
GIVEN = {"text": "Fast hverdag", "whole": False, "long_term": False, "by": "2027-03-01"}
GOAL = {
    "id": 5,
    "citizen": 17,
    "text": "Fast hverdag",
    "long_term": False,
    "by": "2027-03-01",
    "done_on": None,
    "milestones": [STEP | {"id": 9, "done_on": None}],
}
REACHED = {"reached": True}
PLAN = {"started_on": "2026-10-01", "shared": True, "goals": [GOAL]}
CHOSEN = {"offer": 16, "course": None}
ACTIVITY = CHOSEN | {
    "id": 31,
    "citizen": 17,
    "state": "granted",
    "from": "2026-11-23",
    "to": None,
    "asked_at": "2026-11-23T10:00:00+01:00",
    "decided_at": "2026-11-23T10:00:00+01:00",
    "reason": None,
}


class NewGoal(Given):
    """A goal for the citizen, or for the whole household."""

    text: Text
    whole: bool = False
    long_term: bool = False
    by: date | None = None


class NewMilestone(Given):
    """A step towards a goal."""

    text: Text
    by: date | None = None


class Reached(Given):
    """Whether it is reached."""

    reached: bool


class Chosen(Given):
    """An offer of the catalogue, and a course of it where it has any."""

    offer: Id
    course: Id | None = None


class Decision(Given):
    """What the caseworker decides; a refusal says why."""

    granted: bool
    reason: Text = ""


class Left(Given):
    """Whether the citizen has gone through it, or leaves it."""

    done: bool = False
    reason: Text = ""


class MilestoneShown(Shown):
    """A step towards a goal."""

    id: int
    text: str
    by: date | None
    done_on: date | None


class GoalShown(Shown):
    """A goal; `citizen` is null where it is the whole household's."""

    id: int
    citizen: int | None
    text: str
    long_term: bool
    by: date | None
    done_on: date | None
    milestones: list[MilestoneShown]


class PlanShown(Shown):
    """A plan with the goals that the caller may see; `started_on` is null where there is none yet."""

    started_on: date | None
    shared: bool
    goals: list[GoalShown]


class ActivityShown(Shown):
    """What the citizen takes part in, waits for or has asked for."""

    id: int
    citizen: int = Field(validation_alias="citizen_id")
    offer: int = Field(validation_alias="offer_id")
    course: int | None = Field(validation_alias="course_id")
    state: ActivityState
    from_: date | None = Field(alias="from")
    to: date | None
    asked_at: Instant
    decided_at: Instant | None
    reason: str | None


@router.get("/citizens/{citizen_id}/plan", responses=example(200, PLAN))
def read(session: Transaction, user: Person, now: Now, today: Today, citizen_id: PathId) -> PlanShown:
    """The plan: goals of the whole, the citizen's own, and those of members whom the caller may see."""
    return _plan(session, user, now, today, citizen_id)


@router.post("/citizens/{citizen_id}/goals", status_code=201, responses=example(201, PLAN), openapi_extra=body(GIVEN))
def set_goal(
    request: Request,
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    citizen_id: PathId,
    given: NewGoal,
    key: IdempotencyKey = None,
) -> PlanShown:
    """Write a goal; the plan, and what follows it up, begins with the first one."""
    member = None if given.whole else citizen_id
    draft = GoalDraft(text=given.text, member=member, long_term=given.long_term, by=given.by)
    visitor, terms = (session, now, user), request.app.state.terms
    made(*visitor, key, "goal", lambda: plan_goals.set_goal(*visitor, citizen_id, draft, terms).id)
    return _plan(session, user, now, today, citizen_id)


@router.post(
    "/citizens/{citizen_id}/goals/{goal_id}/reached", responses=example(200, PLAN), openapi_extra=body(REACHED)
)
def reach(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    citizen_id: PathId,
    goal_id: PathId,
    given: Reached,
) -> PlanShown:
    """The goal is reached today, or is not after all."""
    service.reach(session, now, user, citizen_id, goal_id, given.reached)
    return _plan(session, user, now, today, citizen_id)


@router.delete("/citizens/{citizen_id}/goals/{goal_id}", responses=example(200, PLAN))
def drop(session: Transaction, user: Person, now: Now, today: Today, citizen_id: PathId, goal_id: PathId) -> PlanShown:
    """Take a goal that is not reached out of the plan."""
    service.drop(session, now, user, citizen_id, goal_id)
    return _plan(session, user, now, today, citizen_id)


@router.post(
    "/citizens/{citizen_id}/goals/{goal_id}/milestones",
    status_code=201,
    responses=example(201, PLAN),
    openapi_extra=body(STEP),
)
def set_milestone(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    citizen_id: PathId,
    goal_id: PathId,
    given: NewMilestone,
) -> PlanShown:
    """Write a step towards a goal."""
    service.set_milestone(session, now, user, citizen_id, goal_id, given.text, given.by)
    return _plan(session, user, now, today, citizen_id)


@router.post(
    "/citizens/{citizen_id}/milestones/{milestone_id}/reached",
    responses=example(200, PLAN),
    openapi_extra=body(REACHED),
)
def pass_milestone(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    citizen_id: PathId,
    milestone_id: PathId,
    given: Reached,
) -> PlanShown:
    """The step is taken today, or is not after all."""
    service.pass_milestone(session, now, user, citizen_id, milestone_id, given.reached)
    return _plan(session, user, now, today, citizen_id)


@router.get("/citizens/{citizen_id}/activities", responses=example(200, [ACTIVITY]))
def list_activities(session: Transaction, user: Person, now: Now, citizen_id: PathId) -> list[ActivityShown]:
    """What the citizen takes part in, the latest first."""
    look(session, now, user.id, citizen_id, "aktivitet")
    return [_activity(one) for one in queries.activities(session, citizen_id)]


@router.post(
    "/citizens/{citizen_id}/activities", status_code=201, responses=example(201, ACTIVITY), openapi_extra=body(CHOSEN)
)
def choose(
    session: Transaction,
    user: Person,
    now: Now,
    citizen_id: PathId,
    given: Chosen,
    response: Response,
    key: IdempotencyKey = None,
) -> ActivityShown:
    """Ask for a place; the state says what came of it. 409 with `rule` where it is full, closed or chosen already."""
    activity_id = made(
        session,
        now,
        user,
        key,
        "activity",
        lambda: activities.choose(session, now, user, citizen_id, given.offer, given.course).id,
    )
    response.headers["Location"] = f"/api/v1/citizens/{citizen_id}/activities"
    return _activity(session.get_one(PlanActivity, activity_id))


@router.post(
    "/activities/{activity_id}/decision",
    responses=example(200, ACTIVITY),
    openapi_extra=body({"granted": False, "reason": "Egen læge først"}),
)
def decide(session: Transaction, user: Person, now: Now, activity_id: PathId, given: Decision) -> ActivityShown:
    """The caseworker grants or refuses what takes a special referral."""
    return _activity(activities.decide(session, now, user, activity_id, given.granted, given.reason))


@router.post(
    "/activities/{activity_id}/leave",
    responses=example(200, ACTIVITY | {"state": "done"}),
    openapi_extra=body({"done": True}),
)
def leave(session: Transaction, user: Person, now: Now, activity_id: PathId, given: Left) -> ActivityShown:
    """The citizen leaves; the place goes to whoever has waited longest."""
    return _activity(activities.leave(session, now, user, activity_id, given.done, given.reason))


def _plan(session: Transaction, user: User, now: Now, today: Today, citizen_id: int) -> PlanShown:
    citizen = look(session, now, user.id, citizen_id, "plan")
    found = plan_goals.goals_of(session, user.id, today, citizen)
    if found is None:
        return PlanShown(started_on=None, shared=False, goals=[])
    goals = [_goal(goal, found) for goal in found.all]
    return PlanShown(started_on=found.plan.started_on, shared=found.plan.household_id is not None, goals=goals)


def _goal(goal: Goal, found: plan_goals.Goals) -> GoalShown:
    steps: list[GoalMilestone] = list(found.milestones.get(goal.id, ()))
    return GoalShown(
        id=goal.id,
        citizen=goal.citizen_id,
        text=goal.text,
        long_term=goal.long_term,
        by=goal.by,
        done_on=goal.done_on,
        milestones=[MilestoneShown.model_validate(step) for step in steps],
    )


def _activity(row: PlanActivity) -> ActivityShown:
    return ActivityShown.model_validate(row)
