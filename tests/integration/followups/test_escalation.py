"""What is overdue too long is told to the managers, once; a substitute sees the list while the coordinator is away."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.tables import Role, User
from citizens.tables import Citizen
from core.db import Database
from core.outbox import OutboxMessage
from scheduler.followups import queries
from scheduler.followups.escalation import escalate
from scheduler.followups.terms import Terms
from tests import build
from tests.integration.followups.town import Town, noon, referral

DAY = date(2026, 12, 1)
LATEST = date(2026, 12, 8)
"""Of the first talk with a jobparat citizen referred on DAY."""


@pytest.fixture
def town(database: Database) -> Town:
    found = Town(database)
    found.happens(DAY, referral(DAY))
    return found


@pytest.fixture
def manager(town: Town) -> User:
    with town.database.transaction() as session:
        return build.user(session, Role.MANAGER)


def told(town: Town, on: date, terms: Terms | None = None) -> int:
    with town.database.transaction() as session:
        return escalate(session, noon(on), terms or Terms())


def messages(town: Town) -> list[OutboxMessage]:
    with town.database.reading() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


@pytest.mark.parametrize(("days", "number"), [(13, 0), (14, 0), (15, 1)])
def test_the_manager_is_told_when_it_is_more_than_fourteen_days_late(
    town: Town, manager: User, days: int, number: int
) -> None:
    assert told(town, LATEST + timedelta(days=days)) == number
    assert len(messages(town)) == number


def test_the_message_names_nobody_but_its_receiver(town: Town, manager: User) -> None:
    told(town, date(2026, 12, 30))
    assert [(one.kind, one.payload) for one in messages(town)] == [
        ("follow_up.escalated", {"to": {"user": manager.id}})
    ]


def test_the_manager_is_told_once_of_each(town: Town, manager: User) -> None:
    assert [told(town, date(2026, 12, 30)) for _ in range(2)] == [1, 0]
    assert told(town, date(2027, 3, 1)) > 0
    assert len(messages(town)) == 2
    with town.database.reading() as session:
        assert queries.count_escalated(session) == len(queries.escalations(session, date(2027, 3, 1)))


def test_what_was_held_in_time_is_told_to_nobody(town: Town, manager: User) -> None:
    town.held(LATEST, "samtale_start")
    assert told(town, date(2026, 12, 30)) == 0


def test_what_was_told_leaves_the_managers_list_when_it_is_held(town: Town, manager: User) -> None:
    told(town, date(2026, 12, 30))
    with town.database.reading() as session:
        ((row, citizen, at),) = queries.escalations(session, date(2026, 12, 30))
    assert (row.rule, citizen.id, at) == ("samtale_start", town.citizen, noon(date(2026, 12, 30)))
    town.held(date(2026, 12, 30), "samtale_start")
    with town.database.reading() as session:
        assert queries.escalations(session, date(2026, 12, 30)) == []


def test_the_municipality_decides_how_long_the_coordinator_has(town: Town, manager: User) -> None:
    assert told(town, LATEST + timedelta(days=4), Terms(figures={"overdue.manager_after_days": 3})) == 1


def test_a_substitute_sees_the_list_while_the_coordinator_is_away(town: Town) -> None:
    with town.database.transaction() as session:
        substitute = build.user(session, Role.COORDINATOR)
        session.get_one(Citizen, town.citizen).substitute_id = substitute.id
    with town.database.reading() as session:
        assert queries.follow_ups(session, substitute.id, LATEST) == []
        seen = queries.follow_ups(session, substitute.id, LATEST, absent=[town.coordinator.id])
        assert [(row.rule, citizen.id) for row, citizen in seen] == [("samtale_start", town.citizen)]
        stranger = queries.follow_ups(session, substitute.id + 1, LATEST, absent=[town.coordinator.id])
        assert stranger == []
