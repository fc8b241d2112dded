"""Dates, times and numbers as Danes write them."""

from datetime import UTC, date, datetime

import pytest

from web.formats import Formats

DAY = date(2026, 12, 1)
SUMMER = datetime(2026, 7, 1, 7, 5, tzinfo=UTC)


@pytest.fixture
def danish() -> Formats:
    return Formats("da")


@pytest.fixture
def english() -> Formats:
    return Formats("en")


def test_days_are_written_in_words(danish: Formats, english: Formats) -> None:
    assert (danish.day(DAY), english.day(DAY)) == ("1. december 2026", "1 December 2026")
    assert (danish.short_day(DAY), english.short_day(DAY)) == ("1. dec. 2026", "1 Dec 2026")
    assert (danish.weekday(DAY), english.weekday(DAY)) == ("tirsdag den 1. december", "Tuesday 1 December")


def test_an_instants_day_is_the_danish_one_in_short(danish: Formats, english: Formats) -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert (danish.day_of(late), english.day_of(late)) == ("tirs. 1. dec.", "Tue 1 Dec")


def test_days_inside_a_text_are_written_out(danish: Formats) -> None:
    said = "ingen fælles ledige 90 minutter 2026-11-27–2027-01-08"

    assert danish.with_days(said) == "ingen fælles ledige 90 minutter 27. nov. 2026–8. jan. 2027"
    assert danish.with_days("sag 2026-99-99") == "sag 2026-99-99"


def test_months_carry_their_year(danish: Formats) -> None:
    assert danish.month(DAY) == "december 2026"


def test_instants_are_shown_in_danish_time(danish: Formats, english: Formats) -> None:
    assert (danish.clock(SUMMER), english.clock(SUMMER)) == ("09.05", "09:05")
    assert danish.moment(SUMMER) == "1. jul. 2026 kl. 09.05"
    assert english.moment(SUMMER) == "1 Jul 2026 at 09:05"


def test_an_instant_shortly_before_midnight_utc_belongs_to_the_next_danish_day(danish: Formats) -> None:
    assert danish.moment(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == "2. dec. 2026 kl. 00.30"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1234.5, 2, "1.234,5"),
        (7.0, 2, "7"),
        (0.836, 2, "0,84"),
        (0.836, 0, "1"),
        (-3.26, 1, "-3,3"),
        (5.125, 2, "5,13"),
        (0.5, 0, "1"),
    ],
)
def test_numbers_have_a_comma_and_no_idle_zeros(danish: Formats, value: float, decimals: int, written: str) -> None:
    assert danish.number(value, decimals) == written


def test_shares_are_whole_percent(danish: Formats, english: Formats) -> None:
    assert (danish.percent(0.425), english.percent(0.425)) == ("43\N{NO-BREAK SPACE}%", "43%")
