"""Every lawful pair of a problem, in bounded memory, however many there could be.

With scores given, the listed pairs are the candidates. Without, all C x O pairs are. They are looked at in blocks of
citizens: one product of small matrices says of each citizen and unit how far the unit lies beyond the citizen's reach
and whether it leaves a need unmet, another what each citizen lacks of what each kind of opening asks. That leaves a
few per cent, and on these the other rules are asked, and travel again, exactly.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import EARTH_KM, Bools, Floats, Instance, Ints
from matcher.engine.rules import PAIR_RULES

Small = NDArray[np.float32]

BLOCK = 1 << 20
"""Citizens x units, or listed pairs, that are looked at together."""
DECIDED = ("language", "skills", "needs")
"""Rules that the screen decides: sums of whole numbers have no error."""
MARGIN = 1e-5
"""How much farther than allowed a unit may seem to lie: many times the error of numbers of 24 bits."""


@dataclass(frozen=True, slots=True)
class _Screen:
    """`citizen` x `unit` is at most 0 where the unit is near enough, or nearly, and leaves no need unmet.

    lacks: C x what openings ask (language levels, licence, skills). kinds: K sets of what is asked. kind: O, of each
    opening. openings: all of them by unit; `begins`, `counts` say where those of each unit are.
    """

    citizen: Small
    unit: Small
    lacks: Small
    kinds: Small
    kind: Ints
    openings: Ints
    begins: Ints
    counts: Ints

    @classmethod
    def of(cls, instance: Instance) -> "_Screen":
        citizens, openings, units = instance.citizens, instance.openings, instance.units
        asked = np.column_stack([_ladder(openings.language), openings.licence, openings.skills])
        has = np.column_stack([_ladder(citizens.language), citizens.licence, citizens.skills])
        kinds, kind = np.unique(asked, axis=0, return_inverse=True)
        counts = np.bincount(openings.unit, minlength=len(units.quota))
        return cls(
            *_distances(instance),
            (~has).astype(np.float32),
            kinds.astype(np.float32),
            kind,
            np.argsort(openings.unit, kind="stable"),
            np.cumsum(counts) - counts,
            counts,
        )

    def may_fit(self, who: Ints) -> tuple[Ints, Ints]:
        """Citizens and openings, sorted: no pair of these citizens that travel, needs, language and skills allow is
        missing."""
        row, unit = np.divmod(np.flatnonzero(self.citizen[who] @ self.unit <= 0), self.unit.shape[1])
        counts = self.counts[unit]
        offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        opening, row = self.openings[np.repeat(self.begins[unit], counts) + offset], np.repeat(row, counts)
        able = (self.lacks[who] @ self.kinds.T < 1)[row, self.kind[opening]]
        return np.divmod(np.sort(row[able] * len(self.kind) + opening[able]), len(self.kind))


def lawful_candidates(instance: Instance, left_out: Bools) -> Iterator[Candidates]:
    """The lawful pairs block by block, in the order of citizens. `left_out` (C): who is not to be placed."""
    if instance.problem.scores is None:
        return (lawful(block, DECIDED) for block in _all_pairs(instance, left_out))
    return (lawful(block) for block in _listed(instance, left_out))


def lawful(candidates: Candidates, decided: Collection[str] = ()) -> Candidates:
    """The candidates that every rule of a pair allows; `decided`: rules by code that they are known to keep."""
    for code, rule in PAIR_RULES.items():
        if code not in decided:
            candidates = candidates.where(rule(candidates))
    return candidates


def _listed(instance: Instance, left_out: Bools) -> Iterator[Candidates]:
    rows = instance.problem.scores or ()
    citizen = np.array([instance.citizen_index[row.citizen] for row in rows], dtype=np.int64)
    opening = np.array([instance.opening_index[row.opening] for row in rows], dtype=np.int64)
    order = np.lexsort((opening, citizen))
    order = order[~left_out[citizen[order]]]
    for part in range(0, len(order), BLOCK):
        which = order[part : part + BLOCK]
        yield Candidates(instance, citizen[which], opening[which])


def _all_pairs(instance: Instance, left_out: Bools) -> Iterator[Candidates]:
    screen = _Screen.of(instance)
    people = np.flatnonzero(~left_out)
    size = max(1, BLOCK // max(1, len(instance.problem.units)))
    for part in range(0, len(people), size):
        who = people[part : part + size]
        row, opening = screen.may_fit(who)
        yield Candidates(instance, who[row], opening)


def _distances(instance: Instance) -> tuple[Small, Small]:
    """C x n and n x U, of which the product is |home - work|^2 - reach^2 as chords in kilometres, and more than nothing
    wherever a need is unmet."""
    home, work = _vectors(instance.citizens.place), _vectors(instance.units.place)
    centre = work.mean(axis=0) if len(work) else np.zeros(3)
    home, work = home - centre, work - centre
    far, size = (home**2).sum(axis=1), (work**2).sum(axis=1)
    angle = np.minimum(instance.citizens.max_km / (2 * EARTH_KM), np.pi / 2)
    reach = (2 * EARTH_KM * np.sin(angle)) ** 2 * (1 + MARGIN) + MARGIN * (1 + far + size.max(initial=0))
    unmet = 2 * (reach.max(initial=0) + 1)
    return (
        np.column_stack([-2 * home, np.ones(len(home)), far - reach, unmet * instance.citizens.needs]).astype(
            np.float32
        ),
        np.column_stack([work, size, np.ones(len(work)), ~instance.units.accommodates]).T.astype(np.float32),
    )


def _vectors(place: Floats) -> Floats:
    lat, lon = place[:, 0], place[:, 1]
    return EARTH_KM * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _ladder(level: Ints) -> Bools:
    """n x 6: whether each level above A0 is asked or reached; asking is then a set of rungs like any skills."""
    return level[:, None] >= np.arange(1, 7)
