"""On which days somebody is to come, and when absence is a pattern."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.workdays import is_working_day
from placements.daily.days import Running, weekdays
from placements.daily.patterns import ABSENT, Limit, limits, pattern
from placements.daily.tables import Presence
from scheduler.followups.terms import THE_DEFAULTS, Terms

MONDAY = date(2026, 11, 2)
AWAY, EXCUSED, LATE, CAME = Presence.AWAY, Presence.EXCUSED, Presence.LATE, Presence.CAME
DEFAULTS = limits(THE_DEFAULTS, MONDAY)
WEEKS = Running(MONDAY, None).days(MONDAY, MONDAY + timedelta(days=25))


def told(*marks: Presence | None) -> Mapping[date, Presence]:
    return {day: mark for day, mark in zip(WEEKS, marks, strict=False) if mark is not None}


def test_without_a_timetable_a_placement_runs_on_working_days() -> None:
    running = Running(date(2026, 12, 21), date(2026, 12, 29))
    found = running.days(date(2026, 12, 1), date(2027, 1, 31))
    assert found == [date(2026, 12, day) for day in (21, 22, 23, 24, 28, 29)]


def test_a_timetable_says_the_weekdays_weekends_too_and_holidays_never() -> None:
    agreed = weekdays([{"weekday": 5, "from": "09:00", "to": "14:00"}, {"weekday": 6, "from": "09:00", "to": "14:00"}])
    running = Running(date(2026, 12, 18), None, agreed)
    assert running.days(date(2026, 12, 18), date(2027, 1, 3)) == [
        date(2026, 12, 18), date(2026, 12, 19), date(2027, 1, 2)
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "runs"), [(1, False), (2, True), (6, True), (7, False), (9, False)])
def test_it_runs_from_its_first_day_to_its_last(day: int, runs: bool) -> None:
    assert Running(MONDAY, date(2026, 11, 6)).on(date(2026, 11, day)) is runs


@pytest.mark.parametrize(
    ("marks", "until"),
    [
        ((AWAY,), None),
        ((AWAY, AWAY), 1),
        ((AWAY, CAME, CAME, CAME, AWAY), 4),
        ((AWAY, CAME, CAME, CAME, CAME, AWAY), None),
        ((AWAY, None, None, None, AWAY), 4),
        ((EXCUSED, EXCUSED), None),
        ((EXCUSED, EXCUSED, EXCUSED), 2),
        ((AWAY, EXCUSED, CAME, LATE, LATE, CAME, CAME, CAME, CAME, EXCUSED), 9),
        ((AWAY, EXCUSED, CAME, LATE, LATE, CAME, CAME, CAME, CAME, CAME, EXCUSED), None),
        ((LATE,) * 10, None),
        ((AWAY, AWAY, CAME, CAME, CAME, CAME, AWAY, AWAY), 7),
    ],
)
def test_two_days_without_a_word_in_five_or_three_of_any_kind_in_ten_are_a_pattern(
    marks: tuple[Presence | None, ...], until: int | None
) -> None:
    found = pattern(told(*marks), WEEKS, DEFAULTS)
    assert (None if found is None else found.until) == (None if until is None else WEEKS[until])


def test_days_on_which_nobody_is_to_come_do_not_stretch_a_pattern() -> None:
    friday_and_tuesday = {WEEKS[4]: AWAY, WEEKS[6]: AWAY}
    assert WEEKS[6] - WEEKS[4] == timedelta(days=4)
    assert pattern(friday_and_tuesday, WEEKS, [Limit(ABSENT, 2, 3)]) is not None


def test_a_municipality_has_limits_of_its_own() -> None:
    own = limits(Terms(figures={"absence.unexcused": 3, "absence.unexcused_within_days": 3}), MONDAY)
    assert pattern(told(AWAY, AWAY), WEEKS, own) is None
    assert pattern(told(AWAY, AWAY, AWAY), WEEKS, own) is not None


@given(marks=st.lists(st.sampled_from([AWAY, EXCUSED, LATE, CAME, None]), max_size=18))
def test_a_pattern_is_what_counting_every_window_finds(marks: list[Presence | None]) -> None:
    kinds = [(limit, [mark in limit.kinds for mark in marks]) for limit in DEFAULTS]
    windows = [
        WEEKS[last]
        for limit, missed in kinds
        for last, absent in enumerate(missed)
        if absent and sum(missed[max(0, last - limit.within + 1) : last + 1]) >= limit.number
    ]
    found = pattern(told(*marks), WEEKS, DEFAULTS)
    assert (None if found is None else found.until) == max(windows, default=None)


@given(first=st.dates(date(2026, 1, 1), date(2027, 1, 1)), length=st.integers(0, 40))
def test_days_are_in_order_and_working_days(first: date, length: int) -> None:
    found = Running(first, first + timedelta(days=length)).days(first, first + timedelta(days=60))
    assert found == sorted(set(found))
    assert all(is_working_day(day) for day in found)
