"""Advice from a run in memory is the same as advice from nothing: prices, weights, and what a change would bring."""

from dataclasses import replace

import pytest

from matcher.engine.advice.fairness import cost_of_fairness
from matcher.engine.advice.guidance import call_list, verified
from matcher.engine.advice.market import Market
from matcher.engine.advice.whatif import Danish, Seats, what_if
from matcher.engine.options import Options
from matcher.engine.problem import Floor, Problem
from matcher.engine.scoring.score import Scorer, Weights
from matcher.engine.solve import Solved, solve, solved
from tests.unit.matcher.town import crowd

SEEDS = (1, 2)
EXACT = Options(gap=0.0)
NEARNESS = Weights(occupation=0.0, distance=0.42)


def seekers(seed: int) -> Problem:
    return replace(crowd(seed, 90, 40), count_mode="fte" if seed == 2 else "heads")


def weighed(problem: Problem) -> Solved:
    """A run in which the way counts and the wish does not."""
    return solved(problem, EXACT, Scorer.of(problem, NEARNESS))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_brings_the_same_from_the_run_as_from_nothing(seed: int) -> None:
    problem = seekers(seed)
    run = solved(problem, EXACT)
    for change in (Seats("o3", 2), Seats("o5", -1), Danish("c7", "C2")):
        cold, warm = what_if(problem, change, run.result, EXACT), what_if(problem, change, run.result, EXACT, warm=run)
        assert warm.gain == pytest.approx(cold.gain, abs=1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_run_with_other_weights_gives_promises_under_these(seed: int) -> None:
    run = weighed(seekers(seed))
    market = Market.by(run)
    assert market is not None
    assert market.weights == NEARNESS
    calls = call_list(market, run.result)
    assert calls
    assert calls != call_list(market, solve(seekers(seed)))
    for call in calls[:5]:
        gain = verified(seekers(seed), call, run.result, options=EXACT, warm=run).gain
        assert call.at_least - 1e-4 <= gain <= call.at_most + market.slack(run.result) + 1e-4


def test_what_a_floor_costs_depends_on_what_counts() -> None:
    problem, floors = seekers(1), (Floor(where={"gender": "F"}, share=0.7),)
    own, other = cost_of_fairness(problem, floors, EXACT), cost_of_fairness(problem, floors, EXACT, NEARNESS)
    assert own.without.objective == pytest.approx(solve(problem, EXACT).objective)
    assert other.without.objective == pytest.approx(weighed(problem).result.objective)
    assert own.cost != other.cost
