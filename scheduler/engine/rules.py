"""The hard rules as rows of the exact model. What M1, M2 and the calendars of M3 and M5 leave open to a task by itself
are its columns (`domains`)."""

from collections.abc import Callable, Mapping, Set

import numpy as np

from scheduler.engine import domains
from scheduler.engine.columns import OPTIONAL, OUT, ROLE, START, Numbers, Options, columns_of, people_of
from scheduler.engine.draft import Draft
from scheduler.engine.plan import Plan
from scheduler.engine.rooms import room_not_shared
from scheduler.engine.rows import matches, several, together
from scheduler.engine.space import Link
from scheduler.engine.travel import on_the_way


def held_or_out(draft: Draft) -> None:
    """M1, M2: each task is held at exactly one of its starts, or left out."""
    column = draft.which(START, OUT)
    draft.rows.add(draft.columns.task[column], column, low=1.0, high=1.0)


def everyone_there(draft: Draft) -> None:
    """M3: exactly one person fills each role, and nobody comes to a meeting that is not held then."""
    columns, at = draft.columns, draft.columns.at()
    start, role, optional = draft.which(START), draft.which(ROLE), draft.which(OPTIONAL)
    roles = int(columns.role.max(initial=0)) + 1
    wanted = np.array([len(task.roles) for task in draft.plan.space.tasks], dtype=np.int64)
    many = np.maximum(wanted[columns.task[start]] - 1, 0)
    each = np.repeat(start, many)
    number = np.arange(len(each)) - np.repeat(np.cumsum(many) - many, many) + 1
    row = np.concatenate([at[role] * roles + columns.role[role], at[each] * roles + number])
    value = np.concatenate([np.ones(len(role)), -np.ones(len(each))])
    draft.rows.add(row, np.concatenate([role, each]), value, low=0.0, high=0.0)
    _one_role_each(draft, np.concatenate([role, start[wanted[columns.task[start]] > 1]]))
    guest, held = matches(at[optional], at[start])
    row = np.concatenate([np.arange(len(optional)), guest])
    value = np.concatenate([np.ones(len(optional)), -np.ones(len(guest))])
    draft.rows.add(row, np.concatenate([optional, start[held]]), value, high=0.0)


def _one_role_each(draft: Draft, column: Numbers) -> None:
    """Nobody fills two roles of one meeting. (Rows that tell tasks apart do not see that.)"""
    people = len(draft.plan.space.problem.people)
    draft.rows.add(draft.columns.at()[column] * people + draft.columns.who[column], column, high=1.0)


def one_meeting_at_a_time(draft: Draft) -> None:
    """M4: nobody is in two meetings at once, nor nearer to the next than the way between their sites."""
    moment, use = together(draft.span(draft.people))
    draft.rows.add(moment, draft.people.column[use], high=1.0)
    row, column = on_the_way(draft.plan, draft.columns, draft.people)
    draft.rows.add(row, column, high=1.0)


def max_per_day(draft: Draft) -> None:
    """M6: nobody has more than `max_per_day` meetings on a day."""
    span = draft.span(draft.people)
    numbers, rank = np.unique(span.group, return_inverse=True)
    left = np.array([_left(draft, number) for number in numbers.tolist()])
    full = several(span.group, span.task, left[rank])
    few = np.isin(numbers, span.group[full])
    draft.rows.add(span.group[full], draft.people.column[full], high=left[few])


def _left(draft: Draft, number: int) -> float:
    """How many more meetings a person can have on a day, both in one number as in a span."""
    left = draft.plan.meetings_left(*divmod(number, len(draft.plan.space.grid.days)))
    return np.inf if left is None else left


def in_order(draft: Draft) -> None:
    """M7: from `min_days` to `max_days` after its predecessor, and left out where that is."""
    start = draft.which(START)
    days = np.array([day.toordinal() for day in draft.plan.space.grid.days], dtype=np.int64)
    of = {task: start[draft.columns.task[start] == task] for task in _linked(draft)}
    for number, link in [(n, link) for n in of for link in draft.plan.space.tasks[n].after if link[0] in of]:
        later, earlier = of[number], of[link[0]]
        _link(draft, link, later, earlier, days)


def _linked(draft: Draft) -> list[int]:
    tasks = [draft.plan.space.tasks[number] for number in draft.options]
    return [task.number for task in tasks if any(other in draft.options for other, *_ in (*task.after, *task.before))]


def _link(draft: Draft, link: Link, later: Numbers, earlier: Numbers, days: Numbers) -> None:
    """For each day: held by then only if the other was held early enough, and from then on only if not too early."""
    _, least, most = link
    mine, other = days[draft.columns.day[later]], days[draft.columns.day[earlier]]
    for day in np.unique(mine):
        for me, it in ((mine <= day, other <= day - least), (mine >= day, other >= day - most)):
            column = np.concatenate([later[me], earlier[it]])
            value = np.concatenate([np.ones(int(me.sum())), -np.ones(int(it.sum()))])
            draft.rows.add(np.zeros(len(column), dtype=np.int64), column, value, high=0.0)


def pinned(draft: Draft) -> None:
    """M8: a pinned meeting stands as given: it is held in the plan already and is no task of the model."""
    assert not {held.task for held in draft.plan.space.pinned} & set(draft.options)


def drafted(plan: Plan, options: Options, with_rooms: Set[tuple[int, int]]) -> Draft:
    """The exact model of the tasks beside the plan: the columns, with the rows of every rule."""
    columns = columns_of(plan, options, with_rooms)
    draft = Draft(plan, options, with_rooms, columns, people_of(plan, columns))
    for rule in MODEL:
        rule(draft)
    return draft


MODEL = (held_or_out, everyone_there, one_meeting_at_a_time, room_not_shared, max_per_day, in_order, pinned)

RULES: Mapping[str, tuple[Callable[..., object], ...]] = {
    "M1": (domains.hours, held_or_out),
    "M2": (domains.window, held_or_out),
    "M3": (domains.attendance, everyone_there),
    "M4": (one_meeting_at_a_time,),
    "M5": (domains.room, room_not_shared),
    "M6": (max_per_day,),
    "M7": (in_order,),
    "M8": (pinned,),
}
"""Every hard rule of the format by its code: what keeps it for a task by itself, and what for tasks together."""
