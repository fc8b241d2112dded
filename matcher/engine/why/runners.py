"""The runners-up: which other openings a placed citizen could have had, and what they would have given."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import instance
from matcher.engine.arrays.pairs import lawful_candidates
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import DEFAULT_WEIGHTS, Weights
from matcher.engine.scoring.worth import Worth

RUNNERS_UP = 3


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """Another opening that a placed citizen could have had, and what it would have given on the first day."""

    opening: str
    score: float
    value: float


def runners_up(
    problem: Problem, result: Result, *, count: int = RUNNERS_UP, weights: Weights = DEFAULT_WEIGHTS
) -> dict[str, tuple[RunnerUp, ...]]:
    """For everybody placed the best other lawful openings, whether or not there was room, best value first."""
    case = instance(problem)
    worth = Worth.of(case, weights)
    own = np.full(len(problem.citizens), -1, dtype=np.int64)
    for one in result.placements:
        own[case.citizen_index[one.citizen]] = case.opening_index[one.opening]
    found: defaultdict[str, list[RunnerUp]] = defaultdict(list, {one.citizen: [] for one in result.placements})
    for pairs in lawful_candidates(case, own < 0):
        others = pairs.where(own[pairs.citizen] != pairs.opening)
        _best(worth, others, count, found)
    return {citizen: tuple(best) for citizen, best in found.items()}


def _best(worth: Worth, pairs: Candidates, count: int, found: dict[str, list[RunnerUp]]) -> None:
    problem, score = worth.case.problem, worth.scores(pairs)
    value = worth.values(pairs, score, np.zeros(len(pairs), dtype=np.int64))
    order = np.lexsort((pairs.opening, -value, pairs.citizen))
    place = np.arange(len(order)) - np.searchsorted(pairs.citizen[order], pairs.citizen[order])
    for n in order[place < count]:
        one = RunnerUp(problem.openings[pairs.opening[n]].id, float(score[n]), float(value[n]))
        found[problem.citizens[pairs.citizen[n]].id].append(one)
