"""From the relaxation to a first answer: keep what is settled, solve the rest exactly.

What the relaxation takes as a whole is nearly always right, and what it takes in fractions is a small part. So: (1) the
whole columns are kept; (2) where the relaxation was solved roughly, its remainder is solved again to a vertex, which is
whole in many more columns, and these are kept as well; (3) the remainder of that is solved by branch and bound, over
the columns near their citizen's price; where time is too short for that, what is kept may do alone. Openings that the
relaxation gives too few people for their `least` are not settled.
"""

import numpy as np

from matcher.engine.columns import Columns
from matcher.engine.exact import solve_whole
from matcher.engine.instance import Bools, Floats
from matcher.engine.lp import solve_lp
from matcher.engine.model import model
from matcher.engine.options import Options, Watch
from matcher.engine.prepare import Prepared
from matcher.engine.prices import priced
from matcher.engine.relaxation import VERTEX, Relaxation
from matcher.engine.rows import Setting

ALMOST = 1e-6
NEARLY_WHOLE = 0.99
PART_OF_GAP = 0.2
"""The remainder is solved to this part of the gap asked for of the whole."""


def rounded(ready: Prepared, relaxed: Relaxation, margin: float, options: Options, watch: Watch) -> Columns | None:
    """A good answer, or None where none was found: the remainder over columns within `margin` of their price."""
    kept = _kept(ready.setting, relaxed.columns, relaxed.solution.x)
    near = priced(ready.setting, ready.pairs, relaxed.prices, relaxed.level - margin).columns
    if len(relaxed.columns) > VERTEX:
        kept = _vertex(ready, kept, near, watch)
    rest = near.take(~np.isin(near.citizen, kept.citizen))
    allowed = PART_OF_GAP * options.gap * relaxed.bound / max(relaxed.bound - kept.gain.sum(), ALMOST)
    setting = ready.setting.beside(kept)
    found = solve_whole(setting, rest, watch.left(), min(allowed, 1.0))
    if found.taken is None:
        rest = rest.take(np.zeros(0, dtype=np.int64))
        found = solve_whole(setting, rest, watch.left(), allowed)
    return None if found.taken is None else kept.beside(rest.take(found.taken))


def _kept(setting: Setting, columns: Columns, x: Floats) -> Columns:
    """The columns that are whole, without those at openings that have too few."""
    kept = columns.take(x > NEARLY_WHOLE)
    kept = kept.take(_together(setting, kept))
    return kept.take(~_begun_too_small(setting, kept)[kept.opening])


def _vertex(ready: Prepared, kept: Columns, near: Columns, watch: Watch) -> Columns:
    """The columns `kept`, and those that are whole in a vertex of what remains."""
    rest = near.take(~np.isin(near.citizen, kept.citizen))
    setting = ready.setting.beside(kept)
    solution = solve_lp(model(setting, rest), watch.left())
    return kept if solution is None else kept.beside(_kept(setting, rest, solution.x))


def _begun_too_small(setting: Setting, kept: Columns) -> Bools:
    """O: openings that these columns would begin with fewer than `least`."""
    least = setting.instance.openings.least
    placed = np.bincount(kept.opening, minlength=len(least)) + setting.standing.filled
    return np.asarray((placed > 0) & (placed < least))


def _together(setting: Setting, columns: Columns) -> Bools:
    """Which of the columns still fit when the rows that they break together have let the last ones go.

    A nearly whole column is rounded up, so a row may come out a little over its room.
    """
    fits = np.ones(len(columns), dtype=bool)
    whole = model(setting, columns)
    matrix = whole.matrix[:, : len(columns)].tocsr()
    for row in np.flatnonzero((matrix @ fits > whole.room + ALMOST) & ~whole.elastic & ~whole.switched):
        entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
        inside, amount = matrix.indices[entries], matrix.data[entries]
        over = np.cumsum(np.where(fits[inside], amount, 0.0)) > whole.room[row] + ALMOST
        fits[inside[over]] = False
    return fits
