"""The arithmetic of series: fixed points, then every so often, and the phases of CTI."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.followups import CLOSING, CtiRule, Interval, Point, Rule, Window, follow_up_rules
from law.workdays import add_months
from scheduler.followups.intervals import Course, after, contact_days, fixed_days, open_contacts, open_days

START = date(2026, 12, 1)
AROUND = (Window(7, 7),)
PRAKTIK = (Point(Interval(days=7)), Point(Interval(), "middle"), Point(Interval(days=-7), "end"))
WEEKLY_THEN_MONTHLY = Rule(
    code="samtaler",
    danish="jobsamtale",
    windows=AROUND,
    points=(Point(Interval(days=7)), Point(Interval(days=14))),
    every=Interval(months=1),
)
CTI: CtiRule = follow_up_rules(START).cti

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def opening(rule: Rule, course: Course, held: list[date], how_many: int = 4) -> list[tuple[int, str]]:
    return [(number, str(due)) for number, due in islice(open_days(rule, course, held), how_many)]


def test_months_are_added_before_days() -> None:
    assert after(day("2027-01-31"), Interval(months=1, days=1)) == day("2027-03-01")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2027-01-04", "2027-04-04", ["2027-01-11", "2027-02-18", "2027-03-28"]),
        ("2027-01-04", "2027-01-05", ["2027-01-11", "2027-01-04", "2026-12-29"]),
        ("2027-01-04", "2027-01-07", ["2027-01-11", "2027-01-05", "2026-12-31"]),
        ("2027-01-04", "2027-01-04", ["2027-01-11", "2027-01-04", "2026-12-28"]),
    ],
)
def test_points_may_stand_at_the_start_in_the_middle_and_before_the_end(
    first: str, last: str, expected: list[str]
) -> None:
    found = fixed_days(PRAKTIK, Course(start=day(first), end=day(last)))
    assert found == list(enumerate(map(day, expected), start=1))


def test_points_that_need_an_end_wait_until_it_is_known() -> None:
    assert fixed_days(PRAKTIK, Course(start=START)) == [(1, day("2026-12-08"))]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], [(1, "2026-12-08"), (2, "2026-12-15"), (3, "2027-01-15"), (4, "2027-02-15")]),
        (["2026-12-10"], [(2, "2026-12-15"), (3, "2027-01-15"), (4, "2027-02-15"), (5, "2027-03-15")]),
        (["2026-12-10", "2026-12-20"], [(3, "2027-01-20"), (4, "2027-02-20"), (5, "2027-03-20"), (6, "2027-04-20")]),
        (["2026-12-10", "2026-12-20", "2027-01-31"], [(4, "2027-02-28"), (5, "2027-03-28")]),
    ],
)
def test_the_kth_held_settles_the_kth_due_and_every_counts_from_it(
    held: list[str], expected: list[tuple[int, str]]
) -> None:
    found = opening(WEEKLY_THEN_MONTHLY, Course(start=START), [day(one) for one in held], len(expected))
    assert found == expected


def test_without_fixed_points_every_counts_from_the_anchor() -> None:
    rule = Rule(code="fip", danish="FIP", windows=AROUND, every=Interval(months=3))
    assert opening(rule, Course(start=day("2026-11-30")), [], 3) == [
        (1, "2027-02-28"),
        (2, "2027-05-28"),
        (3, "2027-08-28"),
    ]


def test_what_is_not_held_counts_from_the_due_day_before_it_that_no_month_end_gives_back() -> None:
    rule = Rule(code="fip", danish="FIP", windows=AROUND, every=Interval(months=1))
    assert [due for _, due in opening(rule, Course(start=day("2028-01-31")), [], 3)] == [
        "2028-02-29",
        "2028-03-29",
        "2028-04-29",
    ]


def test_a_series_without_every_is_over_after_its_points() -> None:
    rule = Rule(code="aftercare", danish="efterværn", windows=AROUND, points=PRAKTIK[:1])
    assert list(open_days(rule, Course(start=START), [])) == [(1, day("2026-12-08"))]
    assert list(open_days(rule, Course(start=START), [START])) == []
    assert list(open_days(rule, Course(start=START), [START, START])) == []


@pytest.mark.parametrize(
    ("work_from", "expected"),
    [(None, "2027-01-15"), ("2026-12-16", "2027-01-15"), ("2026-12-15", "2027-12-15"), ("2020-01-01", "2027-12-15")],
)
def test_ordinary_work_begun_on_or_before_the_day_counted_from_lengthens_the_interval(
    work_from: str | None, expected: str
) -> None:
    rule = Rule(
        code="kontrakt_opfoelgning",
        danish="opfølgning",
        windows=AROUND,
        points=(Point(Interval(days=14)),),
        every=Interval(months=1),
        every_in_work=Interval(months=12),
    )
    course = Course(start=START, work_from=None if work_from is None else day(work_from))
    assert opening(rule, course, [], 2)[1] == (2, expected)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("2027-05-31", "2027-06-28"),
        ("2027-06-01", "2027-09-01"),
        ("2027-06-02", "2027-09-02"),
    ],
)
def test_six_months_after_the_start_the_interval_changes(held: str, expected: str) -> None:
    rule = Rule(
        code="stoettet",
        danish="støttet job",
        windows=AROUND,
        every=Interval(days=28),
        every_later=Interval(months=3),
        later_after_months=6,
    )
    assert opening(rule, Course(start=START), [day(held)], 1) == [(2, expected)]


def test_the_phases_of_cti_have_their_own_days_between_contacts() -> None:
    found = [str(contact) for contact in contact_days(day("2027-01-04"), 3, (7, 14, 28))]
    assert found == ["2027-01-11", "2027-01-18", "2027-01-25", "2027-02-01", "2027-02-18", "2027-04-01"]


def test_a_contact_on_the_day_the_next_phase_begins_falls_away() -> None:
    february = list(contact_days(day("2027-02-01"), 3, (7, 14, 28)))
    assert day("2027-03-01") not in february
    assert february[:3] == [day("2027-02-08"), day("2027-02-15"), day("2027-02-22")]


def test_phases_of_months_that_do_not_divide_end_after_whole_months() -> None:
    found = [str(contact) for contact in contact_days(day("2027-01-01"), 4, (7, 28, 28))]
    assert found == ["2027-01-08", "2027-01-15", "2027-01-22", "2027-01-29", "2027-03-29", "2027-04-26"]


@given(start=days, months=st.integers(1, 24))
def test_contacts_lie_strictly_inside_their_phase(start: date, months: int) -> None:
    begins = [add_months(start, months * phase // 3) for phase in range(4)]
    for contact in contact_days(start, months, (7, 14, 28)):
        phase = max(number for number in range(3) if begins[number] <= contact)
        assert begins[phase] < contact < begins[phase + 1]
        assert (contact - begins[phase]).days % (7, 14, 28)[phase] == 0


@given(start=days, months=st.integers(1, 24), settled=st.integers(0, 60))
def test_held_contacts_settle_the_first_ones_but_never_the_closing_meeting(
    start: date, months: int, settled: int
) -> None:
    everything = list(open_contacts(CTI, start, months, []))
    left = list(open_contacts(CTI, start, months, [start] * settled))
    assert left == [(number, due) for number, due in everything if number == CLOSING or number > settled]
    assert (CLOSING, add_months(start, months) - timedelta(days=14)) in left


@given(start=days, held=st.lists(days, max_size=6).map(sorted))
def test_open_days_are_numbered_on_and_rise(start: date, held: list[date]) -> None:
    found = list(islice(open_days(WEEKLY_THEN_MONTHLY, Course(start=start), held), 8))
    assert [number for number, _ in found] == list(range(len(held) + 1, len(held) + 9))
    assert all(one < other for (_, one), (_, other) in pairwise(found))
