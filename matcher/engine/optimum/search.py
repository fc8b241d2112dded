"""The way from the relaxation to an answer: settle what is settled, then solve exactly what a proof leaves open.

Let L be the relaxation's bound, V the value of an answer, and mu_c what citizen c's best column earns at the
relaxation's prices. A solution that takes column j of citizen c is worth at most L - (mu_c - reduced_j): the bound with
that citizen's inner maximum replaced. So with slack = L - V only columns with reduced_j > mu_c - slack can be in
anything better than V, and an exact model over these alone proves the optimum (reduced-cost fixing). A model over
fewer, those within some margin < slack, still proves max(its own bound, L - margin).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.arrays.columns import Columns
from matcher.engine.arrays.instance import Bools
from matcher.engine.optimum.exact import WholeSolution, solve_whole
from matcher.engine.optimum.hinted import solve_hinted
from matcher.engine.optimum.losses import Losses
from matcher.engine.optimum.neighbourhood import Near, nearest, solved_around, where_it_loses
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import Prices, priced
from matcher.engine.optimum.relaxation import Relaxation
from matcher.engine.optimum.rounding import rounded
from matcher.engine.options import Options, Watch, relative_gap

SMALL = 5_000
"""Lawful pairs up to which the optimum is proven though the gap is good enough already."""
LARGE = 40_000
"""Columns of the largest exact model."""
NODES, NODES_WHEN_SMALL = 500, 50_000
"""Branches of the exact model, so that it ends without a clock; its bound holds wherever it ends."""
ALMOST = 1e-6
MARGINS = (0.05, 0.25, 1.0)
ROUNDING_MARGINS = (0.015, 0.05)
MIDDLING = 20_000
"""Lawful pairs up to which an answer that is good enough is made better still, to the gap `FINE`."""
FINE = 1e-4
DEEPER = ((0.03, 0.2), (0.06, 1.0), (0.15, 4.0), (0.5, 20.0))
"""How far below its citizen's best a column may be to take part, and how long CP-SAT may work on these."""
QUICK = 0.2
"""So much of that work is done even where the gap is good enough."""
NARROW = 0.03
"""How far below their best the columns are along which the citizens near a loss are found."""
AROUND = ((60, 0.3), (250, 0.1))
"""How many citizens are set free around what is lost, and how far below their best their columns may be."""
SOURCES = 30
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
    taken = _polished(ready, relaxed, taken, 0.0, options, watch)
    found = Found(taken, relaxed.bound, relaxed.prices)
    return None if len(ready.pairs) <= SMALL or _slack(ready, found) > options.gap else found


def search(ready: Prepared, relaxed: Relaxation | None, options: Options, watch: Watch) -> Found:
    """The best answer that time and gap ask for, from the relaxation (None where time did not suffice for one)."""
    if relaxed is None:
        return Found(None, float(ready.pairs.gain.clip(0).sum()), Prices.zero(ready.setting))
    best = _first_answer(ready, relaxed, options, watch)
    if best.taken is not None and len(ready.pairs) > SMALL:
        polished = _polished(ready, relaxed, best.taken, options.gap, options, watch)
        return _deepened(ready, relaxed, _better(best, polished), options, watch)
    for margin in _margins(relaxed, best):
        if watch.left() <= 0 or best.bound - best.gain <= ALMOST:
            break
        options.progress("exact", *_standing(ready, best))
        best = _exact(ready, relaxed, best, margin, options, watch)
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


def _polished(
    ready: Prepared, relaxed: Relaxation, taken: Columns, enough: float, options: Options, watch: Watch
) -> Columns:
    """`taken` solved anew around what is lost, while the gap is more than `enough`."""
    near = Near.of(ready, relaxed, np.full(len(relaxed.level), NARROW), 1)
    for people, margin in AROUND:
        best = Found(taken, relaxed.bound, relaxed.prices)
        if watch.left() <= 0 or _slack(ready, best) <= enough:
            break
        options.progress("polishing", *_standing(ready, best))
        sources = where_it_loses(Losses.of(ready, relaxed, taken), WORTH_A_LOOK, SOURCES)
        free = nearest(ready, relaxed, taken, near, sources, people)
        taken = solved_around(ready, relaxed, taken, free, margin, watch)
    return taken


