"""Once a day, at a time of the Danish clock, whatever dies and however many workers there are."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEntry, record
from core.clock import COPENHAGEN
from core.db import Database
from scheduler.clockwork import queries
from scheduler.clockwork.days import Daily, Figures, Slots
from scheduler.clockwork.tables import JobSlot

FIVE = time(5)


def work(session: Session, now: datetime) -> Figures:
    record(session, now, None, "worked", "test")
    return {"done": 1}


def whole(slots: Slots) -> None:
    slots.once("", work)


def at(text: str) -> datetime:
    """An instant by the Danish clock."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).astimezone(UTC)


def catch_up(database: Database, now: datetime, job: Callable[[Slots], None] = whole, stopped: bool = False) -> bool:
    stopping = Event()
    if stopped:
        stopping.set()
    return Daily("job", FIVE, job).catch_up(database, lambda: now, stopping)


def worked(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(AuditEntry)).all())


def slots(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(JobSlot.slot).order_by(JobSlot.slot)))


def test_a_day_is_done_once_and_says_what_came_of_it(database: Database) -> None:
    assert catch_up(database, at("2026-12-01T05:00"))
    assert not catch_up(database, at("2026-12-01T05:00"))
    assert not catch_up(database, at("2026-12-02T04:59"))
    assert worked(database) == 1
    with database.reading() as session:
        (slot,) = queries.slots(session, "job", date(2026, 12, 1))
    assert (slot.outcome, slot.done_at) == ({"done": 1}, at("2026-12-01T05:00"))


def test_a_worker_that_was_away_does_the_latest_day_when_it_is_back(database: Database) -> None:
    catch_up(database, at("2026-12-01T06:00"))
    catch_up(database, at("2026-12-05T03:00"))
    catch_up(database, at("2026-12-05T06:00"))
    assert slots(database) == ["2026-12-01", "2026-12-04", "2026-12-05"]


def test_work_that_fails_leaves_its_day_to_be_done(database: Database) -> None:
    def fail(slots: Slots) -> None:
        def broken(session: Session, now: datetime) -> Figures:
            work(session, now)
            raise RuntimeError("the disk is full")

        slots.once("", broken)

    with pytest.raises(RuntimeError):
        catch_up(database, at("2026-12-01T05:00"), fail)
    assert (worked(database), slots(database)) == (0, [])
    assert catch_up(database, at("2026-12-01T05:01"))
    assert worked(database) == 1


def test_a_day_in_parts_goes_on_where_it_was_left(database: Database) -> None:
    stops_after = iter(["b", ""])

    def parts(slots: Slots) -> None:
        last = next(stops_after)
        for part in ("a", "b", "c"):
            if slots.stopping.is_set():
                return
            slots.once(part, work)
            if part == last:
                slots.stopping.set()

    now = at("2026-12-01T05:00")
    catch_up(database, now, parts)
    assert slots(database) == ["2026-12-01/a", "2026-12-01/b"]
    catch_up(database, now, parts)
    assert slots(database) == ["2026-12-01", "2026-12-01/a", "2026-12-01/b", "2026-12-01/c"]
    assert worked(database) == 3


def test_of_two_workers_at_once_one_does_the_work(database: Database) -> None:
    now, both = at("2026-12-01T05:00"), Event()

    def slow(session: Session, now: datetime) -> Figures:
        both.wait(0.3)
        return work(session, now)

    def one() -> None:
        catch_up(database, now, lambda slots: slots.once("", slow))

    threads = [Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (worked(database), slots(database)) == (1, ["2026-12-01"])


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_nothing_is_done_in_the_hour_that_the_clocks_skip_or_repeat(at: time) -> None:
    with pytest.raises(ValueError, match="between 02:00 and 03:00"):
        Daily("job", at, whole)


@pytest.mark.parametrize("at", [time(1, 59), time(3), time(0), time(23, 59)])
def test_every_other_time_is_fine(at: time) -> None:
    assert Daily("job", at, whole).at == at


@pytest.mark.parametrize("begin", ["2026-10-24T00:00", "2027-03-27T00:00"])
@pytest.mark.parametrize("at_", [time(0), time(1, 59), time(3), time(5), time(23, 59)])
def test_over_a_change_of_the_clocks_each_day_is_done_once_at_its_time(sqlite: Database, begin: str, at_: time) -> None:
    done: dict[str, datetime] = {}
    now, end = at(begin), at(begin) + timedelta(days=3)
    job = Daily("job", at_, whole)
    while now < end:
        day = job.day(now).isoformat()
        if day not in done:
            done[day] = now.astimezone(COPENHAGEN)
        now += timedelta(minutes=1)
    first, *later = sorted(done)
    assert [later_day > first for later_day in later] == [True] * len(later)
    assert len(later) in (2, 3)
    assert {instant.time() for day, instant in done.items() if day != first} == {at_}
    assert {instant.date().isoformat() for day, instant in done.items() if day != first} == set(later)
