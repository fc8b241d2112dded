"""Which planned meetings would have to go for a task to be held at each of the starts that it has by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

import numpy as np

from scheduler.engine.domains import Place
from scheduler.engine.plan import NOWHERE, Plan
from scheduler.engine.space import Task

Going = frozenset[int]
"""Tasks that go together."""
Need = list[tuple[int, Going]]
"""Who can meet one need of a meeting (a room is numbered below zero), each with the tasks that must go for it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A start that would do without these meetings. `full` are people whose day takes no more while they stand."""

    when: datetime
    meetings: tuple[int, ...]
    full: tuple[int, ...]


def smallest_opening(plan: Plan, task: Task) -> Opening | None:
    """The opening with the fewest meetings in its way, the earliest of equals; None where even all going is no help."""
    best: Going | None = None
    where: tuple[Place, int, int] | None = None
    for place, day, start in starts_of(plan, task):
        most = len(plan.held) if best is None else len(best) - 1
        while (found := next(ways_in(needs(plan, task, place, day, start), most), None)) is not None:
            best, where, most = found, (place, day, start), len(found) - 1
        if best is not None and not best:
            break
    if best is None or where is None:
        return None
    return _opening(plan, task, best, *where)


def starts_of(plan: Plan, task: Task) -> Iterator[tuple[Place, int, int]]:
    """(place, day, start) for all that calendars and predecessors leave open, in order of time."""
    order = plan.in_order(task.after)
    found = [
        (day, start, number)
        for number, place in enumerate(plan.places[task.number])
        for day, start in np.argwhere(place.starts() & order).tolist()
    ]
    yield from ((plan.places[task.number][number], day, start) for day, start, number in sorted(found))


def needs(plan: Plan, task: Task, place: Place, day: int, start: int) -> list[Need]:
    """What the task needs at a start: everybody named, one person for each role, and a room."""
    minute = plan.space.grid.minute(start)

    def free(who: int) -> Need:
        return [(who, going) for going in _to_free(plan, who, task, place.site, day, minute)]

    found = [free(who) for who in task.named]
    found += [[way for who, mask in role if mask[day, start] for way in free(who)] for role in place.roles]
    if place.rooms is not None:
        there = [room for room, mask in place.rooms if mask[day, start]]
        found.append([(-1 - room, frozenset(plan.sharing(room, task, day, minute))) for room in there])
    return found


def ways_in(
    wanted: Sequence[Need], most: int, taken: frozenset[int] = frozenset(), going: Going = frozenset()
) -> Iterator[Going]:
    """Every set of at most so many tasks whose going meets all the needs, each by somebody else."""
    if len(going) > most:
        return
    if not wanted:
        yield going
        return
    for who, more in wanted[0]:
        if who not in taken:
            yield from ways_in(wanted[1:], most, taken | {who}, going | more)


def _to_free(plan: Plan, who: int, task: Task, site: int, day: int, minute: int) -> Iterator[Going]:
    """M4, M6: each set of a person's tasks that can go so that there is time for this one."""
    clashing = frozenset(plan.clashes(who, task, site, day, minute))
    others = [number for number in _meetings_on(plan, who, day) if number not in clashing]
    for some in combinations(others, _too_many(plan, who, day, clashing)):
        yield clashing.union(some)


def _too_many(plan: Plan, who: int, day: int, going: Going) -> int:
    """How many more of a person's meetings must go before the day takes another."""
    left = plan.meetings_left(who, day)
    return 0 if left is None else max(0, 1 - left - len(going.intersection(_meetings_on(plan, who, day))))


def _meetings_on(plan: Plan, who: int, day: int) -> list[int]:
    return [number for number, stay in plan.stays(who).get(day, {}).items() if stay[2] != NOWHERE]


def _opening(plan: Plan, task: Task, going: Going, place: Place, day: int, start: int) -> Opening:
    minute = plan.space.grid.minute(start)
    people = {*task.named, *(who for role in place.roles for who, _ in role)}
    full = [
        who
        for who in sorted(people)
        if going.intersection(_meetings_on(plan, who, day))
        and _too_many(plan, who, day, frozenset(plan.clashes(who, task, place.site, day, minute)))
    ]
    return Opening(plan.space.grid.moment(day, start), tuple(sorted(going)), tuple(full))
