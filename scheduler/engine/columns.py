"""The columns of the exact model: every start of every task, who is there and in which room, as arrays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.domains import Choice, Place
from scheduler.engine.grid import Mask
from scheduler.engine.plan import Plan
from scheduler.engine.space import Task

Options = Mapping[int, Sequence[Place]]
"""What is open to each task that is to be decided."""
Numbers = NDArray[np.int64]

NONE = -1
OUT, START, ROLE, OPTIONAL, ROOM = range(5)
"""A task left out; a task at a start (with the person who fills its first role, if it has one); another role's person
there; an optional person there; a room there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """One entry per column. `end` is the slot after the last one used; `who` a person or room; NONE where none is."""

    kind: Numbers
    task: Numbers
    site: Numbers
    day: Numbers
    start: Numbers
    end: Numbers
    place: Numbers
    role: Numbers
    who: Numbers
    cost: Numbers

    def __len__(self) -> int:
        return len(self.kind)

    def at(self) -> Numbers:
        """A number for each (task, place, day, start), the same for all columns of one start."""
        days, starts, places = (int(max(x.max(initial=0), 0)) + 1 for x in (self.day, self.start, self.place))
        return ((self.task * places + self.place) * days + self.day) * starts + self.start


@dataclass(frozen=True, slots=True)
class Uses:
    """Who may be where: `who[i]` is taken by column `column[i]`."""

    who: Numbers
    column: Numbers


def columns_of(plan: Plan, options: Options, with_rooms: Set[tuple[int, int]]) -> Columns:
    """All columns of the tasks. Rooms have columns of their own only at the (site, day) pairs of `with_rooms`."""
    blocks = [block for number, places in options.items() for block in _of_task(plan, number, places, with_rooms)]
    return Columns(
        **{f.name: np.concatenate([block[f.name] for block in blocks] or [_empty()]) for f in fields(Columns)}
    )


def people_of(plan: Plan, columns: Columns) -> Uses:
    """Every person in every column that needs their time."""
    own = np.flatnonzero((columns.who != NONE) & (columns.kind != ROOM))
    who, column = [columns.who[own]], [own]
    starts = np.flatnonzero(columns.kind == START)
    named = [plan.space.tasks[task].named for task in columns.task[starts].tolist()]
    who.append(np.array([person for people in named for person in people], dtype=np.int64))
    column.append(np.repeat(starts, [len(people) for people in named]))
    return Uses(np.concatenate(who), np.concatenate(column))


def rooms_of(columns: Columns) -> Uses:
    """Every room in every column that needs it."""
    own = np.flatnonzero(columns.kind == ROOM)
    return Uses(columns.who[own], own)


Block = dict[str, Numbers]


def _of_task(plan: Plan, number: int, places: Sequence[Place], with_rooms: Set[tuple[int, int]]) -> Iterator[Block]:
    task = plan.space.tasks[number]
    if not plan.must(task):
        nothing = np.array([NONE])
        yield _block(task, OUT, place=0, site=NONE, found=[(NONE, NONE, nothing, nothing)], cost=task.unplanned)
    for index, place in enumerate(places):
        yield from _at_place(plan, task, index, place, with_rooms)


def _at_place(plan: Plan, task: Task, index: int, place: Place, with_rooms: Set[tuple[int, int]]) -> Iterator[Block]:
    starts, missing = place.starts(), plan.space.prices.units(plan.space.prices.optional_missing)
    slots = plan.space.grid.slots(task.minutes)

    def block(kind: int, found: Iterable[tuple[int, int, Numbers, Numbers]], cost: int = 0) -> Block:
        return _block(task, kind, index, place.site, list(found), cost, slots)

    everybody = _where(0, place.roles[0] if place.roles else ((NONE, starts),), starts)
    first = block(START, everybody)
    first["cost"] = plan.space.costs(task)[first["day"], first["start"]] + missing * len(task.optional)
    yield first
    for role, choices in enumerate(place.roles[1:], start=1):
        yield block(ROLE, _where(role, choices, starts))
    yield block(OPTIONAL, _where(NONE, place.optional, starts), cost=-missing)
    if place.rooms is not None:
        there = starts & _days(plan, place.site, with_rooms)
        yield block(ROOM, _where(NONE, place.rooms, there))


def _where(role: int, choices: Iterable[Choice], starts: Mask) -> Iterator[tuple[int, int, Numbers, Numbers]]:
    for who, mask in choices:
        days, at = np.nonzero(mask & starts)
        yield role, who, days, at


def _block(
    task: Task,
    kind: int,
    place: int,
    site: int,
    found: Sequence[tuple[int, int, Numbers, Numbers]],
    cost: int,
    slots: int = 0,
) -> Block:
    """One column per (role, who, day, start) found."""
    sizes = [len(days) for _, _, days, _ in found]
    start = np.concatenate([starts for *_, starts in found] or [_empty()])
    many = len(start)
    return {
        "kind": np.full(many, kind),
        "task": np.full(many, task.number),
        "site": np.full(many, site),
        "day": np.concatenate([days for _, _, days, _ in found] or [_empty()]),
        "start": start,
        "end": start + slots,
        "place": np.full(many, place),
        "role": np.repeat(np.array([role for role, *_ in found], dtype=np.int64), sizes),
        "who": np.repeat(np.array([who for _, who, *_ in found], dtype=np.int64), sizes),
        "cost": np.full(many, cost),
    }


def _days(plan: Plan, site: int, with_rooms: Set[tuple[int, int]]) -> Mask:
    days = np.array([(site, day) in with_rooms for day in range(len(plan.space.grid.days))], dtype=np.bool_)
    return days[:, None]


def _empty() -> Numbers:
    return np.zeros(0, dtype=np.int64)
