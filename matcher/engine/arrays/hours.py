"""H5's arithmetic: the weekly minutes of an opening's shifts that lie outside a citizen's busy times, exactly.

A citizen's busy times on one weekday are a union of intervals, an opening's shifts a list of them. Both repeat a lot
(a school's timetable, a trade's working day), so the overlap is computed once for each pair of distinct patterns,
weekday by weekday, and looked up for pairs of citizens and openings: seven gathers per pair.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.engine.problem import Busy, Citizen, Opening, Shift

T = TypeVar("T", bound=Hashable)
Spans = tuple[tuple[int, int], ...]
WEEKDAYS = range(1, 8)


@dataclass(frozen=True, slots=True)
class Weekday:
    """One weekday: which busy pattern each citizen has, which shift pattern each opening, and the overlaps."""

    busy: NDArray[np.int32]  # C
    shift: NDArray[np.int32]  # O
    overlap: NDArray[np.int32]  # busy patterns x shift patterns, minutes


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Weekly hours that the shifts of an opening leave to a citizen."""

    weekdays: tuple[Weekday, ...]
    minutes: NDArray[np.int32]  # O, all shifts together
    has_shifts: NDArray[np.bool_]  # O

    @classmethod
    def of(cls, citizens: Sequence[Citizen], openings: Sequence[Opening]) -> "WeeklyHours":
        """The patterns of these citizens and openings."""
        lengths = [sum(_length(shift) for shift in one.shifts) for one in openings]
        weeks, week_of_citizen = _distinct([one.busy for one in citizens])
        plans, plan_of_opening = _distinct([one.shifts for one in openings])
        weekdays = (
            _weekday([_union(_on(busy, day)) for busy in weeks], [tuple(_on(shifts, day)) for shifts in plans])
            for day in WEEKDAYS
            if any(shift.weekday == day for shifts in plans for shift in shifts)
        )
        return cls(
            tuple(Weekday(day.busy[week_of_citizen], day.shift[plan_of_opening], day.overlap) for day in weekdays),
            np.array(lengths, dtype=np.int32),
            np.array([bool(one.shifts) for one in openings], dtype=bool),
        )

    def free_hours(self, citizen: NDArray[np.integer], opening: NDArray[np.integer]) -> NDArray[np.float64]:
        """Hours a week in the shifts of `opening[i]` outside the busy times of `citizen[i]`; inf without shifts."""
        minutes = self.minutes[opening]
        for day in self.weekdays:
            minutes -= day.overlap[day.busy[citizen], day.shift[opening]]
        return np.where(self.has_shifts[opening], minutes / 60, np.inf)


def _distinct(values: list[T]) -> tuple[list[T], NDArray[np.int64]]:
    """Each value once, and the place of every one among them."""
    places = {one: place for place, one in enumerate(dict.fromkeys(values))}
    return list(places), np.array([places[one] for one in values], dtype=np.int64)


def _weekday(busy: list[Spans], shifts: list[Spans]) -> Weekday:
    (rows, row), (columns, column) = _distinct(busy), _distinct(shifts)
    overlap = [[_overlap(left, right) for right in columns] for left in rows]
    return Weekday(
        row.astype(np.int32),
        column.astype(np.int32),
        np.array(overlap, dtype=np.int32).reshape(len(rows), len(columns)),
    )


def _overlap(busy: Spans, shifts: Spans) -> int:
    return sum(max(0, min(b[1], s[1]) - max(b[0], s[0])) for b in busy for s in shifts)


def _on(spans: Iterable[Busy | Shift], weekday: int) -> list[tuple[int, int]]:
    return sorted((_minutes(one.from_), _minutes(one.to)) for one in spans if one.weekday == weekday)


def _union(spans: list[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def _length(shift: Shift) -> int:
    return _minutes(shift.to) - _minutes(shift.from_)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
