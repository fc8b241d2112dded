"""Rows of a sparse matrix, gathered a group at a time."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from scheduler.engine.columns import Numbers

Amounts = NDArray[np.float64]


@dataclass(slots=True)
class Rows:
    """`low <= matrix @ x <= high`."""

    row: list[Numbers] = field(default_factory=list)
    column: list[Numbers] = field(default_factory=list)
    value: list[Amounts] = field(default_factory=list)
    low: list[Amounts] = field(default_factory=list)
    high: list[Amounts] = field(default_factory=list)
    count: int = 0

    def add(
        self,
        row: Numbers,
        column: Numbers,
        value: Amounts | float = 1.0,
        low: Amounts | float = -np.inf,
        high: Amounts | float = np.inf,
    ) -> None:
        """Rows numbered by any whole numbers: those with the same number are one row. Limits by rank of the number."""
        if not len(row):
            return
        numbers, rank = np.unique(row, return_inverse=True)
        self.row.append(rank + self.count)
        self.column.append(column)
        self.value.append(np.broadcast_to(np.asarray(value, dtype=np.float64), len(row)))
        self.low.append(np.broadcast_to(np.asarray(low, dtype=np.float64), len(numbers)))
        self.high.append(np.broadcast_to(np.asarray(high, dtype=np.float64), len(numbers)))
        self.count += len(numbers)

    def matrix(self, columns: int) -> sparse.csr_array:
        """All rows, shape (rows, columns)."""
        if not self.count:
            return sparse.csr_array((0, columns))
        entries = (np.concatenate(self.row), np.concatenate(self.column))
        return sparse.csr_array((np.concatenate(self.value), entries), shape=(self.count, columns))

    def limits(self) -> tuple[Amounts, Amounts]:
        """Lowest and highest value of each row."""
        nothing = np.zeros(0)
        return np.concatenate([nothing, *self.low]), np.concatenate([nothing, *self.high])


@dataclass(frozen=True, slots=True)
class Span:
    """Uses of people, rooms or sites on a day (`group`), from slot `start` to before `end`, by `task`."""

    group: Numbers
    start: Numbers
    end: Numbers
    task: Numbers

    def slots(self) -> tuple[Numbers, Numbers]:
        """Each use once for each slot that it covers: (use, slot)."""
        length = self.end - self.start
        use = np.repeat(np.arange(len(length)), length)
        first = np.cumsum(length) - length
        return use, self.start[use] + np.arange(len(use)) - first[use]


def together(span: Span) -> tuple[Numbers, Numbers]:
    """(moment, use) for moments at which uses of two tasks or more run, leaving out those that another one covers."""
    groups, group = np.unique(span.group, return_inverse=True)
    slots = int(span.end.max(initial=0)) + 1
    use, slot = span.slots()
    wanted = _largest(Span(group, span.start, span.end, span.task), len(groups), slots)[group[use], slot]
    use, slot = use[wanted], slot[wanted]
    moment = group[use] * slots + slot
    kept = several(moment, span.task[use])
    return moment[kept], use[kept]


def several(row: Numbers, task: Numbers, more_than: int | Numbers | Amounts = 1) -> NDArray[np.bool_]:
    """Which entries are in rows that hold more tasks than that. (`more_than`: one for all, or one per entry.)"""
    if not len(row):
        return np.zeros(0, dtype=np.bool_)
    numbers, rank = np.unique(row, return_inverse=True)
    pairs = np.unique(rank * (int(task.max()) + 1) + task)
    tasks = np.bincount(pairs // (int(task.max()) + 1), minlength=len(numbers))
    return np.asarray(tasks[rank] > more_than)


def _largest(span: Span, groups: int, slots: int) -> NDArray[np.bool_]:
    """By group and slot: a use starts here, and one ends before the next starts, so no other slot covers it."""
    starts, ends = np.zeros((2, groups, slots + 1), dtype=np.bool_)
    starts[span.group, span.start] = True
    ends[span.group, span.end] = True
    largest, ended = np.zeros_like(starts), np.zeros(groups, dtype=np.bool_)
    for slot in range(slots - 1, -1, -1):
        ended |= ends[:, slot + 1]
        largest[:, slot] = starts[:, slot] & ended
        ended &= ~starts[:, slot]
    return largest


def matches(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Every pair (i, j) with `left[i] == right[j]`."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    first, last = np.searchsorted(ordered, left, side="left"), np.searchsorted(ordered, left, side="right")
    length = last - first
    i = np.repeat(np.arange(len(left)), length)
    offset = np.arange(len(i)) - np.repeat(np.cumsum(length) - length, length)
    return i, order[np.repeat(first, length) + offset]
