"""What an explanation says it would take is tried: the problem is changed, solved again, and the promise is kept."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine.check import check
from matcher.engine.check.pairs import first_start
from matcher.engine.options import Options
from matcher.engine.problem import Citizen, Fixed, Floor, Pair, Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import Scorer
from matcher.engine.solve import Solved, solve, solved
from matcher.engine.why.explain import Subject, why
from matcher.engine.why.facts import Change
from tests.unit.matcher.otherwise import additions, applied
from tests.unit.matcher.test_explain_truth import OWN_RULES, scarce

SEEDS = (0, 1, 2, 3)
EXACT = Options(gap=0.0)
TOLERANCE = 1e-6
TOUCHES_OTHERS = {"needs", "hours_firm", "hours_shifts", "scheme", "start"}
"""Changes of a firm's own that change what the opening is worth to others, too."""


@cache
def town(seed: int) -> Solved:
    """Full time counts in odd towns; the third asks a share for women, and its citizens were proposed before."""
    problem = scarce(seed)
    if seed == 2:
        women = Floor(where={"gender": "F"}, share=0.4)
        previous = tuple(Pair(citizen=f"c{n}", opening=f"o{n % 30}") for n in range(1, 50, 2))
        problem = replace(problem, floors=(women,), previous=previous, change_cost=0.04)
    return solved(problem, EXACT)


def problem_of(found: Solved) -> Problem:
    return found.ready.setting.instance.problem


def suggestions(found: Solved) -> Iterator[tuple[Citizen, str, tuple[Change, ...]]]:
    """Everybody without a place with the nearest openings. A share that others must fill is nobody's change to make."""
    citizens = {one.id: one for one in problem_of(found).citizens}
    for one in why(Subject.by(found)).stuck:
        for near in one.nearest:
            if "floor" not in near.rules:
                yield citizens[one.citizen], near.opening, near.changes


def promised(problem: Problem, result: Result, citizen: Citizen, opening: str) -> float:
    """What the citizen's best placement at the opening adds beside all others, worked out from the rules' text."""
    row = [one.id for one in problem.citizens].index(citizen.id)
    column = [one.id for one in problem.openings].index(opening)
    first = next(additions(problem, result, citizen.id, opening))
    score = float(Scorer.of(problem).score(np.array([row]), np.array([column]), np.array([first.hours])).total[0])
    possible = first_start(problem, problem.citizens[row], problem.openings[column])
    waited = (first.start - possible).days // 7
    stays = Pair(citizen=citizen.id, opening=opening) in problem.previous
    return citizen.weight * score - problem.delay_cost_per_week * waited + problem.change_cost * stays


def alone(problem: Problem, result: Result, citizen: Citizen, openings: Collection[str]) -> Problem:
    """Everybody placed stands where the answer puts them, and this citizen alone may be added, at these openings."""
    stand = tuple(
        Fixed(citizen=one.citizen, opening=one.opening, scheme=one.scheme, start=one.start) for one in result.placements
    )
    closed = (one.id for one in problem.openings if one.id not in openings)
    there = {one.citizen for one in stand} | {citizen.id}
    return replace(
        problem,
        citizens=tuple(one for one in problem.citizens if one.id in there),
        previous=tuple(one for one in problem.previous if one.citizen in there),
        forbidden=tuple(Pair(citizen=citizen.id, opening=one) for one in closed),
        fixed=stand,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_smallest_change_gives_the_place_when_all_others_stay(seed: int) -> None:
    found = town(seed)
    for citizen, opening, changes in list(suggestions(found))[seed::4]:
        changed = applied(problem_of(found), citizen.id, opening, changes)
        before = solve(alone(changed, found.result, citizen, ()))
        after = solve(alone(changed, found.result, citizen, [opening]))
        assert (citizen.id, opening) in [(one.citizen, one.opening) for one in after.placements]
        gain = promised(changed, found.result, citizen, opening)
        assert after.objective == pytest.approx(before.objective + gain, abs=TOLERANCE)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_smallest_change_gives_what_it_promises_when_everything_is_solved_again(seed: int) -> None:
    found = town(seed)
    for citizen, opening, changes in list(suggestions(found))[seed::4]:
        changed = applied(problem_of(found), citizen.id, opening, changes)
        after = solve(changed, EXACT)
        assert check(changed, after) == []
        if TOUCHES_OTHERS.isdisjoint(one.kind for one in changes):
            gain = promised(changed, found.result, citizen, opening)
            assert after.objective >= found.result.objective + gain - TOLERANCE


@pytest.mark.parametrize("seed", SEEDS)
def test_without_the_change_solving_again_gives_nobody_a_better_answer(seed: int) -> None:
    found = town(seed)
    for citizen, opening, _ in list(suggestions(found))[:3]:
        assert solve(alone(problem_of(found), found.result, citizen, [opening])).placements == found.result.placements


def test_every_kind_of_change_is_tried() -> None:
    kinds = {one.kind for seed in SEEDS for _, _, changes in suggestions(town(seed)) for one in changes}
    assert kinds >= {"travel", "language", "skills", "needs", "seats", "quota", "consultant", "start"}
    assert kinds & {"hours_citizen", "hours_firm", "hours_day", "hours_shifts"}


@settings(max_examples=8)
@given(st.integers(100, 100_000), st.integers(0, 10_000))
def test_in_any_town_a_suggestion_is_enough_and_half_of_it_is_not(seed: int, which: int) -> None:
    found = solved(scarce(seed, 25), EXACT)
    every = list(suggestions(found))
    if not every:
        return
    problem, (citizen, opening, changes) = problem_of(found), every[which % len(every)]

    def gets_it(made: Sequence[Change]) -> bool:
        changed = applied(problem, citizen.id, opening, tuple(made))
        after = solve(alone(changed, found.result, citizen, [opening]))
        return (citizen.id, opening) in [(one.citizen, one.opening) for one in after.placements]

    assert gets_it(changes)
    for left_out in (one for one in changes if one.rule in OWN_RULES):
        assert not gets_it([one for one in changes if one != left_out])
