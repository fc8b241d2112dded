"""M5 as rows: rooms are counted, which is quick and nearly always enough, or told apart where the count deceives."""

import numpy as np

from scheduler.engine.columns import OPTIONAL, ROOM, START, Numbers, Uses, rooms_of
from scheduler.engine.draft import Draft
from scheduler.engine.rows import Span, several, together


def room_not_shared(draft: Draft) -> None:
    """M5: a meeting is in one room that no other has then, with a place for everybody who comes."""
    uses = rooms_of(draft.columns)
    moment, use = together(draft.span(uses))
    draft.rows.add(moment, uses.column[use], high=1.0)
    _one_room(draft, uses)
    _enough_rooms(draft)
    _enough_seats(draft)


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
