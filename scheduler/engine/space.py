"""A problem in numbers: tasks, people, sites and rooms by position, and what each start of a task costs."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.calendars import Calendars
from scheduler.engine.grid import Grid, grid_of, minute_of
from scheduler.engine.pins import ways
from scheduler.engine.prices import Prices, prices_of
from scheduler.engine.problem import Meeting, Problem, Weights

Costs = NDArray[np.int64]
"""What each start costs, shape (days, starts of a day), in units of `Prices`."""

Link = tuple[int, int, int]
"""Another task, and the least and most days from the earlier of the two to the later."""


@dataclass(frozen=True, slots=True)
class Task:
    """A meeting in numbers."""

    number: int
    minutes: int
    named: tuple[int, ...]
    roles: tuple[tuple[int, ...], ...]
    optional: tuple[int, ...]
    sites: tuple[int, ...]
    after: tuple[Link, ...]
    before: tuple[Link, ...]
    unplanned: int
    must: bool
    """A pinned meeting waits for it, so it cannot be left out."""

    @property
    def size(self) -> int:
        """People who must be there."""
        return len(self.named) + len(self.roles)


@dataclass(frozen=True, slots=True)
class Held:
    """A task with its time, place and people. Minutes count from midnight of `day`."""

    task: int
    day: date
    minute: int
    end: int
    site: int
    room: int | None
    named: tuple[int, ...]
    roles: tuple[int, ...] = ()
    optional: tuple[int, ...] = ()

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody who is there."""
        return (*self.named, *self.roles, *self.optional)

    @property
    def starts_at(self) -> datetime:
        """Wall time of the start."""
        return datetime.combine(self.day, time()) + timedelta(minutes=self.minute)

    @property
    def ends_at(self) -> datetime:
        """Wall time of the end."""
        return datetime.combine(self.day, time()) + timedelta(minutes=self.end)


