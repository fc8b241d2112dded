"""From rules and columns to a sparse model: maximise gain, subject to the rows of every rule of capacity.

    max  sum_j gain_j x_j     subject to     A x + B y <= room,   0 <= x_j,   0 <= y_o <= 1

x_j says that column j is taken, y_o that opening o with a `least` takes anybody. `lp` solves it as it stands, `exact`
with x and y whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matcher.engine.arrays.columns import Columns
from matcher.engine.arrays.instance import Bools, Floats, Ints
from matcher.engine.arrays.rows import Rows, Setting
from matcher.engine.rules import ROW_RULES

ELASTIC = ("floor", "least")
"""Rows that columns at hand may be unable to satisfy, since what stands fixed can ask something of them."""


@dataclass(frozen=True, slots=True)
class Model:
    """The matrix over [columns, switches], the room of each row, and which row belongs to what."""

    columns: Columns
    switches: Ints  # openings with a switch, in the order of their variables
    matrix: csr_array
    room: Floats
    parts: Sequence[Rows]

    @property
    def elastic(self) -> Bools:
        """Which rows may be broken at a price in the relaxation."""
        return np.concatenate([np.full(len(rows.on), rows.code in ELASTIC) for rows in self.parts])

    @property
    def switched(self) -> Bools:
        """Which rows a switch takes part in."""
        return np.concatenate([np.full(len(rows.on), rows.switch is not None) for rows in self.parts])


def model(setting: Setting, columns: Columns) -> Model:
    """The model of all rules over these columns."""
    parts = [rows for rule in ROW_RULES.values() for rows in rule(setting, columns)]
    switches = np.unique(np.concatenate([rows.switch.opening for rows in parts if rows.switch is not None]))
    row, column, amount = (np.concatenate(part) for part in zip(*_entries(parts, len(columns), switches), strict=True))
    room = np.concatenate([rows.room for rows in parts])
    matrix = csr_array((amount, (row, column)), shape=(len(room), len(columns) + len(switches)))
    return Model(columns, switches, matrix, room, parts)


def _entries(parts: Sequence[Rows], columns: int, switches: Ints) -> Iterator[tuple[Ints, Ints, Floats]]:
    begin = 0
    for rows in parts:
        yield rows.row + begin, rows.column, rows.amount
        if rows.switch is not None:
            place = columns + np.searchsorted(switches, rows.switch.opening)
            yield begin + np.arange(len(place)), place, rows.switch.amount
        begin += len(rows.on)
