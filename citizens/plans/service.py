"""The one plan above the statutory ones: begun, given goals for the whole and for each member, and milestones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens import queries as citizens
from citizens.access import may_change
from citizens.plans import queries
from citizens.plans.tables import GoalMilestone
from citizens.profile.gate import opened
from citizens.tables import Citizen, Goal, Plan
from citizens.texts import checked
from citizens.texts import faults as text_faults
from core import audit
from core.clock import local_day
from core.days import unknown_day
from core.errors import BadInputError, ConflictError, Fault, NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDraft:
    """A goal: for one member of the household, or for the whole where `member` is None."""

    text: str
    member: int | None
    long_term: bool
    by: date | None = None


def begin(session: Session, now: datetime, user: User, citizen_id: int) -> Plan:
    """Begin the citizen's plan today: the household's where they do not live alone. The one there is, if any.

    Raises NotFoundError, ForbiddenError.
    """
    citizen = opened(session, now, user, citizen_id, may_change)
    known = queries.plan_of(session, citizen)
    if known is not None:
        return known
    shared = citizen.household_id is not None and len(family(session, citizen)) > 1
    plan = Plan(
        citizen_id=None if shared else citizen.id,
        household_id=citizen.household_id if shared else None,
        started_on=local_day(now),
    )
    session.add(plan)
    session.flush()
    audit.record(session, now, user.id, "plan.begun", f"citizen:{citizen.id}", plan=plan.id)
    return plan


def family(session: Session, citizen: Citizen) -> list[Citizen]:
    """Those whom the citizen's plan may have goals for: the household, the citizen first."""
    if citizen.household_id is None:
        return [citizen]
    return sorted(citizens.members(session, [citizen.household_id]), key=lambda one: (one.id != citizen.id, one.id))


def set_goal(session: Session, now: datetime, user: User, citizen_id: int, draft: GoalDraft) -> Goal:
    """Write a goal into the citizen's plan, which is begun where there is none.

    Raises NotFoundError, ForbiddenError, BadInputError.
    """
    plan = begin(session, now, user, citizen_id)
    members = {one.id for one in family(session, session.get_one(Citizen, citizen_id))}
    if wrong := list(_goal_faults(draft, members)):
        raise BadInputError(wrong)
    goal = Goal(
        plan_id=plan.id,
        citizen_id=draft.member if plan.household_id is not None else citizen_id,
        text=draft.text.strip(),
        long_term=draft.long_term,
        by=draft.by,
    )
    session.add(goal)
    session.flush()
    session.expire(plan, ["goals"])
    audit.record(session, now, user.id, "goal.set", f"citizen:{citizen_id}", goal=goal.id)
    return goal


def reach(session: Session, now: datetime, user: User, citizen_id: int, goal_id: int, reached: bool) -> Goal:
    """The goal is reached today, or is not after all. Twice is once. Raises NotFoundError, ForbiddenError."""
    goal = _goal(session, now, user, citizen_id, goal_id)
    if (goal.done_on is not None) != reached:
        goal.done_on = local_day(now) if reached else None
        action = "goal.reached" if reached else "goal.reopened"
        audit.record(session, now, user.id, action, f"citizen:{citizen_id}", goal=goal.id)
    return goal


def drop(session: Session, now: datetime, user: User, citizen_id: int, goal_id: int) -> None:
    """Take a goal and its milestones out of the plan; one that was reached stays.

    Raises NotFoundError, ForbiddenError, ConflictError.
    """
    goal = _goal(session, now, user, citizen_id, goal_id)
    if goal.done_on is not None:
        raise ConflictError("Målet er nået og bliver stående.", rule="reached", goal=goal_id)
    for milestone in queries.milestones(session, [goal_id]).get(goal_id, []):
        session.delete(milestone)
    session.flush()
    session.delete(goal)
    audit.record(session, now, user.id, "goal.dropped", f"citizen:{citizen_id}", goal=goal_id)


def set_milestone(
    session: Session, now: datetime, user: User, citizen_id: int, goal_id: int, text: str, by: date | None
) -> GoalMilestone:
    """Write a step towards a goal. Raises NotFoundError, ForbiddenError, BadInputError."""
    text = checked("text", text)
    goal = _goal(session, now, user, citizen_id, goal_id)
    milestone = GoalMilestone(goal_id=goal.id, text=text, by=by)
    session.add(milestone)
    session.flush()
    audit.record(session, now, user.id, "milestone.set", f"citizen:{citizen_id}", goal=goal_id)
    return milestone


def pass_milestone(
    session: Session, now: datetime, user: User, citizen_id: int, milestone_id: int, passed: bool
) -> GoalMilestone:
    """The step is taken today, or is not after all. Twice is once. Raises NotFoundError, ForbiddenError."""
    milestone = session.get(GoalMilestone, milestone_id)
    if milestone is None:
        raise NotFoundError("Delmålet findes ikke.", milestone=milestone_id)
    _goal(session, now, user, citizen_id, milestone.goal_id)
    if (milestone.done_on is not None) != passed:
        milestone.done_on = local_day(now) if passed else None
        audit.record(session, now, user.id, "milestone.passed", f"citizen:{citizen_id}", milestone=milestone_id)
    return milestone


def _goal(session: Session, now: datetime, user: User, citizen_id: int, goal_id: int) -> Goal:
    """A goal of the citizen's plan that is the citizen's or the whole household's."""
    citizen = opened(session, now, user, citizen_id, may_change)
    goal, plan = queries.goal(session, goal_id), queries.plan_of(session, citizen)
    if goal is None or plan is None or goal.plan_id != plan.id or goal.citizen_id not in (None, citizen_id):
        raise NotFoundError("Målet findes ikke i borgerens plan.", goal=goal_id)
    return goal


def _goal_faults(draft: GoalDraft, members: set[int]) -> Iterator[Fault]:
    yield from text_faults("text", draft.text)
    if draft.member is not None and draft.member not in members:
        yield Fault("member", "vælg en i husstanden")
    if draft.by is not None:
        yield from unknown_day("by", draft.by)
