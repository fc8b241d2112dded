"""Better answers from an answer: what it loses adds up, and what is found around that keeps every rule."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from benchmarks.instances import problem as generated
from matcher.engine.arrays.columns import Columns
from matcher.engine.optimum.exact import solve_whole
from matcher.engine.optimum.hinted import solve_hinted
from matcher.engine.optimum.losses import Losses
from matcher.engine.optimum.model import model
from matcher.engine.optimum.neighbourhood import Near, nearest, solved_around, where_it_loses
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.optimum.relaxation import Relaxation, relax
from matcher.engine.optimum.repair import repaired
from matcher.engine.optimum.rounding import rounded
from matcher.engine.options import Options, Watch
from matcher.engine.problem import Problem
from matcher.engine.scoring.score import Scorer
from tests.unit.matcher.every_column import every_column


def found_for(problem: Problem) -> tuple[Prepared, Relaxation, Columns]:
    """The problem made ready, its relaxation, and a poor answer: every third citizen has left it."""
    ready, options = prepare(problem, Scorer.of(problem)), Options()
    relaxed = relax(ready, options, Watch(options))
    assert relaxed is not None
    taken = rounded(ready, relaxed, 0.05, options, Watch(options))
    assert taken is not None
    poor = repaired(ready.setting, taken.take(np.arange(len(taken)) % 3 > 0))
    assert poor is not None
    return ready, relaxed, poor


@pytest.fixture(scope="module")
def case() -> tuple[Prepared, Relaxation, Columns]:
    return found_for(generated(120, 50, 4))


def fits(ready: Prepared, taken: Columns) -> bool:
    """Whether every row holds when these columns are taken and the switches of their openings are on."""
    whole = model(ready.setting, taken)
    used = whole.matrix @ np.ones(whole.matrix.shape[1])
    return bool((used <= whole.room + 1e-9).all()) and len(np.unique(taken.citizen)) == len(taken)


@pytest.mark.parametrize("seed", range(4))
def test_the_losses_are_not_negative_and_add_up_to_what_the_answer_is_short_of_the_bound(seed: int) -> None:
    ready, relaxed, poor = found_for(generated(120, 50, seed))

    losses = Losses.of(ready, relaxed, poor)

    assert losses.total == pytest.approx(relaxed.bound - poor.gain.sum())
    assert min(losses.by_node.min(), losses.floors) >= -1e-9


def test_it_loses_where_the_losses_are_highest(case: tuple[Prepared, Relaxation, Columns]) -> None:
    losses = Losses.of(*case)

    found = where_it_loses(losses, 1e-3, 3)

    assert list(losses.by_node[found]) == sorted(losses.by_node, reverse=True)[:3]
    assert not len(where_it_loses(losses, losses.by_node.max(), 3))


def test_only_the_citizens_set_free_get_something_else_and_the_answer_is_better(
    case: tuple[Prepared, Relaxation, Columns],
) -> None:
    ready, relaxed, poor = case
    near = Near.of(ready, relaxed, np.full(len(relaxed.level), 0.1), 2)
    sources = where_it_loses(Losses.of(ready, relaxed, poor), 1e-3, 10)
    free = nearest(ready, relaxed, poor, near, sources, 40)

    better = solved_around(ready, relaxed, poor, free, 0.3, Watch(Options()))

    assert free.sum() <= 40
    assert better.gain.sum() > poor.gain.sum()
    assert fits(ready, better)
    kept, still = poor.take(~free[poor.citizen]), better.take(~free[better.citizen])
    assert set(zip(kept.pair, kept.start, strict=True)) == set(zip(still.pair, still.start, strict=True))


def test_the_near_columns_of_a_pair_are_its_best_ones(case: tuple[Prepared, Relaxation, Columns]) -> None:
    ready, relaxed, _ = case
    margin = np.full(len(relaxed.level), 0.2)
    one, many = Near.of(ready, relaxed, margin, 1), Near.of(ready, relaxed, margin, 50)

    assert len(np.unique(one.columns.pair)) == len(one.columns)
    best = {pair: many.distance[many.columns.pair == pair].min() for pair in np.unique(many.columns.pair)}
    assert dict(zip(one.columns.pair, one.distance, strict=True)) == best
    assert many.distance.max() <= 0.2 + 1e-9


@pytest.mark.parametrize("mode", ["heads", "fte"])
def test_cp_sat_and_branch_and_bound_agree_on_the_optimum_and_the_bound(mode: Literal["heads", "fte"]) -> None:
    problem = replace(generated(60, 25, 2), count_mode=mode)
    ready = prepare(problem, Scorer.of(problem))
    every = every_column(ready)
    exact = solve_whole(ready.setting, every, np.inf, 0.0, 10_000)
    assert exact.taken is not None
    gain = every.gain[exact.taken].sum()

    found = solve_hinted(ready.setting, every, np.zeros(len(every), dtype=bool), 0.0, 20.0, np.inf)

    assert found.taken is not None
    assert fits(ready, every.take(found.taken))
    assert every.gain[found.taken].sum() == pytest.approx(gain, abs=1e-4)
    assert gain - 1e-6 <= found.bound <= gain + 1e-3


def test_cp_sat_without_any_work_to_do_gives_no_answer_and_no_bound() -> None:
    problem = generated(60, 25, 2)
    ready = prepare(problem, Scorer.of(problem))
    every = every_column(ready)

    found = solve_hinted(ready.setting, every, np.zeros(len(every), dtype=bool), 0.0, 0.0, np.inf)

    assert found.taken is None
    assert found.bound == np.inf


def test_hours_that_are_not_whole_minutes_are_packed_safely_and_prove_nothing() -> None:
    problem = generated(60, 25, 2)
    odd = tuple(replace(one, hours=replace(one.hours, max=one.hours.max - 0.1234567)) for one in problem.citizens)
    problem = replace(problem, citizens=odd, count_mode="fte")
    ready = prepare(problem, Scorer.of(problem))
    every = every_column(ready)

    found = solve_hinted(ready.setting, every, np.zeros(len(every), dtype=bool), 0.0, 20.0, np.inf)

    assert found.taken is not None
    assert fits(ready, every.take(found.taken))
    assert found.bound == np.inf
