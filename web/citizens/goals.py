"""The plan's goals as a visitor may see them: those of the whole, and of the members whose data the visitor may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from citizens import access, queries
from citizens.plans.queries import milestones, plan_of
from citizens.plans.service import family
from citizens.plans.tables import GoalMilestone
from citizens.tables import Citizen, Goal, Plan


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


def _may_see(session: Session, user_id: int, today: date, member: Citizen) -> bool:
    involved = queries.involved_authority(session, member.id, user_id, today)
    return access.may_look(user_id, member, involved, queries.shared_with(session, member.id, today))
