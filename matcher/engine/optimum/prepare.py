"""From a problem to what is solved: the arrays, what stands, every lawful pair with its gain, and the timeline."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import Pairs
from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints, instance
from matcher.engine.arrays.pairs import lawful_candidates
from matcher.engine.arrays.rows import Setting
from matcher.engine.arrays.standing import Standing, is_fixed, standing
from matcher.engine.arrays.starts import WEEK, first_day, start_days, weeks_waited
from matcher.engine.arrays.timeline import Timeline
from matcher.engine.problem import Problem
from matcher.engine.scoring.worth import Scorer, Worth

__all__ = ["Prepared", "Scorer", "Source", "prepare"]

BLOCK = 1 << 18
"""Pairs whose days are looked at together."""


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
    worth = Worth.by(arrays, scorer)
    pairs = _joined(_enough(arrays, stands, [_block(worth, found) for found in source(arrays, left_out)]))
    setting = Setting(arrays, stands, Timeline.of(arrays, _all_starts(arrays, pairs, stands), stands.taken))
    before = (arrays.citizens.previous >= 0) & ~left_out
    return Prepared(
        setting,
        pairs,
        -problem.change_cost * int(before.sum()),
        worth.scores(Candidates(arrays, stands.citizen, stands.opening)),
    )


def _block(worth: Worth, found: Candidates) -> Pairs:
    score, citizens = worth.scores(found), worth.case.citizens
    stays = citizens.previous[found.citizen] == found.opening
    gain = citizens.weight[found.citizen] * score + worth.case.problem.change_cost * stays
    return Pairs(found.citizen.astype(np.int32), found.opening.astype(np.int32), found.hours, score, gain)


def _enough(arrays: Instance, stands: Standing, blocks: list[Pairs]) -> list[Pairs]:
    """Without the pairs of openings that are full, or that too few can fill to their `least` (H2, H17)."""
    people = sum(np.bincount(block.opening, minlength=len(stands.seats)) for block in blocks)
    able = np.minimum(people, stands.seats)
    open_ = (stands.seats > 0) & (able + stands.filled >= arrays.openings.least)
    return [block.take(open_[block.opening]) for block in blocks]


def _joined(blocks: list[Pairs]) -> Pairs:
    """The blocks as one. They are used up, a field at a time, so that no more than a field is there twice."""
    nothing = Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0), np.zeros(0), np.zeros(0))
    parts = [[getattr(block, field.name) for block in (nothing, *blocks)] for field in reversed(fields(Pairs))]
    blocks.clear()
    return Pairs(*(np.concatenate(parts.pop()) for _ in fields(Pairs)))


def _all_starts(arrays: Instance, pairs: Pairs, stands: Standing) -> Ints:
    """Every day on which a placement may begin or a fixed one does."""
    if not len(pairs):
        return np.unique(stands.start)
    first = np.unique(np.concatenate([_first_days(arrays, pairs, begin) for begin in range(0, len(pairs), BLOCK)]))
    last = arrays.openings.latest[np.bincount(pairs.opening, minlength=len(stands.seats)) > 0].max()
    mondays = np.arange(start_days(first[:1], np.ones(1, dtype=np.int64))[0], last + 1, WEEK)
    return np.unique(np.concatenate([first, mondays, stands.start]))


def _first_days(arrays: Instance, pairs: Pairs, begin: int) -> Ints:
    """The different first days of a block of pairs."""
    citizen, opening = (part[begin : begin + BLOCK].astype(np.int64) for part in (pairs.citizen, pairs.opening))
    first = first_day(arrays, citizen, opening)
    assert (first <= arrays.openings.latest[opening]).all()
    return np.unique(first)
