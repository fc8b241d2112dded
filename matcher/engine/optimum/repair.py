"""Giving up as little as it takes until a set of columns breaks no rule."""

import numpy as np

from matcher.engine.arrays.columns import TOLERANCE, Columns
from matcher.engine.arrays.instance import Bools
from matcher.engine.arrays.rows import Setting
from matcher.engine.optimum.model import model

ALMOST = 1e-6


def fitting(setting: Setting, columns: Columns) -> Columns:
    """The columns without the last ones of each row that they break together, floors and leasts aside.

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
    return columns.take(fits)


def begun_too_small(setting: Setting, kept: Columns) -> Bools:
    """O: openings that these columns would begin with fewer than `least`."""
    least = setting.instance.openings.least
    placed = np.bincount(kept.opening, minlength=len(least)) + setting.standing.filled
    return np.asarray((placed > 0) & (placed < least))


def repaired(setting: Setting, kept: Columns) -> Columns | None:
    """The columns without those that keep a floor or a least from holding, the lowest gains first.

    None where what stands fixed breaks a floor or a least in spite of that.
    """
    while True:
        broken = begun_too_small(setting, kept)
        outside = _outside_a_missed_floor(setting, kept)
        if not broken.any() and outside is None:
            return kept
        given_up = broken[kept.opening]
        if outside is not None and outside.any():
            given_up[np.flatnonzero(outside)[kept.gain[outside].argmin()]] = True
        if not given_up.any():
            return None
        kept = kept.take(~given_up)


def _outside_a_missed_floor(setting: Setting, kept: Columns) -> Bools | None:
    """Which columns are not of the group of the floor that is missed most; None where every floor holds."""
    shares = np.array([floor.share for floor in setting.instance.problem.floors])
    inside = setting.instance.citizens.in_floor[kept.citizen]
    beyond = setting.standing.floors + (inside - shares).sum(axis=0)
    if (beyond >= -TOLERANCE).all():
        return None
    return np.asarray(~inside[:, beyond.argmin()])
