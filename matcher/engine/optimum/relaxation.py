"""The linear relaxation over all lawful columns, by column generation.

A master with few columns gives prices; they are asked of the lawful pairs and their starts (`prices.priced`); columns
that would earn more than their citizen's price join, and the master is looked at again, until the bound that the prices
prove is close enough. The bound holds over all lawful columns, however roughly a master was solved: wherever all pairs
are asked it is evaluated, not taken from a solver.

A large master is not solved but cooled: each round finds the best prices at a lower temperature (`multipliers`), which
takes tenths of a second and leaves the prices steady from one round to the next. The first rounds ask but a sample of
the pairs, and let columns go that fall far short. At the end the columns near their citizen's price are few, and a
gradient method makes what the citizens choose nearly whole. A small master is solved exactly, until no column joins.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.arrays.columns import Columns, columns
from matcher.engine.arrays.instance import Floats, Ints, Narrow
from matcher.engine.optimum.lp import LinearSolution, improved, solve_lp
from matcher.engine.optimum.model import Model, model
from matcher.engine.optimum.multipliers import ascend, chosen
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import Priced, Prices, best_by_citizen, bound, priced, reduced_gains
from matcher.engine.options import Options, Watch

FOR_A_CITIZEN, FOR_AN_OPENING = 3, 10
"""Of the first master: each citizen's best pairs, and each opening's, on the first day."""
MANY = 1_000_000
"""Pairs among which the first master's are looked for."""
PER_ROUND, PAIRS_PER_ROUND = 6, 6
"""How many columns may join for each citizen in a round, and of how many pairs the best column."""
ALL = 10**9
SMALL, MIDDLING = 5_000, 20_000
"""Lawful pairs up to which masters are solved exactly, and up to which cooling ends at the lowest temperature; columns
up to which, in the end, a vertex is found."""
Cooling = Sequence[tuple[float, int]]
COOLING: Cooling = (
    (0.07, 10),
    (0.045, 40),
    (0.03, 200),
    (0.015, 200),
    (0.007, ALL),
    (0.003, ALL),
    (0.0015, ALL),
    (0.0007, ALL),
)
"""Temperatures, and how many pairs of each citizen, on the average, are asked there: early prices want but a sample.
Temperatures are parts of the worth of a place: what a citizen earns at best, on the average. So are the next ones."""
NEARLY_RIGHT = 0.005
"""The temperature below which prices are carried on that were found for a problem almost the same."""
NEAR, FAR_OFF = 0.005, 0.25
"""How far below their citizen's best columns may join a cooled master, and take part in the end; how far below they
leave it."""
LEAVING = 0.02
"""The temperature below which no column leaves: prices that are held up by far ones would fall and call them back."""
PREFERENCE = 0.0015
"""In the end each column is worth a little less, by no more than this and by its own amount: many columns of a citizen
are equally good, and so one of them is preferred."""
STEPS, ITERATIONS = 40, 2_000
"""Of the ascent at one temperature; of the gradient method in the end."""
EXACT_ROUNDS = 40
CLOSE = 0.5
"""The bound is close enough to the master's value when between them lies this part of the gap asked for."""
NUMERICAL = 1e-9
"""By how much a column must beat its citizen's price to join a master that is solved exactly."""
TINY = 1e-6
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A solved master, its prices, the bound they prove, and each citizen's highest reduced gain at them (`level`).

    `missing`: by how much columns that the master lacked raise the bound. `temperature`: how softly the citizens chose,
    0 where they did not. `master`: the columns that the prices were found with, where `columns` are but those of them
    that are left in the end.
    """

    columns: Columns
    reduced: Floats
    solution: LinearSolution
    prices: Prices
    bound: float
    level: Floats
    missing: float = 0.0
    temperature: float = 0.0
    master: Columns | None = None

    @property
    def error(self) -> float:
        """How far the bound lies from the master's value or that of its columns alone, relatively."""
        return max(abs(self.bound - self.solution.objective), self.missing) / max(abs(self.bound), TINY)


