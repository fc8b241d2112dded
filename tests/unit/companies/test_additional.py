"""Additional employment: løntilskud adds to the ordinary employees of the whole firm, or of the public unit."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from companies.additional import UnitMonths, additional, asked_of, counted_per_unit
from companies.quotas import Month
from companies.tables import Sector

DAY = date(2026, 11, 23)
YEAR = [*((2025, month) for month in (12,)), *((2026, month) for month in range(1, 12))]


def unit(figures: Mapping[tuple[int, int], float], closed_on: date | None = None, name: str = "1") -> UnitMonths:
    months = (Month(month=date(*when, 1), ordinary_fte=fte, source="CVR") for when, fte in figures.items())
    return UnitMonths(p_number=name, months=tuple(months), closed_on=closed_on)


def steady(fte: float) -> UnitMonths:
    return unit(dict.fromkeys(YEAR, fte))


@pytest.mark.parametrize(("latest", "holds"), [(10.0, True), (9.99, False), (10.01, True)])
def test_the_latest_month_must_reach_the_mean_of_twelve(latest: float, holds: bool) -> None:
    found = additional([unit(dict.fromkeys(YEAR, 10.0) | {(2026, 11): latest})], DAY)
    assert found.holds is holds
    assert found.latest is not None
    assert (found.latest.month, found.latest.ordinary_fte, len(found.months)) == (date(2026, 11, 1), latest, 12)


def test_a_firm_is_the_sum_of_its_units() -> None:
    growing = unit({when: 5.0 + number / 12 for number, when in enumerate(YEAR)}, name="2")
    shrinking = unit({when: 5.0 - number / 12 for number, when in enumerate(YEAR)}, name="1")
    assert additional([shrinking], DAY).holds is False
    found = additional([shrinking, growing], DAY)
    assert (found.holds, {total.ordinary_fte for total in found.months}) == (True, {10.0})


def test_a_month_that_a_unit_has_not_told_of_is_left_out_and_named() -> None:
    late = unit(dict.fromkeys(YEAR[:-1], 4.0), name="2")
    found = additional([steady(6.0), late], DAY)
    assert found.months[-1].without == ("2",)
    assert found.latest == found.months[-2]
    assert (found.mean, found.holds) == (10.0, True)


def test_months_before_a_unit_opened_and_after_it_closed_are_whole_without_it() -> None:
    opened = unit(dict.fromkeys(YEAR[6:], 2.0), name="2")
    closed = unit(dict.fromkeys(YEAR[:6], 1.0), date(2026, 6, 1), name="3")
    found = additional([steady(6.0), opened, closed], DAY)
    assert [total.ordinary_fte for total in found.months] == [7.0] * 6 + [8.0] * 6
    assert all(not total.without for total in found.months)


def test_only_the_twelve_months_up_to_the_latest_are_counted() -> None:
    before = dict.fromkeys([(2025, 10), (2025, 11)], 100.0)
    found = additional([unit(before | dict.fromkeys(YEAR, 10.0))], DAY)
    assert (found.months[0].month, found.holds) == (date(2025, 12, 1), True)


def test_months_without_staff_are_not_in_the_mean() -> None:
    found = additional([unit(dict.fromkeys(YEAR, 0.0) | {(2026, 11): 3.0})], DAY)
    assert (found.mean, found.holds) == (3.0, True)


def test_a_firm_that_tells_of_no_staff_takes_nobodys_place() -> None:
    found = additional([steady(0.0)], DAY)
    assert (found.mean, found.holds) == (0.0, True)


def test_where_nothing_is_known_nobody_can_say() -> None:
    assert (additional([unit({})], DAY).holds, additional([unit({})], DAY).latest) == (None, None)


def test_what_comes_in_later_is_not_known_yet() -> None:
    late = Month(month=date(2026, 11, 1), ordinary_fte=1, source="CVR", recorded=datetime(2026, 11, 24, tzinfo=UTC))
    known = steady(10.0).months[:-1]
    found = additional([UnitMonths(p_number="1", months=(*known, late))], DAY)
    assert (len(found.months), found.holds) == (11, True)


@pytest.mark.parametrize(
    ("scheme", "group", "asked"),
    [
        ("loentilskud", "jobparat", True),
        ("loentilskud", "ledighedsydelse", False),
        ("loentilskud", "foertidspension", False),
        ("virksomhedspraktik", "jobparat", False),
        ("skaanejob", "foertidspension", False),
    ],
)
def test_only_loentilskud_for_those_who_can_work_fully_asks_for_it(scheme: str, group: str, asked: bool) -> None:
    assert asked_of(scheme, group) is asked


def test_a_private_firm_is_counted_whole_and_a_public_one_by_the_unit() -> None:
    assert [counted_per_unit(sector) for sector in (Sector.PRIVATE, Sector.PUBLIC)] == [False, True]
