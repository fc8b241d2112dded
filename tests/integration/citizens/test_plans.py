"""Plans: whose they are, goals for the whole and for each member, milestones on the way."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.plans import queries, service
from citizens.plans.service import GoalDraft
from citizens.plans.tables import GoalMilestone
from citizens.tables import Citizen, Goal, Household, Plan
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from tests import rows
from tests.rows import NOW, TODAY

EVERYDAY = GoalDraft(text="Fast hverdag", member=None, long_term=False, by=date(2027, 3, 1))


def couple(session: Session) -> tuple[User, Citizen, Citizen]:
    consultant = rows.user(session)
    home = rows.added(session, Household(name="Familien Yusuf"))
    one, other = (rows.citizen(session, consultant, household_id=home.id) for _ in range(2))
    return consultant, one, other


def test_who_lives_alone_has_a_plan_of_their_own_and_a_household_shares_one(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, one, other = couple(session)
        alone = rows.citizen(session, consultant)
        own = service.begin(session, NOW, consultant, alone.id)
        assert (own.citizen_id, own.household_id, own.started_on) == (alone.id, None, TODAY)
        shared = service.begin(session, NOW, consultant, one.id)
        assert (shared.citizen_id, shared.household_id) == (None, one.household_id)
        assert service.begin(session, NOW, consultant, other.id).id == shared.id
        assert len(session.scalars(select(Plan)).all()) == 2


def test_a_goal_begins_the_plan_and_is_for_the_whole_or_for_a_member(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, one, other = couple(session)
        service.set_goal(session, NOW, consultant, one.id, EVERYDAY)
        service.set_goal(session, NOW, consultant, one.id, GoalDraft(text="Job", member=other.id, long_term=True))
        plan = queries.plan_of(session, other)
        assert plan is not None
        assert [(goal.text, goal.citizen_id, goal.long_term) for goal in plan.goals] == [
            ("Fast hverdag", None, False),
            ("Job", other.id, True),
        ]


def test_alone_every_goal_is_ones_own(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant = rows.user(session)
        alone = rows.citizen(session, consultant)
        assert service.set_goal(session, NOW, consultant, alone.id, EVERYDAY).citizen_id == alone.id


def test_a_goal_that_cannot_be_is_refused(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, one, _ = couple(session)
        stranger = rows.citizen(session, consultant)
        wrong = GoalDraft(text=" ", member=stranger.id, long_term=False, by=date(1026, 1, 1))
        with pytest.raises(BadInputError) as error:
            service.set_goal(session, NOW, consultant, one.id, wrong)
        assert [fault.place for fault in error.value.faults] == ["text", "member", "by"]


def test_goals_are_reached_and_reopened_and_dropped_while_open(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, one, _ = couple(session)
        goal = service.set_goal(session, NOW, consultant, one.id, EVERYDAY)
        step = service.set_milestone(session, NOW, consultant, one.id, goal.id, "Op klokken otte", None)
        for _ in range(2):
            assert service.reach(session, NOW, consultant, one.id, goal.id, True).done_on == TODAY
        with pytest.raises(ConflictError):
            service.drop(session, NOW, consultant, one.id, goal.id)
        assert service.reach(session, NOW, consultant, one.id, goal.id, False).done_on is None
        assert service.pass_milestone(session, NOW, consultant, one.id, step.id, True).done_on == TODAY
        assert service.pass_milestone(session, NOW, consultant, one.id, step.id, False).done_on is None
        service.drop(session, NOW, consultant, one.id, goal.id)
        session.flush()
        assert (session.scalars(select(Goal)).all(), session.scalars(select(GoalMilestone)).all()) == ([], [])


def test_another_members_goal_is_changed_from_their_own_page_only(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, one, other = couple(session)
        goal = service.set_goal(
            session, NOW, consultant, one.id, GoalDraft(text="Job", member=other.id, long_term=True)
        )
        with pytest.raises(NotFoundError):
            service.reach(session, NOW, consultant, one.id, goal.id, True)
        assert service.reach(session, NOW, consultant, other.id, goal.id, True).done_on == TODAY


def test_the_citizen_reads_the_plan_and_staff_writes_it(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, own = rows.user(session), rows.user(session, Role.CITIZEN)
        citizen = rows.citizen(session, consultant, user_id=own.id)
        with pytest.raises(ForbiddenError):
            service.set_goal(session, NOW, own, citizen.id, EVERYDAY)
        with pytest.raises(NotFoundError):
            service.set_goal(session, NOW, rows.user(session), citizen.id, EVERYDAY)


def test_milestones_that_are_not_there_or_say_nothing_are_refused(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant, one, _ = couple(session)
        goal = service.set_goal(session, NOW, consultant, one.id, EVERYDAY)
        with pytest.raises(NotFoundError):
            service.pass_milestone(session, NOW, consultant, one.id, 4711, True)
        with pytest.raises(BadInputError):
            service.set_milestone(session, NOW, consultant, one.id, goal.id, "", None)
