"""The openings nearest to a citizen without a place: those that the smallest change would open.

Two kinds of openings are weighed together: those that only lack room, and those that the pair's own rules close. Each
change named is enough: the pair is then lawful, and there is room for it beside all other placements of the answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import Floats, Ints
from matcher.engine.scoring.worth import Worth
from matcher.engine.why.changes import Gaps
from matcher.engine.why.facts import Change
from matcher.engine.why.remaining import BEYOND, Remaining
from matcher.engine.why.someday import Possible

NEAREST = 3
"""How many openings are named to each citizen."""
ALIKE = 0.25
"""Changes whose sizes differ by less are alike; the better score then decides."""
PER_CAPACITY = 1.0


@dataclass(frozen=True, slots=True)
class Ways:
    """Pairs with what they lack. row: which of the citizens asked about; size: of the change, inf where none helps."""

    row: Ints
    pairs: Candidates
    score: Floats
    size: Floats
    lacking: dict[str, Ints]
    gaps: Gaps | None

    @classmethod
    def open(cls, worth: Worth, remaining: Remaining, row: Ints, pairs: Candidates) -> Self:
        """Pairs that their own rules allow. Where nothing is lacking there is nothing to change."""
        lacking = remaining.lacking(Possible.lawful(pairs))
        size = _capacity(lacking)
        size[size == 0] = np.inf
        return cls(row, pairs, worth.scores(pairs), size, lacking, None)

    @classmethod
    def closed(cls, worth: Worth, remaining: Remaining, row: Ints, pairs: Candidates, own: Floats) -> Self:
        """Pairs that need changes of size `own` before any capacity is asked for."""
        gaps = Gaps.of(pairs)
        lacking = remaining.lacking(gaps.after)
        size = np.where(gaps.can_open, own + _capacity(lacking), np.inf)
        return cls(row, pairs, worth.scores(pairs), size, lacking, gaps)

    def changes(self, which: Ints) -> Iterator[tuple[Change, ...]]:
        """What each of these ways would take."""
        lacking = zip(*(more[which].tolist() for more in self.lacking.values()), strict=True)
        for n, numbers in zip(which.tolist(), lacking, strict=True):
            own = self.gaps.changes(n) if self.gaps else ()
            more = zip(self.lacking, numbers, strict=True)
            yield *own, *(Change(name, name, float(number)) for name, number in more if number)


def _capacity(lacking: dict[str, Ints]) -> Floats:
    asked = np.sum(list(lacking.values()), axis=0)
    return np.where(asked >= BEYOND, np.inf, PER_CAPACITY * asked)


def nearest(parts: Iterable[Ways], count: int = NEAREST) -> dict[int, list[tuple[int, tuple[Change, ...]]]]:
    """For each row the nearest openings, nearest first, with the changes that each takes."""
    ways = list(parts)
    part = np.repeat(np.arange(len(ways)), [len(one.row) for one in ways])
    n = np.concatenate([np.arange(len(one.row)) for one in ways])
    row, size, score = (np.concatenate([getattr(one, name) for one in ways]) for name in ("row", "size", "score"))
    opening = np.concatenate([one.pairs.opening for one in ways])
    possible = np.flatnonzero(np.isfinite(size))
    keys = opening, -score, np.floor(size / ALIKE), row
    order = possible[np.lexsort([key[possible] for key in keys])]
    chosen = order[np.arange(len(order)) - np.searchsorted(row[order], row[order]) < count]
    told = [one.changes(n[chosen[part[chosen] == number]]) for number, one in enumerate(ways)]
    found: defaultdict[int, list[tuple[int, tuple[Change, ...]]]] = defaultdict(list)
    for r, o, p in zip(row[chosen].tolist(), opening[chosen].tolist(), part[chosen].tolist(), strict=True):
        found[r].append((o, next(told[p])))
    return found
