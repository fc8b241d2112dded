"""The way from the relaxation to an answer: settle what is settled, then solve exactly what a proof leaves open.

Let L be the relaxation's bound, V the value of an answer, and mu_c what citizen c's best column earns at the
relaxation's prices. A solution that takes column j of citizen c is worth at most L - (mu_c - reduced_j): the bound with
that citizen's inner maximum replaced. So with slack = L - V only columns with reduced_j > mu_c - slack can be in
anything better than V, and an exact model over these alone proves the optimum (reduced-cost fixing). A model over
fewer, those within some margin < slack, still proves max(its own bound, L - margin).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.columns import Columns
from matcher.engine.optimum.exact import solve_whole
from matcher.engine.optimum.losses import Losses
from matcher.engine.optimum.neighbourhood import Near, nearest, solved_around, where_it_loses
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import Prices, priced
from matcher.engine.optimum.relaxation import Relaxation
from matcher.engine.optimum.rounding import rounded
from matcher.engine.options import Options, Watch, relative_gap

SMALL, HUGE = 5_000, 100_000
"""Lawful pairs up to which the optimum is proven though the gap is good enough already, and above which branch and
bound over what a proof leaves open would take hours: a first answer is then the answer, with the gap it has."""
LARGER = (2_500, 6_000, 15_000)
LARGE = 40_000
"""Columns of the exact models when a good answer is asked for (one after the other, till the gap is met), and of the
largest there is."""
NODES, NODES_WHEN_SMALL = 500, 50_000
"""Branches of the exact model, so that it ends without a clock; its bound holds wherever it ends."""
ALMOST = 1e-6
MARGINS = (0.05, 0.25, 1.0)
ROUNDING_MARGINS = (0.015, 0.05)
AROUND = ((60, 0.3), (250, 0.1))
AGAIN_SOURCES = 30
WORTH_A_LOOK = 1e-3


@dataclass(frozen=True, slots=True)
class Found:
    """The columns taken (None without an answer), a bound on any answer's gain, and the prices."""

    taken: Columns | None
    bound: float
    prices: Prices
    infeasible: bool = False

    @property
    def gain(self) -> float:
        """The gain of the columns taken."""
        return -np.inf if self.taken is None else float(self.taken.gain.sum())


def again(ready: Prepared, relaxed: Relaxation, taken: Columns, options: Options, watch: Watch) -> Found | None:
    """The best answer near `taken`, which an earlier run found; None where that does not meet the gap asked for."""
    near = Near.of(ready, relaxed, np.full(len(relaxed.level), 0.03), 1)
    for people, margin in AROUND:
        options.progress("again", *_standing(ready, Found(taken, relaxed.bound, relaxed.prices)))
        sources = where_it_loses(Losses.of(ready, relaxed, taken), WORTH_A_LOOK, AGAIN_SOURCES)
        free = nearest(ready, relaxed, taken, near, sources, people)
        taken = solved_around(ready, relaxed, taken, free, margin, watch)
    found = Found(taken, relaxed.bound, relaxed.prices)
    return None if len(ready.pairs) <= SMALL or _slack(ready, found) > options.gap else found


def search(ready: Prepared, relaxed: Relaxation | None, options: Options, watch: Watch) -> Found:
    """The best answer that time and gap ask for, from the relaxation (None where time did not suffice for one)."""
    if relaxed is None:
        return Found(None, float(ready.pairs.gain.clip(0).sum()), Prices.zero(ready.setting))
    best = _first_answer(ready, relaxed, options, watch)
    for margin, largest in _stages(ready, relaxed, best):
        if watch.left() <= 0 or _done(ready, best, options):
            break
        options.progress("exact", *_standing(ready, best))
        best = _improved(ready, relaxed, best, margin, largest, options, watch)
    return best


def _first_answer(ready: Prepared, relaxed: Relaxation, options: Options, watch: Watch) -> Found:
    """The relaxation rounded, over more columns while the gap is too wide."""
    best = Found(None, relaxed.bound, relaxed.prices)
    for margin in ROUNDING_MARGINS:
        if watch.left() > 0 and _slack(ready, best) > options.gap:
            options.progress("rounding", *_standing(ready, best))
            best = _better(best, rounded(ready, relaxed, margin, options, watch))
    return best


def _better(best: Found, taken: Columns | None) -> Found:
    found = Found(taken, best.bound, best.prices)
    return found if found.gain > best.gain else best


def _stages(ready: Prepared, relaxed: Relaxation, best: Found) -> Iterator[tuple[float, int]]:
    """How far below its citizen's best a column may be to take part, and how many columns: more and more."""
    widest = 1 + float(relaxed.columns.gain.max(initial=0))
    if best.taken is None:
        yield from ((margin * widest, LARGE) for margin in MARGINS)
        yield np.inf, LARGE
    elif len(ready.pairs) > SMALL:
        yield from ((np.inf, largest) for largest in LARGER)
    yield np.inf, LARGE


def _done(ready: Prepared, best: Found, options: Options) -> bool:
    slack = best.bound - best.gain
    if best.taken is None or slack <= ALMOST:
        return slack <= ALMOST
    good_enough = _slack(ready, best) <= options.gap
    return len(ready.pairs) > (SMALL if good_enough else HUGE)


def _improved(
    ready: Prepared, relaxed: Relaxation, best: Found, margin: float, largest: int, options: Options, watch: Watch
) -> Found:
    """The better of `best` and the optimum over the `largest` nearest columns within `margin` that can matter."""
    slack = best.bound - best.gain + ALMOST
    within = priced(ready.setting, ready.pairs, relaxed.prices, relaxed.level - min(slack, margin))
    distance = relaxed.level[within.columns.citizen] - within.reduced
    if len(distance) > largest:
        margin = float(np.partition(distance, largest)[largest])
    part = within.columns.take(distance < margin)
    gap = options.gap / 2 if len(distance) > largest else 0.0
    nodes = NODES_WHEN_SMALL if len(ready.pairs) <= SMALL else NODES
    found = solve_whole(ready.setting, part, watch.left(), gap, nodes)
    taken = best.taken
    if found.taken is not None and part.gain[found.taken].sum() > best.gain:
        taken = part.take(found.taken)
    outside = -np.inf if margin >= slack else relaxed.bound - margin
    gain = -np.inf if taken is None else float(taken.gain.sum())
    infeasible = found.infeasible and margin == np.inf
    return Found(taken, min(best.bound, max(found.bound, outside, gain)), best.prices, infeasible)


def _slack(ready: Prepared, best: Found) -> float:
    """The gap, infinite without an answer."""
    return relative_gap(best.gain + ready.base, best.bound + ready.base)


def _standing(ready: Prepared, best: Found) -> tuple[float | None, float, float | None]:
    bound = best.bound + ready.base
    if best.taken is None:
        return None, bound, None
    return best.gain + ready.base, bound, _slack(ready, best)
