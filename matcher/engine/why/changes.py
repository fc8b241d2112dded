"""What it would take: the smallest change of each kind that would open a pair."""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import TOLERANCE, longest_stays, possible_schemes
from matcher.engine.arrays.instance import Bools, Floats, Ints
from matcher.engine.problem import CEFR, Citizen, Opening
from matcher.engine.scoring.traits import merged, minutes
from matcher.engine.why.facts import Change
from matcher.engine.why.someday import Possible

QUARTERS = 4
ASKED_FIRST = ("virksomhedspraktik", "loentilskud", "skaanejob", "beskyttet", "fleksjob", "igu", "ordinary")
"""The schemes a firm is asked to offer, the one that asks least of it first."""
ASK = np.array([SCHEMES.index(scheme) for scheme in ASKED_FIRST])


@dataclass(frozen=True, slots=True)
class Gaps:
    """How far some pairs are from being lawful, and what they would be like after the changes.

    scheme: the scheme the firm would have to offer, -1 where none is needed. free: hours a week in the shifts that the
    citizen's appointments leave.
    """

    pairs: Candidates
    scheme: Ints
    free: Floats
    after: Possible

    @classmethod
    def of(cls, pairs: Candidates) -> Self:
        """The gaps of pairs that nobody has excluded and that have a score."""
        case = pairs.instance
        free = case.hours.free_hours(pairs.citizen, pairs.opening)
        hours, latest = _hours_after(pairs, free), np.maximum(case.openings.latest[pairs.opening], pairs.first_day)
        offered = Possible.of(pairs, possible_schemes(case, pairs.citizen, pairs.opening, hours), latest, hours)
        lawful = Possible.of(pairs, _open_to(pairs, hours), latest, hours).schemes[:, ASK]
        wanted = ~offered.schemes.any(axis=1)
        scheme = np.where(wanted, ASK[lawful.argmax(axis=1)], -1)
        schemes = offered.schemes.copy()
        schemes[wanted, scheme[wanted]] = lawful[wanted].any(axis=1)
        return cls(pairs, scheme, free, replace(offered, schemes=schemes))

    @property
    def can_open(self) -> Bools:
        """Which pairs the changes open: not those for which no scheme at all would be lawful."""
        some: Bools = np.any(self.after.schemes, axis=1)
        return some

    def changes(self, n: int) -> tuple[Change, ...]:
        """What pair `n` would take."""
        problem = self.pairs.instance.problem
        citizen, opening = problem.citizens[self.pairs.citizen[n]], problem.openings[self.pairs.opening[n]]
        accommodates = problem.units[self.pairs.unit[n]].accommodates
        return (
            *_travel(float(self.pairs.kilometres[n]) - citizen.max_travel_km),
            *_language(citizen, opening),
            *_codes("skills", _missing_skills(citizen, opening)),
            *_codes("needs", set(citizen.needs) - set(accommodates)),
            *_hours(citizen, opening, float(self.free[n])),
            *_start(int(self.after.first[n]), opening),
            *_codes("scheme", [SCHEMES[self.scheme[n]]] if self.scheme[n] >= 0 else []),
        )


def _travel(over: float) -> Iterator[Change]:
    if over > TOLERANCE:
        yield Change("travel", "travel", float(math.ceil(over)))


def _language(citizen: Citizen, opening: Opening) -> Iterator[Change]:
    if CEFR.index(citizen.language) < CEFR.index(opening.language):
        yield Change("language", "language", codes=(opening.language,))


def _missing_skills(citizen: Citizen, opening: Opening) -> set[str]:
    licence = {"driving_licence"} if opening.driving_licence and not citizen.driving_licence else set()
    return set(opening.skills) - set(citizen.skills) | licence


def _codes(rule: str, lacking: Collection[str]) -> Iterator[Change]:
    if lacking:
        yield Change(rule, rule, codes=tuple(sorted(lacking)))


def _start(first: int, opening: Opening) -> Iterator[Change]:
    if first > opening.start.latest.toordinal():
        yield Change("start", "start", codes=(date.fromordinal(first).isoformat(),))


def _least(pairs: Candidates) -> Floats:
    case = pairs.instance
    least: Floats = np.maximum(case.citizens.least_hours[pairs.citizen], case.openings.least_hours[pairs.opening])
    return least


def _hours_after(pairs: Candidates, free: Floats) -> Floats:
    """The weekly hours once everything that falls short of the least has been raised to it by whole quarters."""
    case, least = pairs.instance, _least(pairs)
    parts = case.citizens.most_hours[pairs.citizen], case.openings.most_hours[pairs.opening], free
    raised = [np.where(least - part > TOLERANCE, part + _quarters(least - part), part) for part in parts]
    return np.minimum(np.minimum(raised[0], raised[1]), raised[2])


def _quarters(hours: Floats) -> Floats:
    found: Floats = np.ceil(np.where(np.isfinite(hours), hours, 0) * QUARTERS - TOLERANCE) / QUARTERS
    return found


def _open_to(pairs: Candidates, hours: Floats) -> Bools:
    """n x S schemes that would be possible if the firm offered them."""
    case, law, unit = pairs.instance, pairs.instance.lawful, pairs.unit
    found: Bools = (
        case.citizens.schemes[pairs.citizen]
        & (longest_stays(case, pairs.citizen, unit) >= 0)
        & ((case.units.social[unit] | case.units.public[unit])[:, None] | ~law.social_or_public)
        & (hours[:, None] + TOLERANCE >= law.least_hours)
    )
    return found


def _hours(citizen: Citizen, opening: Opening, free: float) -> Iterator[Change]:
    least = max(citizen.hours.min, opening.hours.min)
    for kind, most in (("hours_citizen", citizen.hours.max), ("hours_firm", opening.hours.max)):
        if least - most > TOLERANCE:
            yield Change("hours", kind, _up(least - most))
    if least - free > TOLERANCE:
        amount = _up(least - free)
        weekday, lost = _busiest(citizen, opening)
        if lost >= amount:
            yield Change("hours", "hours_day", amount, (str(weekday),))
        else:
            yield Change("hours", "hours_shifts", amount)


def _up(hours: float) -> float:
    return math.ceil(hours * QUARTERS - TOLERANCE) / QUARTERS


def _busiest(citizen: Citizen, opening: Opening) -> tuple[int, float]:
    """The weekday on which appointments take most of the shifts, and how many hours they take."""
    lost = dict.fromkeys(range(1, 8), 0)
    for day, begin, end in merged(citizen.busy):
        for shift in opening.shifts:
            if shift.weekday == day:
                lost[day] += max(0, min(end, minutes(shift.to)) - max(begin, minutes(shift.from_)))
    weekday = max(lost, key=lambda day: lost[day])
    return weekday, lost[weekday] / 60
