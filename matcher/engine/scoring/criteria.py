"""What makes a good match: one function per criterion, each from 0 (no help) to 1 (could not be better).

Every function takes `Pairs` and gives float64[n]. The criteria and their sources are described in `docs/score.md`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from matcher.engine.scoring.traits import DIGITS, STEPS, CitizenTraits, Floats, Ints, OpeningTraits

EARTH_KM = 6371.0088
NEUTRAL = 0.5
"""Where a criterion says nothing about a citizen, it neither helps nor harms."""
NEARNESS = ((6, 1.0), (4, 0.8), (3, 0.6), (2, 0.35), (1, 0.15))
"""How near an occupation is to the one wished for, by the number of digits that their DISCO-08 codes share."""
JUST_ENOUGH, PER_LEVEL = 0.6, 0.2
"""Language: the worth of having exactly the level asked for, and of each level more."""
HEIGHT: Floats = np.array(
    [
        max((step for n, step in enumerate(STEPS.values()) if mask >> n & 1), default=0) / max(STEPS.values())
        for mask in range(1 << len(STEPS))
    ]
)
"""Ladder: the highest step in every set of schemes, as a share of the whole ladder."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs to be judged: row numbers into the traits, and each pair's weekly hours."""

    citizens: CitizenTraits
    openings: OpeningTraits
    citizen: Ints
    opening: Ints
    hours: Floats


def occupation(pairs: Pairs) -> Floats:
    """The citizen's ranked wishes: the best of (nearness of the field × weight of the wish's rank).

    A citizen without wishes is neutral.
    """
    best = np.zeros(len(pairs.citizen))
    for wish in range(pairs.citizens.wishes.shape[1]):
        weight = pairs.citizens.wish_weight[pairs.citizen, wish]
        np.maximum(best, weight * nearness(_difference(pairs, wish)), out=best)
    return _neutral_without_wishes(pairs, best)


def near_field(pairs: Pairs) -> Floats:
    """Where the wish is narrow or rare, near fields count: 1 in the field itself, else nearness × openness."""
    best = np.zeros(len(pairs.citizen))
    for wish in range(pairs.citizens.wishes.shape[1]):
        difference = _difference(pairs, wish)
        openness = pairs.citizens.wish_openness[pairs.citizen, wish]
        np.maximum(best, np.where(difference == 0, 1.0, openness * nearness(difference)), out=best)
    return _neutral_without_wishes(pairs, best)


def skills(pairs: Pairs) -> Floats:
    """The share of the citizen's skills (the licence is one) that the work puts to use. Neutral for who has none."""
    held = pairs.citizens.held[pairs.citizen]
    used = np.zeros(len(pairs.citizen))
    for word in range(pairs.citizens.skills.shape[1]):
        both = pairs.citizens.skills[pairs.citizen, word] & pairs.openings.skills[pairs.opening, word]
        used += np.bitwise_count(both)
    return np.where(held > 0, used / np.maximum(held, 1), NEUTRAL)


def language(pairs: Pairs) -> Floats:
    """How well the citizen's Danish carries what is asked for. 1 for all where nothing is asked for."""
    asked = pairs.openings.language[pairs.opening]
    margin = pairs.citizens.language[pairs.citizen] - asked
    carried = np.where(margin >= 0, np.minimum(1.0, JUST_ENOUGH + PER_LEVEL * margin), 0.0)
    return np.where(asked == 0, 1.0, carried)


def weekly_hours(pairs: Pairs) -> Floats:
    """The share of the hours that the citizen can manage which the place gives."""
    most = pairs.citizens.most_hours[pairs.citizen]
    return np.where(most > 0, np.clip(pairs.hours / np.where(most > 0, most, 1.0), 0.0, 1.0), 1.0)


def timetable(pairs: Pairs) -> Floats:
    """How the shifts fit around treatment and language school: the share of them that does not collide."""
    all_of_it = pairs.openings.shift_minutes[pairs.opening]
    found = np.ones(len(pairs.citizen))
    look = np.flatnonzero(pairs.citizens.has_busy[pairs.citizen] & (all_of_it > 0))
    lost = _colliding_minutes(pairs.citizens.busy, pairs.openings.shifts, pairs.citizen[look], pairs.opening[look])
    found[look] -= lost / all_of_it[look]
    return found


