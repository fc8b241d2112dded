"""A plan in the making: what is held, and what it leaves open to the other tasks (M4, M5, M6, M7)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from scheduler.engine.domains import Choice, Place
from scheduler.engine.grid import Mask
from scheduler.engine.space import Held, Link, Space, Task

MINUTES_PER_DAY = 24 * 60
NOWHERE = -1
"""The site of a stay that ends after midnight: on the new day nobody has to travel from it."""

Stay = tuple[int, int, int]
"""First minute, last minute (not included) and site."""
Diary = defaultdict[int, dict[int, dict[int, Stay]]]
"""Stays by person or room, day number and task."""

NOBODY: Set[int] = frozenset()


class Plan:
    """Tasks held, by number. Everything it hands out is valid beside everything it holds."""

    def __init__(self, space: Space, places: Mapping[int, tuple[Place, ...]], held: Iterable[Held] = ()) -> None:
        self.space = space
        self.places = places
        self.held: dict[int, Held] = {}
        self._people: Diary = defaultdict(dict)
        self._rooms: Diary = defaultdict(dict)
        for one in held:
            self.put(one)

    def copy(self) -> "Plan":
        """A plan of its own with the same tasks held."""
        return self.with_held(())

    def with_held(self, more: Iterable[Held]) -> "Plan":
        """A plan of its own with these held besides."""
        return Plan(self.space, self.places, (*self.held.values(), *more))

    def put(self, held: Held) -> None:
        """Hold a task."""
        self.held[held.task] = held
        day = self.space.day_number.get(held.day)
        stay = (held.minute, held.end, held.site)
        self._write(held, day, stay)
        if held.end > MINUTES_PER_DAY and day is not None:
            following = self.space.day_number.get(held.day.fromordinal(held.day.toordinal() + 1))
            self._write(held, following, (0, held.end - MINUTES_PER_DAY, NOWHERE))

    def take(self, task: int) -> Held:
        """Give up a task; what it was."""
        held = self.held.pop(task)
        diaries = [self._people[who] for who in held.people]
        if held.room is not None:
            diaries.append(self._rooms[held.room])
        for diary in diaries:
            for stays in diary.values():
                stays.pop(task, None)
        return held

    def cost(self) -> int:
        """The plan's cost in units."""
        return sum(self.cost_of(task.number) for task in self.space.tasks)

    def cost_of(self, number: int) -> int:
        """What one task costs as it stands, in units."""
        held = self.held.get(number)
        return self.space.tasks[number].unplanned if held is None else self.space.cost(held)

    def must(self, task: Task) -> bool:
        """Whether something held waits for the task."""
        return task.must or any(other in self.held for other, _, _ in task.before)

    def meetings_left(self, person: int, day: int) -> int | None:
        """M6: how many more the person can take that day; None without a limit."""
        most = self.space.problem.people[person].max_per_day
        if most is None:
            return None
        return most - sum(stay[2] != NOWHERE for stay in self._people[person].get(day, {}).values())

    def vacant(self, room: int, minutes: int) -> Mask:
        """M5: starts at which the room is free for `minutes` beside what is held."""
        return self._unshared((room, self.space.calendars.vacant(room, minutes)), minutes)[1]

    def in_order(self, after: Sequence[Link]) -> Mask:
        """M7: starts at the right distance from those predecessors that are held."""
        fits = np.ones(self.space.grid.shape, dtype=np.bool_)
        days = np.array([day.toordinal() for day in self.space.grid.days])
        for other, least, most in after:
            if other in self.held:
                fits &= _within(days - self.held[other].day.toordinal(), least, most)[:, None]
        return fits

    def clashes(self, who: int, task: Task, site: int, day: int, minute: int) -> set[int]:
        """M4: held tasks that a person could not attend beside this one, held there and then."""
        found = set()
        for number, (start, end, other) in self._people[who].get(day, {}).items():
            there, back = self._ways(site, other)
            if start - task.minutes - there < minute < end + back:
                found.add(number)
        return found

    def sharing(self, room: int, task: Task, day: int, minute: int) -> set[int]:
        """M5: held tasks that have the room while this one would run."""
        stays = self._rooms[room].get(day, {}).items()
        return {number for number, (start, end, _) in stays if start - task.minutes < minute < end}

    def stays(self, person: int) -> Mapping[int, Mapping[int, Stay]]:
        """Where a person is held to be, by day number and task."""
        return self._people.get(person, {})

    def options(self, task: Task, pending: Set[int] = NOBODY) -> tuple[Place, ...]:
        """What is left open to a task beside what is held. Tasks in `pending` are decided together with it."""
        return self.beside(task, self.places[task.number], pending)

    def beside(self, task: Task, places: Iterable[Place], pending: Set[int] = NOBODY) -> tuple[Place, ...]:
        """What of these places is left open to a task beside what is held."""
        order = self._order(task, pending)
        return tuple(self._beside(place, task, order) for place in places)

    def _write(self, held: Held, day: int | None, stay: Stay) -> None:
        if day is None:
            return
        for who in held.people:
            self._people[who].setdefault(day, {})[held.task] = stay
        if held.room is not None:
            self._rooms[held.room].setdefault(day, {})[held.task] = stay

    def _beside(self, place: Place, task: Task, order: Mask) -> Place:
        open_ = place.open & order
        for who in task.named:
            self._leave_free(open_, who, task, place.site)
        # On other days nothing is open anyway, so what the choices say of them is of no account.
        days = set(np.flatnonzero(open_.any(axis=1)).tolist())
        rooms = place.rooms
        return replace(
            place,
            open=open_,
            roles=tuple(tuple(self._choice(choice, task, place.site, days) for choice in role) for role in place.roles),
            optional=tuple(self._choice(choice, task, place.site, days) for choice in place.optional),
            rooms=None if rooms is None else tuple(self._unshared(choice, task.minutes, days) for choice in rooms),
        )

    def _choice(self, choice: Choice, task: Task, site: int, days: Set[int]) -> Choice:
        who, mask = choice
        if who not in self._people and self.space.problem.people[who].max_per_day is None:
            return choice
        mask = mask.copy()
        self._leave_free(mask, who, task, site, days)
        return who, mask

    def _leave_free(self, mask: Mask, who: int, task: Task, site: int, days: Set[int] | None = None) -> None:
        """M4 and M6 for one person: not where they are elsewhere or on the way, not on a day that is full."""
        grid = self.space.grid
        most = self.space.problem.people[who].max_per_day
        if most == 0:
            mask[:] = False
        for day, stays in self.stays(who).items():
            if days is not None and day not in days:
                continue
            for start, end, other in stays.values():
                there, back = self._ways(site, other)
                mask[day, grid.between(start - task.minutes - there, end + back)] = False
            if most is not None and (self.meetings_left(who, day) or 0) <= 0:
                mask[day] = False

    def _ways(self, site: int, other: int) -> tuple[int, int]:
        way = self.space.way
        return (0, 0) if other == NOWHERE else (way[site][other], way[other][site])

    def _unshared(self, choice: Choice, minutes: int, days: Set[int] | None = None) -> Choice:
        """M5: a room is not shared."""
        room, mask = choice
        if room not in self._rooms:
            return choice
        mask = mask.copy()
        for day, stays in self._rooms[room].items():
            if days is not None and day not in days:
                continue
            for start, end, _ in stays.values():
                mask[day, self.space.grid.between(start - minutes, end)] = False
        return room, mask

    def _order(self, task: Task, pending: Set[int]) -> Mask:
        """M7: days that suit what is held before and after; none where a predecessor is left out."""
        if any(other not in self.held and other not in pending for other, _, _ in task.after):
            return np.zeros(self.space.grid.shape, dtype=np.bool_)
        fits = self.in_order(task.after)
        days = np.array([day.toordinal() for day in self.space.grid.days])
        for other, least, most in task.before:
            if other in self.held:
                fits &= _within(self.held[other].day.toordinal() - days, least, most)[:, None]
        return fits


def _within(days: np.ndarray, least: int, most: int) -> np.ndarray:
    return (least <= days) & (days <= most)
