"""The cap against the rule as the exchange formats state it, written here once more and in exact fractions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.quotas import Cap, Month, Stay, cap, fills_quota, full_day
from law.schemes import KNOWN_SCHEMES, RULES_VERSIONS
from matcher.engine.problem import Occupied
from matcher.engine.result import Placement
from tests.unit.matcher.answers import codes, placement
from tests.unit.matcher.town import town

EDGES = (0, 1, 4, 5, 6, 49, 50, 51, 59, 60)
PLACES_2015 = (0, 1, 1, 1, 1, 9, 10, 5, 5, 6)
PLACES_2022 = (1, 1, 1, 1, 1, 9, 10, 10, 10, 11)
RULES_2022 = date(2022, 1, 1)


def q(employees: Fraction, rules: date) -> int:
    """formats.md, Quota."""
    if rules >= RULES_2022:
        return max(1, floor(min(employees, Fraction(50)) / 5) + floor(max(employees - 50, Fraction(0)) / 10))
    if employees < 1:
        return 0
    return max(1, floor(employees / 5)) if employees <= 50 else floor(employees / 10)


def months_before(day: date, figures: Sequence[float]) -> list[Month]:
    """The figures in the months that end with the one of `day`, oldest first."""
    last = 12 * day.year + day.month - 1
    numbers = range(last - len(figures) + 1, last + 1)
    return [
        Month(month=date(number // 12, number % 12 + 1, 1), ordinary_fte=figure, source="CVR")
        for number, figure in zip(numbers, figures, strict=True)
    ]


@pytest.mark.parametrize("rules", RULES_VERSIONS)
@pytest.mark.parametrize(("employees", "old", "new"), list(zip(EDGES, PLACES_2015, PLACES_2022, strict=True)))
def test_every_boundary_under_every_version_of_the_rules(rules: date, employees: int, old: int, new: int) -> None:
    places = new if rules >= RULES_2022 else old
    assert cap(months_before(rules, [employees] * 4), rules).places == places == q(Fraction(employees), rules)


@pytest.mark.parametrize("rules", RULES_VERSIONS)
@pytest.mark.parametrize("edge", [1, 5, 50, 60])
def test_a_hundredth_below_a_boundary_is_below_it(rules: date, edge: int) -> None:
    """As a mean of four, whose fractions are no binary numbers."""
    just_below = [edge - 0.01, edge + 0.3, edge - 0.1, edge - 0.2]
    below, on = months_before(rules, just_below), months_before(rules, [*just_below[:3], edge - 0.19])
    assert cap(below, rules).places == q(Fraction(edge) - Fraction(1, 400), rules)
    assert cap(on, rules).places == q(Fraction(edge), rules)


@pytest.mark.parametrize("rules", RULES_VERSIONS)
def test_the_day_before_a_version_is_under_the_one_before(rules: date) -> None:
    before = rules - timedelta(days=1)
    counted = months_before(before, [60] * 4)
    assert (cap(counted, before).rules, cap(counted, rules).rules) == (
        max((one for one in RULES_VERSIONS if one < rules), default=RULES_VERSIONS[0]),
        rules,
    )


FIGURES = st.lists(st.decimals(0, 130, places=2), min_size=1, max_size=9)


@given(FIGURES, st.sampled_from(RULES_VERSIONS))
def test_the_cap_is_the_formats_quota_of_the_mean_of_the_latest_four(figures: list[Decimal], rules: date) -> None:
    latest = [Fraction(figure) for figure in figures[-4:]]
    found = cap(months_before(rules, [float(figure) for figure in figures]), rules)
    assert found.places == q(sum(latest, Fraction(0)) / len(latest), rules)


FIRST = date(2026, 12, 7)
DAYS = st.dates(date(2026, 11, 20), date(2027, 1, 31))


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return Stay(scheme=draw(st.sampled_from(KNOWN_SCHEMES)), start=start, end=end, hours=draw(st.floats(1, 37)))


@given(st.lists(stays(), max_size=6), stays(), st.integers(0, 4))
def test_h3_day_by_day_finds_the_same_first_day_that_is_too_full(there: list[Stay], new: Stay, places: int) -> None:
    limit = replace(cap([], new.start), places=places)
    assert full_day(limit, there, new) == _full_day_slowly(limit, there, new)


def _full_day_slowly(limit: Cap, there: list[Stay], new: Stay) -> date | None:
    if not fills_quota(new.scheme, limit.day):
        return None
    assert new.end is not None
    days = (new.start + timedelta(days=n) for n in range((new.end - new.start).days + 1))
    filling = [one for one in (*there, new) if fills_quota(one.scheme, limit.day)]
    return next((day for day in days if sum(one.covers(day) for one in filling) > limit.places), None)


@given(st.lists(stays(), max_size=5), st.integers(0, 3))
def test_the_matching_cores_own_check_says_the_same(there: list[Stay], places: int) -> None:
    """What the municipality decides and what a match may propose must not differ."""
    occupied = tuple(_occupied(one) for one in there)
    problem = town(unit={"quota_override": places, "occupied": occupied})
    proposed = placement()
    asked_for = _stay(proposed)
    limit = replace(cap([], problem.rules_day), places=places)
    assert (full_day(limit, there, asked_for) is not None) == ("H3" in codes(problem, proposed))


def _occupied(one: Stay) -> Occupied:
    assert one.end is not None
    return Occupied(scheme=one.scheme, from_=one.start, to=one.end, hours=one.hours)


def _stay(one: Placement) -> Stay:
    assert one.end is not None
    return Stay(scheme=one.scheme, start=one.start, end=one.end - timedelta(days=1), hours=one.hours)
