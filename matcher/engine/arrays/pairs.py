"""Every lawful pair of a problem, in bounded memory, however many there could be.

With scores given, the listed pairs are the candidates. Without, all C x O pairs are. They are looked at in blocks of
citizens: the product of two small matrices says of each pair how far the unit lies beyond the citizen's reach, and
whether anything that either side asks of the other is lacking. That leaves a few per cent, and on these the other rules
are asked, and travel again, exactly.
"""

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import EARTH_KM, Bools, Floats, Instance, Ints
from matcher.engine.arrays.threads import one_thread
from matcher.engine.rules import PAIR_RULES

Small = NDArray[np.float32]

BLOCK = 1 << 20
"""Pairs that are looked at together."""
DECIDED = ("language", "skills", "needs")
"""Rules that the screen decides: sums of whole numbers have no error."""
MARGIN = 1e-5
"""How much farther than allowed a unit may seem to lie: many times the error of numbers of 24 bits."""


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
    citizens, openings = _screen(instance)
    people, width = np.flatnonzero(~left_out), openings.shape[1]
    size = max(1, BLOCK // max(1, width))
    for part in range(0, len(people), size):
        who = people[part : part + size]
        with one_thread():
            lacking = citizens[who] @ openings
        row, opening = np.divmod(np.flatnonzero(lacking <= 0), max(1, width))
        yield Candidates(instance, who[row], opening)


def _screen(instance: Instance) -> tuple[Small, Small]:
    """C x n and n x O, of which the product is |home - work|^2 - reach^2 as chords in kilometres, and more than nothing
    wherever a need is unmet or a skill, a licence or a level of language is lacking."""
    citizens, openings, units = instance.citizens, instance.openings, instance.units
    home, work = _vectors(citizens.place), _vectors(units.place)
    centre = work.mean(axis=0) if len(work) else np.zeros(3)
    home, work = home - centre, (work - centre)[openings.unit]
    far, size = (home**2).sum(axis=1), (work**2).sum(axis=1)
    angle = np.minimum(citizens.max_km / (2 * EARTH_KM), np.pi / 2)
    reach = (2 * EARTH_KM * np.sin(angle)) ** 2 * (1 + MARGIN) + MARGIN * (1 + far + size.max(initial=0))
    able = np.column_stack([_ladder(citizens.language), citizens.licence, citizens.skills])
    asked = np.column_stack([_ladder(openings.language), openings.licence, openings.skills])
    lacking = 2 * (reach.max(initial=0) + 1) * np.column_stack([citizens.needs, ~able])
    unmet = ~units.accommodates[openings.unit]
    return (
        np.column_stack([-2 * home, np.ones(len(home)), far - reach, lacking]).astype(np.float32),
        np.column_stack([work, size, np.ones(len(work)), unmet, asked]).T.astype(np.float32),
    )


def _vectors(place: Floats) -> Floats:
    lat, lon = place[:, 0], place[:, 1]
    return EARTH_KM * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _ladder(level: Ints) -> Bools:
    """n x 6: whether each level above A0 is asked or reached; asking is then a set of rungs like any skills."""
    return level[:, None] >= np.arange(1, 7)