def relax(ready: Prepared, options: Options, watch: Watch) -> Relaxation | None:
    """The relaxation, as near to its best bound as the gap asks for. None where the time did not suffice."""
    master = _first_columns(ready)
    if len(ready.pairs) <= SMALL:
        return _exact(ready, master, options, watch)
    if len(ready.pairs) <= MIDDLING:
        options = replace(options, gap=0.0)
    return _cooled(ready, master, Prices.zero(ready.setting), COOLING, options, watch)


def refine(ready: Prepared, relaxed: Relaxation, options: Options, watch: Watch) -> Relaxation:
    """`relaxed` carried on to the lowest temperature; itself where there is no more to win.

    Where it has no temperature its prices came from elsewhere, and are taken to be nearly right.
    """
    unit = _worth_of_a_place(ready)
    below = relaxed.temperature / unit - TINY if relaxed.temperature else NEARLY_RIGHT
    finer = [(part, sample) for part, sample in COOLING if part < below]
    if len(ready.pairs) <= SMALL or not finer:
        return relaxed
    around = priced(ready.setting, ready.pairs, relaxed.prices, relaxed.level - FAR_OFF / 2 * unit)
    master = around.columns.take(_joining(around)).beside(relaxed.master or relaxed.columns).each_once()
    found = _cooled(ready, master, relaxed.prices, finer, replace(options, gap=0.0), watch)
    return found if found is not None and found.bound < relaxed.bound else relaxed


def _cooled(
    ready: Prepared, master: Columns, prices: Prices, cooling: Cooling, options: Options, watch: Watch
) -> Relaxation | None:
    """The best relaxation met while the temperature falls, its columns nearly whole."""
    best: tuple[Relaxation, Priced] | None = None
    unit = _worth_of_a_place(ready)
    for part, sample in cooling:
        if watch.left() <= 0:
            break
        whole = model(ready.setting, master)
        solution = ascend(whole, prices.on_rows(whole), part * unit, STEPS)
        every = 1 + len(ready.pairs) // (sample * len(prices.citizen))
        now, found = _evaluated(ready, whole, solution, -NEAR * unit, every)
        if best is None or now.bound < best[0].bound:
            best = replace(now, temperature=part * unit), found
        if every == 1:
            options.progress("relaxation", None, best[0].bound + ready.base, None)
            if now.error <= CLOSE * options.gap:
                break
        master, prices = _renewed(now, found, FAR_OFF * unit if part > LEAVING else np.inf), now.prices
    if best is None or np.isinf(best[0].bound):
        return None
    return _nearly_whole(ready, *best, watch)


def _exact(ready: Prepared, master: Columns, options: Options, watch: Watch) -> Relaxation | None:
    """The relaxation with masters solved exactly, until no column joins or the bound is close."""
    best = None
    for _ in range(EXACT_ROUNDS):
        whole = model(ready.setting, master)
        solution = solve_lp(whole, watch.left())
        if solution is None:
            return best
        now, found = _evaluated(ready, whole, solution, NUMERICAL)
        best = now if best is None or now.bound < best.bound else best
        options.progress("relaxation", None, best.bound + ready.base, None)
        if not len(found.columns):
            return best
        master = master.beside(found.columns.take(_foremost(found.columns.citizen, found.reduced, PER_ROUND)))
    return best


def _evaluated(
    ready: Prepared, whole: Model, solution: LinearSolution, above: float, every: int = 1
) -> tuple[Relaxation, Priced]:
    """The bound that a master's prices prove, and all columns by so much `above` the best of the master's.

    every: of so many pairs only one is asked, and then nothing is proven.
    """
    prices = Prices.of(ready.setting, whole, solution)
    reduced = reduced_gains(ready.setting, prices, whole.columns)
    level = best_by_citizen(whole.columns.citizen, reduced, np.zeros(len(prices.citizen))) + max(above, 0.0)
    found = priced(ready.setting, ready.pairs, prices, level + min(above, 0.0), every)
    before, level = level, best_by_citizen(found.columns.citizen, found.reduced, level)
    proven = bound(ready.setting, prices, level) if every == 1 else np.inf
    return Relaxation(whole.columns, reduced, solution, prices, proven, level, float((level - before).sum())), found


