"""The rota: who is on call, never two at once, and the times in which nobody would answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from accounts.tables import Role, User
from core.clock import COPENHAGEN, midnight
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from placements.daily import on_call, queries
from tests import rows
from tests.integration.placements.works import NOW, TODAY, Works, trail, works

EVENING, MORNING = NOW + timedelta(hours=5), NOW + timedelta(hours=20)


@pytest.fixture
def town(sqlite: Database) -> Works:
    with sqlite.transaction() as session:
        return works(session)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=COPENHAGEN)


def test_a_watch_is_put_on_the_rota_and_found_in_its_time(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        made = on_call.add(session, NOW, town.manager, town.colleague.id, EVENING, MORNING)
        found = {
            when: queries.on_call_at(session, when)
            for when in (EVENING - timedelta(seconds=1), EVENING, MORNING - timedelta(seconds=1), MORNING)
        }
        assert list(found.values()) == [None, made, made, None]
    (facts,) = trail(sqlite, "on_call.added")
    assert facts["starts_at"] == EVENING.isoformat()


def test_two_are_never_on_call_at_once(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        on_call.add(session, NOW, town.manager, town.colleague.id, EVENING, MORNING)
        with pytest.raises(ConflictError, match="allerede en på vagt"):
            on_call.add(
                session, NOW, town.manager, town.consultant.id, MORNING - timedelta(hours=1), MORNING + timedelta(1)
            )
        on_call.add(session, NOW, town.manager, town.consultant.id, MORNING, MORNING + timedelta(hours=8))


@pytest.mark.parametrize(
    ("hours", "places"),
    [((5, 5), ["ends_at"]), ((5, 400), ["ends_at"]), ((-5, -1), ["ends_at"]), ((10**6, 10**6 + 9), ["ends_at"])],
)
def test_a_watch_that_cannot_be_is_refused(
    sqlite: Database, town: Works, hours: tuple[int, int], places: list[str]
) -> None:
    first, last = (NOW + timedelta(hours=hour) for hour in hours)
    with sqlite.transaction() as session, pytest.raises(BadInputError) as error:
        on_call.add(session, NOW, town.manager, town.colleague.id, first, last)
    assert [fault.place for fault in error.value.faults] == places


def test_who_is_on_call_is_staff_with_a_telephone(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        silent = rows.user(session)
        for who, phone, place in (
            (town.employer, "+4512345678", "who"),
            (silent, None, "phone"),
            (silent, "ring bare", "phone"),
        ):
            with pytest.raises(BadInputError) as error:
                on_call.add(session, NOW, town.manager, who.id, EVENING, MORNING, phone)
            assert [fault.place for fault in error.value.faults] == [place]
        on_call.add(session, NOW, town.manager, silent.id, EVENING, MORNING, "+4587654321")
        assert session.get_one(User, silent.id).phone == "+4587654321"


def test_only_consultants_and_managers_edit_the_rota(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        made = on_call.add(session, NOW, town.consultant, town.consultant.id, EVENING, MORNING)
        for role in (Role.COORDINATOR, Role.EMPLOYER, Role.CITIZEN):
            other = rows.user(session, role)
            with pytest.raises(ForbiddenError):
                on_call.add(session, NOW, other, town.consultant.id, MORNING, MORNING + timedelta(hours=1))
            with pytest.raises(ForbiddenError):
                on_call.remove(session, NOW, other, made.id)


def test_a_watch_is_taken_off_and_one_that_has_begun_ends_now(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        later = on_call.add(session, NOW, town.manager, town.colleague.id, EVENING, MORNING)
        on_call.remove(session, NOW, town.manager, later.id)
        session.flush()
        assert queries.watch(session, later.id) is None
        begun = on_call.add(session, NOW, town.manager, town.colleague.id, NOW - timedelta(hours=1), MORNING)
        on_call.remove(session, NOW, town.manager, begun.id)
        assert begun.ends_at == NOW
        for gone in (later.id, begun.id):
            with pytest.raises(NotFoundError):
                on_call.remove(session, NOW, town.manager, gone)
    assert len(trail(sqlite, "on_call.removed")) == 2


def test_gaps_are_the_times_ahead_with_nobody_at_work_or_on_call(sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        on_call.add(session, NOW, town.manager, town.colleague.id, at(20, 16), at(22, 20))
        found = on_call.gaps(session, NOW)
        assert found[:2] == [(at(22, 20), at(23, 8)), (at(23, 16), at(24, 8))]
        assert on_call.gaps(session, NOW, closed={at(23, 8).date()})[0] == (at(22, 20), at(24, 8))


def test_without_a_consultant_all_of_the_time_ahead_is_a_gap(sqlite: Database) -> None:
    with sqlite.reading() as session:
        assert on_call.gaps(session, NOW) == [(NOW, midnight(TODAY + on_call.AHEAD))]


def test_of_two_watches_put_on_at_once_for_the_same_time_one_stands(database: Database) -> None:
    with database.transaction() as session:
        town = works(session)
    together = Barrier(2)

    def one(who: User) -> str:
        together.wait()
        try:
            with database.transaction() as session:
                on_call.add(session, NOW, town.manager, who.id, EVENING, MORNING)
        except ConflictError:
            return "refused"
        return "stands"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, [town.consultant, town.colleague])) == ["refused", "stands"]
