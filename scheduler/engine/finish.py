"""The last mile: prove the best plan optimal, or find a better one, with the columns that a better one can use."""

from collections.abc import Iterator

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from scheduler.engine.columns import Numbers
from scheduler.engine.draft import Draft
from scheduler.engine.exact import Relaxation, minimize, unit_of, whole
from scheduler.engine.rows import Amounts
from scheduler.engine.run import Run

NODES = 1_000


def useful(draft: Draft, relaxation: Relaxation, best: int) -> Numbers:
    """Columns that a plan cheaper than `best` can use: their reduced cost does not lift the bound above such a plan."""
    unit = unit_of(draft)
    cheaper = (best - 1) // unit * unit
    return np.flatnonzero(relaxation.bound + np.maximum(relaxation.reduced, 0.0) <= cheaper + unit / 2)


def finish(draft: Draft, relaxation: Relaxation, best: int, run: Run) -> tuple[int, Amounts | None]:
    """(a bound, the columns of a cheaper plan if there is one).

    Only useful columns are modelled, in parts that have nothing to do with each other. Bound and plan are of the tasks
    of the draft alone.
    """
    unit, kept = unit_of(draft), useful(draft, relaxation, best)
    matrix, (low, high) = draft.rows.matrix(len(draft.columns))[:, kept], draft.rows.limits()
    empty = np.diff(sparse.csr_array(matrix).indptr) == 0
    if bool((low[empty] > 0).any()):
        return best, None
    values, bound, complete = np.zeros(len(draft.columns)), 0, True
    for columns, rows in _parts(sparse.csr_array(matrix)):
        cost = draft.columns.cost[kept[columns]]
        part = sparse.csr_array(matrix)[rows][:, columns]
        found, lowest, infeasible = minimize(cost, part, low[rows], high[rows], run.effort(NODES))
        if infeasible:
            return best, None
        bound += whole(lowest, unit)
        complete &= found is not None
        if found is not None:
            values[kept[columns]] = found
    better = complete and float(draft.columns.cost @ np.round(values)) < best
    return min(bound, best), values if better else None


def _parts(matrix: sparse.csr_array) -> Iterator[tuple[Numbers, Numbers]]:
    """(columns, rows) of each connected part of a matrix, the smallest first."""
    rows = matrix.shape[0]
    graph = sparse.block_array([[None, matrix], [matrix.T, None]], format="csr", dtype=np.float64)
    count, label = connected_components(graph, directed=False)
    sizes = np.bincount(label[rows:], minlength=count)
    for part in np.argsort(sizes, kind="stable"):
        if sizes[part]:
            yield np.flatnonzero(label[rows:] == part), np.flatnonzero(label[:rows] == part)
