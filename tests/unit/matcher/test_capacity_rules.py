"""H1-H3, H10-H12 and H15-H17: each holds in the answer, is not broken to place more, and is used to its edge."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.errors import BadInputError
from matcher.engine.check import check
from matcher.engine.problem import Fixed, Floor, Occupied, Problem, Score, Staff, StartWindow
from matcher.engine.result import Result
from matcher.engine.solve import solve
from tests.unit.matcher.town import CITIZEN, OPENING, town

ONE_DAY = StartWindow(earliest=date(2026, 12, 7), latest=date(2026, 12, 7))
FIXED = Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7))


def two(*, citizen: dict[str, Any] | None = None, other: dict[str, Any] | None = None, **changes: Any) -> Problem:
    """Two citizens after the same opening with two seats, which begins on one day only."""
    opening = {"seats": 2, "start": ONE_DAY} | changes.pop("opening", {})
    people = replace(CITIZEN, **(citizen or {})), replace(CITIZEN, id="c2", **(citizen or {}) | (other or {}))
    return replace(town(opening=opening, unit=changes.pop("unit", {})), citizens=people, **changes)


def placed(problem: Problem) -> Result:
    """The answer, which keeps every rule."""
    result = solve(problem)
    assert check(problem, result) == []
    return result


def test_h1_a_citizen_has_one_place_though_two_are_free() -> None:
    problem = town()
    problem = replace(problem, openings=(OPENING, replace(OPENING, id="o2")))

    assert len(placed(problem).placements) == 1


def test_h1_two_citizens_have_a_place_each() -> None:
    problem = replace(two(opening={"seats": 1}), openings=(OPENING, replace(OPENING, id="o2")))

    assert {one.opening for one in placed(problem).placements} == {"o1", "o2"}


def test_h1_a_fixed_citizen_is_not_placed_again() -> None:
    problem = town(fixed=(FIXED,))
    problem = replace(problem, openings=(OPENING, replace(OPENING, id="o2")))

    assert [one.opening for one in placed(problem).placements] == ["o1"]


@pytest.mark.parametrize(("seats", "expected"), [(0, 0), (1, 1), (2, 2)])
def test_h2_seats_are_filled_and_never_more(seats: int, expected: int) -> None:
    assert len(placed(two(opening={"seats": seats})).placements) == expected


@pytest.mark.parametrize(("quota", "expected"), [(0, 0), (1, 1), (2, 2)])
def test_h3_the_quota_is_filled_and_never_more(quota: int, expected: int) -> None:
    assert len(placed(two(unit={"quota_override": quota})).placements) == expected


def test_h3_a_scheme_that_does_not_count_takes_no_quota() -> None:
    problem = two(unit={"quota_override": 0}, opening={"schemes": ("virksomhedspraktik", "ordinary")})

    assert [one.scheme for one in placed(problem).placements] == ["ordinary", "ordinary"]


def test_h3_the_start_waits_until_an_occupied_place_is_free() -> None:
    occupied = Occupied(scheme="nytteindsats", from_=date(2026, 10, 1), to=date(2026, 12, 20))
    problem = town(unit={"quota_override": 1, "occupied": (occupied,)})

    (placement,) = placed(problem).placements

    assert placement.start == date(2026, 12, 21)
    assert placement.value == pytest.approx(placement.score - 0.02)


def test_h3_nobody_covers_the_day_on_which_an_occupied_place_begins() -> None:
    occupied = Occupied(scheme="loentilskud", from_=date(2027, 1, 11), to=date(2027, 12, 31))
    problem = town(unit={"quota_override": 1, "occupied": (occupied,)})

    assert placed(problem).placements == ()


def test_h3_two_follow_each_other_in_one_place_of_the_quota() -> None:
    problem = two(unit={"quota_override": 1}, opening={"start": OPENING.start, "weeks": 4})

    first, second = sorted(one.start for one in placed(problem).placements)

    assert (second - first).days >= 28


@pytest.mark.parametrize(("hours", "expected"), [(18.5, 2), (19.0, 1)])
def test_h3_full_time_equivalents_add_up_to_the_quota(hours: float, expected: int) -> None:
    opening = {"hours": replace(OPENING.hours, max=hours)}
    problem = two(unit={"quota_override": 1}, opening=opening, count_mode="fte")

    assert len(placed(problem).placements) == expected


@pytest.mark.parametrize(("capacity", "expected"), [(0, 0), (1, 1), (2, 2)])
def test_h10_mentors_are_used_and_never_more(capacity: int, expected: int) -> None:
    problem = two(citizen={"needs": ("mentor",)}, unit={"mentor_capacity": capacity})

    assert len(placed(problem).placements) == expected


def test_h10_who_needs_no_mentor_takes_none() -> None:
    problem = two(other={"needs": ("mentor",)}, unit={"mentor_capacity": 1})

    assert len(placed(problem).placements) == 2


def test_h10_a_shorter_scheme_is_taken_where_the_mentor_is_needed_soon() -> None:
    occupied = Occupied(scheme="ordinary", from_=date(2027, 3, 8), to=date(2027, 12, 31), mentor=True)
    problem = town(
        citizen={"needs": ("mentor",)},
        unit={"occupied": (occupied,)},
        opening={"schemes": ("virksomhedspraktik", "ordinary"), "weeks": 26, "start": ONE_DAY},
    )

    (placement,) = placed(problem).placements

    assert (placement.scheme, placement.end) == ("virksomhedspraktik", date(2027, 3, 8))


@pytest.mark.parametrize(("capacity", "expected"), [(0, 0), (1, 1), (2, 2)])
def test_h11_a_consultant_carries_no_more_than_the_capacity(capacity: int, expected: int) -> None:
    problem = two(consultants=(Staff(id="k1", capacity=capacity),))

    assert len(placed(problem).placements) == expected


@pytest.mark.parametrize(("capacity", "expected"), [(0, 0), (1, 1), (2, 2)])
def test_h12_a_support_worker_carries_no_more_than_the_capacity(capacity: int, expected: int) -> None:
    problem = two(citizen={"support_worker": "s1"}, support_workers=(Staff(id="s1", capacity=capacity),))

    assert len(placed(problem).placements) == expected


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2), (0.51, 1), (1.0, 1)])
def test_h15_a_floor_limits_the_others(share: float, expected: int) -> None:
    problem = two(other={"gender": "M"}, floors=(Floor(where={"gender": "F"}, share=share),))

    assert len(placed(problem).placements) == expected


def test_h15_a_citizen_worth_less_than_nothing_is_placed_for_the_floor() -> None:
    problem = two(
        citizen={"weight": 0.0},
        other={"gender": "M", "weight": 1.0},
        unit={"occupied": (Occupied(scheme="nytteindsats", from_=date(2026, 10, 1), to=date(2026, 12, 20)),)},
        opening={"start": OPENING.start},
        floors=(Floor(where={"gender": "F"}, share=0.5),),
    )

    result = placed(problem)

    assert len(result.placements) == 2
    assert min(one.value for one in result.placements) < 0


@pytest.mark.parametrize(("quota", "expected"), [(1, 0), (2, 2)])
def test_h17_nobody_or_enough(quota: int, expected: int) -> None:
    assert len(placed(two(unit={"quota_override": quota}, opening={"least": 2})).placements) == expected


def test_h17_more_than_the_seats_can_never_come() -> None:
    assert placed(two(opening={"least": 3})).placements == ()


def test_h17_a_fixed_placement_brings_the_second() -> None:
    problem = two(citizen={"weight": 0.0}, opening={"least": 2}, fixed=(FIXED,))

    assert len(placed(problem).placements) == 2


def test_h17_a_fixed_placement_that_nobody_can_join_is_infeasible() -> None:
    result = solve(two(other={"language": "A0"}, opening={"least": 2}, fixed=(FIXED,)))

    assert result.status == "infeasible"
    assert result.placements == ()


def test_h16_a_floor_that_what_is_fixed_breaks_for_good_is_infeasible() -> None:
    result = solve(town(fixed=(FIXED,), floors=(Floor(where={"gender": "M"}, share=0.5),)))

    assert result.status == "infeasible"


def test_h16_a_fixed_placement_stands_though_its_pair_would_not_be_lawful() -> None:
    problem = town(citizen={"language": "A0"}, fixed=(FIXED,))

    (placement,) = placed(problem).placements

    assert (placement.opening, placement.start, placement.scheme) == ("o1", FIXED.start, FIXED.scheme)


BREAKS: list[tuple[str, Problem]] = [
    ("seats", two(opening={"seats": 1})),
    ("rimelighedskravet", two(unit={"quota_override": 1})),
    ("mentor", two(citizen={"needs": ("mentor",)}, unit={"mentor_capacity": 1})),
    ("konsulenten", two(consultants=(Staff(id="k1", capacity=1),))),
    ("støttemedarbejderen", two(citizen={"support_worker": "s1"}, support_workers=(Staff(id="s1", capacity=1),))),
    ("score", two(scores=(Score(citizen="c1", opening="o1", score=0.5),))),
]


@pytest.mark.parametrize(("word", "problem"), BREAKS)
def test_h16_fixed_placements_that_break_a_rule_are_refused_by_name(word: str, problem: Problem) -> None:
    with pytest.raises(BadInputError) as error:
        solve(replace(problem, fixed=(FIXED, replace(FIXED, citizen="c2"))))

    assert "fixed[1]" in {fault.place for fault in error.value.faults}
    assert all(word in fault.message for fault in error.value.faults)


def test_h16_one_fixed_placement_alone_is_no_breach() -> None:
    problem = replace(two(unit={"quota_override": 1}), fixed=(FIXED,))

    assert [one.citizen for one in placed(problem).placements] == ["c1"]
