"""H14's days: the first possible day of a pair, and the Mondays after it.

Start 0 is the first possible day itself; start k >= 1 is the k-th Monday after it. Days are ordinals.
"""

import numpy as np

from matcher.engine.arrays.instance import Bools, Instance, Ints

WEEK = 7


def first_day(instance: Instance, citizen: Ints, opening: Ints) -> Ints:
    """max(citizen.available_from, opening.start.earliest, horizon.from) for each pair."""
    begins = np.maximum(instance.citizens.available[citizen], instance.openings.earliest[opening])
    return np.maximum(begins, instance.problem.horizon.from_.toordinal())


def start_counts(first: Ints, latest: Ints) -> Ints:
    """How many starts lie from `first` to `latest`; 0 where `first` is after it."""
    return np.where(first <= latest, 1 + (latest - _monday(first)) // WEEK, 0)


def start_days(first: Ints, k: Ints) -> Ints:
    """The day of start `k`."""
    return np.where(k == 0, first, _monday(first) + WEEK * k)


def weeks_waited(first: Ints, start: Ints) -> Ints:
    """Whole weeks between the first possible day and the start."""
    return np.asarray(np.maximum(start - first, 0) // WEEK)


def any_start_within(first: Ints, latest: Ints, low: Ints, high: Ints) -> Bools:
    """Whether a start of the pair lies on the days from `low` to `high`, both included."""
    monday = _monday(first) + WEEK * np.maximum(1, -((_monday(first) - low) // WEEK))
    on_first = (first <= latest) & (low <= first) & (first <= high)
    return np.asarray(on_first | (monday <= np.minimum(latest, high)))


def _monday(day: Ints) -> Ints:
    """The Monday of the day's week: ordinal 1 was a Monday."""
    return day - (day - 1) % WEEK
