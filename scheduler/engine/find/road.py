"""How much further people have to travel on a day for one more meeting."""

from itertools import pairwise

import numpy as np

from scheduler.engine.columns import Numbers
from scheduler.engine.plan import MINUTES_PER_DAY, NOWHERE, Plan, Stay
from scheduler.engine.space import Task


def extra_travel(plan: Plan, task: Task, who: int, site: int) -> Numbers:
    """Minutes more on the way between a day's meetings, by start, shape (days, starts of a day).

    The way from and to where the person spends the night is not known, so a day without other meetings adds none.
    """
    extra = np.zeros(plan.space.grid.shape, dtype=np.int64)
    for day, stays in plan.stays(who).items():
        ordered: list[Stay | None] = [None, *sorted(stays.values()), None]
        for before, after in pairwise(ordered):
            first = -1 if before is None else before[1] - 1
            last = MINUTES_PER_DAY if after is None else after[0] - task.minutes + 1
            extra[day, plan.space.grid.between(first, last)] = _detour(plan, before, site, after)
    return extra


def _detour(plan: Plan, before: Stay | None, site: int, after: Stay | None) -> int:
    way = plan.space.way
    here = NOWHERE if before is None else before[2]
    there = NOWHERE if after is None else after[2]
    out = 0 if here == NOWHERE else way[here][site]
    back = 0 if there == NOWHERE else way[site][there]
    straight = 0 if NOWHERE in (here, there) else way[here][there]
    return max(0, out + back - straight)
