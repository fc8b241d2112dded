"""Pairs that are taken over from an earlier problem are the ones that a look at everything finds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.instances import problem as generated
from matcher.engine.arrays.candidates import Candidates
from matcher.engine.optimum import seen
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.optimum.seen import Seen
from matcher.engine.problem import Problem
from matcher.engine.scoring.score import Scorer
from tests.unit.matcher.edits import edited

BEFORE = generated(120, 50, 3)


def prepared(problem: Problem, before: Prepared | None = None) -> Prepared:
    scorer = Scorer.of(problem)
    return prepare(problem, scorer, Seen(before)) if before else prepare(problem, scorer)


READY = prepared(BEFORE)


def assert_same_pairs(one: Prepared, other: Prepared) -> None:
    for name in ("citizen", "opening", "hours", "score", "gain"):
        np.testing.assert_array_equal(getattr(one.pairs, name), getattr(other.pairs, name))


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_after_any_edits_the_pairs_are_those_of_a_fresh_look(seed: int) -> None:
    after = edited(BEFORE, seed)

    assert_same_pairs(prepared(after, READY), prepared(after))


def test_the_same_problem_again_looks_at_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []

    def lawful(candidates: Candidates) -> Candidates:
        looked_at.append(len(candidates))
        return candidates

    monkeypatch.setattr(seen, "lawful", lawful)
    before = replace(BEFORE, fixed=())
    ready = prepared(before)

    assert_same_pairs(prepared(replace(before, change_cost=0.05), ready), ready)
    assert sum(looked_at) == 0
