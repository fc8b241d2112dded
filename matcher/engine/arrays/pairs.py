"""Every lawful pair of a problem, in bounded memory, however many there could be.

With scores given, the listed pairs are the candidates. Without, all C x O pairs are. They are looked at in blocks of
citizens; in each block the rules that are cheap for whole blocks (travel as a squared chord, needs and skills as counts
of what is lacking, both products of small matrices) leave a few per cent, and on these every rule is asked exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import EARTH_KM, Bools, Floats, Instance, Ints
from matcher.engine.rules import PAIR_RULES

BLOCK = 8_000_000
MARGIN = 1e-6


@dataclass(frozen=True, slots=True)
class _Screen:
    """The arrays of the cheap rules: unit vectors scaled to the earth, and what is lacking, as small floats."""

    home: Floats  # C x 3, kilometres
    work: Floats  # U x 3
    reach: Floats  # C, squared chord in kilometres
    kinds: Floats  # kinds of openings x asked: language levels, licence, skills
    kind: Ints  # O

    @classmethod
    def of(cls, instance: Instance) -> "_Screen":
        home, work = _vectors(instance.citizens.place), _vectors(instance.units.place)
        centre = work.mean(axis=0) if len(work) else np.zeros(3)
        angle = np.minimum(instance.citizens.max_km / (2 * EARTH_KM), np.pi / 2)
        reach = (2 * EARTH_KM * np.sin(angle)) ** 2 * (1 + MARGIN) + MARGIN
        asked = np.column_stack(
            [_ladder(instance.openings.language), instance.openings.licence, instance.openings.skills]
        )
        kinds, kind = np.unique(asked, axis=0, return_inverse=True)
        return cls(home - centre, work - centre, reach, kinds.astype(np.float32), kind)


def lawful_candidates(instance: Instance, left_out: Bools) -> Iterator[Candidates]:
    """The lawful pairs block by block, in the order of citizens. `left_out` (C): who is not to be placed."""
    blocks = _all_pairs(instance, left_out) if instance.problem.scores is None else _listed(instance, left_out)
    for block in blocks:
        yield lawful(block)


def lawful(candidates: Candidates) -> Candidates:
    """The candidates that every rule of a pair allows."""
    for rule in PAIR_RULES.values():
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
    size = max(1, BLOCK // max(1, len(instance.problem.openings)))
    for part in range(0, len(people), size):
        who = people[part : part + size]
        row, opening = np.nonzero(_may_fit(instance, screen, who))
        yield Candidates(instance, who[row], opening)


def _may_fit(instance: Instance, screen: _Screen, who: Ints) -> Bools:
    """Rows `who` x O: no pair that travel, needs, language and skills allow is missing."""
    citizens = instance.citizens
    near = _near(screen, who)
    missing = citizens.needs[who].astype(np.float32) @ (~instance.units.accommodates).T.astype(np.float32)
    fits_unit = near & (missing < 1)
    have = np.column_stack([_ladder(citizens.language[who]), citizens.licence[who], citizens.skills[who]])
    lacking = (~have).astype(np.float32) @ screen.kinds.T
    return fits_unit[:, instance.openings.unit] & (lacking < 1)[:, screen.kind]


def _near(screen: _Screen, who: Ints) -> Bools:
    home = screen.home[who]
    squared = (home**2).sum(axis=1)[:, None] + (screen.work**2).sum(axis=1) - 2 * home @ screen.work.T
    return np.asarray(squared <= screen.reach[who][:, None])


def _vectors(place: Floats) -> Floats:
    lat, lon = place[:, 0], place[:, 1]
    return EARTH_KM * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _ladder(level: Ints) -> Bools:
    """n x 6: whether each level above A0 is asked or reached; asking is then a set of rungs like any skills."""
    return level[:, None] >= np.arange(1, 7)
