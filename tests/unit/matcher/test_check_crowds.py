"""The check's rules for all placements together."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matcher.engine.problem import Fixed, Floor, Hours, Occupied, Problem, Staff
from matcher.engine.result import Placement
from tests.unit.matcher.answers import codes, placement
from tests.unit.matcher.town import CITIZEN, OPENING, town


def two(*, second: dict[str, Any] | None = None, **changes: Any) -> Problem:
    """The town with another citizen, two seats and room for both in everything."""
    citizens = (CITIZEN, replace(CITIZEN, id="c2", **(second or {})))
    opening = {"seats": 2} | changes.pop("opening", {})
    unit = {"quota_override": 2, "mentor_capacity": 2} | changes.pop("unit", {})
    return town(opening=opening, unit=unit, citizens=citizens, **changes)


def both(**changes: Any) -> tuple[Placement, Placement]:
    return placement(**changes), placement(citizen="c2", **changes)


def test_two_at_once_break_nothing_where_there_is_room() -> None:
    assert codes(two(), *both()) == set()


# H1


def test_h1_the_same_citizen_twice_breaks_it() -> None:
    assert codes(two(), placement(), placement()) == {"H1"}


# H2


def test_h2_more_than_the_seats_break_it() -> None:
    assert codes(two(opening={"seats": 1}), *both()) == {"H2"}


def test_h2_as_many_as_the_seats_are_allowed() -> None:
    assert codes(two(opening={"seats": 1}), placement()) == set()


# H3


def occupied(last: date, **changes: Any) -> Occupied:
    return replace(Occupied(scheme="virksomhedspraktik", from_=date(2026, 10, 1), to=last), **changes)


def test_h3_two_where_the_law_allows_one_break_it() -> None:
    assert codes(two(unit={"quota_override": None, "ordinary_employees": 5.0}), *both()) == {"H3"}
    assert codes(two(unit={"quota_override": None, "ordinary_employees": 10.0}), *both()) == set()


@pytest.mark.parametrize(("last", "broken"), [(date(2026, 12, 6), set()), (date(2026, 12, 7), {"H3"})])
def test_h3_an_occupied_place_is_taken_to_its_last_day(last: date, broken: set[str]) -> None:
    assert codes(town(unit={"quota_override": 1, "occupied": (occupied(last),)}), placement()) == broken


@pytest.mark.parametrize(("first", "broken"), [(date(2027, 2, 1), set()), (date(2027, 1, 31), {"H3"})])
def test_h3_a_place_that_is_taken_later_counts_on_its_days(first: date, broken: set[str]) -> None:
    later = occupied(date(2027, 3, 1), from_=first)
    assert codes(town(unit={"quota_override": 1, "occupied": (later,)}), placement()) == broken


def test_h3_days_overfull_before_anybody_new_are_nobodys_fault() -> None:
    full = (occupied(date(2026, 12, 6)), occupied(date(2026, 12, 6)))
    assert codes(town(unit={"quota_override": 1, "occupied": full}), placement()) == set()


@pytest.mark.parametrize(("scheme", "broken"), [("ordinary", set()), ("nytteindsats", {"H3"})])
def test_h3_only_schemes_that_count_fill_the_quota(scheme: str, broken: set[str]) -> None:
    taken = occupied(date(2026, 12, 31), scheme=scheme)
    assert codes(town(unit={"quota_override": 1, "occupied": (taken,)}), placement()) == broken


def test_h3_who_comes_in_a_scheme_that_does_not_count_needs_no_quota() -> None:
    problem = town(unit={"quota_override": 0}, opening={"schemes": None})
    assert codes(problem, placement(scheme="ordinary")) == set()


@pytest.mark.parametrize(("hours", "broken"), [(17.0, set()), (17.1, {"H3"})])
def test_h3_counts_hours_where_the_problem_counts_full_time(hours: float, broken: set[str]) -> None:
    taken = occupied(date(2026, 12, 31), hours=hours)
    assert codes(town(unit={"quota_override": 1, "occupied": (taken,)}, count_mode="fte"), placement()) == broken


@pytest.mark.parametrize(("rules", "broken"), [(date(2015, 1, 1), {"H3"}), (date(2022, 1, 1), set())])
def test_h3_follows_the_rules_of_its_day(rules: date, broken: set[str]) -> None:
    assert codes(town(unit={"ordinary_employees": 0.5}, rules=rules), placement()) == broken


# H10


def test_h10_more_than_the_mentors_break_it() -> None:
    needy = two(second={"needs": ("mentor",)}, unit={"mentor_capacity": 0})
    assert codes(needy, *both()) == {"H10"}
    assert codes(needy, placement()) == set()


@pytest.mark.parametrize(("last", "broken"), [(date(2026, 12, 6), set()), (date(2026, 12, 7), {"H10"})])
def test_h10_an_occupied_place_holds_its_mentor_to_the_last_day(last: date, broken: set[str]) -> None:
    taken = (occupied(last, mentor=True),)
    problem = town(citizen={"needs": ("mentor",)}, unit={"quota_override": 5, "occupied": taken})
    assert codes(problem, placement()) == broken


def test_h10_who_needs_no_mentor_takes_none() -> None:
    taken = (occupied(date(2026, 12, 31), mentor=True),)
    assert codes(town(unit={"quota_override": 5, "occupied": taken}), placement()) == set()


# H11 and H12


def test_h11_more_than_a_consultant_can_carry_break_it() -> None:
    assert codes(two(consultants=(Staff(id="k1", capacity=1),)), *both()) == {"H11"}
    assert codes(two(consultants=(Staff(id="k1", capacity=2),)), *both()) == set()


def test_h12_more_than_a_support_worker_can_carry_break_it() -> None:
    supported = two(second={"support_worker": "s1"}, support_workers=(Staff(id="s1", capacity=0),))
    assert codes(supported, *both()) == {"H12"}
    assert codes(supported, placement()) == set()


# H15


def test_h15_too_few_of_a_group_break_it() -> None:
    floors = (Floor(where={"gender": "F"}, share=0.5),)
    problem = two(second={"gender": "M"}, floors=floors)
    assert codes(problem, placement(citizen="c2")) == {"H15"}
    assert codes(problem, *both()) == set()
    assert codes(problem) == set()


def test_h15_every_field_of_a_floor_must_match() -> None:
    floors = (Floor(where={"gender": "F", "single_parent": True}, share=0.5),)
    assert codes(two(floors=floors), *both()) == {"H15"}


# H16


FIXED = Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7))


def test_h16_a_fixed_placement_left_out_breaks_it() -> None:
    assert codes(town(fixed=(FIXED,))) == {"H16"}
    assert codes(town(fixed=(FIXED,)), placement()) == set()


def test_h16_a_fixed_placement_moved_breaks_it() -> None:
    moved = placement(start=date(2026, 12, 14), end=date(2027, 2, 8), value=0.49)
    assert codes(town(fixed=(FIXED,)), moved) == {"H16"}


def test_h16_fixed_placements_take_room() -> None:
    assert codes(two(opening={"seats": 1}, fixed=(FIXED,)), *both()) == {"H2"}
    assert codes(two(unit={"quota_override": 1}, fixed=(FIXED,)), *both()) == {"H3"}


# H17


def test_h17_fewer_than_a_group_break_it() -> None:
    group = two(opening={"least": 2})
    assert codes(group, placement()) == {"H17"}
    assert codes(group, *both()) == set()
    assert codes(group) == set()


def test_stays_at_different_times_share_a_place() -> None:
    openings = (replace(OPENING, weeks=4), replace(OPENING, id="o2", weeks=4, hours=Hours(min=5.0, max=20.0)))
    problem = two(unit={"quota_override": 1}, openings=openings)
    first = placement(end=date(2027, 1, 4))
    then = placement(citizen="c2", opening="o2", start=date(2027, 1, 4), end=date(2027, 2, 1), value=0.46)
    assert codes(problem, first, then) == set()
    sooner = placement(citizen="c2", opening="o2", start=date(2026, 12, 28), end=date(2027, 1, 25), value=0.47)
    assert codes(problem, first, sooner) == {"H3"}
