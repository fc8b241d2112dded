"""Which one other meeting could move so that a meeting without a time gets one, and where both would lie."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from heapq import merge
from operator import itemgetter

import numpy as np

from scheduler.engine.blockers import needs, starts_of, ways_in
from scheduler.engine.domains import Place
from scheduler.engine.find.slots import Rank, ranked
from scheduler.engine.plan import Plan
from scheduler.engine.space import Held, Task

Best = tuple[Rank, Held]
Starts = set[tuple[int, int]]
"""Day and start numbers."""


def moves(plan: Plan, task: Task) -> Iterator[tuple[Best, Best]]:
    """(the task's slot, the other's new one) for each other task that can move, both lawful beside the rest.

    The plan is changed while it is asked, and is as it was whenever one is told.
    """
    for other, starts in _openers(plan, task).items():
        with _gone(plan, other):
            found = _both(plan, task, plan.space.tasks[other], starts)
        if found is not None:
            yield found


def _openers(plan: Plan, task: Task) -> Mapping[int, Starts]:
    """Tasks without which this one would have a start: those that alone take it, and those that it is tied to."""
    found: dict[int, Starts] = defaultdict(set)
    for place, day, start in starts_of(plan, task):
        for going in ways_in(needs(plan, task, place, day, start), most=1):
            for other in going & plan.space.free_set:
                found[other].add((day, start))
    for other, _, _ in (*task.after, *task.before):
        if other in plan.held and other in plan.space.free_set:
            with _gone(plan, other):
                places = plan.options(task, frozenset((other,)))
                found[other].update((day, start) for p in places for day, start in np.argwhere(p.starts()).tolist())
    return found


def _both(plan: Plan, task: Task, mover: Task, starts: Starts) -> tuple[Best, Best] | None:
    """The best start of the task at which the mover has one left too.

    At each start and site only the task's own best people and room are tried.
    """
    places = [_at(place, starts) for place in plan.options(task, frozenset((mover.number,)))]
    for rank, held in merge(*(ranked(plan, task, [place]) for place in places), key=itemgetter(0)):
        plan.put(held)
        left = plan.options(mover)
        moved = next(ranked(plan, mover, left), None) if any(place.starts().any() for place in left) else None
        plan.take(task.number)
        if moved is not None:
            return (rank, held), moved
    return None


def _at(place: Place, starts: Starts) -> Place:
    mask = np.zeros_like(place.open)
    days, numbers = zip(*starts, strict=True) if starts else ((), ())
    mask[list(days), list(numbers)] = True
    return replace(place, open=place.open & mask)


@contextmanager
def _gone(plan: Plan, number: int) -> Iterator[None]:
    held = plan.take(number)
    try:
        yield
    finally:
        plan.put(held)
