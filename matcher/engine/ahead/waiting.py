"""What it is worth to decide a pair now rather than a week later, judged in sampled futures.

In each future the relaxation of what is there and what comes has prices. A column's reduced gain r is its gain less the
prices of all it takes: what it earns beyond what others would give for the same seat, quota, mentor and staff. Deciding
the pair now earns r; waiting a week earns the better of two things: the citizen's best other pair, a, or the same pair
a week later, r - d, where d is what a week costs. So deciding now is worth

    min(d, r - a),   a >= 0 (no place at all),

and its mean over the futures says whether to decide: where it is negative the pair is held back. d is 0 as long as the
placement could not begin earlier anyhow, and infinite when the pair is possible for the last time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from matcher.engine.arrays.columns import columns
from matcher.engine.arrays.instance import Floats, Ints, Narrow
from matcher.engine.arrays.starts import WEEK, first_day
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import reduced_gains
from matcher.engine.optimum.relaxation import relax
from matcher.engine.options import Options, Watch

ROUGH = Options(gap=0.01)
"""Prices of a future that is only a guess need no more."""
NEVER = 10.0
"""More than any placement can lose: where there is no room for a pair."""


@dataclass(frozen=True, slots=True)
class Worth:
    """By pair of the problem at hand: what deciding now is worth, and the price of all that the placement takes."""

    now: Floats
    price: Floats


def worth_of_deciding(ready: Prepared, week: Floats, futures: Iterable[Prepared]) -> Worth:
    """The means over `futures`, each the problem at hand and then what comes. week: what a week costs each pair (d)."""
    found = [_in(future, ready) for future in futures]
    over = np.stack([reduced - other for reduced, other in found])
    earned = np.mean([reduced for reduced, _ in found], axis=0)
    return Worth(np.minimum(week, over).mean(axis=0), ready.pairs.gain - earned)


def cost_of_a_week(ready: Prepared, per_week: float, today: date, leaving: Mapping[str, date]) -> Floats:
    """What a week costs each pair: nothing while the placement cannot begin yet, all when it is possible no more.

    per_week: once it could have begun. leaving: the day from which a citizen is no longer there.
    """
    case, pairs = ready.setting.instance, ready.pairs
    later = case.problem.horizon.from_.toordinal() + WEEK
    first = first_day(case, pairs.citizen.astype(np.int64), pairs.opening.astype(np.int64))
    day = [leaving.get(one.id, date.max).toordinal() for one in case.problem.citizens]
    last = case.openings.latest[pairs.opening] < later
    last |= np.array(day, dtype=np.int64)[pairs.citizen] <= today.toordinal() + WEEK
    return np.where(last, np.inf, np.where(first >= later, 0.0, per_week))


def _in(future: Prepared, ready: Prepared) -> tuple[Floats, Floats]:
    """For each pair at hand: its reduced gain in this future, and that of its citizen's best other pair.

    A future only adds, so every pair at hand is among its own.
    """
    problem, pairs = ready.setting.instance.problem, future.pairs
    citizens, openings = len(problem.citizens), len(problem.openings)
    which = np.flatnonzero(pairs.citizen < citizens)
    reduced = _reduced(future, which)
    other = _best_other(pairs.citizen[which], reduced, citizens)
    here = np.flatnonzero(pairs.opening[which] < openings)
    theirs = _numbers(pairs.citizen[which[here]], pairs.opening[which[here]], openings)
    mine = _numbers(ready.pairs.citizen, ready.pairs.opening, openings)
    at = here[np.searchsorted(theirs, mine)]
    return reduced[at], other[at]


def _numbers(citizen: Ints | Narrow, opening: Ints | Narrow, openings: int) -> Ints:
    return citizen.astype(np.int64) * openings + opening


def _reduced(future: Prepared, which: Ints) -> Floats:
    """The highest reduced gain of the columns of each of these pairs."""
    relaxed = relax(future, ROUGH, Watch(ROUGH))
    assert relaxed is not None, "without a time limit there is always a relaxation"
    found = columns(future.setting.instance, future.setting.timeline, future.pairs, which)
    best = np.full(len(future.pairs), -NEVER)
    np.maximum.at(best, found.pair, reduced_gains(future.setting, relaxed.prices, found))
    return best[which]


def _best_other(citizen: Ints | Narrow, reduced: Floats, citizens: int) -> Floats:
    """For each pair the best that its citizen has beside it; 0 at least, for no place."""
    order = np.lexsort((-reduced, citizen))
    is_first = np.diff(citizen[order], prepend=-1) > 0
    best, rest = order[is_first], order[~is_first]
    first, second = np.zeros(citizens), np.zeros(citizens)
    first[citizen[best]] = np.maximum(reduced[best], 0)
    np.maximum.at(second, citizen[rest], reduced[rest])
    other = first[citizen]
    other[best] = second[citizen[best]]
    return other
