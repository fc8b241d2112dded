"""The plan's goals as a visitor may see them: those of the whole, and of the members whose data the visitor may see.

The first goal begins the plan, and with it the follow-ups that count from a plan, which `citizens` knows nothing of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens import access, queries
from citizens.plans import service
from citizens.plans.queries import milestones, plan_of
from citizens.plans.service import GoalDraft, family
from citizens.plans.tables import GoalMilestone
from citizens.tables import CaseEvent, Citizen, EventKind, Goal, Plan, Status
from scheduler.followups import queries as followups
from scheduler.followups.cases import PlanMade
from scheduler.followups.service import record
from scheduler.followups.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """A plan's goals: those of the whole household, and those of each member shown."""

    plan: Plan
    shared: Sequence[Goal]
    members: Sequence[tuple[Citizen, Sequence[Goal]]]
    milestones: Mapping[int, Sequence[GoalMilestone]]

    @property
    def all(self) -> list[Goal]:
        """Every goal shown."""
        return [*self.shared, *(goal for _, goals in self.members for goal in goals)]


def goals_of(session: Session, user_id: int, today: date, citizen: Citizen) -> Goals | None:
    """The goals of the citizen's plan that the user may see; None where there is no plan yet."""
    plan = plan_of(session, citizen)
    if plan is None:
        return None
    shown = [one for one in family(session, citizen) if one.id == citizen.id or _may_see(session, user_id, today, one)]
    of_member = [(one, [goal for goal in plan.goals if goal.citizen_id == one.id]) for one in shown]
    shared = [goal for goal in plan.goals if goal.citizen_id is None]
    wanted = [goal.id for goals in (shared, *(goals for _, goals in of_member)) for goal in goals]
    return Goals(
        plan=plan,
        shared=shared,
        members=[(one, goals) for one, goals in of_member if goals or one.id == citizen.id],
        milestones=milestones(session, wanted),
    )


def set_goal(session: Session, now: datetime, user: User, citizen_id: int, draft: GoalDraft, terms: Terms) -> Goal:
    """Write a goal. A plan that it begins is followed up, for everybody it is for.

    Raises as `citizens.plans.service.set_goal`.
    """
    known = queries.citizen(session, citizen_id)
    had_one = known is not None and plan_of(session, known) is not None
    goal = service.set_goal(session, now, user, citizen_id, draft)
    if not had_one:
        _follow_up(session, now, user.id, session.get_one(Citizen, citizen_id), terms)
    return goal


def _follow_up(session: Session, now: datetime, user_id: int, citizen: Citizen, terms: Terms) -> None:
    plan = plan_of(session, citizen)
    assert plan is not None
    ids = sorted(one.id for one in family(session, citizen) if one.status is not Status.DONE)
    written = {one.citizen_id for one in followups.events(session, ids) if _tells_of(one, plan)}
    for one in ids:
        if one not in written:
            record(session, now, user_id, one, PlanMade(date=plan.started_on), terms)


def _tells_of(event: CaseEvent, plan: Plan) -> bool:
    return (event.kind, event.on) == (EventKind.PLAN, plan.started_on)


def _may_see(session: Session, user_id: int, today: date, member: Citizen) -> bool:
    involved = queries.involved_authority(session, member.id, user_id, today)
    return access.may_look(user_id, member, involved, queries.shared_with(session, member.id, today))
