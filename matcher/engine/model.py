"""From rules and columns to a sparse model: maximise gain, subject to the rows of every rule of capacity.

    max  sum_j gain_j x_j     subject to     A x + B y <= room,   0 <= x_j,   y_o in {0, 1}

x_j says that column j is taken, y_o that opening o with a `least` takes anybody. The linear relaxation leaves y out: a
fractional switch y = (placements / seats) satisfies both its rows whatever x is, so it would say nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matcher.engine.columns import Columns
from matcher.engine.instance import Floats, Ints
from matcher.engine.rules import ROW_RULES, Rows, Setting


@dataclass(frozen=True, slots=True)
class Model:
    """The matrix over [columns, switches], the room of each row, and which row belongs to what."""

    columns: Columns
    matrix: csr_array
    room: Floats
    parts: Sequence[Rows]
    switches: Ints  # openings with a switch, in the order of their variables


def relaxed(setting: Setting, columns: Columns) -> Model:
    """The linear model: every row without a switch."""
    return _assembled(columns, [_without_switches(rule(setting, columns)) for rule in ROW_RULES.values()])


def whole(setting: Setting, columns: Columns) -> Model:
    """The exact model, switches included."""
    return _assembled(columns, [rule(setting, columns) for rule in ROW_RULES.values()])


def _without_switches(rows: Rows) -> Rows:
    if rows.switch is None:
        return rows
    keep = rows.switch == 0
    entry, place = keep[rows.row], np.cumsum(keep) - 1
    return Rows(
        rows.code, rows.on[keep], rows.room[keep], place[rows.row[entry]], rows.column[entry], rows.amount[entry]
    )


def _assembled(columns: Columns, parts: Sequence[Rows]) -> Model:
    switched = [rows.on[rows.switch != 0] for rows in parts if rows.switch is not None]
    switches = np.unique(np.concatenate(switched)) if switched else np.zeros(0, dtype=np.int64)
    starts = np.cumsum([0, *(len(rows.on) for rows in parts)])
    row, column, amount = [], [], []
    for offset, rows in zip(starts, parts, strict=False):
        row.append(rows.row + offset)
        column.append(rows.column)
        amount.append(rows.amount)
        if rows.switch is not None:
            with_switch = np.flatnonzero(rows.switch)
            row.append(with_switch + offset)
            column.append(len(columns) + np.searchsorted(switches, rows.on[with_switch]))
            amount.append(rows.switch[with_switch])
    shape = (int(starts[-1]), len(columns) + len(switches))
    entries = np.concatenate(amount), (np.concatenate(row), np.concatenate(column))
    return Model(
        columns, csr_array(entries, shape=shape), np.concatenate([rows.room for rows in parts]), parts, switches
    )
