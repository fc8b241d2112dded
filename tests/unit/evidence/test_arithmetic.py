"""The reckoning line by line comes to what the law's own function says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.quota import quota
from law.schemes import RULES_VERSIONS
from placements.evidence.arithmetic import Line, lines

OLD, NEW = date(2021, 12, 31), date(2026, 11, 23)


def told(employees: float, rules: date = NEW) -> list[tuple[str, float, float, int]]:
    return [(line.what, line.employees, line.quotient, line.places) for line in lines(employees, rules)]


def test_a_small_unit_is_divided_once() -> None:
    assert told(12.5) == [("within", 12.5, 2.5, 2), ("places", 0, 0, 2)]


def test_a_large_unit_is_divided_below_and_above() -> None:
    assert told(65) == [("within", 50, 10.0, 10), ("above", 15, 1.5, 1), ("places", 0, 0, 11)]


def test_under_the_old_rules_a_large_unit_is_divided_whole() -> None:
    assert told(65, OLD) == [("large", 65, 6.5, 6), ("places", 0, 0, 6)]


def test_a_unit_with_less_than_a_place_has_the_least() -> None:
    within, least, places = lines(3.2, NEW)
    assert (within.places, least.what, least.least, places.places) == (0, "least", 1, 1)


def test_under_the_old_rules_nobody_employed_gives_nothing() -> None:
    first, places = lines(0.5, OLD)
    assert (first.what, first.least, places.places) == ("too_few", 1, 0)
    assert lines(0, NEW)[-1] == Line(what="places", places=1)


def test_what_is_almost_a_place_does_not_look_like_one() -> None:
    assert told(9.999)[0] == ("within", 9.99, 1.99, 1)
    assert told(10.0)[0] == ("within", 10.0, 2.0, 2)


def test_figures_are_rounded_as_one_would_by_hand() -> None:
    assert told(5.125)[0] == ("within", 5.13, 1.03, 1)
    assert told(64.996)[1] == ("above", 15.0, 1.5, 1)


@pytest.mark.parametrize("rules", RULES_VERSIONS)
@given(employees=st.decimals(0, 400, places=2).map(float))
def test_the_divisions_add_up_to_the_law(rules: date, employees: float) -> None:
    *way, result = lines(employees, rules)
    divided = sum(line.places for line in way)
    least = max((line.least for line in way if line.what == "least"), default=0)
    assert result.places == quota(employees, rules) == max(divided, least)
