"""The linear relaxation over all lawful columns, by column generation.

A master with few columns is solved; its prices are asked of every lawful pair and start (`prices.priced`); columns that
would earn more than their citizen's price join, and the master is solved again, until none is left or the bound that
the prices prove is close enough. The bound holds over all lawful columns from the first round on.
"""

from dataclasses import dataclass

import numpy as np

from matcher.engine.columns import Columns, columns
from matcher.engine.instance import Floats, Ints, Narrow
from matcher.engine.lp import LinearSolution, solve_lp
from matcher.engine.model import relaxed
from matcher.engine.options import Options, Watch
from matcher.engine.prepare import Prepared
from matcher.engine.prices import Priced, Prices, best_by_citizen, bound, priced

PER_ROUND = 4
PAIRS_AT_FIRST = 6
ALL_AT_ONCE = 20_000
CLOSE = 0.02
"""The relaxation is good enough when its own gap is this part of the gap asked for."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A solved master, its prices, the bound they prove, and each citizen's highest reduced gain at them (`level`)."""

    columns: Columns
    solution: LinearSolution
    prices: Prices
    bound: float
    level: Floats


def relax(ready: Prepared, options: Options, watch: Watch) -> Relaxation | None:
    """The relaxation of the best bound. None where the time did not suffice for the first master."""
    best, master = None, _first_columns(ready)
    while True:
        options.progress("relaxation", None, None if best is None else best.bound + ready.constant, None)
        solved = _round(ready, master, watch.left())
        if solved is None:
            return best
        now, found = solved
        best = now if best is None or now.bound < best.bound else best
        if not len(found.columns) or now.bound - now.solution.objective <= CLOSE * options.gap * abs(now.bound):
            return best
        master = master.beside(found.columns.take(_foremost(found.columns.citizen, found.reduced, PER_ROUND)))


def _round(ready: Prepared, master: Columns, seconds: float) -> tuple[Relaxation, Priced] | None:
    """The solved master and the columns that it lacks."""
    model = relaxed(ready.setting, master)
    solution = solve_lp(model, seconds)
    if solution is None:
        return None
    prices = Prices.of(ready.setting, model, solution)
    found = priced(ready.setting, ready.pairs, prices, prices.citizen + ROUNDING)
    level = best_by_citizen(found.columns.citizen, found.reduced, prices.citizen)
    return Relaxation(master, solution, prices, bound(ready.setting, prices, level), level), found


def _first_columns(ready: Prepared) -> Columns:
    """All columns of a small problem; of a large one those of each citizen's best pairs."""
    pairs = ready.pairs
    which = np.arange(len(pairs)) if len(pairs) <= ALL_AT_ONCE else _foremost(pairs.citizen, pairs.gain, PAIRS_AT_FIRST)
    return columns(ready.setting.instance, ready.setting.timeline, pairs, which)


def _foremost(citizen: Ints | Narrow, reduced: Floats, count: int) -> Ints:
    """The places of each citizen's `count` columns with the highest reduced gain."""
    order = np.lexsort((-reduced, citizen))
    sorted_citizen = citizen[order]
    begins = np.searchsorted(sorted_citizen, sorted_citizen)
    return np.sort(order[np.arange(len(order)) - begins < count])
