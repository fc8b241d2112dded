"""How sought after everybody's time is, so that a task can be held where it stands least in the way."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.columns import Numbers
from scheduler.engine.domains import Place
from scheduler.engine.plan import Plan
from scheduler.engine.space import Task

Scores = NDArray[np.float64]
"""How sought after each start is, shape (days, starts of a day)."""


class Demand:
    """How many other tasks would like each person's time, were every task equally likely at each of its starts."""

    def __init__(self, plan: Plan) -> None:
        space = plan.space
        self._space = space
        self._ordinals = [day.toordinal() for day in space.grid.days]
        self._wanted = np.zeros((len(space.problem.people), *space.grid.shape))
        self.starts: dict[int, int] = {}
        self._days: dict[int, list[int]] = {}
        for number in space.free:
            if number not in plan.held:
                self._add(space.tasks[number], plan.places[number])

    def on(self, task: Task, place: Place) -> Scores:
        """Demand on the time of those who must come, summed over the meeting's length."""
        shares = [(who, 1.0) for who in task.named]
        shares += [(who, 1 / len(role)) for role in place.roles for who, _ in role]
        total = np.zeros(self._space.grid.shape)
        for who, share in shares:
            total += share * self._wanted[who]
        return _ahead(total, self._space.grid.slots(task.minutes))

    def lost(self, task: Task) -> Numbers:
        """By day: what those tasks cost that could no longer follow in time, shape (days, 1)."""
        costs = np.zeros(len(self._ordinals), dtype=np.int64)
        for other, least, most in task.before:
            for number, day in enumerate(self._ordinals):
                if not any(least <= later - day <= most for later in self._days.get(other, ())):
                    costs[number] += self._space.tasks[other].unplanned
        return costs[:, None]

    def _add(self, task: Task, places: Sequence[Place]) -> None:
        starts = np.zeros(self._space.grid.shape, dtype=np.bool_)
        for place in places:
            starts |= place.starts()
        self.starts[task.number] = count = int(starts.sum())
        self._days[task.number] = [self._ordinals[day] for day in np.flatnonzero(starts.any(axis=1)).tolist()]
        if not count:
            return
        wanted = _behind(starts / count, self._space.grid.slots(task.minutes)) * task.unplanned
        for who in task.named:
            self._wanted[who] += wanted
        for role in task.roles:
            for who in role:
                self._wanted[who] += wanted / len(role)


def _ahead(values: Scores, slots: int) -> Scores:
    """At each start the sum over the `slots` from it on."""
    padded = np.concatenate([np.zeros((len(values), 1)), values.cumsum(axis=1)], axis=1)
    last = np.minimum(np.arange(values.shape[1]) + slots, values.shape[1])
    return np.asarray(padded[:, last] - padded[:, :-1])


def _behind(values: Scores, slots: int) -> Scores:
    """At each start the sum over the `slots` up to it."""
    return _ahead(values[:, ::-1], slots)[:, ::-1]
