"""The cap on subsidised places, counted for one unit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.quotas import Month, Stay, Use, cap, full_day, latest_months, mentorless_day, use

DAY = date(2026, 12, 1)
BEFORE_2022 = date(2021, 6, 1)


def month(number: int, fte: float, year: int = 2026) -> Month:
    return Month(month=date(year, number, 1), ordinary_fte=fte, source="CVR")


def stay(start: date, end: date | None, scheme: str = "virksomhedspraktik", hours: float = 37, **more: bool) -> Stay:
    return Stay(scheme=scheme, start=start, end=end, hours=hours, **more)


def used_on(day: date, *stays: Stay, override: int | None = 2) -> Use:
    return use(cap([], day, override), stays)


def test_the_mean_is_over_the_latest_four_months() -> None:
    counts = [month(number, fte) for number, fte in [(11, 12), (7, 100), (8, 8), (10, 11), (9, 9)]]
    found = cap(counts, DAY)
    assert [one.month.month for one in found.months] == [8, 9, 10, 11]
    assert (found.employees, found.places) == (10.0, 2)


def test_months_after_the_day_are_not_known_yet() -> None:
    assert [one.month.month for one in latest_months([month(11, 5), month(12, 50)], date(2026, 11, 30))] == [11]


def test_fewer_months_than_four_make_a_mean_of_those() -> None:
    assert cap([month(10, 10), month(11, 20)], DAY).employees == 15.0


def test_a_unit_nobody_has_counted_is_one_without_employees() -> None:
    assert (cap([], DAY).employees, cap([], DAY).places) == (0.0, 1)


@pytest.mark.parametrize(("employees", "old", "new"), [(0, 0, 1), (4, 1, 1), (10, 2, 2), (60, 6, 11)])
def test_the_rules_of_the_day_decide(employees: float, old: int, new: int) -> None:
    counts = [month(1, employees, year=2021)]
    assert (cap(counts, BEFORE_2022).places, cap(counts, DAY).places) == (old, new)


def test_the_cap_says_which_rules_and_counts_it_rests_on() -> None:
    found = cap([month(11, 12.5)], DAY)
    assert (found.rules, found.months) == (date(2026, 7, 1), (month(11, 12.5),))


def test_the_municipality_may_decide_otherwise() -> None:
    found = cap([month(11, 100)], DAY, override=0)
    assert (found.places, found.override, found.employees) == (0, 0, 100)


def test_both_the_first_and_the_last_day_are_taken() -> None:
    there = stay(date(2026, 12, 1), date(2026, 12, 31))
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [used_on(day, there).used for day in days] == [0, 1, 1, 0]


def test_an_open_ended_place_stays_taken() -> None:
    assert used_on(date(2040, 1, 1), stay(DAY, None, "skaanejob")).used == 1


def test_schemes_that_do_not_count_use_nothing() -> None:
    there = [stay(DAY, None, scheme) for scheme in ("ordinary", "fleksjob", "igu", "beskyttet")]
    assert (used_on(DAY, *there).used, used_on(DAY, *there).used_fte) == (0, 0)


def test_nytteindsats_fills_the_quota() -> None:
    assert used_on(DAY, stay(DAY, None, "nytteindsats")).used == 1


def test_heads_and_full_time_are_counted_side_by_side() -> None:
    found = used_on(DAY, stay(DAY, None, hours=18.5), stay(DAY, None, hours=18.5))
    assert (found.used, found.free, found.used_fte, found.free_fte) == (2, 0, 1.0, 1.0)


def test_an_overfull_unit_has_nothing_free() -> None:
    found = used_on(DAY, *[stay(DAY, None)] * 3)
    assert (found.used, found.free, found.free_fte) == (3, 0, 0.0)


def test_a_place_fits_until_the_quota_is_full() -> None:
    limit, new = cap([], DAY, 2), stay(DAY, date(2027, 3, 1))
    assert full_day(limit, [new], new) is None
    assert full_day(limit, [new, new], new) == DAY


def test_the_day_a_later_stay_begins_is_found() -> None:
    later = stay(date(2027, 1, 11), date(2027, 2, 1))
    assert full_day(cap([], DAY, 1), [later], stay(DAY, date(2027, 3, 1))) == later.start


def test_stays_that_only_follow_each_other_do_not_add_up() -> None:
    first, second = stay(DAY, date(2026, 12, 31)), stay(date(2027, 1, 1), date(2027, 1, 31))
    assert full_day(cap([], DAY, 2), [first, second], stay(DAY, date(2027, 1, 31))) is None


def test_a_place_may_begin_the_day_after_another_ends() -> None:
    before = stay(DAY, date(2026, 12, 31))
    assert full_day(cap([], DAY, 1), [before], stay(date(2027, 1, 1), None)) is None
    assert full_day(cap([], DAY, 1), [before], stay(date(2026, 12, 31), None)) == date(2026, 12, 31)


def test_a_scheme_that_does_not_count_always_fits() -> None:
    assert full_day(cap([], DAY, 0), [], stay(DAY, None, "fleksjob")) is None


def test_mentors_are_counted_whatever_the_scheme() -> None:
    mentored = stay(DAY, None, "fleksjob", mentor=True)
    assert mentorless_day(1, [mentored], mentored) == DAY
    assert mentorless_day(2, [mentored], mentored) is None
    assert mentorless_day(0, [mentored], stay(DAY, None)) is None


DAYS = st.dates(date(2026, 12, 1), date(2026, 12, 20))
STAYS = st.tuples(DAYS, DAYS | st.none()).map(lambda ends: stay(min(ends[0], ends[1] or ends[0]), ends[1]))


@given(st.lists(STAYS, max_size=5), STAYS, st.integers(0, 3))
def test_looking_at_every_day_finds_the_same_full_day(stays: list[Stay], new: Stay, places: int) -> None:
    days = [date(2026, 12, number) for number in range(1, 32)]
    limit = cap([], DAY, places)
    slowly = [day for day in days if new.covers(day) and sum(one.covers(day) for one in (*stays, new)) > places]
    found = full_day(limit, stays, new)
    assert found == (slowly[0] if slowly else None)
