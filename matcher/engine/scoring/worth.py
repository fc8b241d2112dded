"""What a pair is worth: its score, given or the project's own, and the value of a placement made of it."""

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints, pair_numbers
from matcher.engine.result import Reason
from matcher.engine.scoring.score import DEFAULT_WEIGHTS, Weights
from matcher.engine.scoring.score import Scorer as OwnScorer


class Scored(Protocol):
    """Scores of some pairs."""

    @property
    def total(self) -> Floats:
        """In [0, 1], one per pair."""

    def breakdowns(self, rows: Ints) -> list[tuple[Reason, ...]]:
        """What the scores of these pairs are made of."""


class Scorer(Protocol):
    """What scores pairs where the file does not: `matcher.engine.scoring.score.Scorer`."""

    def score(self, citizen: Ints, opening: Ints, hours: Floats) -> Scored:
        """The scores of pairs of row numbers with their weekly hours."""


@dataclass(frozen=True, slots=True)
class Worth:
    """The scores of a problem. Where it brings its own, `numbers` are the listed pairs, sorted, with their `given`."""

    case: Instance
    scorer: Scorer | None
    numbers: Ints
    given: Floats

    @classmethod
    def of(cls, case: Instance, weights: Weights = DEFAULT_WEIGHTS) -> Self:
        """The given scores where there are any; else the project's own under `weights`."""
        return cls.by(case, OwnScorer.of(case.problem, weights) if case.problem.scores is None else None)

    @classmethod
    def by(cls, case: Instance, scorer: Scorer | None) -> Self:
        """The given scores where there are any; else those of `scorer`."""
        rows = case.problem.scores
        if rows is None:
            return cls(case, scorer, np.array([], dtype=np.int64), np.array([]))
        citizen = np.array([case.citizen_index[row.citizen] for row in rows], dtype=np.int64)
        opening = np.array([case.opening_index[row.opening] for row in rows], dtype=np.int64)
        numbers = pair_numbers(citizen, opening, len(case.problem.openings))
        order = np.argsort(numbers)
        return cls(case, None, numbers[order], np.array([row.score for row in rows], dtype=float)[order])

    def is_scored(self, pairs: Candidates) -> Bools:
        """Which pairs have a score: all where the project scores, else those listed."""
        if self.scorer is not None:
            return np.ones(len(pairs), dtype=bool)
        return np.isin(self._numbers(pairs), self.numbers)

    def scores(self, pairs: Candidates) -> Floats:
        """The score of each pair, float64[n]. Asked only of pairs that have one."""
        if self.scorer is not None:
            return self.scorer.score(pairs.citizen, pairs.opening, pairs.hours).total
        return self.given[np.searchsorted(self.numbers, self._numbers(pairs))]

    def reasons(self, pairs: Candidates) -> list[tuple[Reason, ...]]:
        """What the score of each pair is made of; nothing where the score is given."""
        if self.scorer is None:
            return [()] * len(pairs)
        return self.scorer.score(pairs.citizen, pairs.opening, pairs.hours).breakdowns(np.arange(len(pairs)))

    def values(self, pairs: Candidates, scores: Floats, waited: Ints) -> Floats:
        """weight × score − delay cost × weeks waited − change cost where the citizen was proposed elsewhere."""
        before, problem = self.case.citizens.previous[pairs.citizen], self.case.problem
        moved = (before >= 0) & (before != pairs.opening)
        weighted = self.case.citizens.weight[pairs.citizen] * scores
        values: Floats = weighted - problem.delay_cost_per_week * waited - problem.change_cost * moved
        return values

    def _numbers(self, pairs: Candidates) -> Ints:
        return pair_numbers(pairs.citizen, pairs.opening, len(self.case.problem.openings))
