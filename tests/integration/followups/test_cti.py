"""Courses of critical time intervention: room, phases, contacts before the start, long-term plan, closing meeting."""

from datetime import date

import pytest

from accounts.tables import Role, User
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from scheduler.followups import cti
from scheduler.followups.cases import Ended
from scheduler.followups.cti import CourseSeen
from scheduler.followups.tables import CtiBasis
from tests import build
from tests.integration.followups.town import Town, noon

TODAY, START = date(2026, 12, 1), date(2027, 1, 4)


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


@pytest.fixture
def worker(town: Town) -> User:
    with town.database.transaction() as session:
        return build.user(session, Role.SUPPORT_WORKER)


def begin(
    town: Town, worker: User, start: date = START, basis: CtiBasis = CtiBasis.SECTION_85, why: str | None = None
) -> int:
    with town.database.transaction() as session:
        return cti.begin(session, noon(TODAY), town.coordinator, town.citizen, worker.id, basis, start, why).event_id


def seen(town: Town, course: int, on: date) -> CourseSeen:
    with town.database.transaction() as session:
        return cti.seen(session, noon(on), town.coordinator, course)


@pytest.mark.parametrize(
    ("basis", "end"), [(CtiBasis.SECTION_85, date(2027, 10, 4)), (CtiBasis.SECTION_82B, date(2027, 7, 4))]
)
def test_the_law_it_rests_on_decides_how_long_a_course_lasts(
    town: Town, worker: User, basis: CtiBasis, end: date
) -> None:
    assert seen(town, begin(town, worker, basis=basis), TODAY).end == end


def test_three_phases_share_the_months_and_fill_with_what_was_held(town: Town, worker: User) -> None:
    course = begin(town, worker)
    for week in (11, 18):
        town.held(date(2027, 1, week), "cti")
    found = seen(town, course, date(2027, 1, 20))
    assert [(one.first, one.last) for one in found.phases] == [
        (date(2027, 1, 4), date(2027, 4, 3)),
        (date(2027, 4, 4), date(2027, 7, 3)),
        (date(2027, 7, 4), date(2027, 10, 3)),
    ]
    assert [(one.contacts, one.held) for one in found.phases] == [(12, 2), (6, 0), (3, 0)]
    assert found.phase == 1


@pytest.mark.parametrize(
    ("on", "phase"),
    [("2027-01-03", None), ("2027-01-04", 1), ("2027-04-04", 2), ("2027-10-03", 3), ("2027-10-04", None)],
)
def test_a_course_is_in_the_phase_of_the_day(town: Town, worker: User, on: str, phase: int | None) -> None:
    assert seen(town, begin(town, worker), date.fromisoformat(on)).phase == phase


def test_two_contacts_come_before_the_start(town: Town, worker: User) -> None:
    course = begin(town, worker)
    assert seen(town, course, TODAY).introductions_missing == 2
    with town.database.transaction() as session:
        for day in (TODAY, TODAY, date(2026, 11, 25)):
            cti.introduce(session, noon(TODAY), town.coordinator, course, day)
    found = seen(town, course, TODAY)
    assert (found.introductions_missing, found.course.introductions) == (0, ["2026-11-25", "2026-12-01"])
    with pytest.raises(BadInputError, match="senest i dag"), town.database.transaction() as session:
        cti.introduce(session, noon(TODAY), town.coordinator, course, START)


def test_the_long_term_plan_and_the_closing_meeting_belong_to_the_last_weeks(town: Town, worker: User) -> None:
    course = begin(town, worker)
    found = seen(town, course, TODAY)
    assert found.plan_due == date(2027, 9, 6)
    assert found.closing is not None
    assert found.plan_due <= found.closing.due == date(2027, 9, 20)
    with town.database.transaction() as session:
        cti.agree_plan(session, noon(date(2027, 9, 8)), town.coordinator, course, date(2027, 9, 7))
    town.held(date(2027, 9, 20), "cti", number=0)
    found = seen(town, course, date(2027, 9, 21))
    assert found.course.plan_on == date(2027, 9, 7)
    assert found.closing is not None
    assert found.closing.held_on == date(2027, 9, 20)
    with pytest.raises(BadInputError, match="fra forløbets start"), town.database.transaction() as session:
        cti.agree_plan(session, noon(TODAY), town.coordinator, course, TODAY)


def fill(town: Town, worker: User, number: int, start: date = START) -> list[Town]:
    towns = [Town(town.database) for _ in range(number)]
    for one in towns:
        begin(one, worker, start)
    return towns


def test_a_full_worker_takes_one_more_only_for_a_reason_that_is_kept(town: Town, worker: User) -> None:
    fill(town, worker, 15)
    with pytest.raises(ConflictError, match=r"har 15 CTI-forløb.*omkring 15"):
        begin(town, worker, why="  ")
    course = begin(town, worker, why="Kender familien")
    assert seen(town, course, TODAY).course.over_capacity == "Kender familien"


def test_a_reason_that_is_not_needed_is_not_kept(town: Town, worker: User) -> None:
    assert seen(town, begin(town, worker, why="Kender familien"), TODAY).course.over_capacity is None


def test_a_course_that_is_over_or_whose_case_has_ended_takes_no_room(town: Town, worker: User) -> None:
    fill(town, worker, 1, date(2026, 1, 5))
    (ended,) = fill(town, worker, 1, date(2026, 10, 1))
    ended.happens(TODAY, Ended(date=TODAY))
    (running,) = fill(town, worker, 1, date(2026, 10, 1))
    with town.database.reading() as session:
        found = cti.under_way(session, worker.id, TODAY)
        assert [cti.seen(session, noon(TODAY), running.coordinator, one.event_id).citizen_id for one in found] == [
            running.citizen
        ]


def test_a_course_is_nobody_elses_business(town: Town, worker: User) -> None:
    course = begin(town, worker)
    for see in (course, 999):
        with pytest.raises(NotFoundError), town.database.transaction() as session:
            cti.seen(session, noon(TODAY), worker, see)
    with pytest.raises(NotFoundError), town.database.transaction() as session:
        cti.begin(session, noon(TODAY), worker, town.citizen, worker.id, CtiBasis.SECTION_85, START)


def test_the_worker_must_be_known(town: Town) -> None:
    with pytest.raises(BadInputError, match="worker"), town.database.transaction() as session:
        cti.begin(session, noon(TODAY), town.coordinator, town.citizen, 999, CtiBasis.SECTION_85, START)


def test_a_course_that_was_written_down_by_mistake_goes_with_its_event(town: Town, worker: User) -> None:
    course = begin(town, worker)
    town.cancelled(TODAY, course)
    with pytest.raises(NotFoundError):
        seen(town, course, TODAY)
    assert town.open("cti") == []
