"""A milestone of an agreement is marked as reached, by those who work towards it, and taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ForbiddenError, NotFoundError
from placements.agreements.milestones import mark
from placements.agreements.tables import Milestone
from placements.tables import Placement
from tests import rows
from tests.integration.placements.cases import Case
from tests.integration.placements.way import placed
from tests.rows import NOW, START, TODAY

LATER = NOW + (START - TODAY) + timedelta(days=10)
DAY = START + timedelta(days=3)


def given(session: Session) -> tuple[Case, Placement, Milestone]:
    case, found = placed(session)
    return case, found, session.scalars(select(Milestone)).one()


def tell(session: Session, user: User, found: Placement, goal: Milestone, day: date | None = DAY) -> Milestone:
    return mark(session, LATER, user, found.id, goal.id, day)


def test_consultant_caseworker_and_employer_mark_it_and_the_trail_has_every_word(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        case, found, goal = given(session)
        caseworker = session.get_one(User, case.citizen.caseworker_id)
        for user in (case.consultant, caseworker, case.employer):
            for _ in range(2):
                assert tell(session, user, found, goal).reached_on == DAY
            assert goal.reached_by == user.id
            tell(session, user, found, goal, None)
        assert (goal.reached_on, goal.reached_by) == (None, None)
        said = session.scalars(select(AuditEntry).where(AuditEntry.action == "milestone.told")).all()
        assert [one.facts["reached_on"] for one in said] == [DAY.isoformat(), None] * 3


def test_the_citizen_and_others_do_not_mark_it(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        case, found, goal = given(session)
        himself = rows.user(session, Role.CITIZEN)
        case.citizen.user_id = himself.id
        with pytest.raises(ForbiddenError):
            tell(session, himself, found, goal)
        for stranger in (rows.user(session), rows.user(session, Role.EMPLOYER)):
            with pytest.raises(NotFoundError):
                tell(session, stranger, found, goal)
        assert goal.reached_on is None


@pytest.mark.parametrize("day", [START - timedelta(days=1), START + timedelta(days=11)])
def test_it_is_reached_on_a_day_of_the_placement_that_has_come(sqlite: Database, day: date) -> None:
    with sqlite.transaction() as session:
        case, found, goal = given(session)
        with pytest.raises(BadInputError) as error:
            tell(session, case.consultant, found, goal, day)
        assert [fault.place for fault in error.value.faults] == ["reached_on"]


def test_a_milestone_of_another_agreement_is_not_there(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        case, found, goal = given(session)
        found.agreement_id = None
        with pytest.raises(NotFoundError):
            tell(session, case.consultant, found, goal)
