"""Danish working days, and calendar months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.workdays import (
    add_months,
    is_working_day,
    months_between,
    public_holidays,
    working_day_before,
    years_between,
)

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
day_sets = st.frozensets(st.dates(date(2026, 11, 1), date(2027, 2, 28)), max_size=40)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "holiday",
    [
        "2027-01-01",
        "2027-03-25",
        "2027-03-26",
        "2027-03-29",
        "2027-05-06",
        "2027-05-17",
        "2026-12-25",
        "2024-03-28",
    ],
)
def test_public_holidays_are_closed(holiday: str) -> None:
    assert not is_working_day(day(holiday))


@pytest.mark.parametrize(
    ("open_day", "why"),
    [
        ("2024-04-26", "Store Bededag was abolished"),
        ("2027-04-23", "Store Bededag was abolished"),
        ("2026-12-24", "Christmas Eve is a municipality's own choice"),
        ("2026-12-31", "so is New Year's Eve"),
        ("2026-05-01", "so is 1 May"),
        ("2026-06-05", "so is Constitution Day"),
    ],
)
def test_what_is_no_public_holiday_is_open(open_day: str, why: str) -> None:
    assert is_working_day(day(open_day)), why


def test_store_bededag_was_closed_while_it_lasted() -> None:
    assert day("2023-05-05") in public_holidays(2023)


def test_a_year_has_ten_public_holidays_since_2024() -> None:
    assert all(len(public_holidays(year)) == 10 for year in range(2024, 2100))


@pytest.mark.parametrize(
    ("due", "moved", "why"),
    [
        ("2026-12-01", "2026-12-01", "a Tuesday stays"),
        ("2026-12-05", "2026-12-04", "Saturday to Friday"),
        ("2026-12-06", "2026-12-04", "Sunday to Friday"),
        ("2027-03-29", "2027-03-24", "Easter Monday to the Wednesday before Maundy Thursday"),
        ("2027-03-25", "2027-03-24", "Maundy Thursday to Wednesday"),
        ("2026-12-27", "2026-12-24", "the Sunday after Christmas to Christmas Eve"),
        ("2027-01-01", "2026-12-31", "New Year's Day to the old year"),
        ("2027-05-17", "2027-05-14", "Whit Monday to Friday"),
    ],
)
def test_a_closed_day_moves_to_the_working_day_before(due: str, moved: str, why: str) -> None:
    assert working_day_before(day(due)) == day(moved), why


def test_the_municipalitys_own_closed_days_move_too() -> None:
    closed = {day("2026-12-24"), day("2026-12-23")}
    assert working_day_before(day("2026-12-27"), closed) == day("2026-12-22")
    assert working_day_before(day("2026-12-23"), closed) == day("2026-12-22")


@given(day=days)
def test_the_day_moved_to_is_open_and_nothing_open_lies_between(day: date) -> None:
    moved = working_day_before(day)
    assert is_working_day(moved)
    assert moved <= day
    between = (moved + timedelta(days=n) for n in range(1, (day - moved).days + 1))
    assert not any(is_working_day(other) for other in between)


@given(one=st.dates(date(2026, 11, 1), date(2027, 2, 28)), more=st.integers(0, 30), closed=day_sets)
def test_moving_keeps_the_order_of_days(one: date, more: int, closed: frozenset[date]) -> None:
    assert working_day_before(one, closed) <= working_day_before(one + timedelta(days=more), closed)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-12-31", 0, "2026-12-31"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-03-31", -1, "2027-02-28"),
        ("2027-01-15", -13, "2025-12-15"),
    ],
)
def test_months_are_added_by_the_calendar_and_clamped(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@given(start=days, months=st.integers(0, 240))
def test_adding_months_reaches_that_month_and_no_later_day_of_it(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day <= start.day
    assert end.day == start.day or (end + timedelta(days=1)).month != end.month


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2026-06-15", "2026-12-14", 5),
        ("2026-06-15", "2026-12-15", 6),
        ("2026-08-31", "2027-02-28", 5),
        ("2026-08-31", "2027-03-01", 6),
        ("2026-12-01", "2026-12-01", 0),
    ],
)
def test_a_month_is_whole_when_its_day_is_reached(first: str, last: str, months: int) -> None:
    assert months_between(day(first), day(last)) == months


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2017-06-01", "2027-05-31", 9),
        ("2017-06-01", "2027-06-01", 10),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2027-03-01", 19),
    ],
)
def test_a_year_is_whole_on_its_birthday(first: str, last: str, years: int) -> None:
    assert years_between(day(first), day(last)) == years
