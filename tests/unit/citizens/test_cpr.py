"""CPR numbers, checked by their date alone."""

from datetime import date

import pytest

from citizens.cpr import born, compact


@pytest.mark.parametrize("written", ["010180-1234", "0101801234", " 010180 1234 ", "101801234"])
def test_a_number_is_kept_in_one_way_however_it_is_written(written: str) -> None:
    assert compact(written) == "010180-1234"


@pytest.mark.parametrize("written", ["", "01018012345", "abc", "12345678", "01018O1234"])
def test_what_is_not_ten_digits_is_none(written: str) -> None:
    assert compact(written) is None


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("010180-1234", date(1980, 1, 1)),
        ("610180-1234", date(1980, 1, 1)),
        ("010165-4321", date(1965, 1, 1)),
        ("311265-0000", date(1965, 12, 31)),
        ("910180-0001", date(1980, 1, 31)),
        ("320180-1234", None),
        ("990180-1234", None),
        ("290281-1234", None),
    ],
)
def test_the_birthday_is_read_and_the_check_digit_never_asked(number: str, day: date | None) -> None:
    assert born(number) == day
