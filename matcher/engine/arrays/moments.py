"""Which days of which units need a row in the model.

The stays that cover a day only change on days when one begins or ends, so a row is needed at most on each day on which
a column begins or the room shrinks. Of two such neighbours in one unit the earlier says nothing new if nobody leaves in
between and the room there is no smaller: whoever is present on it is present on the later one too.
"""

from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.instance import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Moments:
    """`on[r]` is unit x D + day of row r, sorted; column i covers the rows from `low[i]` up to before `high[i]`."""

    on: Ints
    low: Ints
    high: Ints

    @classmethod
    def of(cls, left: Floats, unit: Ints, first: Ints, stop: Ints) -> "Moments":
        """The moments for columns at `unit` that cover the days [first, stop), where `left` (U x D) is the room."""
        width = left.shape[1]
        begins = unit * width + first
        shrinks = np.flatnonzero(left[:, 1:] < left[:, :-1])
        shrinks += shrinks // max(width - 1, 1) + 1
        on = np.unique(np.concatenate([begins, shrinks]))
        low, high = np.searchsorted(on, begins), np.searchsorted(on, unit * width + stop)
        keep = ~_says_nothing_new(on, high, left)
        place = np.concatenate([[0], np.cumsum(keep)])
        return cls(on[keep], place[low], place[high])

    def entries(self) -> tuple[Ints, Ints]:
        """The row and the column of each entry."""
        counts = self.high - self.low
        column = np.repeat(np.arange(len(counts)), counts)
        offset = np.arange(len(column)) - np.repeat(np.cumsum(counts) - counts, counts)
        return self.low[column] + offset, column


def _says_nothing_new(on: Ints, high: Ints, left: Floats) -> Bools:
    """For each moment whether the next one implies it."""
    somebody_leaves = np.bincount(high, minlength=len(on) + 1)[1:] > 0
    room, unit = left.ravel()[on], on // left.shape[1]
    implied = np.zeros(len(on), dtype=bool)
    implied[:-1] = (unit[:-1] == unit[1:]) & ~somebody_leaves[:-1] & (room[:-1] >= room[1:])
    return implied
