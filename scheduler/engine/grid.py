"""The starts a plan may use: open days, and on each of them every slot within the day's hours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.problem import Problem

FRIDAY = 5

Mask = NDArray[np.bool_]
"""Starts that are possible, shape (days, starts of a day)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Days and starts by number. Minutes count from midnight."""

    days: tuple[date, ...]
    slot: int
    first: int
    """Minute of a day's first start."""
    starts: int
    """Starts a day."""
    closes: int

    @property
    def shape(self) -> tuple[int, int]:
        """(days, starts of a day)."""
        return len(self.days), self.starts

    def minute(self, start: int) -> int:
        """The minute of the day at which start number `start` lies."""
        return self.first + start * self.slot

    def slots(self, minutes: int) -> int:
        """How many starts `minutes` reach over, the first included."""
        return -(-minutes // self.slot)

    def between(self, after: int, before: int) -> slice:
        """The starts strictly between two minutes of a day."""
        low = (after - self.first) // self.slot + 1
        high = -((self.first - before) // self.slot)
        return slice(max(low, 0), max(high, 0))

    def moment(self, day: int, start: int) -> datetime:
        """Wall time of a start."""
        return datetime.combine(self.days[day], time()) + timedelta(minutes=self.minute(start))


def minute_of(clock: time | datetime) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def grid_of(problem: Problem, until: date | None = None) -> Grid:
    """The grid of a problem: no weekends, no closed days, starts a whole number of slots from midnight.

    Days that no meeting may be held on are left out, so that a horizon of centuries costs nothing, but for those up to
    `until`.
    """
    closed = set(problem.closed)
    first_day = max(problem.horizon.from_, min((one.earliest for one in problem.meetings), default=date.max))
    wanted = max((one.latest for one in problem.meetings), default=date.min)
    last_day = min(problem.horizon.to, max(wanted, until or wanted))
    every = (first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1))
    opens, closes, slot = minute_of(problem.day.from_), minute_of(problem.day.to), problem.slot_minutes
    first = -(-opens // slot) * slot
    return Grid(
        days=tuple(day for day in every if day.isoweekday() <= FRIDAY and day not in closed),
        slot=slot,
        first=first,
        starts=max(0, -((first - closes) // slot)),
        closes=closes,
    )
