"""What everything costs in a solved problem, and what places that are not there yet would be worth at these prices.

Let y >= 0 be the prices of the relaxation and mu_c what citizen c's best placement earns when it pays them. The bound
that they prove (see `prices`) is  room x y + sum_c mu_c. A place more that asks p for its seat changes it to

    room x y + p + sum_c max(mu_c, best earning of c at the new place - p)

With p = max_c (earning_c - mu_c) the sum stays as it was: the new place adds at most p, whoever takes it and whatever
moves because of that. n seats at one new opening add at most the n largest such differences, each of another citizen.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import Pairs
from matcher.engine.arrays.instance import Floats, Instance, Ints, instance
from matcher.engine.arrays.pairs import lawful_candidates
from matcher.engine.arrays.rows import Setting
from matcher.engine.arrays.standing import is_fixed
from matcher.engine.arrays.starts import first_day, start_counts, start_days
from matcher.engine.arrays.timeline import Timeline
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import Prices, priced
from matcher.engine.problem import Opening
from matcher.engine.result import Result
from matcher.engine.scoring.score import DEFAULT_WEIGHTS, Scorer, Weights
from matcher.engine.solve import Solved

FIELD_DIGITS = 2
"""Occupations with the same first digits are one field of work."""
WORTHLESS = 1e-6


@dataclass(frozen=True, slots=True)
class Market:
    """A problem with the prices of its scarce capacities. `level` (C): what each citizen earns at best at them.

    `bound` is what no answer can be worth more than, fixed placements aside. `weights` are those of the score.
    """

    ready: Prepared
    prices: Prices
    level: Floats
    bound: float
    weights: Weights

    @classmethod
    def by(cls, solved: Solved) -> Self | None:
        """The prices that a solve has found; None where the time did not suffice for them."""
        found, ready = solved.relaxed, solved.ready
        if found is None:
            return None
        bound = found.bound + ready.constant
        return cls(ready, found.prices, np.maximum(found.level, 0), bound, weights_of(solved.scorer))

    @property
    def case(self) -> Instance:
        """The problem as arrays."""
        return self.ready.setting.instance

    def slack(self, result: Result) -> float:
        """How far `result` may be from what the prices prove: 0 where it is the optimum of the relaxation too."""
        stands = is_fixed(self.case, self.ready.setting.standing)
        fixed = sum(one.value for one in result.placements if stands[self.case.citizen_index[one.citizen]])
        return max(0.0, self.bound + fixed - result.objective)


@dataclass(frozen=True, slots=True)
class Helped:
    """Whom new places would help, and by how much at most; by place, and there the most first.

    place: the place's index; pair: the index in `pairs`, which are of the citizens and the places in `setting`.
    """

    place: Ints
    citizen: Ints
    gain: Floats
    pair: Ints
    pairs: Pairs
    setting: Setting

    def at(self, place: int) -> slice:
        """Where those stand whom this place would help."""
        begin, stop = np.searchsorted(self.place, [place, place + 1])
        return slice(int(begin), int(stop))


def helped_by(market: Market, places: tuple[Opening, ...]) -> Helped:
    """Whom each of `places`, which the problem does not have, would help if it alone were added."""
    problem = market.case.problem
    arrays = instance(replace(problem, openings=places, fixed=(), forbidden=(), previous=(), scores=None))
    pairs = _pairs(market, arrays)
    setting = Setting(arrays, market.ready.setting.standing, _timeline(market, arrays, pairs))
    found = priced(setting, pairs, _prices(market, setting), market.level)
    more = found.reduced - market.level[found.columns.citizen]
    order = np.lexsort((found.columns.citizen, -more, found.columns.opening))
    numbers = found.columns.opening[order] * len(problem.citizens) + found.columns.citizen[order]
    first = np.zeros(len(order), dtype=bool)
    first[np.unique(numbers, return_index=True)[1]] = True
    best = order[first & (more[order] > WORTHLESS)]
    columns = found.columns.take(best)
    return Helped(columns.opening, columns.citizen, more[best], columns.pair, pairs, setting)


def weights_of(scorer: object) -> Weights:
    """What each criterion counted for in a solve with this scorer."""
    return scorer.weights if isinstance(scorer, Scorer) else DEFAULT_WEIGHTS


class Estimates:
    """The scores of citizens at places that the problem does not have.

    Where the problem scores itself, so is the new place. Where it brings its scores, a new place is taken to suit the
    citizen as well as the mean of the listed openings in the same field of work; without one the pair is not allowed.
    """

    def __init__(self, case: Instance, arrays: Instance, weights: Weights = DEFAULT_WEIGHTS) -> None:
        self._scorer = Scorer.of(arrays.problem, weights) if case.problem.scores is None else None
        self._arrays = arrays
        known = {field_of(one.occupation): 0 for one in case.problem.openings}
        number = {field: n for n, field in enumerate(known)}
        self._field = np.array(
            [number.get(field_of(one.occupation), -1) for one in arrays.problem.openings], dtype=np.int64
        )
        self._mean = _means(case, number)

    def of(self, pairs: Candidates) -> Floats:
        """The score of each pair, NaN where it is not allowed."""
        if self._scorer is not None:
            return self._scorer.score(pairs.citizen, pairs.opening, pairs.hours).total
        return np.asarray(self._mean[pairs.citizen, self._field[pairs.opening]])


def field_of(occupation: str) -> str:
    """The field of work of an occupation."""
    return occupation[:FIELD_DIGITS]


def _means(case: Instance, number: dict[str, int]) -> Floats:
    """C x (fields and one more that nobody has a score in): the citizen's mean listed score, NaN without any."""
    rows = case.problem.scores or ()
    of_opening = np.array([number[field_of(one.occupation)] for one in case.problem.openings], dtype=np.int64)
    citizen = np.array([case.citizen_index[row.citizen] for row in rows], dtype=np.int64)
    field = of_opening[np.array([case.opening_index[row.opening] for row in rows], dtype=np.int64)]
    shape = (len(case.problem.citizens), len(number) + 1)
    at = citizen * shape[1] + field
    count = np.bincount(at, minlength=shape[0] * shape[1])
    total = np.bincount(at, np.array([row.score for row in rows], dtype=float), minlength=len(count))
    mean: Floats = np.full(len(count), np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean.reshape(shape)


def _pairs(market: Market, arrays: Instance) -> Pairs:
    """Lawful pairs with the new places. Change costs are no part of the gain: nobody in `previous` was there."""
    case, estimates = market.case, Estimates(market.case, arrays, market.weights)
    blocks = list(lawful_candidates(arrays, is_fixed(case, market.ready.setting.standing)))
    citizen = np.concatenate([np.zeros(0, dtype=np.int64), *(one.citizen for one in blocks)])
    opening = np.concatenate([np.zeros(0, dtype=np.int64), *(one.opening for one in blocks)])
    found = Candidates(arrays, citizen, opening)
    score = estimates.of(found)
    known = ~np.isnan(score)
    return Pairs(
        citizen[known],
        opening[known],
        found.hours[known],
        score[known],
        case.citizens.weight[citizen[known]] * score[known],
    )


def _timeline(market: Market, arrays: Instance, pairs: Pairs) -> Timeline:
    """The market's days and every day on which one of the pairs may begin."""
    first = first_day(arrays, np.asarray(pairs.citizen), np.asarray(pairs.opening))
    counts = start_counts(first, arrays.openings.latest[pairs.opening])
    row = np.repeat(np.arange(len(first)), counts)
    starts = start_days(first[row], np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts))
    days = np.concatenate([market.ready.setting.timeline.days, starts])
    return Timeline.of(arrays, np.unique(days), market.ready.setting.standing.taken)


def _prices(market: Market, setting: Setting) -> Prices:
    """The market's prices where the new places are the only ones: their seats cost nothing yet."""
    nothing, prices = Prices.zero(setting), market.prices
    at = np.searchsorted(setting.timeline.days, market.ready.setting.timeline.days)
    nothing.quota[:, at], nothing.mentor[:, at] = prices.quota, prices.mentor
    return replace(
        nothing, citizen=prices.citizen, consultant=prices.consultant, support=prices.support, floor=prices.floor
    )
