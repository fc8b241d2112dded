"""Whom or what a lawful opening was lost to: the scarce capacity that is lacking, and who in the answer holds it."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.arrays.instance import Floats, Instance, Ints
from matcher.engine.arrays.starts import WEEK
from matcher.engine.result import Placement, Result
from matcher.engine.why.facts import Holder, Loss
from matcher.engine.why.nearest import Ways

LOST_TO = 5
"""How many scarce capacities are named to each citizen at most."""
HOLDERS = 3
"""How many of those who hold a capacity are named."""
NAMED = ("seats", "quota", "mentor", "consultant", "support")
"""The capacities that have prices, in the order in which they are named."""
OVER_TIME = ("quota", "mentor")


class Holders:
    """Who holds what in an answer: placements by the name of each capacity they take, the least value first."""

    def __init__(self, case: Instance, result: Result) -> None:
        self._case = case
        self._counting = {SCHEMES[s] for s in np.flatnonzero(case.lawful.counts)}
        self._by_capacity: defaultdict[str, list[tuple[Holder, int, int]]] = defaultdict(list)
        for one in sorted(result.placements, key=lambda one: (one.value, one.citizen)):
            stay = Holder(citizen=one.citizen, value=one.value), one.start.toordinal(), one.end.toordinal()
            for name in self._taken(one):
                self._by_capacity[name].append(stay)

    def of(self, capacity: str, first: int, end: int) -> list[Holder]:
        """Those who hold the capacity on some of the days [first, end); seats and staff are held whenever it is."""
        always = capacity.partition(":")[0] not in OVER_TIME
        found = self._by_capacity.get(capacity, [])
        return [holder for holder, start, stop in found if always or (start < end and first < stop)]

    def _taken(self, one: Placement) -> Iterator[str]:
        citizen = self._case.problem.citizens[self._case.citizen_index[one.citizen]]
        opening = self._case.problem.openings[self._case.opening_index[one.opening]]
        yield f"seats:{opening.id}"
        if one.scheme in self._counting:
            yield f"quota:{opening.unit}"
        if self._case.citizens.mentor[self._case.citizen_index[one.citizen]]:
            yield f"mentor:{opening.unit}"
        yield f"consultant:{citizen.consultant}"
        if citizen.support_worker is not None:
            yield f"support:{citizen.support_worker}"


def losses(open_: Ways, values: Floats, holders: Holders) -> dict[int, tuple[Loss, ...]]:
    """For each row what its openings were lost to, the best-scored opening first. values: of each of the pairs."""
    order = np.lexsort((open_.pairs.opening, -open_.score, open_.row))
    place = np.arange(len(order)) - np.searchsorted(open_.row[order], open_.row[order])
    best = order[place < LOST_TO]
    found: defaultdict[int, dict[str, Loss]] = defaultdict(dict)
    for row, value, (names, opening, first, end) in zip(
        open_.row[best].tolist(), values[best].tolist(), _scarce(open_, best), strict=True
    ):
        for name in names:
            if len(found[row]) < LOST_TO and name not in found[row]:
                held = holders.of(name, first, end)
                named = tuple(held[:HOLDERS])
                found[row][name] = Loss(on=name, opening=opening, value=value, holders=named, held=len(held))
    return {row: tuple(them.values()) for row, them in found.items()}


def _scarce(open_: Ways, which: Ints) -> Iterator[tuple[list[str], str, int, int]]:
    """What each of these pairs lacks, as prices name it; its opening, and from when to when a stay there can last."""
    problem, pairs = open_.pairs.instance.problem, open_.pairs
    lacking = np.stack([open_.lacking[kind][which] > 0 for kind in NAMED], axis=1)
    first, openings = pairs.first_day[which], pairs.instance.openings
    end = openings.latest[pairs.opening[which]] + WEEK * openings.weeks[pairs.opening[which]]
    rows = (pairs.citizen[which], pairs.opening[which], first, end, lacking)
    for c, o, begins, ends, lacks in zip(*(column.tolist() for column in rows), strict=True):
        citizen, opening = problem.citizens[c], problem.openings[o]
        owners = opening.id, opening.unit, opening.unit, citizen.consultant, citizen.support_worker
        names = [f"{kind}:{owner}" for kind, owner, missing in zip(NAMED, owners, lacks, strict=True) if missing]
        yield names, opening.id, begins, ends
