"""Solving anew around the places where an answer loses, with everything farther off left as it is.

Citizens, units and staff are the nodes of a graph. An edge says that one could be had by another: a citizen a place at
a unit at the cost of what the column earns less than the citizen's best, a unit the citizens who are placed there at
no cost, and staff whose time is scarce likewise. A change for the better is a chain of such moves that begins where the
answer loses and costs less than it wins, so the nearest citizens are set free, and the columns near their price make
an exact model of a size that is chosen. What it finds replaces what they had, if it is better.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from matcher.engine.arrays.columns import Columns
from matcher.engine.arrays.instance import Bools, Floats, Ints
from matcher.engine.optimum.exact import solve_whole
from matcher.engine.optimum.losses import Losses
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import priced
from matcher.engine.optimum.relaxation import Relaxation
from matcher.engine.options import Watch

FREE_OF_COST = 1e-7
"""Stands for 0 in the graph, where 0 means no edge."""
FARTHEST = 1.0
NODES = 200
STARTS = 4
BETTER = 1e-7


@dataclass(frozen=True, slots=True)
class Near:
    """Columns that earn little less than their citizen's best, and how much less (not negative)."""

    columns: Columns
    distance: Floats

    @classmethod
    def of(cls, ready: Prepared, relaxed: Relaxation, margin: Floats, starts: int) -> "Near":
        """The columns within `margin` (C, negative for whose are of no interest), of each pair the best `starts`."""
        found = priced(ready.setting, ready.pairs, relaxed.prices, relaxed.level - margin)
        distance = np.maximum(relaxed.level[found.columns.citizen] - found.reduced, 0)
        order = np.lexsort((distance, found.columns.pair))
        pair = found.columns.pair[order]
        keep = np.sort(order[np.arange(len(order)) - np.searchsorted(pair, pair) < starts])
        return cls(found.columns.take(keep), distance[keep])


def solved_around(
    ready: Prepared, relaxed: Relaxation, taken: Columns, free: Bools, margin: float, watch: Watch
) -> Columns:
    """`taken`, or better: solved anew for the citizens who are `free` (C), with their columns within `margin`."""
    kept, own = taken.take(~free[taken.citizen]), taken.take(free[taken.citizen])
    part = Near.of(ready, relaxed, np.where(free, margin, -np.inf), STARTS).columns.beside(own).each_once()
    found = solve_whole(ready.setting.beside(kept), part, watch.left(), 0.0, NODES)
    if found.taken is None:
        return taken
    better = kept.beside(part.take(found.taken))
    return better if better.gain.sum() > taken.gain.sum() + BETTER else taken


def where_it_loses(losses: Losses, at_least: float, most: int) -> Ints:
    """The nodes with the highest losses, `most` of them, each `at_least` so high."""
    highest = np.argsort(-losses.by_node, kind="stable")[:most]
    return highest[losses.by_node[highest] > at_least]


def nearest(ready: Prepared, relaxed: Relaxation, taken: Columns, near: Near, sources: Ints, people: int) -> Bools:
    """C: the `people` nearest to the sources, which are nodes as `Losses.by_node` numbers them."""
    citizens = len(relaxed.level)
    cost = dijkstra(_graph(ready, relaxed, taken, near), indices=sources, limit=FARTHEST, min_only=True)[:citizens]
    order = np.argsort(cost, kind="stable")[:people]
    free = np.zeros(citizens, dtype=bool)
    free[order[np.isfinite(cost[order])]] = True
    return free


def _graph(ready: Prepared, relaxed: Relaxation, taken: Columns, near: Near) -> csr_array:
    citizens, units, consultants = len(relaxed.level), *relaxed.prices.quota.shape[:1], len(relaxed.prices.consultant)
    staff, of = citizens + units, ready.setting.instance.citizens
    placed = np.zeros(citizens, dtype=bool)
    placed[taken.citizen] = True
    leaving = np.where(placed, relaxed.level, 0)
    advised = np.flatnonzero(relaxed.prices.consultant[of.consultant] > 0)
    helped = np.flatnonzero((of.support >= 0) & (np.append(relaxed.prices.support, 0)[of.support] > 0))
    edges = [
        (near.columns.citizen, citizens + near.columns.unit, near.distance),
        (taken.citizen, citizens + taken.unit, np.zeros(len(taken))),
        (advised, staff + of.consultant[advised], leaving[advised]),
        (helped, staff + consultants + of.support[helped], leaving[helped]),
    ]
    one, other, cost = (np.concatenate(part) for part in zip(*edges, strict=True))
    nodes = staff + consultants + len(relaxed.prices.support)
    return _cheapest(np.concatenate([one, other]), np.concatenate([other, one]), np.tile(cost, 2), nodes)


def _cheapest(begin: Ints, end: Ints, cost: Floats, nodes: int) -> csr_array:
    """The graph with the cheapest of parallel edges."""
    order = np.lexsort((cost, end, begin))
    begin, end, cost = begin[order], end[order], np.maximum(cost[order], FREE_OF_COST)
    first = np.append(True, (begin[1:] != begin[:-1]) | (end[1:] != end[:-1]))
    return csr_array((cost[first], (begin[first], end[first])), shape=(nodes, nodes))
