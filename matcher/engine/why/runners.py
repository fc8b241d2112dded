"""The runners-up: which other openings a citizen with a place could have had, and what they would have given.

Chosen from all that the solve has weighed: lawful, and not full with fixed placements alone. Asked is what would be if
the citizen moved there and nobody else did.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import columns
from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints
from matcher.engine.arrays.timeline import Stays, Timeline
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.result import Result
from matcher.engine.why.facts import RunnerUp
from matcher.engine.why.remaining import Remaining
from matcher.engine.why.someday import Possible, fewest_more

RUNNERS_UP = 3
LACKING = ("seats", "quota", "mentor", "least", "left")
"""What there can be no room in: the last is the group that the citizen would leave too small."""


def runners_up(
    ready: Prepared, result: Result, left: Remaining, count: int = RUNNERS_UP
) -> dict[str, tuple[RunnerUp, ...]]:
    """For everybody newly placed the best other openings, whether or not there is room, best value first.

    left: what `result` leaves over.
    """
    case, own = ready.setting.instance, _own(ready, result)
    which = _foremost(ready, own, count)
    with_room, lacking = _asked(ready, own, left, which)
    gain = np.where(np.isfinite(with_room), with_room, ready.pairs.gain[which])
    citizens, openings = ready.pairs.citizen[which].astype(np.int64), ready.pairs.opening[which].astype(np.int64)
    value = gain - case.problem.change_cost * (case.citizens.previous[citizens] >= 0)
    order = np.lexsort((openings, -value, citizens))
    which, citizens, openings, value = which[order], citizens[order], openings[order], value[order]
    names = _named(case, {kind: more[order] for kind, more in lacking.items()}, openings, own[citizens])
    rows = citizens, openings, ready.pairs.score[which], value
    found: defaultdict[int, list[RunnerUp]] = defaultdict(list)
    for lacks, citizen, opening, score, worth in zip(names, *(row.tolist() for row in rows), strict=True):
        one = RunnerUp(opening=case.problem.openings[opening].id, score=score, value=worth, lacks=lacks)
        found[citizen].append(one)
    return {case.problem.citizens[c].id: tuple(found[c]) for c in np.flatnonzero(own >= 0).tolist()}


def _own(ready: Prepared, result: Result) -> Ints:
    """C: the opening of everybody newly placed, -1 of all others."""
    case = ready.setting.instance
    own = np.full(len(case.problem.citizens), -1, dtype=np.int64)
    for one in result.placements:
        own[case.citizen_index[one.citizen]] = case.opening_index[one.opening]
    own[ready.setting.standing.citizen] = -1
    return own


def _foremost(ready: Prepared, own: Ints, count: int) -> Ints:
    """The places in `ready.pairs` of each placed citizen's best other openings."""
    pairs = ready.pairs
    other = np.flatnonzero((own[pairs.citizen] >= 0) & (own[pairs.citizen] != pairs.opening))
    order = other[np.lexsort((pairs.opening[other], -pairs.gain[other], pairs.citizen[other]))]
    ranked = pairs.citizen[order]
    return np.sort(order[np.arange(len(order)) - np.searchsorted(ranked, ranked) < count])


def _asked(ready: Prepared, own: Ints, left: Remaining, which: Ints) -> tuple[Floats, dict[str, Ints]]:
    """For each of the pairs the gain of its best start with room, -inf without any, and how many it lacks of what."""
    case, pairs = ready.setting.instance, ready.pairs
    citizen, opening = pairs.citizen[which].astype(np.int64), pairs.opening[which].astype(np.int64)
    best, quota, mentor = np.full(len(pairs), -np.inf), *np.zeros((2, len(which)), dtype=np.int64)
    for taken, rows in _alone(case, left, citizen, opening, own):
        timeline = Timeline.of(case, ready.setting.timeline.days, taken)
        found = columns(case, timeline, pairs, which[rows])
        np.maximum.at(best, found.pair, found.gain)
        full = rows[np.isneginf(best[which[rows]])]
        asked = Possible.lawful(Candidates(case, citizen[full], opening[full]))
        quota[full], mentor[full] = fewest_more(case, taken, asked)
    leaving, least = left.filled[own[citizen]] - 1, case.openings.least
    lacking = {
        "seats": np.maximum(left.filled[opening] + 1 - case.openings.seats[opening], 0),
        "quota": quota,
        "mentor": mentor,
        "least": np.maximum(least[opening] - left.filled[opening] - 1, 0),
        "left": np.where(leaving > 0, np.maximum(least[own[citizen]] - leaving, 0), 0),
    }
    free = ~np.any(list(lacking.values()), axis=0)
    return np.where(free, best[which], -np.inf), lacking


def _alone(case: Instance, left: Remaining, citizen: Ints, opening: Ints, own: Ints) -> Iterator[tuple[Stays, Ints]]:
    """The pairs in parts, each with the stays there would be if its citizens left their places.

    A stay matters only to pairs at its own unit: the first part has those who go elsewhere, each other one a unit once.
    """
    here = case.openings.unit[opening] == case.openings.unit[own[citizen]]
    yield left.taken, np.flatnonzero(~here)
    rows = np.flatnonzero(here)
    while len(rows):
        first = _first_of_each(case.openings.unit[opening[rows]])
        yield left.taken_without(citizen[rows[first]]), rows[first]
        rows = rows[~first]


def _first_of_each(unit: Ints) -> Bools:
    mask = np.zeros(len(unit), dtype=bool)
    mask[np.unique(unit, return_index=True)[1]] = True
    return mask


def _named(case: Instance, lacking: dict[str, Ints], openings: Ints, own: Ints) -> list[tuple[str, ...]]:
    """What each pair lacks, as prices name it. A group that would be left too small is that of the own opening."""
    named = []
    lists = (openings.tolist(), own.tolist(), *(lacking[kind].tolist() for kind in LACKING))
    for opening, here, *lacks in zip(*lists, strict=True):
        place, kept = case.problem.openings[opening], case.problem.openings[here]
        names = (
            f"seats:{place.id}",
            f"quota:{place.unit}",
            f"mentor:{place.unit}",
            f"least:{place.id}",
            f"least:{kept.id}",
        )
        named.append(tuple(name for name, more in zip(names, lacks, strict=True) if more))
    return named
