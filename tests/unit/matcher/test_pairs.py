"""Hours, starts, lawful intervals and the fast screen, each against the plain way."""

from dataclasses import replace
from datetime import date, time, timedelta

import numpy as np
import pytest

from benchmarks.instances import problem as generated
from law.schemes import terms
from matcher.engine.arrays import pairs
from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.hours import WeeklyHours
from matcher.engine.arrays.instance import AnyDay, instance
from matcher.engine.arrays.lawful import interval
from matcher.engine.arrays.pairs import lawful, lawful_candidates
from matcher.engine.arrays.starts import any_start_within, start_counts, start_days, weeks_waited
from matcher.engine.problem import Busy, Citizen, Opening, Point, Shift
from matcher.engine.rules import scheme
from tests.unit.matcher.town import CITIZEN, OPENING, crowd

REFORM = date(2026, 7, 1)


def _minute_by_minute(citizen: Citizen, opening: Opening) -> float:
    free = 0
    for shift in opening.shifts:
        for minute in range(shift.from_.hour * 60 + shift.from_.minute, shift.to.hour * 60 + shift.to.minute):
            clock = time(minute // 60, minute % 60)
            free += not any(busy.weekday == shift.weekday and busy.from_ <= clock < busy.to for busy in citizen.busy)
    return free / 60


def test_free_hours_are_exact_to_the_minute_also_where_busy_times_overlap() -> None:
    busy = (
        Busy(weekday=1, from_=time(8, 7), to=time(10, 20)),
        Busy(weekday=1, from_=time(9), to=time(11, 1)),
        Busy(weekday=3, from_=time(6), to=time(22)),
    )
    shifts = (
        Shift(weekday=1, from_=time(7, 30), to=time(12)),
        Shift(weekday=1, from_=time(13), to=time(15, 59)),
        Shift(weekday=3, from_=time(8), to=time(9)),
        Shift(weekday=5, from_=time(8), to=time(9)),
    )
    people, places = [CITIZEN, replace(CITIZEN, busy=busy)], [OPENING, replace(OPENING, shifts=shifts)]
    hours = WeeklyHours.of(people, places)

    for c, o in ((0, 1), (1, 1)):
        assert hours.free_hours(np.array([c]), np.array([o]))[0] == pytest.approx(
            _minute_by_minute(people[c], places[o])
        )
    assert hours.free_hours(np.array([1]), np.array([0]))[0] == np.inf


def _starts(first: date, latest: date) -> list[date]:
    found = [first] if first <= latest else []
    day = first + timedelta(days=1)
    while found and day <= latest:
        if day.weekday() == 0:
            found.append(day)
        day += timedelta(days=1)
    return found


@pytest.mark.parametrize("shift", range(9))
@pytest.mark.parametrize("length", [-1, 0, 1, 6, 7, 8, 30])
def test_starts_are_the_first_day_and_the_mondays_after_it(shift: int, length: int) -> None:
    first = date(2026, 12, 1) + timedelta(days=shift)
    latest = first + timedelta(days=length)
    expected = _starts(first, latest)
    begin, end = np.array([first.toordinal()]), np.array([latest.toordinal()])

    count = int(start_counts(begin, end)[0])
    days = start_days(np.repeat(begin, count), np.arange(count))

    assert [date.fromordinal(int(day)) for day in days] == expected
    assert weeks_waited(np.repeat(begin, count), days).tolist() == [(day - first).days // 7 for day in expected]
    for low in range(-2, 12):
        span = [first + timedelta(days=low), first + timedelta(days=low + 3)]
        among = any(span[0] <= day <= span[1] for day in expected)
        bounds = (np.array([day.toordinal()]) for day in span)
        assert bool(any_start_within(begin, end, *bounds)[0]) == among


@pytest.mark.parametrize(
    ("scheme", "changes", "first", "last"),
    [
        ("loentilskud", {"unemployed_since": date(2026, 8, 31)}, date(2027, 3, 1), None),
        ("loentilskud", {"unemployed_since": date(2026, 8, 28)}, date(2027, 2, 28), None),
        ("loentilskud", {"unemployed_since": date(2026, 11, 1), "birth_year": 1977}, date(2027, 1, 1), None),
        ("loentilskud", {"unemployed_since": date(2026, 11, 1), "single_parent": True}, date.min, None),
        ("loentilskud", {"unemployed_since": date(2026, 11, 1), "no_education": True}, date.min, None),
        ("igu", {"resident_since": date(2007, 3, 1)}, date(2008, 1, 1), date(2027, 2, 28)),
        ("igu", {"resident_since": date(2008, 2, 29)}, date(2008, 1, 1), date(2027, 12, 31)),
        ("igu", {"resident_since": date(2020, 1, 1), "birth_year": 1977}, date(1995, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_law_allows_starts_from_one_day_to_another(
    scheme: str, changes: dict[str, object], first: date, last: date | None
) -> None:
    law = terms(scheme, REFORM)
    assert law is not None

    low, high = interval(law, replace(CITIZEN, **changes))  # type: ignore[arg-type]

    assert max(low, 1) == first.toordinal()
    assert high == (last or date.max).toordinal()


def test_igu_is_closed_to_who_has_no_known_day_of_residence() -> None:
    law = terms("igu", REFORM)
    assert law is not None

    low, high = interval(law, CITIZEN)

    assert high < low


@pytest.mark.parametrize("block", [50, 8_000_000])
def test_the_fast_screen_loses_no_lawful_pair(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "BLOCK", block)
    for problem in (generated(80, 50), crowd(3, 80, 50)):
        arrays = instance(problem)
        everybody, everywhere = np.divmod(np.arange(80 * 50), 50)
        plain = lawful(Candidates(arrays, everybody, everywhere))

        blocks = list(lawful_candidates(arrays, np.zeros(80, dtype=bool)))

        assert len(plain)
        assert np.concatenate([part.citizen for part in blocks]).tolist() == plain.citizen.tolist()
        assert np.concatenate([part.opening for part in blocks]).tolist() == plain.opening.tolist()


def test_the_fast_screen_loses_no_lawful_pair_however_far_apart_people_live() -> None:
    problem = generated(80, 50)
    far = tuple(
        replace(one, max_travel_km=12_000.0 if i % 2 else one.max_travel_km, home=Point(lat=-60.0 + i, lon=4.0 * i))
        for i, one in enumerate(problem.citizens)
    )
    arrays = instance(replace(problem, citizens=(*far[:40], *problem.citizens[40:])))
    plain = lawful(Candidates(arrays, *np.divmod(np.arange(80 * 50), 50)))

    (found,) = lawful_candidates(arrays, np.zeros(80, dtype=bool))

    assert len(plain)
    assert found.citizen.tolist() == plain.citizen.tolist()
    assert found.opening.tolist() == plain.opening.tolist()


def test_schemes_that_are_open_on_any_day_change_nothing_but_the_way_they_are_found() -> None:
    for problem in (generated(80, 50, 7), crowd(4, 80, 50)):
        arrays = instance(problem)
        unknown = replace(arrays, any_day=AnyDay(0 * arrays.any_day.citizen, 0 * arrays.any_day.opening))
        both = [scheme(Candidates(one, *np.divmod(np.arange(80 * 50), 50))) for one in (arrays, unknown)]

        assert both[0].any()
        assert both[0].tolist() == both[1].tolist()


def test_patterns_of_a_week_are_shared_by_those_who_have_the_same() -> None:
    lessons = (Busy(weekday=2, from_=time(8), to=time(11)),)
    people = [CITIZEN, replace(CITIZEN, busy=lessons), replace(CITIZEN, id="c9", busy=lessons)]
    work = replace(OPENING, shifts=(Shift(weekday=2, from_=time(8), to=time(12)),))

    (tuesday,) = WeeklyHours.of(people, [work, work]).weekdays

    assert tuesday.overlap.shape == (2, 1)
    assert tuesday.busy.tolist() == [0, 1, 1]
