"""Which planned meetings would have to go for a task to be held at each of the starts that it has by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from scheduler.engine.domains import Place
from scheduler.engine.plan import Plan
from scheduler.engine.space import Task


@dataclass(frozen=True, slots=True)
class Opening:
    """A start that would do without these meetings, and whose days are full whatever single meeting goes."""

    when: datetime
    meetings: tuple[int, ...]
    full: tuple[int, ...]


def cheapest_opening(plan: Plan, task: Task) -> Opening | None:
    """The opening with the fewest meetings in its way, full days last, the earliest of equals; None without any."""
    openings = list(_openings(plan, task))
    return min(openings, key=lambda each: (len(each.full), len(each.meetings), each.when), default=None)


def _openings(plan: Plan, task: Task) -> Iterator[Opening]:
    order = plan.in_order(task.after)
    for place in plan.places[task.number]:
        for day, start in np.argwhere(place.starts() & order).tolist():
            found = _opening(plan, task, place, day, start)
            if found is not None:
                yield found


def _opening(plan: Plan, task: Task, place: Place, day: int, start: int) -> Opening | None:
    """What is in the way of this start, each role and room chosen so that it adds the least."""
    minute = plan.space.grid.minute(start)
    people, way = list(task.named), set[int]()

    def clashes(who: int) -> set[int]:
        return plan.clashes(who, task, place.site, day, minute)

    for who in task.named:
        way |= clashes(who)
    for role in place.roles:
        there = [who for who, mask in role if mask[day, start] and who not in people]
        if not there:
            return None
        people.append(min(there, key=lambda who: len(clashes(who) - way)))
        way |= clashes(people[-1])
    if place.rooms is not None:
        sharing = [plan.sharing(room, task, day, minute) for room, mask in place.rooms if mask[day, start]]
        way |= min(sharing, key=lambda some: len(some - way))
    full = tuple(who for who in people if _is_full(plan, who, day, way))
    return Opening(plan.space.grid.moment(day, start), tuple(sorted(way)), full)


def _is_full(plan: Plan, who: int, day: int, going: set[int]) -> bool:
    """M6 forbids one more even when these meetings go."""
    left = plan.meetings_left(who, day)
    return left is not None and left + sum(who in plan.held[task].people for task in going) <= 0
