"""What each hard rule leaves open to a task by itself, as masks over the grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import numpy as np

from scheduler.engine.grid import Mask
from scheduler.engine.space import Space, Task

Choice = tuple[int, Mask]
"""A person or room, and the starts at which it is there."""


@dataclass(frozen=True, slots=True)
class Place:
    """A site at which a task can be held. Of each role one person comes, of `optional` anybody who is free may."""

    site: int
    open: Mask
    """Starts that suit the task itself and everybody named."""
    roles: tuple[tuple[Choice, ...], ...]
    optional: tuple[Choice, ...]
    rooms: tuple[Choice, ...] | None
    """None where the site needs none."""

    def starts(self) -> Mask:
        """Starts at which everybody and a room are there."""
        wanted = self.roles if self.rooms is None else (*self.roles, self.rooms)
        return reduce(and_, (any_of(choices, self.open) for choices in wanted), self.open)


def any_of(choices: Sequence[Choice], like: Mask) -> Mask:
    """Starts at which one of the choices is there."""
    return reduce(or_, (mask for _, mask in choices), np.zeros_like(like))


def hours(space: Space, task: Task) -> Mask:
    """M1: the whole meeting lies within the day's hours of an open day and starts on the grid."""
    return space.calendars.hours(task.minutes)


def window(space: Space, task: Task) -> Mask:
    """M2: the day is from `earliest` to `latest`."""
    meeting = space.problem.meetings[task.number]
    days = [meeting.earliest <= day <= meeting.latest for day in space.grid.days]
    return np.repeat(np.array(days, dtype=np.bool_)[:, None], space.grid.starts, axis=1)


def attendance(space: Space, task: Task, excused: int | None = None) -> Mask:
    """M3: everybody named works then and is not busy. (Roles and optional people are choices of the place.)"""
    return reduce(
        and_,
        (space.calendars.free(who, task.minutes) for who in task.named if who != excused),
        np.ones(space.grid.shape, dtype=np.bool_),
    )


def room(space: Space, task: Task, site: int) -> tuple[Choice, ...] | None:
    """M5: where the site needs a room, one with enough places that is not busy."""
    if not space.needs_room[site]:
        return None
    return tuple((number, space.calendars.vacant(number, task.minutes)) for number in space.rooms_at(site, task.size))


def places(space: Space, task: Task, days: Mask | None = None, excused: int | None = None) -> tuple[Place, ...]:
    """The sites of a task with all that is possible there when nothing else is planned.

    `days` take the place of the meeting's window; the calendar of a named person who is `excused` does not count.
    """
    suits = hours(space, task) & attendance(space, task, excused) & (window(space, task) if days is None else days)

    def choices(people: Sequence[int]) -> tuple[Choice, ...]:
        return tuple((who, space.calendars.free(who, task.minutes)) for who in people)

    return tuple(
        Place(site, suits, tuple(map(choices, task.roles)), choices(task.optional), room(space, task, site))
        for site in task.sites
    )
