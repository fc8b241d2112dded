"""Places held back for those who come: when it acts, when it does not, and what it says."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matcher.arrival_words import reason
from matcher.engine.ahead.arrivals import Held, solve_ahead
from matcher.engine.ahead.futures import Outlook, Stream
from matcher.engine.ahead.hold_back import HoldBack
from matcher.engine.check import check
from matcher.engine.problem import Citizen, Opening, Problem, Score, StartWindow
from matcher.engine.result import Result
from matcher.engine.solve import solve
from tests.unit.matcher.town import CITIZEN, KM_NORTH, OPENING, crowd, town

TODAY = date(2026, 11, 30)
ON = HoldBack(enabled=True, samples=8, weeks=6)


def come(*citizens: Citizen, openings: tuple[Opening, ...] = (), per_week: float = 2.0) -> Stream:
    """Such citizens and openings come so often."""
    return Stream(
        day=TODAY, citizens=citizens, openings=openings, citizens_per_week=per_week, openings_per_week=per_week
    )


def outlook(stream: Stream, **more: Any) -> Outlook:
    """What is known on the first day."""
    return Outlook(today=TODAY, stream=stream, **more)


def without_seconds(result: Result) -> str:
    """All bytes of an answer that must be the same."""
    return repr(replace(result, seconds=0.0))


FITTING = replace(CITIZEN, home=replace(CITIZEN.home, lat=57.0 + 5 * KM_NORTH), language="C1")
"""Somebody who lives next door and has wished for nothing else."""
STRANGER: dict[str, Any] = {
    "occupations": (replace(CITIZEN.occupations[0], code="411000"),),
    "available_from": date(2026, 12, 1),
}
"""Somebody who has wished for another trade and lives five kilometres away."""


def scarce() -> Problem:
    """One seat, and at hand only somebody whom it hardly suits; the firm would wait two months."""
    return town(citizen=STRANGER)


def test_a_place_is_held_for_somebody_who_surely_comes_and_needs_it_far_more() -> None:
    ahead = solve_ahead(scarce(), outlook(come(FITTING)), ON)
    assert ahead.result.placements == ()
    (held,) = ahead.held
    assert (held.citizen, held.opening) == ("c1", "o1")
    assert held.price > held.value
    assert held.value == pytest.approx(solve(scarce()).placements[0].value)


def test_the_place_is_given_where_those_who_come_cannot_use_it() -> None:
    far_away = replace(FITTING, home=replace(FITTING.home, lat=55.0))
    ahead = solve_ahead(scarce(), outlook(come(far_away)), ON)
    assert [one.citizen for one in ahead.result.placements] == ["c1"]
    assert ahead.held == ()


def test_the_place_is_given_to_whom_it_suits_best_whoever_comes() -> None:
    best = town(citizen={"home": FITTING.home, "language": "C1", "available_from": date(2026, 12, 1)})
    others = replace(CITIZEN, occupations=STRANGER["occupations"])
    ahead = solve_ahead(best, outlook(come(others)), ON)
    assert [one.citizen for one in ahead.result.placements] == ["c1"]
    assert ahead.held == ()


def test_a_place_that_nobody_is_expected_for_in_time_is_given() -> None:
    soon_gone = replace(
        scarce(), openings=(replace(OPENING, start=StartWindow(earliest=TODAY, latest=date(2026, 12, 3))),)
    )
    late = replace(FITTING, available_from=TODAY + timedelta(days=14))
    ahead = solve_ahead(soon_gone, outlook(come(late)), ON)
    assert len(ahead.result.placements) == 1


def test_a_citizen_waits_for_a_far_better_place_that_surely_comes() -> None:
    better = replace(OPENING, occupation="411000", start=StartWindow(earliest=TODAY, latest=date(2027, 2, 1)), seats=4)
    ahead = solve_ahead(scarce(), outlook(come(openings=(better,))), ON)
    (held,) = ahead.held
    assert held.price <= held.value
    assert ahead.result.placements == ()


def test_a_citizen_who_leaves_next_week_does_not_wait() -> None:
    better = replace(OPENING, occupation="411000", start=StartWindow(earliest=TODAY, latest=date(2027, 2, 1)), seats=4)
    leaving = {"c1": TODAY + timedelta(days=7)}
    ahead = solve_ahead(scarce(), outlook(come(openings=(better,)), leaving=leaving), ON)
    assert [one.citizen for one in ahead.result.placements] == ["c1"]


@pytest.mark.parametrize("settings", [HoldBack(), replace(ON, weeks=0), replace(ON, samples=0)])
def test_off_means_off_to_the_last_byte(settings: HoldBack) -> None:
    problem = crowd(1, 30, 20)
    ahead = solve_ahead(problem, outlook(come(FITTING)), settings)
    assert without_seconds(ahead.result) == without_seconds(solve(problem))
    assert ahead.held == ()


@pytest.mark.parametrize("stream", [come(), come(FITTING, per_week=0.0)])
def test_where_nobody_can_come_it_is_the_plain_answer(stream: Stream) -> None:
    problem = crowd(2, 30, 20)
    ahead = solve_ahead(problem, outlook(stream), ON)
    assert without_seconds(ahead.result) == without_seconds(solve(problem))
    assert ahead.held == ()


def test_a_problem_with_scores_of_its_own_is_solved_as_it_stands() -> None:
    problem = replace(scarce(), scores=(Score(citizen="c1", opening="o1", score=0.1),))
    ahead = solve_ahead(problem, outlook(come(FITTING)), ON)
    assert without_seconds(ahead.result) == without_seconds(solve(problem))


def test_a_problem_in_which_nobody_can_be_placed_is_left_alone() -> None:
    problem = town(citizen={"max_travel_km": 1.0})
    assert solve_ahead(problem, outlook(come(FITTING)), ON).held == ()


@pytest.mark.parametrize("seed", range(4))
def test_no_hard_rule_is_ever_broken_and_everybody_held_has_no_place(seed: int) -> None:
    problem, others = crowd(seed, 40, 15), crowd(seed + 100, 40, 15)
    stream = come(*(replace(one, consultant="k0", support_worker=None) for one in others.citizens), per_week=5.0)
    ahead = solve_ahead(problem, outlook(stream), ON)
    assert check(problem, ahead.result) == []
    placed = {one.citizen for one in ahead.result.placements}
    assert not placed & {one.citizen for one in ahead.held}
    assert {one.citizen for one in ahead.held} <= {one.citizen for one in solve(problem).placements}


def test_the_same_seed_gives_the_same_bytes_and_another_day_other_futures() -> None:
    problem, others = crowd(5, 40, 15), crowd(105, 40, 15)
    stream = come(*(replace(one, consultant="k0", support_worker=None) for one in others.citizens), per_week=5.0)
    first, second = (solve_ahead(problem, outlook(stream), ON) for _ in range(2))
    assert without_seconds(first.result) == without_seconds(second.result)
    assert first.held == second.held
    assert first.held != ()
    tomorrow = replace(outlook(stream), today=TODAY + timedelta(days=1))
    assert [one.price for one in solve_ahead(problem, tomorrow, ON).held] != [one.price for one in first.held]


def test_it_is_off_unless_somebody_turns_it_on() -> None:
    assert not HoldBack().enabled


HELD = Held(citizen="c1", opening="o1", price=0.713, value=0.401)


@pytest.mark.parametrize(
    ("held", "language", "words"),
    [
        (HELD, "da", ["Pladsen holdes til en, der kan ventes", "40 point", "71"]),
        (HELD, "en", ["held for somebody who can be expected", "40 points", "71"]),
        (replace(HELD, price=0.2), "da", ["borgeren kan vente en bedre plads", "40 point"]),
        (replace(HELD, price=0.2), "en", ["can expect a better place", "40 points"]),
    ],
)
def test_everybody_held_back_is_told_why_and_nobody_is_named(held: Held, language: Any, words: list[str]) -> None:
    said = reason(held, language)
    assert [word for word in words if word not in said] == []
    assert "c1" not in said
    assert "o1" not in said
