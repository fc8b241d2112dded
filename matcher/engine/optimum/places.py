"""Where the rows of one problem stand in another, by id."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from matcher.engine.arrays.instance import Bools, Floats, Ints

NOWHERE = -1


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


def by_id(old: Sequence[Named], new: Sequence[Named]) -> Ints:
    """For each of `new` its place in `old`, NOWHERE where it is not there."""
    places = {one.id: place for place, one in enumerate(old)}
    return np.array([places.get(one.id, NOWHERE) for one in new], dtype=np.int64)


def inverse(places: Ints, length: int) -> Ints:
    """For each of the `length` old ones its place among the new, NOWHERE where it is gone."""
    found = np.full(length, NOWHERE)
    here = np.flatnonzero(places != NOWHERE)
    found[places[here]] = here
    return found


def moved(values: Floats, places: Ints) -> Floats:
    """The old values for the new ones, 0 for who was not there."""
    return np.append(values, 0.0)[places]


def among(numbers: Ints, known: Ints) -> Bools:
    """Which of the numbers are among the `known` ones, which are sorted."""
    if not len(known):
        return np.zeros(len(numbers), dtype=bool)
    return np.asarray(known[np.minimum(np.searchsorted(known, numbers), len(known) - 1)] == numbers)
