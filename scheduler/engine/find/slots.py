"""The starts of one meeting beside a plan, from the best to the worst."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from heapq import heappop, heappush
from operator import add

import numpy as np

from scheduler.engine.columns import Numbers
from scheduler.engine.domains import Choice, Place
from scheduler.engine.find.road import extra_travel
from scheduler.engine.greedy import hold, start_costs
from scheduler.engine.plan import Plan
from scheduler.engine.space import Held, Task

FAR = 10**6
"""Minutes that stand for somebody who cannot come: more than any day has."""

Rank = tuple[int, int, int, int]
"""Cost (units), minutes of extra travel, day number and start number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time and place for a meeting, lawful beside the plan, in the file's terms.

    `cost` is what the plan's cost rises by over that of the meeting held free of charge: `days_late`, the optional
    people in `missing`, and having moved. `travel_minutes` are those that must come's extra minutes on the way between
    the day's meetings.
    """

    start: datetime
    end: datetime
    site: str
    room: str | None
    attendees: tuple[str, ...]
    cost: float
    days_late: int
    missing: tuple[str, ...]
    travel_minutes: int


@dataclass(frozen=True, slots=True)
class Roads:
    """Extra minutes on the way at one place: for each person named, and for each choice of each role."""

    named: Numbers
    roles: tuple[tuple[Numbers, ...], ...]

    @classmethod
    def of(cls, plan: Plan, task: Task, place: Place) -> "Roads":
        """Worked out for all starts at once."""
        nothing = np.zeros(plan.space.grid.shape, dtype=np.int64)
        named = reduce(add, (extra_travel(plan, task, who, place.site) for who in task.named), nothing)
        return cls(named, tuple(tuple(extra_travel(plan, task, who, place.site) for who, _ in r) for r in place.roles))

    def least(self, place: Place) -> Numbers:
        """The least minutes that everybody who must come has together."""
        total = self.named
        for role, choices in zip(self.roles, place.roles, strict=True):
            ways = [np.where(mask, way, FAR) for way, (_, mask) in zip(role, choices, strict=True)]
            total = total + reduce(np.minimum, ways, np.full_like(total, FAR))
        return total

    def nearest_first(self, place: Place, day: int, start: int) -> Place:
        """The place with each role's choices in order of their extra minutes."""

        def near(role: tuple[Choice, ...], ways: tuple[Numbers, ...]) -> tuple[Choice, ...]:
            order = sorted(range(len(role)), key=lambda number: (ways[number][day, start], number))
            return tuple(role[number] for number in order)

        return replace(place, roles=tuple(map(near, place.roles, self.roles)))

    def minutes(self, place: Place, held: Held, day: int, start: int) -> int:
        """What the people who were chosen have together."""
        total = int(self.named[day, start])
        for who, role, ways in zip(held.roles, place.roles, self.roles, strict=True):
            total += next(int(way[day, start]) for way, (each, _) in zip(ways, role, strict=True) if each == who)
        return total


def ranked(plan: Plan, task: Task, places: Sequence[Place]) -> Iterator[tuple[Rank, Held]]:
    """Every start once, at its best place, with the people who are nearest: cheap, then near, then early first.

    `places` hold what is open beside the plan (`Plan.beside`).
    """
    roads = [Roads.of(plan, task, place) for place in places]
    done, waiting = set[tuple[int, int]](), list[tuple[Rank, int, Held]]()
    for least, number in _candidates(plan, task, places, roads):
        yield from _certain(waiting, least, done)
        cost, _, day, start = least
        held = hold(plan.space, task, roads[number].nearest_first(places[number], day, start), day, start)
        if held is not None:
            minutes = roads[number].minutes(places[number], held, day, start)
            heappush(waiting, ((cost, minutes, day, start), number, held))
    yield from _certain(waiting, None, done)


def _candidates(plan: Plan, task: Task, places: Sequence[Place], roads: Sequence[Roads]) -> Iterator[tuple[Rank, int]]:
    """(a rank that the start at the place does not fall below, place), in that order."""
    found = []
    for number, (place, road) in enumerate(zip(places, roads, strict=True)):
        days, starts = np.nonzero(place.starts())
        cost, minutes = start_costs(plan.space, task, place)[days, starts], road.least(place)[days, starts]
        found.append(np.stack([cost, minutes, days, starts, np.full(len(days), number)]))
    table = np.concatenate([np.zeros((5, 0), dtype=np.int64), *found], axis=1)
    for column in np.lexsort(table[::-1]):
        cost, minutes, day, start, number = table[:, column].tolist()
        yield (cost, minutes, day, start), number


def _certain(
    waiting: list[tuple[Rank, int, Held]], least: Rank | None, done: set[tuple[int, int]]
) -> Iterator[tuple[Rank, Held]]:
    """Those that nothing still to come can be ranked before."""
    while waiting and (least is None or waiting[0][0] <= least):
        rank, _, held = heappop(waiting)
        if rank[2:] not in done:
            done.add(rank[2:])
            yield rank, held


def slot_of(plan: Plan, rank: Rank, held: Held) -> Slot:
    """A ranked start in the file's terms."""
    space, problem = plan.space, plan.space.problem
    task, meeting = space.tasks[held.task], problem.meetings[held.task]
    return Slot(
        start=held.starts_at,
        end=held.ends_at,
        site=problem.sites[held.site].id,
        room=None if held.room is None else problem.rooms[held.room].id,
        attendees=tuple(problem.people[who].id for who in held.people),
        cost=space.prices.amount(rank[0]),
        days_late=max(0, (held.day - meeting.due_day).days),
        missing=tuple(problem.people[who].id for who in task.optional if who not in held.optional),
        travel_minutes=rank[1],
    )
