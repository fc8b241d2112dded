"""Large neighbourhood search: free some tasks that stand in each other's way, and decide them again exactly."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from random import Random

import numpy as np
from scipy import sparse

from scheduler.engine.columns import Numbers
from scheduler.engine.exact import solve_exactly
from scheduler.engine.plan import Plan
from scheduler.engine.run import Run
from scheduler.engine.space import Space

PATIENCE = 12
"""Neighbourhoods of one size in a row without gain before the next size."""
NODES = 100
"""Of the exact model's search tree, per neighbourhood: a limit that repeats itself, which seconds do not."""
ROOM_SHARE = 0.2
"""How much two tasks that may need the same site's rooms on a day count beside two that may need the same person."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How strongly each two tasks compete for people and rooms, shape (tasks, tasks)."""

    strength: sparse.csr_array

    @classmethod
    def of(cls, plan: Plan) -> "Neighbours":
        """Counted over the days on which both could be held."""
        space = plan.space
        people, rooms = len(space.problem.people), len(space.problem.sites)
        entries = [entry for n in space.free for entry in _wants(plan, n)]
        task, what, share = np.array(entries or np.zeros((0, 3))).T
        shape = (len(space.tasks), (people + rooms) * max(1, len(space.grid.days)))
        wants = sparse.csr_array((share, (task.astype(np.int64), what.astype(np.int64))), shape=shape)
        return cls(sparse.csr_array(wants @ wants.T))

    def around(self, space: Space, seed: int, size: int, rng: Random) -> list[int]:
        """The seed, those it waits for or that wait for it, and its strongest competitors with some luck."""
        row = self.strength[[seed]].toarray()[0]
        luck = np.array([rng.random() for _ in range(len(row))])
        ranked = np.argsort(-row * luck, kind="stable")
        group = [seed]
        for number in (*_relatives(space, seed), *ranked[row[ranked] > 0].tolist()):
            if len(group) >= size:
                break
            if number not in group and number in space.free_set:
                group.append(number)
        return group


def _wants(plan: Plan, number: int) -> list[tuple[int, int, float]]:
    """(task, person's or site's day, share) for all that the task may use."""
    space, task = plan.space, plan.space.tasks[number]
    days, people = len(space.grid.days), len(space.problem.people)
    found = []
    for place in plan.places[number]:
        on = np.flatnonzero(place.starts().any(axis=1)).tolist()
        shares = [(who, 1.0) for who in task.named] + [(who, 1 / len(role)) for role in task.roles for who in role]
        shares += [(people + place.site, ROOM_SHARE)] if space.needs_room[place.site] else []
        found += [(number, what * days + day, share) for what, share in shares for day in on]
    return found


def _relatives(space: Space, number: int) -> list[int]:
    task = space.tasks[number]
    return [other for other, _, _ in (*task.after, *task.before)]


def improve(plan: Plan, least: Numbers, run: Run, rng: Random, sizes: Sequence[int]) -> Plan:
    """A plan no dearer than the one given. `least` is what each task costs at the least, by number (units).

    Frees as many tasks at a time as `sizes` say, one size after the other, in as many threads as the run has workers.
    Stops at the run's bound, at its end, or when no size helps any more.
    """
    neighbours = Neighbours.of(plan)
    with ThreadPoolExecutor(run.workers) as pool:
        for size in sizes:
            failures = 0
            while failures < PATIENCE and plan.cost() > run.bound and not run.over():
                seeds = _seeds(plan, least, rng, run.workers)
                groups = [neighbours.around(plan.space, seed, size, rng) for seed in seeds]
                again = min(pool.map(partial(_again, plan, run=run), groups), key=Plan.cost, default=plan)
                failures = 0 if again.cost() < plan.cost() else failures + 1
                if not failures:
                    run.report("improve", again.cost())
                plan = again
    return plan


def _seeds(plan: Plan, least: Numbers, rng: Random, many: int) -> list[int]:
    """Tasks that cost more than they must, the dearer the likelier."""
    excess = {n: plan.cost_of(n) - int(least[n]) for n in plan.space.free if plan.cost_of(n) > least[n]}
    return rng.choices(list(excess), weights=list(excess.values()), k=many) if excess else []


def _again(plan: Plan, group: list[int], run: Run) -> Plan:
    """A plan in which the tasks of the group are decided again, if that is no dearer."""
    freed = plan.copy()
    for number in group:
        if number in freed.held:
            freed.take(number)
    options = {n: freed.options(plan.space.tasks[n], frozenset(group)) for n in group}
    outcome = solve_exactly(freed, options, run.effort(NODES), frozenset(run.told_apart))
    if outcome.held is None:
        return plan
    freed = freed.with_held(outcome.held)
    return freed if freed.cost() <= plan.cost() else plan
