"""What is left of each unit's quota and mentors on every day that matters, and what a stay there costs.

A load only grows on a day when somebody begins, so H3 and H10 hold on every day once they hold on the days on which a
placement may start or an occupied place begins. These days, in order, are the timeline; a stay [start, end) covers the
range [first, stop) of its indices. Two questions are asked of such ranges millions of times, and both are answered by
lookups: the least room left within (a table of minima, one level for each power of two) and the sum of the prices
within (differences of running sums).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints

FULL_TIME = 37.0


@dataclass(frozen=True, slots=True)
class Stays:
    """Places that are taken: at which unit, on which days [start, end), what each fills, whether it asks a mentor."""

    unit: Ints
    start: Ints
    end: Ints
    load: Floats
    mentor: Bools

    def beside(self, other: "Stays") -> "Stays":
        """These and the other ones."""
        return Stays(
            np.concatenate([self.unit, other.unit]),
            np.concatenate([self.start, other.start]),
            np.concatenate([self.end, other.end]),
            np.concatenate([self.load, other.load]),
            np.concatenate([self.mentor, other.mentor]),
        )


class Room:
    """What is left of each unit's capacity on each day: `left`, U x D."""

    def __init__(self, left: Floats) -> None:
        self.left = left

    @classmethod
    def of(cls, left: Floats) -> "Room":
        """The room `left`."""
        return cls(left)

    @cached_property
    def _minima(self) -> Floats:
        """[level, unit, day]: the least on the 2^level days from `day` on."""
        minima, width = [self.left], 1
        while 2 * width <= self.left.shape[1]:
            longer = minima[-1].copy()
            np.minimum(longer[:, :-width], minima[-1][:, width:], out=longer[:, :-width])
            minima.append(longer)
            width *= 2
        return np.stack(minima)

    def least(self, unit: Ints, first: Ints, stop: Ints) -> Floats:
        """The least room of `unit` on the days of the range [first, stop), which must not be empty."""
        level = np.frexp(stop - first)[1].astype(np.int64) - 1
        early, late = self._minima[level, unit, first], self._minima[level, unit, stop - (1 << level)]
        return np.asarray(np.minimum(early, late))

    def without(self, unit: Ints, first: Ints, stop: Ints, amount: Floats) -> "Room":
        """What is left when `amount` is taken on the days of each range [first, stop)."""
        steps = np.zeros((self.left.shape[0], self.left.shape[1] + 1))
        np.add.at(steps, (unit, first), amount)
        np.add.at(steps, (unit, stop), -amount)
        return Room(self.left - np.cumsum(steps, axis=1)[:, :-1])


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days that matter, sorted, and the room left on them (U x D) beside what is taken."""

    days: Ints
    quota: Room
    mentors: Room

    @classmethod
    def of(cls, instance: Instance, starts: Ints, taken: Stays) -> "Timeline":
        """The timeline for placements that begin on days among `starts`, beside the `taken` ones."""
        first = starts.min(initial=instance.problem.horizon.from_.toordinal())
        days = np.unique(np.concatenate([[first], starts, taken.start[taken.start > first]]))
        first_index, stop = np.searchsorted(days, taken.start), np.searchsorted(days, taken.end)
        quota, mentors = (
            Room(np.repeat(capacity[:, None].astype(float), len(days), axis=1))
            for capacity in (instance.units.quota, instance.units.mentors)
        )
        return cls(
            days,
            quota.without(taken.unit, first_index, stop, taken.load),
            mentors.without(taken.unit, first_index, stop, taken.mentor.astype(float)),
        )

    def span(self, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """The ranges [first, stop) of indices that the stays [start, end) cover."""
        return np.searchsorted(self.days, start), np.searchsorted(self.days, end)


def loads(instance: Instance, counts: Bools, hours: Floats) -> Floats:
    """What placements fill of a quota: nothing where the scheme does not count, else one head or hours / 37."""
    return np.where(counts, 1.0 if instance.heads else hours / FULL_TIME, 0.0)


def running(prices: Floats) -> Floats:
    """U x D prices as U x (D + 1) running sums, so that the sum over a range is a difference of two."""
    return np.concatenate([np.zeros((len(prices), 1)), np.cumsum(prices, axis=1)], axis=1)