def _renewed(now: Relaxation, found: Priced, far_off: float) -> Columns:
    """The next master: the columns not too far below their citizen's best here, and the best new ones."""
    best = best_by_citizen(now.columns.citizen, now.reduced, np.zeros(len(now.level)))
    staying = now.columns.take(now.reduced > best[now.columns.citizen] - far_off)
    return staying.beside(found.columns.take(_joining(found))).each_once()


def _joining(found: Priced) -> Ints:
    """The places of each citizen's best columns, and of the best column of each of the citizen's best pairs."""
    first = np.flatnonzero(np.diff(found.columns.pair, prepend=-1))
    best = np.repeat(np.maximum.reduceat(found.reduced, first), np.diff(first, append=len(found.reduced)))
    tops = np.flatnonzero(found.reduced == best)
    pairs = tops[_foremost(found.columns.citizen[tops], found.reduced[tops], PAIRS_PER_ROUND)]
    return np.union1d(pairs, _foremost(found.columns.citizen, found.reduced, PER_ROUND))


def _nearly_whole(ready: Prepared, relaxed: Relaxation, found: Priced, watch: Watch) -> Relaxation:
    """The relaxation over the columns near their citizen's price alone, and these nearly whole."""
    unit = _worth_of_a_place(ready)
    close = found.reduced > relaxed.level[found.columns.citizen] - NEAR * unit
    near = Priced(found.columns.take(close), found.reduced[close])
    preference = PREFERENCE * unit * (np.arange(len(near.columns)) * GOLDEN % 1)
    whole = model(ready.setting, replace(near.columns, gain=near.columns.gain - preference))
    if len(near.columns) <= SMALL:
        solution = solve_lp(whole, watch.left())
    else:
        start = chosen(whole, relaxed.prices.on_rows(whole), relaxed.temperature)
        solution = improved(whole, start, ITERATIONS, watch.left())
    if solution is None:
        return relaxed
    solution = replace(solution, objective=float(near.columns.gain @ solution.x))
    return replace(relaxed, columns=near.columns, reduced=near.reduced, solution=solution, master=relaxed.columns)


def _worth_of_a_place(ready: Prepared) -> float:
    """What a citizen with a lawful pair earns at best, on the average."""
    first = np.flatnonzero(np.diff(ready.pairs.citizen, prepend=-1))
    return max(float(np.maximum.reduceat(ready.pairs.gain, first).mean()), TINY)


def _first_columns(ready: Prepared) -> Columns:
    """The best pairs of each citizen and each opening, on their first day; of a great many pairs, of a part of them."""
    among = np.arange(0, len(ready.pairs), 1 + len(ready.pairs) // MANY)
    citizen, opening, gain = ready.pairs.citizen[among], ready.pairs.opening[among], ready.pairs.gain[among]
    best = np.union1d(_foremost(citizen, gain, FOR_A_CITIZEN), _foremost(opening, gain, FOR_AN_OPENING))
    return columns(ready.setting.instance, ready.setting.timeline, ready.pairs, among[best], starts=1)


def _foremost(group: Ints | Narrow, value: Floats, count: int) -> Ints:
    """The places of each group's `count` highest values."""
    if not len(value):
        return np.zeros(0, dtype=np.int64)
    spread = 2 * float(value.max() - value.min()) + TINY
    order = np.argsort(group + (value.max() - value) / spread, kind="stable")
    of_order = group[order]
    begins = np.searchsorted(of_order, of_order)
    return np.sort(order[np.arange(len(order)) - begins < count])
