"""Follow-ups over month ends, leap days, holidays, turns of the year and changes of the clocks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.workdays import is_working_day, working_day_after, working_day_before
from tests.unit.followups.cases import Json, a_case, day, dues, placement, plan, referral

days = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("event", "rule", "first", "until", "due", "why"),
    [
        (plan("2026-08-31"), "plan", "2026-09-01", "2027-03-31", "2027-02-26", "28 February is a Sunday"),
        (plan("2027-08-31"), "plan", "2027-09-01", "2028-03-31", "2028-02-29", "a leap day, a Tuesday"),
        (plan("2028-02-29"), "plan", "2028-03-01", "2028-09-30", "2028-08-29", "from a leap day on"),
        (plan("2027-10-31"), "plan", "2027-11-01", "2028-05-31", "2028-04-28", "30 April is a Sunday"),
        (plan("2026-07-01"), "plan", "2026-12-01", "2027-01-31", "2026-12-31", "New Year's Day"),
        (plan("2026-06-26"), "plan", "2026-12-01", "2027-01-31", "2026-12-24", "the second day of Christmas"),
        (plan("2026-09-29"), "plan", "2027-03-01", "2027-04-30", "2027-03-24", "Easter Monday, before Maundy Thursday"),
        (plan("2026-11-06"), "plan", "2027-05-01", "2027-05-31", "2027-05-05", "Ascension Day"),
        (plan("2026-11-17"), "plan", "2027-05-01", "2027-05-31", "2027-05-14", "Whit Monday"),
        (referral("2027-11-30"), "fip", "2027-12-01", "2028-03-31", "2028-02-29", "clamped to a leap day"),
        (referral("2026-11-30"), "fip", "2026-12-01", "2027-03-31", "2027-02-26", "clamped, and a Sunday"),
        (referral("2028-01-31"), "fip", "2028-02-01", "2028-05-31", "2028-04-28", "30 April is a Sunday"),
        (referral("2026-12-18"), "samtale_start", "2026-12-18", "2027-01-31", "2026-12-31", "1 January"),
        (
            placement("virksomhedspraktik", "2027-03-22", "2027-04-05"),
            "praktik", "2027-03-22", "2027-03-31", "2027-03-24", "a week on is Easter Monday",
        ),
        (plan("2026-04-25"), "plan", "2026-10-01", "2026-10-31", "2026-10-23", "the Sunday the clocks go back"),
        (plan("2026-09-28"), "plan", "2027-03-01", "2027-03-31", "2027-03-24", "the Sunday the clocks go forward"),
    ],
)  # fmt: skip
def test_a_due_day_is_added_by_the_calendar_and_then_moved_off_closed_days(
    event: Json, rule: str, first: str, until: str, due: str, why: str
) -> None:
    case = a_case(event, group="integration_jobparat")
    found = [on for _, on in dues(rule, case, first=first, last=until)]
    assert due in found, why


@pytest.mark.parametrize(
    ("start", "number", "end", "why"),
    [
        ("2026-12-01", 0, "2026-12-01", "none counts"),
        ("2026-12-01", 1, "2026-12-02", "Tuesday to Wednesday"),
        ("2026-12-04", 1, "2026-12-07", "Friday to Monday"),
        ("2026-12-05", 1, "2026-12-07", "Saturday to Monday"),
        ("2026-12-23", 2, "2026-12-28", "over Christmas"),
        ("2027-03-24", 1, "2027-03-30", "over Easter, where the clocks go forward"),
        ("2026-10-23", 2, "2026-10-27", "over the Sunday the clocks go back"),
        ("2028-02-28", 2, "2028-03-01", "over a leap day"),
    ],
)
def test_so_many_working_days_after(start: str, number: int, end: str, why: str) -> None:
    assert working_day_after(day(start), number) == day(end), why


def test_the_municipalitys_closing_days_are_no_working_days() -> None:
    assert working_day_after(day("2026-12-22"), 1, {day("2026-12-23"), day("2026-12-24")}) == day("2026-12-28")


@given(start=days, number=st.integers(1, 30))
def test_between_a_day_and_the_nth_working_day_after_it_lie_as_many_working_days(start: date, number: int) -> None:
    end = working_day_after(start, number)
    between = [date.fromordinal(one) for one in range(start.toordinal() + 1, end.toordinal() + 1)]
    assert sum(map(is_working_day, between)) == number
    assert working_day_before(end) == end
