"""The linear relaxation over all lawful columns, by column generation.

A master with few columns is solved; its prices are asked of every lawful pair and start (`prices.priced`); columns that
would earn more than their citizen's price join, those that fall far short leave, and the master is solved again, until
none is left to join or the bound that the prices prove is close enough. The bound holds over all lawful columns from
the first round on, and however roughly a master was solved: it is evaluated, not taken from the solver.
"""

from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.columns import Columns, columns
from matcher.engine.arrays.instance import Floats, Ints, Narrow
from matcher.engine.optimum.lp import LinearSolution, solve_lp
from matcher.engine.optimum.model import model
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import Priced, Prices, best_by_citizen, bound, priced, reduced_gains
from matcher.engine.options import Options, Watch

PER_ROUND = 4
FOR_A_CITIZEN, FOR_AN_OPENING = 3, 10
"""Of the first master: each citizen's best pairs, and each opening's, on the first day."""
FAR_OFF = 0.15
"""A column that earns so much less than its citizen's price leaves the master."""
VERTEX = 5_000
"""Columns up to which the master is solved exactly."""
ROUGH, FINE = 1e-3, 2e-4
ROUGH_ENOUGH = 3e-2
ROUNDS, FINE_ROUNDS = 40, 4
CLOSE = 0.4
"""The bound is close enough to the master's value when between them lies this part of the gap asked for."""
ROUNDING, NUMERICAL = 1e-6, 1e-9
"""By how much a column must beat its citizen's price to join a master that is solved roughly, or exactly."""
USED = 1e-3


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A solved master, its prices, the bound they prove, and each citizen's highest reduced gain at them (`level`)."""

    columns: Columns
    reduced: Floats
    solution: LinearSolution
    prices: Prices
    bound: float
    level: Floats

    @property
    def error(self) -> float:
        """How far the bound lies above the master's value, relatively."""
        return (self.bound - self.solution.objective) / max(abs(self.bound), ROUNDING)


def relax(ready: Prepared, options: Options, watch: Watch) -> Relaxation | None:
    """The relaxation of the best bound. None where the time did not suffice for the first master."""
    best, master, fine = None, _first_columns(ready), 0
    for _ in range(ROUNDS):
        accuracy = 0.0 if len(master) <= VERTEX else FINE if fine else ROUGH
        solved = _round(ready, master, watch.left(), accuracy)
        if solved is None:
            return best
        now, found = solved
        stalled = best is not None and now.bound >= best.bound
        best = now if best is None or now.bound < best.bound else best
        options.progress("relaxation", None, best.bound + ready.base, None)
        if _converged(best, found, accuracy, fine, options):
            return best
        fine += accuracy != 0 and (fine > 0 or stalled or now.error <= ROUGH_ENOUGH)
        master = _renewed(now, found)
    return best


def _converged(best: Relaxation, found: Priced, accuracy: float, fine: int, options: Options) -> bool:
    """Nothing joins, the bound is close, or the fine rounds are used up."""
    return fine > FINE_ROUNDS or best.error <= CLOSE * options.gap or (not len(found.columns) and accuracy != ROUGH)


def _round(ready: Prepared, master: Columns, seconds: float, accuracy: float) -> tuple[Relaxation, Priced] | None:
    """The solved master and the columns that it lacks."""
    whole = model(ready.setting, master)
    solution = solve_lp(whole, seconds, accuracy)
    if solution is None:
        return None
    prices = Prices.of(ready.setting, whole, solution)
    reduced = reduced_gains(ready.setting, prices, master)
    level = best_by_citizen(master.citizen, reduced, np.zeros(len(prices.citizen))) + (
        ROUNDING if accuracy else NUMERICAL
    )
    found = priced(ready.setting, ready.pairs, prices, level)
    level = best_by_citizen(found.columns.citizen, found.reduced, level)
    return Relaxation(master, reduced, solution, prices, bound(ready.setting, prices, level), level), found


def _renewed(now: Relaxation, found: Priced) -> Columns:
    """The next master: the columns that are used or nearly worth it, and each citizen's best new ones."""
    price = best_by_citizen(now.columns.citizen, now.reduced, np.zeros(len(now.level)))
    near = (now.reduced > price[now.columns.citizen] - FAR_OFF) | (now.solution.x > USED)
    joining = found.columns.take(_foremost(found.columns.citizen, found.reduced, PER_ROUND))
    staying = now.columns.take(near) if len(now.columns) > VERTEX else now.columns
    return staying.beside(joining)


def _first_columns(ready: Prepared) -> Columns:
    """The best pairs of each citizen and each opening, on their first day."""
    pairs = ready.pairs
    which = np.union1d(
        _foremost(pairs.citizen, pairs.gain, FOR_A_CITIZEN), _foremost(pairs.opening, pairs.gain, FOR_AN_OPENING)
    )
    found = columns(ready.setting.instance, ready.setting.timeline, pairs, which)
    return found.take(np.diff(found.pair, prepend=-1) > 0)


def _foremost(citizen: Ints | Narrow, reduced: Floats, count: int) -> Ints:
    """The places of each citizen's `count` columns with the highest reduced gain."""
    order = np.lexsort((-reduced, citizen))
    sorted_citizen = citizen[order]
    begins = np.searchsorted(sorted_citizen, sorted_citizen)
    return np.sort(order[np.arange(len(order)) - begins < count])
