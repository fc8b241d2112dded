"""A follow-up that was held is ticked off, once, by somebody who may; the next of its series is made."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from citizens.tables import CaseEvent, EventKind
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from scheduler.followups import service
from scheduler.followups.cases import Cti, Held, PlanMade
from scheduler.followups.tables import FollowUp
from tests import build
from tests.integration.followups.town import Town, noon, praktik, referral

DAY = date(2026, 12, 1)


@pytest.fixture
def town(database: Database) -> Town:
    found = Town(database)
    found.happens(DAY, referral(DAY))
    return found


def test_what_is_held_is_closed_and_says_when_and_by_whom(town: Town) -> None:
    town.held(date(2026, 12, 7), "samtale_start")
    assert town.closed("samtale_start") == [(1, date(2026, 12, 7), town.coordinator.id)]
    assert town.open("samtale_start") == []


def test_the_next_counts_from_the_day_the_one_before_was_held(town: Town) -> None:
    town.happens(DAY, PlanMade(date=DAY))
    assert town.open("plan")[0] == (1, date(2027, 6, 1))
    town.held(date(2027, 5, 20), "plan")
    assert town.open("plan")[0] == (2, date(2027, 11, 19))


def test_the_first_held_settles_the_first_due(town: Town) -> None:
    closed = town.held(date(2027, 1, 12), "samtaler", number=3)
    assert closed.number == 1
    assert [number for number, _ in town.open("samtaler")][:2] == [2, 3]


def test_ticking_off_twice_changes_nothing(town: Town) -> None:
    closed = town.held(date(2026, 12, 7), "samtale_start")
    with town.database.transaction() as session:
        service.held(session, noon(date(2026, 12, 9)), town.coordinator, closed.id, date(2026, 12, 7))
        assert session.scalar(select(func.count()).where(AuditEntry.action == "follow_up.held")) == 1


def test_another_day_for_what_is_closed_is_refused(town: Town) -> None:
    closed = town.held(date(2026, 12, 7), "samtale_start")
    with pytest.raises(ConflictError, match="2026-12-07"), town.database.transaction() as session:
        service.held(session, noon(date(2026, 12, 9)), town.coordinator, closed.id, date(2026, 12, 8))


def test_a_series_is_held_once_a_day(town: Town) -> None:
    town.held(date(2027, 1, 12), "samtaler")
    with pytest.raises(ConflictError, match="den dag"):
        town.held(date(2027, 1, 12), "samtaler")


@pytest.mark.parametrize("on", [DAY - timedelta(days=1), DAY + timedelta(days=2)])
def test_it_was_held_between_the_first_day_of_its_series_and_today(town: Town, on: date) -> None:
    with town.database.transaction() as session:
        row = session.scalars(select(FollowUp).where(FollowUp.rule == "samtale_start")).one()
    with pytest.raises(BadInputError) as error, town.database.transaction() as session:
        service.held(session, noon(DAY + timedelta(days=1)), town.coordinator, row.id, on)
    assert [fault.place for fault in error.value.faults] == ["on"]


def test_only_those_who_carry_the_case_tick_off(town: Town) -> None:
    with town.database.transaction() as session:
        stranger = build.user(session)
    with pytest.raises(NotFoundError):
        town.held(date(2026, 12, 7), "samtale_start", by=stranger)
    with pytest.raises(NotFoundError), town.database.transaction() as session:
        service.held(session, noon(DAY), town.coordinator, 999, DAY)


def test_a_tick_by_mistake_is_taken_back(town: Town) -> None:
    before = town.open("samtaler")
    closed = town.held(date(2027, 1, 12), "samtaler")
    with town.database.transaction() as session:
        service.reopen(session, noon(date(2027, 1, 13)), town.coordinator, closed.id)
    assert town.open("samtaler") == before
    assert town.closed("samtaler") == []


def test_what_is_open_cannot_be_taken_back(town: Town) -> None:
    with town.database.reading() as session:
        row = session.scalars(select(FollowUp).limit(1)).one()
    with pytest.raises(ConflictError, match="ikke afkrydset"), town.database.transaction() as session:
        service.reopen(session, noon(DAY), town.coordinator, row.id)


def test_what_was_held_of_each_placement_settles_that_placement(town: Town) -> None:
    first, second = date(2027, 1, 4), date(2027, 2, 1)
    town.happens(DAY, praktik(first, date(2027, 1, 29)))
    town.happens(DAY, praktik(second, date(2027, 3, 26)))
    town.held(date(2027, 1, 11), "praktik")
    assert [number for number, _ in town.open("praktik")] == [2, 3, 1, 2, 3]


def test_the_closing_meeting_of_cti_is_ticked_off_for_itself(town: Town) -> None:
    town.happens(DAY, Cti(start=DAY, months=6))
    contacts = [one for one in town.open("cti") if one[0] != 0]
    town.held(date(2027, 5, 18), "cti", number=0)
    assert town.open("cti") == contacts
    assert town.closed("cti") == [(0, date(2027, 5, 18), town.coordinator.id)]
    town.held(date(2027, 5, 19), "cti", number=1)
    assert (0, date(2027, 5, 18), town.coordinator.id) in town.closed("cti")


def test_taking_the_closing_meeting_back_leaves_a_contact_of_the_same_day(town: Town) -> None:
    town.happens(DAY, Cti(start=DAY, months=6))
    day = date(2027, 5, 18)
    town.held(day, "cti", number=1)
    closed = town.held(day, "cti", number=0)
    with town.database.transaction() as session:
        service.reopen(session, noon(day), town.coordinator, closed.id)
    assert town.closed("cti") == [(1, day, town.coordinator.id)]


def test_what_was_told_without_its_series_can_be_taken_back(town: Town) -> None:
    town.happens(DAY, Held(rule="samtale_start", date=DAY))
    with town.database.transaction() as session:
        row = session.scalars(select(FollowUp).where(FollowUp.rule == "samtale_start")).one()
        service.reopen(session, noon(DAY), town.coordinator, row.id)
    assert [number for number, _ in town.open("samtale_start")] == [1]


def test_in_a_case_that_cannot_be_computed_nothing_is_ticked_off(town: Town) -> None:
    with town.database.transaction() as session:
        session.add(CaseEvent(citizen_id=town.citizen, kind=EventKind.PLACEMENT, on=DAY, scheme="sommerjob"))
    with pytest.raises(ConflictError, match="Ret eller annullér"):
        town.held(date(2026, 12, 7), "samtale_start")
    assert town.closed("samtale_start") == []


@pytest.mark.parametrize(
    ("instant", "today"),
    [
        ("2027-03-27T22:59:00+00:00", "2027-03-27"),
        ("2027-03-27T23:00:00+00:00", "2027-03-28"),
        ("2027-03-28T21:59:00+00:00", "2027-03-28"),
        ("2027-03-28T22:00:00+00:00", "2027-03-29"),
        ("2027-10-30T21:59:00+00:00", "2027-10-30"),
        ("2027-10-30T22:00:00+00:00", "2027-10-31"),
        ("2027-10-31T22:59:00+00:00", "2027-10-31"),
        ("2027-10-31T23:00:00+00:00", "2027-11-01"),
    ],
)
def test_today_is_the_danish_day_on_both_sides_of_a_change_of_the_clocks(
    sqlite: Database, instant: str, today: str
) -> None:
    town, day = Town(sqlite), date.fromisoformat(today)
    town.happens(DAY, PlanMade(date=DAY))
    row = town.rows("plan")[0]
    with pytest.raises(BadInputError), sqlite.transaction() as session:
        service.held(session, datetime.fromisoformat(instant), town.coordinator, row.id, day + timedelta(days=1))
    with sqlite.transaction() as session:
        assert service.held(session, datetime.fromisoformat(instant), town.coordinator, row.id, day).held_on == day


def test_the_closing_meeting_can_be_taken_back(town: Town) -> None:
    town.happens(DAY, Cti(start=DAY, months=6))
    closed = town.held(date(2027, 5, 18), "cti", number=0)
    with town.database.transaction() as session:
        service.reopen(session, noon(date(2027, 5, 19)), town.coordinator, closed.id)
    assert 0 in [number for number, _ in town.open("cti")]
