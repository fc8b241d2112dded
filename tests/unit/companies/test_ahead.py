"""Free places under the cap in the weeks ahead, as steps."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from companies.ahead import Step, first_fit, free_ahead
from companies.quotas import Month, Stay, cap, use

DAY = date(2026, 11, 23)
WEEKS = 12
LAST = DAY + timedelta(weeks=WEEKS, days=-1)


def months(fte: float) -> list[Month]:
    return [Month(month=date(2026, number, 1), ordinary_fte=fte, source="CVR") for number in (8, 9, 10, 11)]


def stay(start: date, end: date | None, scheme: str = "virksomhedspraktik", hours: float = 37) -> Stay:
    return Stay(scheme=scheme, start=start, end=end, hours=hours)


def told(steps: tuple[Step, ...]) -> list[tuple[date, int, int]]:
    return [(step.first, step.use.used, step.use.free) for step in steps]


def test_a_unit_that_nobody_comes_to_is_one_step() -> None:
    (step,) = free_ahead(months(10), [], DAY, WEEKS)
    assert (step.first, step.last, step.use.free) == (DAY, LAST, 2)


def test_a_step_begins_when_somebody_comes_and_the_day_after_somebody_leaves() -> None:
    there = [stay(date(2026, 10, 1), date(2026, 12, 31)), stay(date(2026, 12, 14), None)]
    assert told(free_ahead(months(10), there, DAY, WEEKS)) == [
        (DAY, 1, 1),
        (date(2026, 12, 14), 2, 0),
        (date(2027, 1, 1), 1, 1),
    ]


def test_what_changes_nothing_makes_no_step() -> None:
    there = [stay(DAY, date(2026, 12, 31)), stay(date(2027, 1, 1), None), stay(date(2026, 12, 1), None, "fleksjob")]
    assert len(free_ahead(months(10), there, DAY, WEEKS)) == 1


def test_an_override_is_what_is_free() -> None:
    assert told(free_ahead(months(10), [], DAY, WEEKS, override=5)) == [(DAY, 0, 5)]


def test_months_that_came_in_later_are_not_known_yet() -> None:
    late = Month(month=date(2026, 11, 1), ordinary_fte=100, source="CVR", recorded=datetime(2026, 11, 24, tzinfo=UTC))
    assert told(free_ahead([*months(10)[:3], late], [], DAY, WEEKS)) == [(DAY, 0, 2)]
    assert told(free_ahead([*months(10)[:3], late], [], DAY + timedelta(days=1), WEEKS))[0][2] == 6


def test_a_new_version_of_the_rules_makes_a_step() -> None:
    before = date(2021, 12, 1)
    counted = [Month(month=before, ordinary_fte=60, source="CVR")]
    assert told(free_ahead(counted, [], before, WEEKS)) == [(before, 0, 6), (date(2022, 1, 1), 0, 11)]


def test_the_first_day_that_fits_has_room_through_the_whole_stay() -> None:
    there = [stay(date(2026, 12, 14), date(2026, 12, 20))]
    steps = free_ahead(months(5), there, DAY, WEEKS)
    assert [first_fit(steps, days) for days in (21, 22, 56, 57)] == [DAY, date(2026, 12, 21), date(2026, 12, 21), None]


def test_steps_with_room_side_by_side_are_one_stretch() -> None:
    steps = free_ahead(months(10), [stay(date(2026, 12, 14), None)], DAY, WEEKS)
    assert first_fit(steps, 7 * WEEKS) == DAY


DAYS = st.dates(DAY - timedelta(days=20), LAST + timedelta(days=20))
STAYS = st.tuples(DAYS, DAYS).map(lambda ends: stay(min(ends), max(ends)))


@given(st.lists(STAYS, max_size=6), st.integers(0, 30))
def test_every_day_has_one_step_and_the_figures_of_that_day(there: list[Stay], fte: int) -> None:
    steps = free_ahead(months(fte), there, DAY, WEEKS)
    for number in range(7 * WEEKS):
        day = DAY + timedelta(days=number)
        (step,) = [one for one in steps if one.first <= day <= one.last]
        slowly = use(cap(months(fte), day), there)
        assert (step.use.used, step.use.free, step.use.used_fte) == (slowly.used, slowly.free, slowly.used_fte)
    assert (steps[0].first, steps[-1].last) == (DAY, LAST)
