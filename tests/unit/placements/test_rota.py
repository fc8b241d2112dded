"""When nobody would answer, and when somebody is at work."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import COPENHAGEN
from placements.daily.rota import Span, at_work, common_hours, is_at_work, uncovered

START = datetime(2026, 11, 23, tzinfo=UTC)
OFFICE = {day: (time(8), time(16)) for day in range(1, 6)}


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def spans(*pairs: tuple[int, int]) -> list[Span]:
    return [(hour(begin), hour(end)) for begin, end in pairs]


@pytest.mark.parametrize(
    ("covered", "left"),
    [
        ([], [(0, 10)]),
        ([(0, 10)], []),
        ([(-5, 3), (5, 20)], [(3, 5)]),
        ([(2, 4), (3, 6), (8, 9)], [(0, 2), (6, 8), (9, 10)]),
        ([(1, 9), (2, 3)], [(0, 1), (9, 10)]),
        ([(12, 14)], [(0, 10)]),
        ([(-9, -2)], [(0, 10)]),
    ],
)
def test_what_nobody_covers_is_left(covered: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    assert list(uncovered(hour(0), hour(10), spans(*covered))) == spans(*left)


@given(st.lists(st.tuples(st.integers(-3, 12), st.integers(1, 6)), max_size=6))
def test_every_hour_is_either_covered_or_left(watches: list[tuple[int, int]]) -> None:
    covered = [(begin, begin + length) for begin, length in watches]
    left = list(uncovered(hour(0), hour(10), spans(*covered)))
    for number in range(10):
        held = any(begin <= number < end for begin, end in covered)
        assert any(begin <= hour(number) < end for begin, end in left) is not held


def test_common_hours_are_when_everybody_who_works_that_day_is_there() -> None:
    weeks = [OFFICE, {1: (time(8, 30), time(15)), 2: (time(17), time(20))}]
    found = common_hours(weeks)
    assert found[1] == (time(8, 30), time(15))
    assert 2 not in found
    assert found[3] == (time(8), time(16))
    assert 6 not in found


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        (datetime(2026, 11, 23, 8, 0), True),
        (datetime(2026, 11, 23, 15, 59), True),
        (datetime(2026, 11, 23, 16, 0), False),
        (datetime(2026, 11, 23, 7, 59), False),
        (datetime(2026, 11, 28, 10, 0), False),
        (datetime(2026, 12, 25, 10, 0), False),
        (datetime(2026, 11, 24, 10, 0), False),
        (datetime(2026, 7, 6, 8, 0), True),
    ],
)
def test_somebody_is_at_work_in_their_hours_by_the_danish_clock(moment: datetime, works: bool) -> None:
    closed = frozenset({date(2026, 11, 24)})
    assert is_at_work(OFFICE, moment.replace(tzinfo=COPENHAGEN), closed) is works


def test_nobody_without_hours_is_at_work() -> None:
    assert not is_at_work({}, hour(10), frozenset())


def test_working_hours_ahead_are_those_of_each_working_day() -> None:
    found = list(at_work(OFFICE, hour(0), hour(24 * 8), frozenset()))
    assert len(found) == 7
    assert all(end - begin == timedelta(hours=8) for begin, end in found)
