"""The exact model solved by HiGHS: the best way to decide some tasks beside a plan, and a proven bound on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from time import perf_counter

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from scheduler.engine.columns import OPTIONAL, ROLE, ROOM, START, Numbers, Options
from scheduler.engine.draft import Draft
from scheduler.engine.effort import Effort, unless
from scheduler.engine.plan import Plan
from scheduler.engine.rows import Amounts
from scheduler.engine.rules import drafted
from scheduler.engine.seating import seat
from scheduler.engine.space import Held, Space

INFEASIBLE = 2
"""Scipy's status of a model without a solution."""
NEARLY = 1e-6
"""Relative error of the solver's floating-point bounds, subtracted before they are rounded up."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best way found to decide the tasks, and a lower bound on their cost (units).

    `held` is None where none was found; with `proven` there is none.
    """

    held: tuple[Held, ...] | None
    bound: int
    proven: bool = False


def solve_exactly(plan: Plan, options: Options, effort: Effort, told_apart: Iterable[tuple[int, int]] = ()) -> Outcome:
    """Decide the tasks of `options` beside what the plan holds at the least cost.

    Rooms are counted first, but at the (site, day) pairs of `told_apart`; where the count deceives, it is solved again
    with those rooms told apart too.
    """
    until, with_rooms, bound = perf_counter() + effort.seconds, set(told_apart), 0
    while perf_counter() < until:
        draft = drafted(plan, options, with_rooms)
        if draft.hopeless():
            return Outcome(None, bound, proven=True)
        limits, left = draft.rows.limits(), replace(effort, seconds=until - perf_counter())
        matrix = draft.rows.matrix(len(draft.columns))
        values, lowest, infeasible = minimize(draft.columns.cost, matrix, *limits, left)
        bound = max(bound, whole(lowest, unit_of(draft)))
        if values is None:
            return Outcome(None, bound, infeasible)
        held, unseated = seated(draft, read(draft, values))
        if not unseated:
            return Outcome(held, bound)
        with_rooms |= unseated
    return Outcome(None, bound)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The model without its whole numbers: a bound (units, not rounded) and each column's value and reduced cost."""

    bound: float
    values: Amounts
    reduced: Amounts


def relax(draft: Draft, effort: Effort) -> Relaxation | None:
    """The best fractional plan, by the dual simplex method; None where time runs out first or there is none.

    The bound is computed from the prices of the rows, so it holds whatever their accuracy. Presolve is off: it takes
    several times as long as the solution itself.
    """
    if not len(draft.columns):
        return None
    matrix, (low, high) = draft.rows.matrix(len(draft.columns)), draft.rows.limits()
    equal, unit = low == high, unit_of(draft)
    cost = draft.columns.cost / unit
    work = partial(
        linprog,
        cost,
        A_ub=matrix[~equal],
        b_ub=high[~equal],
        A_eq=matrix[equal],
        b_eq=high[equal],
        bounds=(0, 1),
        method="highs-ds",
        options={"time_limit": max(0.01, effort.seconds), "presolve": False},
    )
    found = unless(effort.cancelled, work)
    if found is None or found.status != 0 or found.x is None:
        return None
    prices = np.zeros(len(low))
    prices[~equal] = np.minimum(found.ineqlin.marginals, 0.0)
    prices[equal] = found.eqlin.marginals
    reduced = cost - matrix.T @ prices
    return Relaxation(unit * float(prices @ high + np.minimum(reduced, 0.0).sum()), found.x, unit * reduced)


def unit_of(draft: Draft) -> int:
    """Every cost of a plan is a multiple of this."""
    return int(np.gcd.reduce(draft.columns.cost)) or 1


def whole(bound: float, unit: int) -> int:
    """The least cost that is not below the bound."""
    return unit * ceil((bound - NEARLY * max(1.0, abs(bound))) / unit) if np.isfinite(bound) else 0


def minimize(
    cost: Numbers, matrix: sparse.csr_array, low: Amounts, high: Amounts, effort: Effort
) -> tuple[Amounts | None, float, bool]:
    """(the best 0/1 values found, a bound, whether there are none)."""
    if not len(cost):
        return np.zeros(0), 0.0, False
    unit = int(np.gcd.reduce(cost)) or 1
    work = partial(
        milp,
        cost // unit,
        integrality=np.ones(len(cost), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, low, high),
        options={"time_limit": max(0.01, effort.seconds), "node_limit": effort.nodes, "mip_rel_gap": 0.0},
    )
    found = unless(effort.cancelled, work)
    if found is None:
        return None, -np.inf, False
    bound = found.get("mip_dual_bound")
    return found.x, -np.inf if bound is None else unit * float(bound), found.status == INFEASIBLE


def read(draft: Draft, values: Amounts) -> Iterator[Held]:
    """The tasks that the values hold. Rooms that were only counted are still to be given."""
    columns, space = draft.columns, draft.plan.space
    chosen, at = values > 0.5, columns.at()
    extras: dict[int, list[int]] = defaultdict(list)
    for column in np.flatnonzero(chosen & np.isin(columns.kind, (ROLE, OPTIONAL, ROOM))).tolist():
        extras[int(at[column])].append(column)
    for column in np.flatnonzero(chosen & (columns.kind == START)).tolist():
        yield _held(draft, space, column, np.array([column, *extras[int(at[column])]], dtype=np.int64))


def _held(draft: Draft, space: Space, column: int, chosen: Numbers) -> Held:
    columns = draft.columns
    task = space.tasks[int(columns.task[column])]

    def who(*kinds: int) -> tuple[int, ...]:
        some = chosen[np.isin(columns.kind[chosen], kinds) & (columns.who[chosen] >= 0)]
        return tuple(columns.who[some[np.argsort(columns.role[some], kind="stable")]].tolist())

    minute = space.grid.minute(int(columns.start[column]))
    return Held(
        task=task.number,
        day=space.grid.days[int(columns.day[column])],
        minute=minute,
        end=minute + task.minutes,
        site=int(columns.site[column]),
        room=next(iter(who(ROOM)), None),
        named=task.named,
        roles=who(START, ROLE),
        optional=who(OPTIONAL),
    )


def seated(draft: Draft, held: Iterator[Held]) -> tuple[tuple[Held, ...], set[tuple[int, int]]]:
    """The meetings with their rooms, and the (site, day) pairs where some cannot have one."""
    space, ready, waiting = draft.plan.space, list[Held](), defaultdict[tuple[int, int], list[Held]](list)
    for one in held:
        if space.needs_room[one.site] and one.room is None:
            waiting[one.site, space.day_number[one.day]].append(one)
        else:
            ready.append(one)
    unseated = set[tuple[int, int]]()
    for where, meetings in waiting.items():
        seated = seat(draft.plan, meetings)
        if seated is None:
            unseated.add(where)
        ready.extend(seated or ())
    return tuple(ready), unseated
