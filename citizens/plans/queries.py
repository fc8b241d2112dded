"""What is asked of plans and of what citizens take part in."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from citizens.plans.tables import ActivityState, GoalMilestone, PlanActivity
from citizens.tables import Citizen, Goal, Plan

OPEN = (ActivityState.WAITING, ActivityState.ASKED, ActivityState.GRANTED)
"""States in which the citizen is, or may come to be, in the activity."""


def plan_of(session: Session, citizen: Citizen) -> Plan | None:
    """The citizen's plan with its goals: the household's where there is one, else their own; the newest of them."""
    whose = Plan.citizen_id == citizen.id
    if citizen.household_id is not None:
        whose = or_(whose, Plan.household_id == citizen.household_id)
    newest = select(Plan).where(whose).order_by(Plan.household_id.is_(None), Plan.started_on.desc(), Plan.id.desc())
    return session.scalars(newest.limit(1).options(selectinload(Plan.goals))).one_or_none()


def plan(session: Session, plan_id: int) -> Plan | None:
    """One plan."""
    return session.get(Plan, plan_id)


def milestones(session: Session, goal_ids: Collection[int]) -> dict[int, list[GoalMilestone]]:
    """By goal: the steps towards it, as they come in time."""
    chosen = select(GoalMilestone).where(GoalMilestone.goal_id.in_(goal_ids))
    found: dict[int, list[GoalMilestone]] = defaultdict(list)
    for row in session.scalars(chosen.order_by(GoalMilestone.by.is_(None), GoalMilestone.by, GoalMilestone.id)):
        found[row.goal_id].append(row)
    return found


def goal(session: Session, goal_id: int) -> Goal | None:
    """One goal."""
    return session.get(Goal, goal_id)


def activities(session: Session, citizen_id: int) -> Sequence[PlanActivity]:
    """What the citizen has asked for or takes part in, the latest first."""
    chosen = select(PlanActivity).where(PlanActivity.citizen_id == citizen_id)
    return session.scalars(chosen.order_by(PlanActivity.asked_at.desc(), PlanActivity.id.desc())).all()


def open_activity(session: Session, citizen_id: int, offer_id: int) -> PlanActivity | None:
    """The activity of this offer that the citizen has or waits for."""
    chosen = select(PlanActivity).where(PlanActivity.citizen_id == citizen_id, PlanActivity.offer_id == offer_id)
    return session.scalars(chosen.where(PlanActivity.state.in_(OPEN)).limit(1)).one_or_none()


def activity(session: Session, activity_id: int) -> PlanActivity | None:
    """The activity with its newest values."""
    return session.get(PlanActivity, activity_id, populate_existing=True)


def asked_of(session: Session, caseworker_id: int) -> Sequence[tuple[PlanActivity, Citizen]]:
    """What waits for a caseworker's referral, the longest waiting first."""
    chosen = (
        select(PlanActivity, Citizen)
        .join(Citizen, Citizen.id == PlanActivity.citizen_id)
        .where(Citizen.caseworker_id == caseworker_id, PlanActivity.state == ActivityState.ASKED)
    )
    return [(one, who) for one, who in session.execute(chosen.order_by(PlanActivity.asked_at, PlanActivity.id))]


def taken(session: Session, offer_id: int, course_id: int | None) -> int:
    """How many places of a course, or of an offer outside its courses, are held."""
    chosen = _of(offer_id, course_id, ActivityState.GRANTED)
    return int(session.scalar(select(func.count()).select_from(chosen.subquery())) or 0)


def first_waiting(session: Session, offer_id: int, course_id: int | None) -> PlanActivity | None:
    """Who has waited longest for a place there."""
    chosen = _of(offer_id, course_id, ActivityState.WAITING).order_by(PlanActivity.asked_at, PlanActivity.id)
    return session.scalars(chosen.limit(1)).one_or_none()


def ahead_of(session: Session, one: PlanActivity) -> int:
    """How many wait before this one for the same place."""
    same_time = (PlanActivity.asked_at == one.asked_at) & (PlanActivity.id < one.id)
    before = or_(PlanActivity.asked_at < one.asked_at, same_time)
    chosen = _of(one.offer_id, one.course_id, ActivityState.WAITING).where(before)
    return int(session.scalar(select(func.count()).select_from(chosen.subquery())) or 0)


def counts(session: Session, offer_ids: Collection[int]) -> dict[tuple[int, int | None], dict[ActivityState, int]]:
    """By offer and course: how many are in each open state."""
    rows = session.execute(
        select(PlanActivity.offer_id, PlanActivity.course_id, PlanActivity.state, func.count())
        .where(PlanActivity.offer_id.in_(offer_ids), PlanActivity.state.in_(OPEN))
        .group_by(PlanActivity.offer_id, PlanActivity.course_id, PlanActivity.state)
    )
    found: dict[tuple[int, int | None], dict[ActivityState, int]] = defaultdict(dict)
    for offer, course, state, number in rows:
        found[offer, course][state] = int(number)
    return found


def _of(offer_id: int, course_id: int | None, state: ActivityState) -> Select[PlanActivity]:
    return select(PlanActivity).where(
        PlanActivity.offer_id == offer_id,
        PlanActivity.course_id.is_not_distinct_from(course_id),
        PlanActivity.state == state,
    )
