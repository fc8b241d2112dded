"""The best openings for one citizen and the best citizens for one opening, from what is prepared already.

Lawful pairs only, by value on the first possible day; whether there is room beside others is the optimisation's matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.instance import Ints
from matcher.engine.optimum.prepare import Prepared

TEN = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """A lawful pair: its score, weekly hours, and value on the first possible day."""

    citizen: str
    opening: str
    score: float
    hours: float
    value: float


def best_openings(ready: Prepared, citizen: str, count: int = TEN) -> tuple[Ranked, ...]:
    """The `count` openings worth most to this citizen, best first. Raises KeyError for an unknown id."""
    index = ready.setting.instance.citizen_index[citizen]
    first, stop = np.searchsorted(ready.pairs.citizen, [index, index + 1])
    return tuple(_ranked(ready, np.arange(first, stop), count))


def best_citizens(ready: Prepared, opening: str, count: int = TEN) -> tuple[Ranked, ...]:
    """The `count` citizens worth most at this opening, best first. Raises KeyError for an unknown id."""
    index = ready.setting.instance.opening_index[opening]
    return tuple(_ranked(ready, np.flatnonzero(ready.pairs.opening == index), count))


def _ranked(ready: Prepared, which: Ints, count: int) -> Iterator[Ranked]:
    pairs, problem = ready.pairs, ready.setting.instance.problem
    for i in which[np.argsort(-pairs.gain[which], kind="stable")[:count]]:
        yield Ranked(
            problem.citizens[pairs.citizen[i]].id,
            problem.openings[pairs.opening[i]].id,
            float(pairs.score[i]),
            float(pairs.hours[i]),
            float(pairs.gain[i]),
        )
