"""From a problem to what is solved: the arrays, what stands, every lawful pair with its gain, and the timeline."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import Pairs
from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints, instance, pair_numbers
from matcher.engine.arrays.pairs import lawful_candidates
from matcher.engine.arrays.rows import Setting
from matcher.engine.arrays.standing import Standing, is_fixed, standing
from matcher.engine.arrays.starts import WEEK, first_day, start_counts, start_days, weeks_waited
from matcher.engine.arrays.timeline import Timeline
from matcher.engine.problem import Problem
from matcher.engine.result import Reason


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
class Prepared:
    """Everything the optimisation looks at. `constant` is the objective when nobody new is placed, fixed ones aside."""

    setting: Setting
    pairs: Pairs
    constant: float
    fixed_scores: Floats

    @property
    def base(self) -> float:
        """The objective when nobody new is placed: what stands fixed, less what leaving the others costs."""
        instance, stands = self.setting.instance, self.setting.standing
        before = instance.citizens.previous[stands.citizen]
        moved = (before >= 0) & (before != stands.opening)
        waited = weeks_waited(first_day(instance, stands.citizen, stands.opening), stands.start)
        costs = instance.problem.delay_cost_per_week * waited + instance.problem.change_cost * moved
        worth = instance.citizens.weight[stands.citizen] * self.fixed_scores
        return self.constant + float((worth - costs).sum())


Source = Callable[[Instance, Bools], Iterator[Candidates]]
"""Gives the lawful pairs of an instance in the order of citizens, without the citizens who are left out (C)."""


def prepare(problem: Problem, scorer: Scorer | None, source: Source = lawful_candidates) -> Prepared:
    """The problem made ready. `scorer` is asked only where the problem has no scores."""
    arrays = instance(problem)
    stands = standing(arrays)
    left_out = is_fixed(arrays, stands)
    scores = _Scores(arrays, scorer)
    blocks = [_block(arrays, scores, found) for found in source(arrays, left_out)]
    pairs = _enough(arrays, stands, _joined(blocks))
    setting = Setting(arrays, stands, Timeline.of(arrays, _all_starts(arrays, pairs, stands), stands.taken))
    before = (arrays.citizens.previous >= 0) & ~left_out
    return Prepared(
        setting,
        pairs,
        -problem.change_cost * int(before.sum()),
        scores.of(Candidates(arrays, stands.citizen, stands.opening)),
    )


class _Scores:
    """The score of a pair: the listed one, or else the scorer's."""

    def __init__(self, arrays: Instance, scorer: Scorer | None) -> None:
        self._scorer, self._width = scorer, len(arrays.problem.openings)
        rows = arrays.problem.scores or ()
        numbers = np.array(
            [arrays.citizen_index[row.citizen] * self._width + arrays.opening_index[row.opening] for row in rows],
            dtype=np.int64,
        )
        order = np.argsort(numbers)
        self._numbers, self._listed = numbers[order], np.array([row.score for row in rows], dtype=float)[order]

    def of(self, pairs: Candidates) -> Floats:
        if self._scorer is not None and not len(self._numbers):
            return self._scorer.score(pairs.citizen, pairs.opening, pairs.hours).total
        return self._listed[np.searchsorted(self._numbers, pair_numbers(pairs.citizen, pairs.opening, self._width))]


def _block(arrays: Instance, scores: _Scores, found: Candidates) -> Pairs:
    score, citizens = scores.of(found), arrays.citizens
    stays = citizens.previous[found.citizen] == found.opening
    gain = citizens.weight[found.citizen] * score + arrays.problem.change_cost * stays
    return Pairs(found.citizen.astype(np.int32), found.opening.astype(np.int32), found.hours, score, gain)


def _joined(blocks: list[Pairs]) -> Pairs:
    if not blocks:
        none: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        return Pairs(none, none, np.zeros(0), np.zeros(0), np.zeros(0))
    names = ("citizen", "opening", "hours", "score", "gain")
    return Pairs(*(np.concatenate([getattr(block, name) for block in blocks]) for name in names))


def _enough(arrays: Instance, stands: Standing, pairs: Pairs) -> Pairs:
    """Without the pairs of openings that are full, or that too few can fill to their `least` (H2, H17)."""
    able = np.minimum(np.bincount(pairs.opening, minlength=len(stands.seats)), stands.seats)
    open_ = (stands.seats > 0) & (able + stands.filled >= arrays.openings.least)
    keep = open_[pairs.opening]
    if keep.all():
        return pairs
    return Pairs(pairs.citizen[keep], pairs.opening[keep], pairs.hours[keep], pairs.score[keep], pairs.gain[keep])


def _all_starts(arrays: Instance, pairs: Pairs, stands: Standing) -> Ints:
    """Every day on which a placement may begin or a fixed one does."""
    first = first_day(arrays, pairs.citizen.astype(np.int64), pairs.opening.astype(np.int64))
    latest = arrays.openings.latest[pairs.opening]
    if not len(pairs):
        return np.unique(stands.start)
    mondays = np.arange(start_days(first.min(keepdims=True), np.ones(1, dtype=np.int64))[0], latest.max() + 1, WEEK)
    assert (start_counts(first, latest) > 0).all()
    return np.unique(np.concatenate([first, mondays, stands.start]))