class Space:
    """Everything about a problem that does not change while it is solved.

    `until`: a day that the grid reaches even where every meeting's window ends before it.
    """

    def __init__(self, problem: Problem, until: date | None = None) -> None:
        self.problem = problem
        self.grid: Grid = grid_of(problem, until)
        self.prices: Prices = prices_of(problem)
        self.calendars = Calendars(self.grid, problem.people, problem.rooms)
        self.day_number = {day: i for i, day in enumerate(self.grid.days)}
        self.person = _numbers(person.id for person in problem.people)
        self.site = _numbers(site.id for site in problem.sites)
        self.room = _numbers(room.id for room in problem.rooms)
        self.task = _numbers(meeting.id for meeting in problem.meetings)
        self.needs_room = tuple(site.needs_room for site in problem.sites)
        self.way = _way(ways(problem.travel_minutes), self.site)
        self.tasks = self._tasks()
        self.pinned = tuple(self._pin(meeting) for meeting in problem.meetings if meeting.pinned)
        pinned = {held.task for held in self.pinned}
        self.free = tuple(task.number for task in self.tasks if task.number not in pinned)
        self.free_set = frozenset(self.free)
        self._costs: dict[int, Costs] = {}

    def at(self, weights: Weights) -> "Space":
        """The same at other prices. What does not depend on prices is shared."""
        other = copy(self)
        other.prices, other._costs = prices_of(self.problem, weights), {}
        units = [other.prices.units(amount) for amount in other.prices.unplanned]
        other.tasks = tuple(replace(task, unplanned=units[task.number]) for task in self.tasks)
        return other

    def rooms_at(self, site: int, people: int) -> tuple[int, ...]:
        """Rooms of a site with places for so many."""
        name = self.problem.sites[site].id
        return tuple(i for i, room in enumerate(self.problem.rooms) if room.site == name and room.capacity >= people)

    def in_order(self) -> tuple[int, ...]:
        """Free tasks, each after those it waits for."""
        after = {number: [other for other, _, _ in self.tasks[number].after] for number in self.free}
        return tuple(number for number in TopologicalSorter(after).static_order() if number in self.free_set)

    def costs(self, task: Task) -> Costs:
        """What each start of a task costs. Shared: never change it."""
        if task.number not in self._costs:
            self._costs[task.number] = self._priced(task.number, self.problem.meetings[task.number])
        return self._costs[task.number]

    def cost(self, held: Held) -> int:
        """What a planned task costs, in units."""
        task, meeting = self.tasks[held.task], self.problem.meetings[held.task]
        missing = self.prices.units(self.prices.optional_missing) * (len(task.optional) - len(held.optional))
        if meeting.pinned:
            moved = meeting.previous is not None and meeting.previous.start != meeting.pinned.start
            return missing + (self.prices.units(self.prices.moved) if moved else 0)
        start = (held.minute - self.grid.first) // self.grid.slot
        return missing + int(self.costs(task)[self.day_number[held.day], start])

    def _tasks(self) -> tuple[Task, ...]:
        before: dict[int, list[Link]] = {}
        for number, meeting in enumerate(self.problem.meetings):
            for rule in meeting.after:
                before.setdefault(self.task[rule.meeting], []).append((number, rule.min_days, rule.max_days))
        must = _ancestors(self.problem.meetings)
        return tuple(
            self._task(number, meeting, tuple(before.get(number, ())), meeting.id in must)
            for number, meeting in enumerate(self.problem.meetings)
        )

    def _task(self, number: int, meeting: Meeting, before: tuple[Link, ...], must: bool) -> Task:
        # Who is named or optional is there as that, so cannot fill a role too.
        spoken_for = {*meeting.named, *meeting.optional}
        roles = tuple(tuple(self.person[who] for who in pool if who not in spoken_for) for pool in meeting.roles)
        return Task(
            number=number,
            minutes=meeting.minutes,
            named=tuple(self.person[who] for who in meeting.named),
            roles=roles,
            optional=tuple(self.person[who] for who in meeting.optional),
            sites=tuple(self.site[site] for site in meeting.sites),
            after=tuple((self.task[rule.meeting], rule.min_days, rule.max_days) for rule in meeting.after),
            before=before,
            unplanned=self.prices.units(self.prices.unplanned[number]),
            must=must,
        )

    def _priced(self, number: int, meeting: Meeting) -> Costs:
        late = [max(0, (day - meeting.due_day).days) * self.prices.late_day[number] for day in self.grid.days]
        costs = np.zeros(self.grid.shape, dtype=np.int64)
        costs += np.array([self.prices.units(Decimal(amount)) for amount in late], dtype=np.int64)[:, None]
        if meeting.previous:
            costs += self.prices.units(self.prices.moved)
            self._stay(costs, meeting, late)
        return costs

    def _stay(self, costs: Costs, meeting: Meeting, late: Sequence[Decimal]) -> None:
        """Staying at the previous start costs nothing, where it is a start at all."""
        assert meeting.previous is not None
        day = self.day_number.get(meeting.previous.start.date())
        offset = minute_of(meeting.previous.start) - self.grid.first
        start = offset // self.grid.slot
        if day is not None and offset % self.grid.slot == 0 and 0 <= start < self.grid.starts:
            costs[day, start] = self.prices.units(late[day])

    def _pin(self, meeting: Meeting) -> Held:
        pin = meeting.pinned
        assert pin is not None
        start = minute_of(pin.start)
        there = [self.person[who] for who in pin.attendees]
        optional = tuple(self.person[who] for who in meeting.optional if who in pin.attendees)
        return Held(
            task=self.task[meeting.id],
            day=pin.start.date(),
            minute=start,
            end=start + meeting.minutes,
            site=self.site[pin.site],
            room=None if pin.room is None else self.room[pin.room],
            named=tuple(who for who in there if who not in optional),
            optional=optional,
        )


def _numbers(ids: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(ids)}


def _way(minutes: Mapping[tuple[str, str], int], site: Mapping[str, int]) -> tuple[tuple[int, ...], ...]:
    """Minutes from site to site; 0 within one."""
    return tuple(tuple(0 if a == b else minutes.get((a, b), 0) for b in site) for a in site)


def _ancestors(meetings: Sequence[Meeting]) -> set[str]:
    """Meetings that a pinned one waits for, directly or through others."""
    after = {meeting.id: [rule.meeting for rule in meeting.after] for meeting in meetings}
    found: set[str] = set()
    waiting = [name for meeting in meetings if meeting.pinned for name in after[meeting.id]]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(after[name])
    return found
