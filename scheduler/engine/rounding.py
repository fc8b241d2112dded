"""From a fractional plan to a real one: hold what it decides wholly, solve the rest beside that."""

from collections.abc import Sequence

import numpy as np

from scheduler.engine.columns import OUT
from scheduler.engine.draft import Draft
from scheduler.engine.exact import Relaxation, read, seated, solve_exactly
from scheduler.engine.plan import Plan
from scheduler.engine.run import Run

WHOLE = 1 - 1e-6
MOST_UNDECIDED = 50
"""Tasks that the exact model takes in one go."""
NODES = 50
"""Of its search tree."""


def rounded(draft: Draft, relaxation: Relaxation, run: Run) -> Plan:
    """A copy of the draft's plan with the tasks that the relaxation holds at one start, and the rest decided after."""
    plan, columns = draft.plan.copy(), draft.columns
    decided = _decided(draft, relaxation)
    held, _ = seated(draft, read(draft, np.where(decided[columns.task], relaxation.values, 0.0)))
    whole = {one.task: one for one in held}
    for number in plan.space.in_order():
        if number in whole and all(other in plan.held for other, _, _ in plan.space.tasks[number].after):
            plan.put(whole[number])
    out = columns.task[(columns.kind == OUT) & decided[columns.task] & (relaxation.values > WHOLE)]
    left_out = set(out.tolist())
    decide(plan, [n for n in plan.space.in_order() if n not in plan.held and n not in left_out], run)
    return plan


def undecided(draft: Draft, relaxation: Relaxation) -> int:
    """Tasks that the relaxation splits over several starts."""
    return int((~_decided(draft, relaxation)).sum())


def decide(plan: Plan, tasks: Sequence[int], run: Run) -> None:
    """Hold the tasks as well as can be beside the plan, in portions."""
    for first in range(0, len(tasks), MOST_UNDECIDED):
        portion = tasks[first : first + MOST_UNDECIDED]
        options = {n: plan.options(plan.space.tasks[n], frozenset(portion)) for n in portion}
        for held in solve_exactly(plan, options, run.effort(NODES), run.told_apart).held or ():
            plan.put(held)


def _decided(draft: Draft, relaxation: Relaxation) -> np.ndarray:
    """By task: no column of it has a fractional value."""
    fractional = (relaxation.values > 1 - WHOLE) & (relaxation.values < WHOLE)
    decided = np.ones(len(draft.plan.space.tasks), dtype=np.bool_)
    decided[draft.columns.task[fractional]] = False
    return decided
