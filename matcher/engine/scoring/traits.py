"""What the score may look at, as arrays: one row per citizen, one per opening.

Gender, birth year, day of residence and target group are not here, so no criterion can use them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from matcher.engine.problem import CEFR, Citizen, Opening, Point, Problem, Unit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]
Bools = NDArray[np.bool_]

DIGITS = 6
"""Occupations are compared by their first six digits, the longest DISCO-08 code."""
MINOR_GROUP, UNIT_GROUP = 3, 4
LATER_WISH = 0.85
"""What a wish counts for beside the one ranked before it."""
ENOUGH_OPENINGS = 5
"""From this many openings in its unit group (four digits) on, a wish is not rare."""
RICH_SUPPORT = 4
"""From this many kinds of regard beside the mentor on, a workplace could not offer more."""
WORD = 64

STEPS = {"loentilskud": 1, "igu": 1, "skaanejob": 1, "ordinary": 2, "fleksjob": 2}
"""How far up the ladder from praktik to job a scheme is."""


class Span(Protocol):
    """Anything weekly with a beginning and an end."""

    @property
    def weekday(self) -> int: ...
    @property
    def from_(self) -> time: ...
    @property
    def to(self) -> time: ...


@dataclass(frozen=True, slots=True)
class CitizenTraits:
    """One row per citizen, in the problem's order. `wishes` and the like have one column per wish, unused ones 0."""

    position: Floats
    reach_km: Floats
    most_hours: Floats
    language: Ints
    skills: Bits
    held: Ints
    needs: Bits
    need_count: Ints
    wishes: Ints
    wish_weight: Floats
    wish_openness: Floats
    steps: Ints
    busy: Ints
    has_wishes: Bools
    has_busy: Bools

    @classmethod
    def of(cls, citizens: Sequence[Citizen], words: "Vocabulary", market: Mapping[str, int]) -> Self:
        """Arrays of `citizens`; `market` counts openings by unit group, for how rare each wish is."""
        return cls(
            position=positions([one.home for one in citizens]),
            reach_km=np.array([one.max_travel_km for one in citizens], dtype=np.float64),
            most_hours=np.array([one.hours.max for one in citizens], dtype=np.float64),
            language=np.array([CEFR.index(one.language) for one in citizens], dtype=np.int64),
            skills=bits([skills_of(one) for one in citizens], words.skills),
            held=np.array([len(skills_of(one)) for one in citizens], dtype=np.int64),
            needs=bits([one.needs for one in citizens], words.needs),
            need_count=np.array([len(set(one.needs)) for one in citizens], dtype=np.int64),
            wishes=_table([[code(w.code, pad=1) for w in one.occupations] for one in citizens]).astype(np.int64),
            wish_weight=_table([[LATER_WISH ** (w.rank - 1) for w in one.occupations] for one in citizens]),
            wish_openness=_table([_openness(one, market) for one in citizens]),
            steps=np.array([_steps_open_to(one) for one in citizens], dtype=np.int64),
            busy=week_table([merged(one.busy) for one in citizens]),
            has_wishes=np.array([bool(one.occupations) for one in citizens], dtype=np.bool_),
            has_busy=np.array([bool(one.busy) for one in citizens], dtype=np.bool_),
        )


@dataclass(frozen=True, slots=True)
class OpeningTraits:
    """One row per opening, in the problem's order, with what its unit offers."""

    position: Floats
    language: Ints
    skills: Bits
    accommodates: Bits
    support: Floats
    occupation: Ints
    steps: Ints
    prospect: Floats
    shifts: Ints
    shift_minutes: Floats

    @classmethod
    def of(cls, openings: Sequence[Opening], units: Mapping[str, Unit], words: "Vocabulary") -> Self:
        """Arrays of `openings`, each beside its unit."""
        at = [units[one.unit] for one in openings]
        shifts = week_table([[(s.weekday, minutes(s.from_), minutes(s.to)) for s in one.shifts] for one in openings])
        return cls(
            position=positions([unit.location for unit in at]),
            language=np.array([CEFR.index(one.language) for one in openings], dtype=np.int64),
            skills=bits([skills_of(one) for one in openings], words.skills),
            accommodates=bits([unit.accommodates for unit in at], words.needs),
            support=np.array([_support(unit) for unit in at], dtype=np.float64),
            occupation=np.array([code(one.occupation, pad=2) for one in openings], dtype=np.int64),
            steps=np.array([_mask(one.schemes) for one in openings], dtype=np.int64),
            prospect=np.array([one.paid_hours_prospect for one in openings], dtype=np.float64),
            shifts=shifts,
            shift_minutes=(shifts[..., 1] - shifts[..., 0]).sum(axis=(1, 2)).astype(np.float64),
        )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The skills that openings ask for and the needs that citizens have, each with the number of its bit."""

    skills: Mapping[str, int]
    needs: Mapping[str, int]

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Every word of `problem` in the order of the alphabet, so that the order of the file means nothing."""
        skills = {skill for one in problem.openings for skill in skills_of(one)}
        needs = {need for one in problem.citizens for need in one.needs}
        return cls(*({word: n for n, word in enumerate(sorted(found))} for found in (skills, needs)))


