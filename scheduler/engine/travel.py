"""M4 between sites: who is here may not be there before the way is travelled, as few and as strong rows as can be."""

from dataclasses import dataclass

import numpy as np

from scheduler.engine.columns import Columns, Numbers, Uses
from scheduler.engine.plan import Plan
from scheduler.engine.rows import matches


@dataclass(frozen=True, slots=True)
class Stays:
    """Uses of one person's day (`group`), with site, slots and the column that takes them."""

    group: Numbers
    site: Numbers
    start: Numbers
    end: Numbers
    task: Numbers
    minutes: Numbers
    column: Numbers


def on_the_way(plan: Plan, columns: Columns, uses: Uses) -> tuple[Numbers, Numbers]:
    """(row, column) of rows in which one column at most can be chosen.

    A row belongs to one person's day, two sites, a step and a moment: those here in the moment, and those there `step`
    slots later. Any two of them clash, since the way takes at least so many slots after a meeting here has ended.
    """
    stays = _stays(plan, columns, uses)
    step, moment, here, there = _clashes(plan, stays)
    if not len(step):
        return step, step
    keys = np.stack([stays.group[here], stays.site[here], stays.site[there], step, moment], axis=1)
    rows = np.unique(keys, axis=0)
    group, first, second, step, moment = rows.T
    row_a, use_a = _present(stays, group, first, moment)
    way = _reach(plan, stays, use_a, second[row_a])
    row_a, use_a = row_a[way >= step[row_a]], use_a[way >= step[row_a]]
    row_b, use_b = _present(stays, group, second, moment + step)
    return np.concatenate([row_a, row_b]), stays.column[np.concatenate([use_a, use_b])]


def _stays(plan: Plan, columns: Columns, uses: Uses) -> Stays:
    column = uses.column
    lengths = np.array([task.minutes for task in plan.space.tasks])
    return Stays(
        group=uses.who * len(plan.space.grid.days) + columns.day[column],
        site=columns.site[column],
        start=columns.start[column],
        end=columns.end[column],
        task=columns.task[column],
        minutes=lengths[columns.task[column]],
        column=column,
    )


def _clashes(plan: Plan, stays: Stays) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """(step, moment, here, there) for each pair of uses that do not overlap but are too near for the way between."""
    here, there = _neighbours(plan, stays)
    gap = stays.start[there] - stays.end[here]
    way = _reach(plan, stays, here, stays.site[there])
    near = (gap >= 0) & (gap < way) & (stays.task[here] != stays.task[there])
    here, there, gap, way = here[near], there[near], gap[near], way[near]
    # The longest step at which both are present in some moment, and the last such moment: shared by most pairs.
    step = np.minimum(way, gap + stays.end[here] - stays.start[here] + stays.end[there] - stays.start[there] - 1)
    moment = np.minimum(stays.end[here] - 1, stays.end[there] - 1 - step)
    return step, moment, here, there


def _neighbours(plan: Plan, stays: Stays) -> tuple[Numbers, Numbers]:
    """Pairs of uses of the same person's day where the second starts in one of the slots the longest way reaches."""
    farthest = plan.space.grid.slots(max((max(row) for row in plan.space.way), default=0))
    slots = int(stays.end.max(initial=0)) + farthest + 1
    starts = stays.group * slots + stays.start
    pairs = [matches(stays.group * slots + stays.end + gap, starts) for gap in range(farthest)]
    nothing = np.zeros(0, dtype=np.int64)
    here = np.concatenate([nothing, *(i for i, _ in pairs)])
    there = np.concatenate([nothing, *(j for _, j in pairs)])
    return here, there


def _reach(plan: Plan, stays: Stays, use: Numbers, site: Numbers) -> Numbers:
    """Slots after the last one of a use that the way to a site reaches over."""
    way = np.array(plan.space.way)[stays.site[use], site] if len(use) else np.zeros(0, dtype=np.int64)
    slot = plan.space.grid.slot
    return np.asarray(-(-(stays.minutes[use] + way) // slot) + -stays.minutes[use] // slot)


def _present(stays: Stays, group: Numbers, site: Numbers, moment: Numbers) -> tuple[Numbers, Numbers]:
    """(row, use) for every use of that person's day at that site in that moment."""
    sites = int(stays.site.max(initial=0)) + 1
    row, use = matches(group * sites + site, stays.group * sites + stays.site)
    there = (stays.start[use] <= moment[row]) & (moment[row] < stays.end[use])
    return row[there], use[there]
