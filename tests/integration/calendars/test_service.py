"""Working hours and absences."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from accounts.tables import Role, User
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from scheduler.calendars import queries, service
from scheduler.calendars.service import Hours
from tests import rows
from tests.rows import NOW, TODAY

MONDAY, TUESDAY = 1, 2
TOMORROW, IN_A_WEEK = TODAY + timedelta(days=1), TODAY + timedelta(days=7)


@pytest.fixture
def database(sqlite: Database) -> Database:
    """One kind of database is enough here; `test_both_databases` asks both the same."""
    return sqlite


@pytest.fixture
def worker(database: Database) -> User:
    with database.transaction() as session:
        return rows.user(session, Role.CASEWORKER)


def hours(database: Database, user: User) -> list[Hours]:
    with database.reading() as session:
        return [Hours(one.weekday, one.from_, one.to) for one in queries.hours(session, user.id)]


def set_hours(database: Database, user: User, *given: Hours) -> None:
    with database.transaction() as session:
        service.set_hours(session, NOW, user.id, given)


def away(database: Database, actor: User, who: User, first: date, last: date, substitute: int | None = None) -> int:
    with database.transaction() as session:
        return service.absent_from(session, NOW, actor, who.id, first, last, substitute).id


def test_new_hours_take_the_place_of_the_old(database: Database, worker: User) -> None:
    whole, early, late = (
        Hours(MONDAY, time(8), time(16)),
        Hours(TUESDAY, time(8), time(12)),
        Hours(TUESDAY, time(12), time(17)),
    )
    set_hours(database, worker, whole)
    set_hours(database, worker, late, early)
    assert hours(database, worker) == [early, late]
    set_hours(database, worker)
    assert hours(database, worker) == []


@pytest.mark.parametrize(
    "bad",
    [
        [Hours(0, time(8), time(16))],
        [Hours(8, time(8), time(16))],
        [Hours(MONDAY, time(16), time(8))],
        [Hours(MONDAY, time(8), time(8))],
        [Hours(MONDAY, time(8), time(12)), Hours(MONDAY, time(11), time(16))],
    ],
)
def test_hours_that_cannot_be_change_nothing(database: Database, worker: User, bad: list[Hours]) -> None:
    good = Hours(MONDAY, time(8), time(16))
    set_hours(database, worker, good)
    with pytest.raises(BadInputError) as caught:
        set_hours(database, worker, *bad)
    assert [fault.place for fault in caught.value.faults] == [str(bad[0].weekday)]
    assert hours(database, worker) == [good]


def test_somebody_is_away_on_every_day_of_an_absence_and_no_other(database: Database, worker: User) -> None:
    with database.transaction() as session:
        substitute = rows.user(session).id
    away(database, worker, worker, TOMORROW, IN_A_WEEK, substitute)
    with database.reading() as session:
        days = [day for day in range(-1, 10) if worker.id in queries.absent(session, TODAY + timedelta(days=day))]
        assert queries.absent(session, IN_A_WEEK) == {worker.id: substitute}
    assert days == list(range(1, 8))


def test_an_absence_that_is_cancelled_is_none(database: Database, worker: User) -> None:
    absence = away(database, worker, worker, TOMORROW, TOMORROW)
    with database.transaction() as session:
        service.cancel_absence(session, NOW, worker, absence)
    with database.reading() as session:
        assert queries.absent(session, TOMORROW) == {}
        assert [one.action for one in session.scalars(select(AuditEntry))] == ["absence.noted", "absence.cancelled"]
    with database.transaction() as session, pytest.raises(NotFoundError):
        service.cancel_absence(session, NOW, worker, absence)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.CONSULTANT, Role.EMPLOYER])
def test_only_those_who_plan_note_that_others_are_away(database: Database, worker: User, role: Role) -> None:
    with database.transaction() as session:
        other = rows.user(session, role)
        coordinator = rows.user(session, Role.COORDINATOR)
    with pytest.raises(ForbiddenError):
        away(database, other, worker, TOMORROW, TOMORROW)
    absence = away(database, coordinator, worker, TOMORROW, TOMORROW)
    with database.transaction() as session, pytest.raises(ForbiddenError):
        service.cancel_absence(session, NOW, other, absence)


@pytest.mark.parametrize(
    ("first", "last", "places"),
    [
        (IN_A_WEEK, TOMORROW, ["last"]),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), ["last"]),
        (TOMORROW, TOMORROW + timedelta(days=732), ["last"]),
    ],
)
def test_an_absence_must_be_one_that_can_be(
    database: Database, worker: User, first: date, last: date, places: list[str]
) -> None:
    with pytest.raises(BadInputError) as caught:
        away(database, worker, worker, first, last)
    assert [fault.place for fault in caught.value.faults] == places


def test_nobody_stands_in_for_themselves_and_nobody_unknown_for_anybody(database: Database, worker: User) -> None:
    for substitute in (worker.id, 999_999):
        with pytest.raises(BadInputError) as caught:
            away(database, worker, worker, TOMORROW, TOMORROW, substitute)
        assert [fault.place for fault in caught.value.faults] == ["substitute"]


def test_the_same_day_is_not_noted_twice(database: Database, worker: User) -> None:
    away(database, worker, worker, TOMORROW, IN_A_WEEK)
    for first, last in ((TODAY, TOMORROW), (IN_A_WEEK, IN_A_WEEK), (TODAY, IN_A_WEEK + timedelta(days=9))):
        with pytest.raises(ConflictError):
            away(database, worker, worker, first, last)
    away(database, worker, worker, TODAY, TODAY)