def market_of(problem: Problem) -> dict[str, int]:
    """How many openings `problem` has in each unit group (the first four digits of the occupation)."""
    found: dict[str, int] = {}
    for one in problem.openings:
        group = one.occupation[:UNIT_GROUP]
        found[group] = found.get(group, 0) + 1
    return found


def skills_of(one: Citizen | Opening) -> frozenset[str]:
    """The skills that a citizen has or an opening asks for; the driving licence is one of them."""
    return frozenset(one.skills) | ({"driving_licence"} if one.driving_licence else frozenset())


@cache
def code(text: str, *, pad: int) -> int:
    """A DISCO-08 code as a number of six bytes; `pad` fills codes that are shorter, and must equal no digit."""
    return int.from_bytes(text.encode("ascii", "replace")[:DIGITS].ljust(DIGITS, bytes([pad])), "big")


def positions(points: Sequence[Point]) -> Floats:
    """Points as unit vectors from the earth's centre, float64[n, 3]: their chord gives the distance."""
    lat, lon = np.radians(np.array([(p.lat, p.lon) for p in points], dtype=np.float64).reshape(-1, 2)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def bits(rows: Sequence[Collection[str]], number: Mapping[str, int]) -> Bits:
    """Sets of words as bit patterns, uint64[n, words / 64]; a word without a number is left out."""
    found = np.zeros((len(rows), max(1, -(-len(number) // WORD))), dtype=np.uint64)
    for n, row in enumerate(rows):
        for place in {number[word] for word in row if word in number}:
            found[n, place // WORD] |= np.uint64(1 << place % WORD)
    return found


def minutes(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def merged(spans: Sequence[Span]) -> list[tuple[int, int, int]]:
    """Weekly spans as (weekday, from, to) in minutes, those that touch made one."""
    found: list[tuple[int, int, int]] = []
    for day, begin, end in sorted((s.weekday, minutes(s.from_), minutes(s.to)) for s in spans):
        if found and found[-1][0] == day and begin <= found[-1][2]:
            found[-1] = (day, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((day, begin, end))
    return found


def week_table(rows: Sequence[Sequence[tuple[int, int, int]]]) -> Ints:
    """Weekly spans as int64[n, 7, most spans of a day, 2]: begin and end in minutes, both 0 where there is none."""
    spans = np.array([(7 * n + day - 1, begin, end) for n, row in enumerate(rows) for day, begin, end in row], np.int64)
    spans = spans.reshape(-1, 3)
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    place = np.arange(len(spans)) - np.searchsorted(spans[:, 0], spans[:, 0])
    most = int(place.max(initial=-1)) + 1
    found = np.zeros((7 * len(rows), most, 2), dtype=np.int64)
    found[spans[:, 0], place] = spans[:, 1:]
    return found.reshape(len(rows), 7, most, 2)


def _table(rows: Sequence[Sequence[float]]) -> Floats:
    """Rows of unequal length as float64[n, longest], filled with 0. Whole numbers stay exact up to 2⁵³."""
    found = np.zeros((len(rows), max(map(len, rows), default=0)))
    for n, row in enumerate(rows):
        found[n, : len(row)] = row
    return found


def _openness(one: Citizen, market: Mapping[str, int]) -> list[float]:
    groups = len({wish.code[:MINOR_GROUP] for wish in one.occupations})
    narrow = {1: 1.0, 2: 0.5}.get(groups, 0.0)
    return [max(narrow, _rarity(wish.code, market)) for wish in one.occupations]


def _rarity(wish: str, market: Mapping[str, int]) -> float:
    if not market:
        return 0.0
    return max(0.0, 1 - market.get(wish[:UNIT_GROUP], 0) / ENOUGH_OPENINGS)


def _support(unit: Unit) -> float:
    mentor = "mentor" in unit.accommodates and unit.mentor_capacity > 0
    others = len(set(unit.accommodates) - {"mentor"})
    return 0.5 * mentor + 0.5 * min(1.0, others / RICH_SUPPORT)


def _mask(schemes: Sequence[str] | None) -> int:
    return sum(1 << n for n, scheme in enumerate(STEPS) if schemes is None or scheme in schemes)


def _steps_open_to(one: Citizen) -> int:
    """A fleksjob is granted person by person, so it is a step only for those whose schemes name it."""
    return _mask([scheme for scheme in STEPS if scheme != "fleksjob"] if one.schemes is None else one.schemes)