def _deepened(ready: Prepared, relaxed: Relaxation, best: Found, options: Options, watch: Watch) -> Found:
    """The best over more and more columns, from the answer there is; a first step even where that is good enough."""
    for margin, work in DEEPER:
        quick = len(ready.pairs) <= MIDDLING and work <= QUICK
        if watch.left() <= 0 or _slack(ready, best) <= (min(FINE, options.gap) if quick else options.gap):
            break
        options.progress("exact", *_standing(ready, best))
        others, outside = _part(ready, relaxed, best, margin)
        assert best.taken is not None
        part = best.taken.beside(others.take(~_is_taken(others, best.taken)))
        hint = np.arange(len(part)) < len(best.taken)
        found = solve_hinted(ready.setting, part, hint, FINE / 2, work, watch.left())
        best = _with(best, part, found, outside)
    return best


def _is_taken(columns: Columns, taken: Columns) -> Bools:
    place = np.full(max(columns.citizen.max(initial=0), taken.citizen.max(initial=0)) + 1, -1)
    place[taken.citizen] = np.arange(len(taken))
    of = place[columns.citizen]
    same = [getattr(columns, name) == getattr(taken, name)[of] for name in ("pair", "start", "scheme")]
    return np.asarray((of >= 0) & np.all(same, axis=0))


def _margins(relaxed: Relaxation, best: Found) -> Iterator[float]:
    """How far below its citizen's best a column may be to take part: more and more where there is no answer yet."""
    if best.taken is None:
        widest = 1 + float(relaxed.columns.gain.max(initial=0))
        yield from (margin * widest for margin in MARGINS)
    yield from (np.inf, np.inf)


def _exact(ready: Prepared, relaxed: Relaxation, best: Found, margin: float, options: Options, watch: Watch) -> Found:
    """The better of `best` and the optimum over the columns within `margin` that can matter."""
    part, outside = _part(ready, relaxed, best, margin)
    small = len(ready.pairs) <= SMALL
    gap, nodes = (0.0, NODES_WHEN_SMALL) if small else (options.gap / 2, NODES)
    found = solve_whole(ready.setting, part, watch.left(), gap, nodes)
    return replace(_with(best, part, found, outside), infeasible=found.infeasible and margin == np.inf)


def _part(ready: Prepared, relaxed: Relaxation, best: Found, margin: float) -> tuple[Columns, float]:
    """The columns within `margin` that can be in anything better, and a bound on what takes others as well."""
    slack = best.bound - best.gain + ALMOST
    within = priced(ready.setting, ready.pairs, relaxed.prices, relaxed.level - min(slack, margin))
    distance = relaxed.level[within.columns.citizen] - within.reduced
    if len(distance) > LARGE:
        margin = float(np.partition(distance, LARGE)[LARGE])
    return within.columns.take(distance < margin), -np.inf if margin >= slack else relaxed.bound - margin


def _with(best: Found, part: Columns, found: WholeSolution, outside: float) -> Found:
    """The better of `best` and the solution `found` over the columns `part`, with the bound that both prove."""
    better = _better(best, None if found.taken is None else part.take(found.taken))
    return replace(better, bound=min(best.bound, max(found.bound, outside, better.gain)))


def _slack(ready: Prepared, best: Found) -> float:
    """The gap, infinite without an answer."""
    return relative_gap(best.gain + ready.base, best.bound + ready.base)


def _standing(ready: Prepared, best: Found) -> tuple[float | None, float, float | None]:
    bound = best.bound + ready.base
    if best.taken is None:
        return None, bound, None
    return best.gain + ready.base, bound, _slack(ready, best)
