"""Columns that break rules together: what is given up so that the rest keeps them."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import problem as generated
from matcher.engine.arrays.columns import Columns
from matcher.engine.check import check
from matcher.engine.optimum import rounding
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.optimum.repair import begun_too_small, fitting, repaired
from matcher.engine.options import Options
from matcher.engine.problem import Floor, Problem
from matcher.engine.scoring.score import Scorer
from matcher.engine.solve import solve
from tests.unit.matcher.every_column import every_column


def ready_of(problem: Problem) -> Prepared:
    """The problem made ready, scored by the project."""
    return prepare(problem, Scorer.of(problem))


def kept_of(ready: Prepared) -> Columns:
    """One column of each citizen, as far as they fit together."""
    every = every_column(ready)
    return fitting(ready.setting, every.take(np.unique(every.citizen, return_index=True)[1]))


def test_what_fits_fills_no_opening_and_no_unit_beyond_its_room() -> None:
    ready = ready_of(generated(60, 25, 1))

    beside = ready.setting.beside(kept_of(ready))

    assert (beside.standing.seats >= 0).all()
    assert (beside.standing.consultants >= 0).all()
    assert (beside.timeline.quota.left >= np.minimum(ready.setting.timeline.quota.left, 0) - 1e-9).all()


def test_groups_that_are_too_small_are_given_up() -> None:
    problem = generated(60, 25, 1)
    ready = ready_of(
        replace(problem, floors=(), openings=tuple(replace(one, least=one.seats) for one in problem.openings))
    )
    kept = kept_of(ready)
    assert begun_too_small(ready.setting, kept).any()

    whole = repaired(ready.setting, kept)

    assert whole is None or not begun_too_small(ready.setting, whole).any()


def test_a_missed_floor_gives_up_the_lowest_gains_outside_its_group() -> None:
    problem = generated(60, 25, 2)
    floors = (Floor(where={"gender": "F"}, share=0.8),)
    ready = ready_of(
        replace(problem, fixed=(), floors=floors, openings=tuple(replace(o, least=0) for o in problem.openings))
    )
    kept = kept_of(ready)

    held = repaired(ready.setting, kept)

    assert held is not None
    assert 0 < len(held) < len(kept)
    inside = ready.setting.instance.citizens.in_floor[:, 0]
    assert inside[held.citizen].mean() >= 0.8
    men = kept.take(~inside[kept.citizen])
    left = held.take(~inside[held.citizen])
    assert sorted(left.gain) == pytest.approx(sorted(men.gain)[-len(left) :] if len(left) else [])


def test_a_floor_that_what_stands_breaks_cannot_be_repaired_by_giving_up() -> None:
    problem = generated(60, 25, 2)
    men = tuple(replace(one, gender="M") for one in problem.citizens)
    ready = ready_of(replace(problem, citizens=men, floors=(Floor(where={"gender": "F"}, share=0.5),)))
    assert problem.fixed

    assert repaired(ready.setting, kept_of(ready)) is None


def test_a_dive_without_branch_and_bound_ends_in_an_answer_that_keeps_every_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rounding, "FEW", -1)
    monkeypatch.setattr("matcher.engine.optimum.search.SMALL", 0)
    for seed in range(3):
        problem = generated(300, 120, seed)

        result = solve(problem, Options(gap=0.05))

        assert check(problem, result) == []
        assert result.gap <= 0.05
