"""The hard rules as rows of the exact model. What M1, M2 and the calendars of M3 and M5 leave open to a task by itself
are its columns (`domains`)."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

import numpy as np

from scheduler.engine import domains
from scheduler.engine.columns import (
    OPTIONAL,
    OUT,
    ROLE,
    ROOM,
    START,
    Columns,
    Numbers,
    Options,
    Uses,
    columns_of,
    people_of,
    rooms_of,
)
from scheduler.engine.plan import Plan
from scheduler.engine.rows import Rows, Span, matches, several, together
from scheduler.engine.space import Link
from scheduler.engine.travel import on_the_way


@dataclass(slots=True)
class Draft:
    """A model in the making. At the (site, day) pairs of `with_rooms` rooms are told apart; elsewhere they count."""

    plan: Plan
    options: Options
    with_rooms: Set[tuple[int, int]]
    columns: Columns
    people: Uses
    rows: Rows = field(default_factory=Rows)

    @classmethod
    def of(cls, plan: Plan, options: Options, with_rooms: Set[tuple[int, int]]) -> "Draft":
        """The columns, with the rows of every rule."""
        columns = columns_of(plan, options, with_rooms)
        draft = cls(plan, options, with_rooms, columns, people_of(plan, columns))
        for rule in MODEL:
            rule(draft)
        return draft

    def which(self, *kinds: int) -> Numbers:
        """Columns of these kinds."""
        return np.flatnonzero(np.isin(self.columns.kind, kinds))

    def hopeless(self) -> bool:
        """Whether a task that must be held has no start left."""
        return not set(self.options) <= set(self.columns.task.tolist())

    def span(self, uses: Uses) -> Span:
        """Uses by person or room and day."""
        columns, column = self.columns, uses.column
        group = uses.who * len(self.plan.space.grid.days) + columns.day[column]
        return Span(group, columns.start[column], columns.end[column], columns.task[column])


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


def room_not_shared(draft: Draft) -> None:
    """M5: a meeting is in one room that no other has then, with a place for everybody who comes."""
    uses = rooms_of(draft.columns)
    moment, use = together(draft.span(uses))
    draft.rows.add(moment, uses.column[use], high=1.0)
    _one_room(draft, uses)
    _enough_rooms(draft)
    _enough_seats(draft)


def max_per_day(draft: Draft) -> None:
    """M6: nobody has more than `max_per_day` meetings on a day."""
    days = len(draft.plan.space.grid.days)
    limit = np.array([99 if p.max_per_day is None else p.max_per_day for p in draft.plan.space.problem.people])
    uses = draft.people
    limited = np.flatnonzero(
        [draft.plan.space.problem.people[who].max_per_day is not None for who in uses.who.tolist()]
    )
    who, column = uses.who[limited], uses.column[limited]
    group = who * days + draft.columns.day[column]
    full = several(group, draft.columns.task[column], limit[who] - _taken(draft, group))
    group, column = group[full], column[full]
    numbers = np.unique(group)
    draft.rows.add(group, column, high=(limit[numbers // days] - _taken(draft, numbers)).astype(np.float64))


def _taken(draft: Draft, group: Numbers) -> Numbers:
    days, people = len(draft.plan.space.grid.days), draft.plan.space.problem.people
    numbers, rank = np.unique(group, return_inverse=True)
    left = [draft.plan.meetings_left(int(n) // days, int(n) % days) for n in numbers]
    taken = [(people[int(n) // days].max_per_day or 0) - (some or 0) for n, some in zip(numbers, left, strict=True)]
    return np.array(taken, dtype=np.int64)[rank]


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


def _roomed(draft: Draft, column: Numbers, told_apart: bool) -> Numbers:
    """Those of the columns at sites that need rooms, on days where rooms are (not) told apart."""
    columns, needs = draft.columns, np.array(draft.plan.space.needs_room, dtype=np.bool_)
    days = len(draft.plan.space.grid.days)
    apart = np.array([site * days + day for site, day in draft.with_rooms], dtype=np.int64)
    here = np.isin(columns.site[column] * days + columns.day[column], apart)
    wanted: Numbers = column[needs[columns.site[column]] & (here == told_apart)]
    return wanted


def _one_room(draft: Draft, uses: Uses) -> None:
    at, start = draft.columns.at(), _roomed(draft, draft.which(START), told_apart=True)
    column = np.concatenate([uses.column, start])
    value = np.concatenate([np.ones(len(uses.column)), -np.ones(len(start))])
    draft.rows.add(at[column], column, value, low=0.0, high=0.0)


def _enough_rooms(draft: Draft) -> None:
    """Where rooms are not told apart: at each moment no more meetings of at least a size than rooms for that size."""
    space, columns = draft.plan.space, draft.columns
    start = _roomed(draft, draft.which(START), told_apart=False)
    sizes = np.array([task.size for task in space.tasks], dtype=np.int64)[columns.task[start]]
    for size in np.unique(sizes):
        big = start[sizes >= size]
        span = Span(
            columns.site[big] * len(space.grid.days) + columns.day[big], columns.start[big], columns.end[big], big
        )
        use, slot = span.slots()
        rooms = _free_rooms(draft, int(size))[columns.site[big][use], columns.day[big][use], slot]
        row = span.group[use] * (space.grid.starts + 1) + slot
        kept = several(row, columns.task[big][use], rooms)
        row, use, rooms = row[kept], use[kept], rooms[kept]
        _, first = np.unique(row, return_index=True)
        draft.rows.add(row, big[use], high=rooms[first].astype(np.float64))


def _free_rooms(draft: Draft, size: int) -> Numbers:
    """Rooms for `size` people by site, day and slot."""
    space = draft.plan.space
    free = np.zeros((len(space.problem.sites), *space.grid.shape), dtype=np.int64)
    for number, room in enumerate(space.problem.rooms):
        if room.capacity >= size:
            free[space.site[room.site]] += draft.plan.vacant(number, minutes=1)
    return free


def _enough_seats(draft: Draft) -> None:
    """No more optional people than the room (where rooms are not told apart: the largest one) has places left for."""
    rooms, columns, at = draft.plan.space.problem.rooms, draft.columns, draft.columns.at()
    optional = draft.which(OPTIONAL)
    capacity = np.array([room.capacity for room in rooms], dtype=np.int64)
    size = np.array([task.size for task in draft.plan.space.tasks], dtype=np.int64)
    invited = np.array([len(task.optional) for task in draft.plan.space.tasks], dtype=np.int64)
    room = draft.which(ROOM)
    seats = capacity[columns.who[room]] - size[columns.task[room]] if len(room) else room
    start = _roomed(draft, draft.which(START), told_apart=False)
    largest = _largest_room(draft, start) - size[columns.task[start]]
    column, seats = np.concatenate([room, start]), np.concatenate([seats, largest])
    seats = np.minimum(seats, invited[columns.task[column]])
    short = np.isin(at[column], at[column[seats < invited[columns.task[column]]]])
    column, seats = column[short], seats[short]
    guests = optional[np.isin(at[optional], at[column])]
    row = at[np.concatenate([guests, column])]
    draft.rows.add(row, np.concatenate([guests, column]), np.concatenate([np.ones(len(guests)), -seats]), high=0.0)


def _largest_room(draft: Draft, start: Numbers) -> Numbers:
    columns = draft.columns
    found = np.zeros(len(start), dtype=np.int64)
    keys = columns.task[start] * (int(columns.place.max(initial=0)) + 1) + columns.place[start]
    for key in np.unique(keys):
        here = np.flatnonzero(keys == key)
        column = start[here]
        place = draft.options[int(columns.task[column[0]])][int(columns.place[column[0]])]
        for number, mask in place.rooms or ():
            capacity = draft.plan.space.problem.rooms[number].capacity
            there = mask[columns.day[column], columns.start[column]]
            found[here] = np.maximum(found[here], there * capacity)
    return found


def pinned(draft: Draft) -> None:
    """M8: a pinned meeting stands as given: it is held in the plan already and is no task of the model."""
    assert not {held.task for held in draft.plan.space.pinned} & set(draft.options)


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
