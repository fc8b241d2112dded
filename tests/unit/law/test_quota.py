"""The cap on subsidised places under both sets of rules, and additional employment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.quota import CAPACITY_REDUCED, additional_employment_holds, quota
from law.schemes import GROUPS

OLD, NEW = date(2021, 12, 31), date(2022, 1, 1)
employees = st.floats(min_value=0, max_value=5000, allow_nan=False)


@pytest.mark.parametrize(
    ("staff", "old", "new"),
    [
        (0, 0, 1),
        (0.99, 0, 1),
        (1, 1, 1),
        (4.9, 1, 1),
        (5, 1, 1),
        (9.99, 1, 1),
        (10, 2, 2),
        (14.9, 2, 2),
        (15, 3, 3),
        (24, 4, 4),
        (49.99, 9, 9),
        (50, 10, 10),
        (50.5, 5, 10),
        (59.9, 5, 10),
        (60, 6, 11),
        (99, 9, 14),
        (100, 10, 15),
        (1000, 100, 105),
    ],
)
def test_places_by_ordinary_employees(staff: float, old: int, new: int) -> None:
    assert quota(staff, OLD) == old
    assert quota(staff, NEW) == new


@pytest.mark.parametrize("rules", [date(1990, 1, 1), date(2015, 1, 1), date(2016, 7, 1)])
def test_older_days_are_read_under_the_oldest_rules(rules: date) -> None:
    assert quota(60, rules) == 6


@pytest.mark.parametrize("rules", [date(2026, 7, 1), date(2035, 1, 1)])
def test_the_rules_of_2022_still_hold(rules: date) -> None:
    assert quota(60, rules) == 11


@given(staff=employees, more=employees)
def test_since_2022_more_employees_never_mean_fewer_places(staff: float, more: float) -> None:
    assert quota(staff + more, NEW) >= quota(staff, NEW) >= 1


@given(staff=st.floats(min_value=0, max_value=50, allow_nan=False))
def test_small_units_with_staff_have_the_same_under_both_rules(staff: float) -> None:
    assert quota(staff, OLD) == (0 if staff < 1 else quota(staff, NEW))


@given(staff=employees)
def test_places_are_never_more_than_one_for_five_employees_but_for_the_first(staff: float) -> None:
    assert quota(staff, NEW) <= max(1, staff / 5)


@pytest.mark.parametrize(
    ("latest", "months", "holds"),
    [
        (10, [10] * 12, True),
        (9.9, [10] * 12, False),
        (11, [10] * 11 + [11], True),
        (8, [12] * 6 + [8] * 6, False),
        (0.3, [0.1] * 6 + [0.5] * 6, True),
    ],
)
def test_the_latest_month_must_reach_the_mean_of_twelve(latest: float, months: list[float], holds: bool) -> None:
    assert additional_employment_holds(latest, months) is holds


def test_months_without_staff_are_left_out_of_the_mean() -> None:
    assert not additional_employment_holds(4, [0] * 6 + [5] * 5 + [4])
    assert additional_employment_holds(5, [0] * 6 + [5] * 6)


def test_a_firm_that_never_had_staff_loses_none() -> None:
    assert additional_employment_holds(0, [0] * 12)
    assert additional_employment_holds(0, [])


def test_people_with_reduced_capacity_are_exempt_from_additional_employment() -> None:
    assert CAPACITY_REDUCED < GROUPS
    assert "jobparat" not in CAPACITY_REDUCED