def distance(pairs: Pairs) -> Floats:
    """How short the way is beside the longest that the citizen can travel: 1 next door, 0 at the limit."""
    reach = pairs.citizens.reach_km[pairs.citizen]
    km = kilometres(pairs.citizens.position[pairs.citizen], pairs.openings.position[pairs.opening])
    return np.where(reach > 0, np.clip(1 - km / np.where(reach > 0, reach, 1.0), 0.0, 1.0), km <= 0)


def prospect(pairs: Pairs) -> Floats:
    """The prospect of ordinary paid hours that the firm gives, as the file states it."""
    return np.clip(pairs.openings.prospect[pairs.opening], 0.0, 1.0)


def support(pairs: Pairs) -> Floats:
    """Support on site for who needs it: half for the needs met, half for what the firm can do beyond (mentor first).

    Neutral for who needs none, so that places with much support go to those who need it.
    """
    count = pairs.citizens.need_count[pairs.citizen]
    met = np.zeros(len(pairs.citizen))
    for word in range(pairs.citizens.needs.shape[1]):
        both = pairs.citizens.needs[pairs.citizen, word] & pairs.openings.accommodates[pairs.opening, word]
        met += np.bitwise_count(both)
    helped = 0.5 * met / np.maximum(count, 1) + 0.5 * pairs.openings.support[pairs.opening]
    return np.where(count > 0, helped, NEUTRAL)


def ladder(pairs: Pairs) -> Floats:
    """How far up the ladder praktik - løntilskud - job the place itself reaches: the next step in the same firm."""
    both = pairs.citizens.steps[pairs.citizen] & pairs.openings.steps[pairs.opening]
    height: Floats = HEIGHT[both]
    return height


CRITERIA: Mapping[str, Callable[[Pairs], Floats]] = MappingProxyType(
    {
        "occupation": occupation,
        "near_field": near_field,
        "skills": skills,
        "language": language,
        "weekly_hours": weekly_hours,
        "timetable": timetable,
        "distance": distance,
        "prospect": prospect,
        "support": support,
        "ladder": ladder,
    }
)
"""Every criterion by its name, in the order in which a breakdown lists them."""


def nearness(difference: Ints) -> Floats:
    """How near two occupations are, from the exclusive or of their codes (0 where they are the same)."""
    found = np.zeros(len(difference))
    for digits, worth in reversed(NEARNESS):
        found[difference < 1 << 8 * (DIGITS - digits)] = worth
    return found


def kilometres(a: Floats, b: Floats) -> Floats:
    """Great-circle distance between unit vectors, float64[n, 3] each, in kilometres."""
    chord = np.sqrt(np.square(a - b).sum(axis=1))
    return np.asarray(2 * EARTH_KM * np.arcsin(np.minimum(1.0, chord / 2)), dtype=np.float64)


def _difference(pairs: Pairs, wish: int) -> Ints:
    wished: Ints = pairs.citizens.wishes[pairs.citizen, wish]
    return wished ^ pairs.openings.occupation[pairs.opening]


def _neutral_without_wishes(pairs: Pairs, found: Floats) -> Floats:
    return np.where(pairs.citizens.has_wishes[pairs.citizen], found, NEUTRAL)


def _colliding_minutes(busy: Ints, shifts: Ints, citizen: Ints, opening: Ints) -> Floats:
    lost = np.zeros(len(citizen))
    for day in range(busy.shape[1]):
        for mine in range(busy.shape[2]):
            for theirs in range(shifts.shape[2]):
                begin = np.maximum(busy[citizen, day, mine, 0], shifts[opening, day, theirs, 0])
                end = np.minimum(busy[citizen, day, mine, 1], shifts[opening, day, theirs, 1])
                lost += np.maximum(0, end - begin)
    return lost
