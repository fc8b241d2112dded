"""The check's rules for one citizen at one opening: what holds, what breaks, and what is just allowed."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from matcher.engine.problem import Busy, Fixed, Hours, Pair, Point, Problem, Shift, StartWindow
from matcher.engine.result import Placement
from tests.unit.matcher.answers import codes, placement
from tests.unit.matcher.town import CITIZEN, KM_NORTH, OPENING, UNIT, town


def test_a_lawful_placement_breaks_nothing() -> None:
    assert codes(town(), placement()) == set()


def test_nobody_placed_breaks_nothing() -> None:
    assert codes(town()) == set()


# H4


def placed_in(scheme: str, problem: Problem, weeks_end: date, **changes: Any) -> set[str]:
    return codes(problem, placement(scheme=scheme, end=weeks_end, **changes))


def test_h4_a_scheme_that_the_opening_does_not_offer_breaks_it() -> None:
    assert "H4" in codes(town(), placement(scheme="ordinary"))


def test_h4_a_scheme_that_the_citizen_is_not_open_to_breaks_it() -> None:
    assert "H4" in codes(town(citizen={"schemes": ("ordinary",)}), placement())


def test_h4_an_opening_without_a_list_offers_every_scheme() -> None:
    assert placed_in("ordinary", town(opening={"schemes": None}), date(2027, 2, 1)) == set()


def test_h4_an_unknown_scheme_breaks_it() -> None:
    assert "H4" in codes(town(opening={"schemes": None}), placement(scheme="gratisarbejde"))


def test_h4_nytteindsats_is_only_for_places_already_occupied() -> None:
    assert "H4" in codes(town(opening={"schemes": None}), placement(scheme="nytteindsats"))


@pytest.mark.parametrize(
    ("group", "scheme", "lawful"),
    [
        ("jobparat", "virksomhedspraktik", True),
        ("foertidspension", "virksomhedspraktik", False),
        ("foertidspension", "skaanejob", True),
        ("jobparat", "skaanejob", False),
        ("ledighedsydelse", "fleksjob", True),
        ("sygedagpenge", "fleksjob", False),
        ("foertidspension", "loentilskud", False),
        ("jobparat", "igu", False),
    ],
)
def test_h4_each_scheme_is_open_to_its_groups(group: str, scheme: str, lawful: bool) -> None:
    problem = town(citizen={"target_group": group}, opening={"schemes": None, "weeks": 4})
    assert ("H4" not in placed_in(scheme, problem, date(2027, 1, 4))) == lawful


@pytest.mark.parametrize(
    ("unit", "lawful"), [({}, False), ({"sector": "public"}, True), ({"social_economy": True}, True)]
)
def test_h4_beskyttet_is_for_social_economy_and_public_units(unit: dict[str, Any], lawful: bool) -> None:
    problem = town(citizen={"target_group": "foertidspension"}, unit=unit, opening={"schemes": None})
    assert ("H4" not in placed_in("beskyttet", problem, date(2027, 2, 1))) == lawful


@pytest.mark.parametrize(
    ("citizen", "lawful"),
    [
        ({"unemployed_since": date(2026, 6, 7)}, True),
        ({"unemployed_since": date(2026, 6, 8)}, False),
        ({"unemployed_since": date(2026, 6, 8), "birth_year": 1976}, True),
        ({"unemployed_since": date(2026, 6, 8), "birth_year": 1977}, False),
        ({"unemployed_since": date(2026, 6, 8), "single_parent": True}, True),
        ({"unemployed_since": date(2026, 6, 8), "no_education": True}, True),
    ],
)
def test_h4_loentilskud_asks_for_six_months_or_an_exemption(citizen: dict[str, Any], lawful: bool) -> None:
    problem = town(citizen=citizen, opening={"schemes": ("loentilskud",)})
    assert ("H4" not in placed_in("loentilskud", problem, date(2027, 2, 1))) == lawful


IGU = {"target_group": "integration_jobparat", "resident_since": date(2016, 12, 8), "hours": Hours(min=6.0, max=30.0)}


@pytest.mark.parametrize(
    ("rules", "citizen", "lawful"),
    [
        (date(2026, 7, 1), {}, True),
        (date(2026, 7, 1), {"birth_year": 1977}, True),
        (date(2026, 7, 1), {"birth_year": 1976}, False),
        (date(2026, 7, 1), {"resident_since": date(2006, 12, 7)}, False),
        (date(2026, 7, 1), {"resident_since": date(2006, 12, 8)}, True),
        (date(2026, 7, 1), {"resident_since": None}, False),
        (date(2022, 1, 1), {}, True),
        (date(2022, 1, 1), {"resident_since": date(2016, 12, 7)}, False),
        (date(2022, 1, 1), {"birth_year": 1986}, False),
        (date(2015, 1, 1), {}, False),
    ],
)
def test_h4_igu_follows_the_rules_of_its_day(rules: date, citizen: dict[str, Any], lawful: bool) -> None:
    problem = town(citizen=IGU | citizen, opening={"schemes": ("igu",)}, rules=rules)
    assert ("H4" not in placed_in("igu", problem, date(2027, 2, 1), hours=30.0)) == lawful


def test_h4_igu_must_begin_before_2028() -> None:
    window = StartWindow(earliest=date(2027, 12, 27), latest=date(2028, 1, 31))
    problem = town(citizen=IGU, opening={"schemes": ("igu",), "start": window})
    late = placement(scheme="igu", hours=30.0, start=date(2028, 1, 3), end=date(2028, 2, 28), value=0.49)
    assert codes(problem, late) == {"H4"}


# H5


def test_h5_hours_below_what_the_citizen_needs_break_it() -> None:
    assert "H5" in codes(town(opening={"hours": Hours(min=1.0, max=5.5)}), placement(hours=5.5))


def test_h5_hours_below_what_the_opening_needs_break_it() -> None:
    assert codes(town(opening={"hours": Hours(min=20.5, max=37.0)}), placement()) == {"H5"}


def test_h5_exactly_enough_is_allowed() -> None:
    assert codes(town(opening={"hours": Hours(min=20.0, max=37.0)}), placement()) == set()


def test_h5_igu_asks_for_25_hours() -> None:
    problem = town(citizen=IGU | {"hours": Hours(min=6.0, max=24.9)}, opening={"schemes": ("igu",)})
    assert "H5" in placed_in("igu", problem, date(2027, 2, 1), hours=24.9)


def test_h5_busy_times_are_counted_once_where_they_overlap() -> None:
    school = (Busy(weekday=1, from_=time(8), to=time(12)), Busy(weekday=1, from_=time(10), to=time(13)))
    shifts = (Shift(weekday=1, from_=time(7), to=time(16)), Shift(weekday=2, from_=time(7), to=time(11)))
    problem = town(citizen={"busy": school}, opening={"shifts": shifts})
    assert codes(problem, placement(hours=8.0)) == set()


def test_h5_a_long_appointment_that_covers_a_short_one_is_counted_once() -> None:
    school = (Busy(weekday=1, from_=time(6), to=time(13)), Busy(weekday=1, from_=time(8), to=time(9)))
    shifts = (Shift(weekday=1, from_=time(7), to=time(20)),)
    assert codes(town(citizen={"busy": school}, opening={"shifts": shifts}), placement(hours=7.0)) == set()


def test_h5_shifts_that_busy_times_take_away_break_it() -> None:
    school = (Busy(weekday=1, from_=time(8), to=time(12)),)
    shifts = (Shift(weekday=1, from_=time(8), to=time(17, 59)),)
    problem = town(citizen={"busy": school}, opening={"shifts": shifts})
    assert codes(problem, placement(hours=5.98)) == {"H5"}


# H6


@pytest.mark.parametrize(("reach", "broken"), [(4.99, {"H6"}), (5.01, set()), (10.0, set())])
def test_h6_the_way_is_at_most_what_the_citizen_can_travel(reach: float, broken: set[str]) -> None:
    assert codes(town(citizen={"max_travel_km": reach}), placement()) == broken


def test_h6_counts_east_as_well_as_north() -> None:
    east = Point(lat=57.0, lon=10.0 + 9 * KM_NORTH)
    assert codes(town(citizen={"max_travel_km": 4.91}, unit={"location": east}), placement()) == set()
    assert codes(town(citizen={"max_travel_km": 4.89}, unit={"location": east}), placement()) == {"H6"}


# H7


@pytest.mark.parametrize(("asked", "broken"), [("A1", set()), ("A2", set()), ("B1", {"H7"}), ("C2", {"H7"})])
def test_h7_danish_reaches_what_is_asked_for(asked: str, broken: set[str]) -> None:
    assert codes(town(opening={"language": asked}), placement()) == broken


# H8


@pytest.mark.parametrize(("held", "broken"), [(("forklift", "it"), set()), (("it",), {"H8"}), ((), {"H8"})])
def test_h8_every_skill_asked_for_is_there(held: tuple[str, ...], broken: set[str]) -> None:
    assert codes(town(citizen={"skills": held}, opening={"skills": ("forklift",)}), placement()) == broken


@pytest.mark.parametrize(("held", "broken"), [(True, set()), (False, {"H8"})])
def test_h8_the_licence_is_there_where_asked_for(held: bool, broken: set[str]) -> None:
    assert codes(town(citizen={"driving_licence": held}, opening={"driving_licence": True}), placement()) == broken


# H9


@pytest.mark.parametrize(
    ("asked", "broken"), [(("quiet",), set()), (("quiet", "mentor"), set()), (("breaks",), {"H9"})]
)
def test_h9_every_need_is_met(asked: tuple[str, ...], broken: set[str]) -> None:
    assert codes(town(citizen={"needs": asked}), placement()) == broken


# H13


def test_h13_an_excluded_unit_breaks_it() -> None:
    assert codes(town(citizen={"excluded_units": ("u1",)}), placement()) == {"H13"}


def test_h13_a_forbidden_pair_breaks_it() -> None:
    assert codes(town(forbidden=(Pair(citizen="c1", opening="o1"),)), placement()) == {"H13"}


def test_h13_what_is_kept_apart_elsewhere_is_allowed_here() -> None:
    units = (UNIT, replace(UNIT, id="u2"))
    openings = (OPENING, replace(OPENING, id="o2", unit="u2"))
    citizens = (replace(CITIZEN, excluded_units=("u2",)), replace(CITIZEN, id="c2"))
    forbidden = (Pair(citizen="c1", opening="o2"), Pair(citizen="c2", opening="o1"))
    problem = town(units=units, openings=openings, citizens=citizens, forbidden=forbidden)
    assert codes(problem, placement()) == set()


# H14


def starting(begins: date, ends: date, waited: int) -> Placement:
    return placement(start=begins, end=ends, value=0.5 - 0.01 * waited)


def test_h14_the_first_day_need_not_be_a_monday() -> None:
    problem = town(citizen={"available_from": date(2026, 12, 9)})
    assert codes(problem, starting(date(2026, 12, 9), date(2027, 2, 3), 0)) == set()


def test_h14_a_later_start_is_a_monday() -> None:
    assert codes(town(), starting(date(2026, 12, 14), date(2027, 2, 8), 1)) == set()
    assert codes(town(), starting(date(2026, 12, 15), date(2027, 2, 9), 1)) == {"H14"}


def test_h14_the_latest_start_is_allowed_and_the_week_after_is_not() -> None:
    assert codes(town(), starting(date(2027, 2, 1), date(2027, 3, 29), 8)) == set()
    assert codes(town(), starting(date(2027, 2, 8), date(2027, 4, 5), 9)) == {"H14"}


@pytest.mark.parametrize(
    "problem",
    [
        town(citizen={"available_from": date(2026, 12, 8)}),
        town(opening={"start": StartWindow(earliest=date(2026, 12, 8), latest=date(2027, 2, 1))}),
    ],
)
def test_h14_nobody_begins_before_citizen_and_opening_are_ready(problem: Problem) -> None:
    assert codes(problem, placement()) == {"H14"}


def test_h14_nobody_begins_before_the_horizon() -> None:
    window = StartWindow(earliest=date(2026, 11, 1), latest=date(2027, 2, 1))
    problem = town(citizen={"available_from": date(2026, 11, 1)}, opening={"start": window})
    assert codes(problem, starting(date(2026, 11, 23), date(2027, 1, 18), 0)) == {"H14"}
    assert codes(problem, starting(date(2026, 12, 1), date(2027, 1, 26), 0)) == set()


# H16 and the rules of the pair


def test_a_fixed_placement_stands_whatever_the_rules_of_the_pair_say() -> None:
    fixed = (Fixed(citizen="c1", opening="o1", scheme="igu", start=date(2026, 12, 2)),)
    unlawful = town(citizen={"max_travel_km": 0.0, "language": "A0", "available_from": date(2027, 1, 1)}, fixed=fixed)
    standing = placement(scheme="igu", start=date(2026, 12, 2), end=date(2027, 1, 27))
    assert codes(unlawful, standing) == set()
    assert codes(unlawful, placement(start=date(2027, 1, 1), end=date(2027, 2, 26))) == {"H6", "H7", "H16"}
