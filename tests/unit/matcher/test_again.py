"""Solving again after a change: from the last run, and as well as from nothing."""

import pickle
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.instances import problem as generated
from matcher.engine.check import check
from matcher.engine.optimum import search
from matcher.engine.optimum.carried import carried
from matcher.engine.optimum.losses import Losses
from matcher.engine.optimum.prepare import prepare
from matcher.engine.problem import Fixed, Pair, Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import Scorer
from matcher.engine.solve import Solved, solve, solved
from tests.unit.matcher.edits import edited

BEFORE = generated(120, 50, 3)
WHOLE = solved(BEFORE)


def agreed(problem: Problem, result: Result, dice: Random) -> Problem:
    """The next day: everybody has a proposal, some have said yes, one says no."""
    proposed = [one for one in result.placements if one.citizen not in {fixed.citizen for fixed in problem.fixed}]
    no, *yes = dice.sample(proposed, 8)
    return replace(
        problem,
        previous=tuple(Pair(citizen=one.citizen, opening=one.opening) for one in result.placements),
        forbidden=(*problem.forbidden, Pair(citizen=no.citizen, opening=no.opening)),
        fixed=(
            *problem.fixed,
            *(Fixed(citizen=x.citizen, opening=x.opening, scheme=x.scheme, start=x.start) for x in yes),
        ),
        change_cost=0.05,
    )


def changed(seed: int) -> Problem:
    """The next day, or other edits, or both."""
    dice = Random(seed)
    next_day = agreed(BEFORE, WHOLE.result, dice)
    return dice.choice([next_day, edited(BEFORE, seed), edited(next_day, seed)])


def without_time(whole: Solved) -> Result:
    return replace(whole.result, seconds=0.0)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem counts as one that is not solved to the end."""
    monkeypatch.setattr(search, "SMALL", 0)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_what_is_carried_over_any_edits_proves_a_bound_on_the_optimum(seed: int) -> None:
    after = changed(seed)
    ready = prepare(after, Scorer.of(after))
    relaxed = carried(WHOLE.ready, WHOLE.relaxed, WHOLE.found.taken, ready)

    assert relaxed is not None
    optimum = solve(after).objective
    assert relaxed.bound + ready.base >= optimum - 1e-6
    assert relaxed.columns.gain.sum() + ready.base <= optimum + 1e-6
    losses = Losses.of(ready, relaxed, relaxed.columns)
    assert losses.total == pytest.approx(relaxed.bound - relaxed.columns.gain.sum())
    assert min(losses.by_node.min(), losses.floors) >= -1e-9


@pytest.mark.parametrize("seed", range(10))
def test_an_answer_from_the_last_run_keeps_every_rule_and_is_as_good_as_it_says(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = changed(seed)
    optimum = solve(after).objective
    monkeypatch.setattr(search, "SMALL", 0)

    again = solved(after, before=WHOLE).result

    assert check(after, again) == []
    assert again.objective - 1e-6 <= optimum <= again.bound + 1e-6
    assert again.gap <= 0.001


@pytest.mark.usefixtures("large")
def test_the_same_problem_again_gives_the_same_answer() -> None:
    assert without_time(solved(BEFORE, before=WHOLE)) == without_time(WHOLE)


def test_small_problems_are_solved_to_the_end_whatever_was_before() -> None:
    after = changed(1)

    assert solved(after, before=WHOLE).result.objective == pytest.approx(solve(after).objective, abs=1e-6)


@pytest.mark.usefixtures("large")
def test_a_refusal_moves_hardly_anybody_else() -> None:
    after = agreed(BEFORE, WHOLE.result, Random(5))

    again = solved(after, before=WHOLE).result

    was = {one.citizen: one.opening for one in WHOLE.result.placements}
    now = {one.citizen: one.opening for one in again.placements}
    refused = after.forbidden[-1]
    assert now.get(refused.citizen) != refused.opening
    assert sum(now.get(citizen) != opening for citizen, opening in was.items()) <= 3


@pytest.mark.usefixtures("large")
def test_what_was_found_can_be_stored_and_read_back() -> None:
    after = changed(2)
    stored: Solved = pickle.loads(pickle.dumps(WHOLE))

    assert without_time(solved(after, before=stored)) == without_time(solved(after, before=WHOLE))


@pytest.mark.usefixtures("large")
def test_another_town_s_run_is_of_no_use_and_does_no_harm() -> None:
    other = generated(80, 30, 9)

    again = solved(other, before=WHOLE).result

    assert check(other, again) == []
    assert again.gap <= 0.001
