"""Where no time does: which one person, hour, room, other meeting's move or other day would open one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Literal

import numpy as np

from scheduler.engine.columns import Numbers
from scheduler.engine.domains import Place, places
from scheduler.engine.find.moves import moves
from scheduler.engine.find.slots import Rank, Slot, ranked, slot_of
from scheduler.engine.grid import Mask
from scheduler.engine.plan import Plan
from scheduler.engine.space import Held, Task

AN_HOUR = 60
LEAST_COMPANY = 2
"""A meeting needs two: with one person less than that, leaving somebody out is no way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One change that opens `slot`, and it does.

    `without`: the meeting is held without `who` (a pool is its people joined by `|`). `hour`: `who` gives the time from
    `from_` to `to`, an hour at most, outside work or taken in the calendar. `room`: one more room at the slot's site.
    `move`: another `meeting` moves to `instead`. `earlier`: the nearest day before `earliest`; `later`: a day after
    `latest`.
    """

    kind: Literal["without", "hour", "room", "move", "earlier", "later"]
    slot: Slot
    who: str = ""
    from_: datetime | None = None
    to: datetime | None = None
    meeting: str = ""
    instead: Slot | None = None

    @property
    def asked(self) -> timedelta:
        """The time that somebody gives."""
        return timedelta() if self.from_ is None or self.to is None else self.to - self.from_


def plan_b(plan: Plan, task: Task, count: int) -> tuple[Way, ...]:
    """At most `count` ways of each kind, the one with the best slot first."""
    kinds: tuple[Callable[[Plan, Task], Iterator[Way]], ...] = (_without, _hours, _room, _moves, _earlier, _later)
    return tuple(way for kind in kinds for way in _best(kind(plan, task), count))


def _best(ways: Iterator[Way], count: int) -> Sequence[Way]:
    return sorted(ways, key=lambda way: (way.slot.cost, way.asked, way.slot.start))[:count]


def _first(plan: Plan, task: Task, found: Sequence[Place]) -> Iterator[tuple[Rank, Held]]:
    """The best start of these places, if there is one."""
    for best in ranked(plan, task, found):
        yield best
        return


def _cheapest(plan: Plan, task: Task, found: Sequence[Place]) -> Iterator[tuple[Rank, Held]]:
    """All starts of these places that cost the least."""
    for _, equals in groupby(ranked(plan, task, found), key=lambda each: each[0][0]):
        yield from equals
        return


def _without(plan: Plan, task: Task) -> Iterator[Way]:
    if task.size <= LEAST_COMPANY:
        return
    for name, fewer in _with_one_less(plan, task):
        for rank, held in _first(plan, fewer, plan.beside(fewer, places(plan.space, fewer))):
            yield Way(kind="without", who=name, slot=slot_of(plan, rank, held))


def _with_one_less(plan: Plan, task: Task) -> Iterator[tuple[str, Task]]:
    problem = plan.space.problem
    for who in task.named:
        yield problem.people[who].id, replace(task, named=tuple(each for each in task.named if each != who))
    for number, pool in enumerate(problem.meetings[task.number].roles):
        yield "|".join(pool), replace(task, roles=task.roles[:number] + task.roles[number + 1 :])


def _hours(plan: Plan, task: Task) -> Iterator[Way]:
    for who, fixed in _with_one_named(task):
        given = _gap(plan, fixed, who)
        near = (
            ~plan.space.calendars.free(who, task.minutes)
            & (given[0] >= 0)
            & (plan.space.grid.slot * (given[1] - given[0]) <= AN_HOUR)
        )
        found = [_only(place, near) for place in plan.beside(fixed, places(plan.space, fixed, excused=who))]
        ways = (_hour(plan, who, given, rank, held) for rank, held in _cheapest(plan, fixed, found))
        yield from _best(ways, 1)


def _with_one_named(task: Task) -> Iterator[tuple[int, Task]]:
    """Each person who could be there, and the task with that person in it."""
    for who in task.named:
        yield who, task
    for number, role in enumerate(task.roles):
        others = task.roles[:number] + task.roles[number + 1 :]
        for who in role:
            rest = tuple(tuple(each for each in other if each != who) for other in others)
            yield who, replace(task, named=(*task.named, who), roles=rest)


def _gap(plan: Plan, task: Task, who: int) -> tuple[Numbers, Numbers]:
    """By start: the first slot of the task in which the person is not free, and the one after the last; −1 if none."""
    grid, length = plan.space.grid, plan.space.grid.slots(task.minutes)
    free = plan.space.calendars.free(who, grid.slot)
    numbers = np.broadcast_to(np.arange(grid.starts), grid.shape)
    end = np.minimum(numbers + length, grid.starts)
    following = np.where(free, grid.starts, numbers)[:, ::-1]
    first = np.minimum.accumulate(following, axis=1)[:, ::-1]
    last = np.take_along_axis(np.maximum.accumulate(np.where(free, -1, numbers), axis=1), end - 1, axis=1)
    taken = first < end
    return np.where(taken, first, -1), np.where(taken, last + 1, -1)


def _hour(plan: Plan, who: int, given: tuple[Numbers, Numbers], rank: Rank, held: Held) -> Way:
    grid, (_, _, day, start) = plan.space.grid, rank
    begins = grid.moment(day, int(given[0][day, start]))
    ends = min(grid.moment(day, int(given[1][day, start])), held.ends_at)
    return Way(
        kind="hour",
        who=plan.space.problem.people[who].id,
        slot=slot_of(plan, rank, held),
        from_=begins,
        to=max(ends, begins + timedelta(minutes=1)),
    )


def _only(place: Place, near: Mask) -> Place:
    return replace(place, open=place.open & near)


def _room(plan: Plan, task: Task) -> Iterator[Way]:
    roomless = [replace(place, rooms=None) for place in plan.options(task)]
    for rank, held in _first(plan, task, roomless):
        yield Way(kind="room", slot=slot_of(plan, rank, held))


def _moves(plan: Plan, task: Task) -> Iterator[Way]:
    for opened, moved in moves(plan, task):
        name = plan.space.problem.meetings[moved[1].task].id
        yield Way(kind="move", meeting=name, slot=slot_of(plan, *opened), instead=slot_of(plan, *moved))


def _earlier(plan: Plan, task: Task) -> Iterator[Way]:
    earliest = plan.space.problem.meetings[task.number].earliest
    found = _on_days(plan, task, [day < earliest for day in plan.space.grid.days])
    last = max((int(day) for place in found for day in np.flatnonzero(place.starts().any(axis=1))), default=-1)
    only = np.arange(len(plan.space.grid.days))[:, None] == last
    for rank, held in _first(plan, task, [_only(place, only) for place in found]):
        yield Way(kind="earlier", slot=slot_of(plan, rank, held))


def _later(plan: Plan, task: Task) -> Iterator[Way]:
    latest = plan.space.problem.meetings[task.number].latest
    for rank, held in _first(plan, task, _on_days(plan, task, [day > latest for day in plan.space.grid.days])):
        yield Way(kind="later", slot=slot_of(plan, rank, held))


def _on_days(plan: Plan, task: Task, days: Sequence[bool]) -> tuple[Place, ...]:
    """What is open on these days, whatever the meeting's window."""
    frame = np.broadcast_to(np.array(days, dtype=np.bool_)[:, None], plan.space.grid.shape)
    return plan.beside(task, places(plan.space, task, days=frame))
