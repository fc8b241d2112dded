"""When people and rooms are free, as masks over the grid, exact to the minute."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from scheduler.engine.grid import Grid, Mask, minute_of
from scheduler.engine.problem import Busy, Person, Room, Work

MINUTES_PER_DAY = 24 * 60

Span = tuple[int, int, int]
"""Day number, first minute and last minute (not included)."""


class Calendars:
    """Free starts of each person and room for meetings of a given length. The masks are shared: never change one."""

    def __init__(self, grid: Grid, people: Sequence[Person], rooms: Sequence[Room]) -> None:
        self._grid = grid
        self._works = [person.works for person in people]
        self._people = [person.busy for person in people]
        self._rooms = [room.busy for room in rooms]
        self._taken: dict[tuple[str, int], list[Span]] = {}
        self._hours: dict[int, Mask] = {}
        self._free: dict[tuple[int, int], Mask] = {}
        self._vacant: dict[tuple[int, int], Mask] = {}

    def hours(self, minutes: int) -> Mask:
        """Starts from which a meeting of `minutes` ends within the day's hours."""
        if minutes not in self._hours:
            mask = np.zeros(self._grid.shape, dtype=np.bool_)
            mask[:, self._grid.between(-1, self._grid.closes - minutes + 1)] = True
            self._hours[minutes] = mask
        return self._hours[minutes]

    def free(self, person: int, minutes: int) -> Mask:
        """Starts at which the person works and is not busy for `minutes`."""
        if (person, minutes) not in self._free:
            mask = self.hours(minutes) & self._working(self._works[person], minutes)
            self._free[person, minutes] = self._without(mask, self._spans("person", person), minutes)
        return self._free[person, minutes]

    def vacant(self, room: int, minutes: int) -> Mask:
        """Starts at which the room is not busy for `minutes`."""
        if (room, minutes) not in self._vacant:
            self._vacant[room, minutes] = self._without(self.hours(minutes).copy(), self._spans("room", room), minutes)
        return self._vacant[room, minutes]

    def _working(self, works: Sequence[Work] | None, minutes: int) -> Mask:
        if works is None:
            return np.ones(self._grid.shape, dtype=np.bool_)
        week = np.zeros((8, self._grid.starts), dtype=np.bool_)
        for work in works:
            week[work.weekday, self._grid.between(minute_of(work.from_) - 1, minute_of(work.to) - minutes + 1)] = True
        return week[[day.isoweekday() for day in self._grid.days]]

    def _spans(self, kind: str, number: int) -> list[Span]:
        """A person's or room's busy times, worked out when first asked for: a question is often about few of many."""
        if (kind, number) not in self._taken:
            busy = self._people if kind == "person" else self._rooms
            self._taken[kind, number] = list(_spans(busy[number], self._grid.days))
        return self._taken[kind, number]

    def _without(self, mask: Mask, spans: Iterable[Span], minutes: int) -> Mask:
        for day, start, end in spans:
            mask[day, self._grid.between(start - minutes, end)] = False
        return mask


def _spans(busy: Sequence[Busy], days: Sequence[date]) -> Iterable[Span]:
    for taken in busy:
        first, last = taken.from_.date(), taken.to.date()
        for day in range(bisect_left(days, first), bisect_right(days, last)):
            start = minute_of(taken.from_) if days[day] == first else 0
            end = minute_of(taken.to) if days[day] == last else MINUTES_PER_DAY
            yield day, start, end
