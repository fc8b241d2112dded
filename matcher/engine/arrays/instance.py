"""The problem as arrays: every citizen, opening and unit a row, every id an index, every day its ordinal.

Days are `date.toordinal()` numbers (Mondays are 1 modulo 7), hours per week floats, clock times whole minutes.
`C`, `O`, `U` below are the numbers of citizens, openings and units, `S` that of `law.schemes.SCHEMES`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from law.quota import quota
from law.schemes import SCHEMES
from matcher.engine.arrays.hours import WeeklyHours
from matcher.engine.arrays.lawful import Lawful
from matcher.engine.problem import CEFR, Citizen, Floor, Point, Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Narrow = NDArray[np.int32]
"""Indices of pairs, of which there may be tens of millions."""

EARTH_KM = 6371.0088
MENTOR = "mentor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizens:
    """One row per citizen. `support` is -1 where there is none, `previous` the opening's index or -1."""

    weight: Floats
    place: Floats  # C x 2, latitude and longitude in radians
    max_km: Floats
    least_hours: Floats
    most_hours: Floats
    available: Ints
    language: Ints
    licence: Bools
    skills: Bools  # C x skills
    needs: Bools  # C x needs
    mentor: Bools
    schemes: Bools  # C x S, those the citizen may be offered
    consultant: Ints
    support: Ints
    previous: Ints
    in_floor: Bools  # C x floors


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """One row per opening."""

    unit: Ints
    seats: Ints
    least: Ints
    earliest: Ints
    latest: Ints
    weeks: Ints
    least_hours: Floats
    most_hours: Floats
    language: Ints
    licence: Bools
    skills: Bools  # O x skills
    schemes: Bools  # O x S, those the opening offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """One row per production unit."""

    place: Floats  # U x 2, latitude and longitude in radians
    accommodates: Bools  # U x needs
    quota: Ints
    mentors: Ints
    public: Bools
    social: Bools


@dataclass(frozen=True, slots=True)
class AnyDay:
    """Schemes as sets of bits: open to the citizen on every day of any opening, and offered, whatever the hours.

    A citizen and an opening that have a bit in common need no look at days; others may still be lawful.
    """

    citizen: Ints  # C x 2, at private and public units
    opening: Ints

    @classmethod
    def of(cls, problem: Problem, citizens: Citizens, openings: Openings, units: Units, lawful: Lawful) -> "AnyDay":
        """The sets of these arrays."""
        first, last = problem.horizon.from_.toordinal(), openings.latest.max(initial=0)
        always = (lawful.first <= first) & (lawful.last >= last) & citizens.schemes & (lawful.least_hours <= 0)
        both = always[:, :, None] & (lawful.weeks >= 0)
        special = (units.social | units.public)[openings.unit]
        offered = openings.schemes & (special[:, None] | ~lawful.social_or_public)
        bits = 1 << np.arange(len(SCHEMES))
        return cls((both * bits[:, None]).sum(axis=1), (offered * bits).sum(axis=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A problem and its arrays. `excluded` and `forbidden` are sorted pair numbers, see `pair_numbers`."""

    problem: Problem
    citizens: Citizens
    openings: Openings
    units: Units
    hours: WeeklyHours
    lawful: Lawful
    any_day: AnyDay
    citizen_index: dict[str, int]
    opening_index: dict[str, int]
    consultant_capacity: Ints
    support_capacity: Ints
    excluded: Ints  # citizen x unit
    forbidden: Ints  # citizen x opening

    @property
    def heads(self) -> bool:
        """Whether the quota counts heads; else full-time equivalents."""
        return self.problem.count_mode == "heads"


def instance(problem: Problem) -> Instance:
    """The arrays of `problem`."""
    citizens, openings, units = (_index(one.id for one in part) for part in _parts(problem))
    skills = _index(skill for one in problem.openings for skill in one.skills)
    needs = _index(need for one in problem.citizens for need in one.needs)
    arrays = _citizens(problem, openings, skills, needs), _openings(problem, units, skills), _units(problem, needs)
    lawful = Lawful.of(problem)
    return Instance(
        problem=problem,
        citizens=arrays[0],
        openings=arrays[1],
        units=arrays[2],
        hours=WeeklyHours.of(problem.citizens, problem.openings),
        lawful=lawful,
        any_day=AnyDay.of(problem, *arrays, lawful),
        citizen_index=citizens,
        opening_index=openings,
        consultant_capacity=_ints(one.capacity for one in problem.consultants),
        support_capacity=_ints(one.capacity for one in problem.support_workers),
        excluded=np.unique(
            _ints(
                citizens[one.id] * len(units) + units[name] for one in problem.citizens for name in one.excluded_units
            )
        ),
        forbidden=np.unique(
            _ints(citizens[pair.citizen] * len(openings) + openings[pair.opening] for pair in problem.forbidden)
        ),
    )


def pair_numbers(left: Ints, right: Ints, width: int) -> Ints:
    """One number for each pair of indices: `left` x `width` + `right`."""
    return left.astype(np.int64) * width + right


def _parts(problem: Problem) -> tuple[Sequence[Citizen], ...]:
    return problem.citizens, problem.openings, problem.units  # type: ignore[return-value]


def _citizens(problem: Problem, openings: dict[str, int], skills: dict[str, int], needs: dict[str, int]) -> Citizens:
    people = problem.citizens
    consultants = _index(one.id for one in problem.consultants)
    helpers = _index(one.id for one in problem.support_workers)
    before = {pair.citizen: openings[pair.opening] for pair in problem.previous}
    return Citizens(
        weight=_floats(one.weight for one in people),
        place=_places(one.home for one in people),
        max_km=_floats(one.max_travel_km for one in people),
        least_hours=_floats(one.hours.min for one in people),
        most_hours=_floats(one.hours.max for one in people),
        available=_ints(one.available_from.toordinal() for one in people),
        language=_ints(CEFR.index(one.language) for one in people),
        licence=_bools(one.driving_licence for one in people),
        skills=_sets((one.skills for one in people), len(people), skills),
        needs=_sets((one.needs for one in people), len(people), needs),
        mentor=_bools(MENTOR in one.needs for one in people),
        schemes=_schemes([one.schemes for one in people]),
        consultant=_ints(consultants[one.consultant] for one in people),
        support=_ints(-1 if one.support_worker is None else helpers[one.support_worker] for one in people),
        previous=_ints(before.get(one.id, -1) for one in people),
        in_floor=np.array([[_inside(one, floor) for floor in problem.floors] for one in people], dtype=bool).reshape(
            len(people), len(problem.floors)
        ),
    )


def _openings(problem: Problem, units: dict[str, int], skills: dict[str, int]) -> Openings:
    places = problem.openings
    return Openings(
        unit=_ints(units[one.unit] for one in places),
        seats=_ints(one.seats for one in places),
        least=_ints(one.least for one in places),
        earliest=_ints(one.start.earliest.toordinal() for one in places),
        latest=_ints(one.start.latest.toordinal() for one in places),
        weeks=_ints(one.weeks for one in places),
        least_hours=_floats(one.hours.min for one in places),
        most_hours=_floats(one.hours.max for one in places),
        language=_ints(CEFR.index(one.language) for one in places),
        licence=_bools(one.driving_licence for one in places),
        skills=_sets((one.skills for one in places), len(places), skills),
        schemes=_schemes([one.schemes for one in places]),
    )


def _units(problem: Problem, needs: dict[str, int]) -> Units:
    units, rules = problem.units, problem.rules_day
    return Units(
        place=_places(one.location for one in units),
        accommodates=_sets((one.accommodates for one in units), len(units), needs),
        quota=_ints(
            quota(one.ordinary_employees, rules) if one.quota_override is None else one.quota_override for one in units
        ),
        mentors=_ints(one.mentor_capacity for one in units),
        public=_bools(one.sector == "public" for one in units),
        social=_bools(one.social_economy for one in units),
    )


def _inside(citizen: Citizen, floor: Floor) -> bool:
    return all(getattr(citizen, field) == value for field, value in floor.where.items())


def _index(names: Iterable[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(dict.fromkeys(names))}


def _sets(sets: Iterable[Iterable[str]], count: int, columns: dict[str, int]) -> Bools:
    """One row per set, one column per name; names that nobody asks for have no column."""
    marks = [(row, columns[name]) for row, names in enumerate(sets) for name in names if name in columns]
    table = np.zeros((count, len(columns)), dtype=bool)
    table[tuple(np.array(marks, dtype=np.int64).reshape(-1, 2).T)] = True
    return table


def _schemes(offered: Sequence[Sequence[str] | None]) -> Bools:
    return np.array(
        [[names is None or scheme in names for scheme in SCHEMES] for names in offered], dtype=bool
    ).reshape(len(offered), len(SCHEMES))


def _places(points: Iterable[Point]) -> Floats:
    return np.asarray(np.radians(np.array([(one.lat, one.lon) for one in points], dtype=float).reshape(-1, 2)))


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)


def _bools(values: Iterable[bool]) -> Bools:
    return np.fromiter(values, dtype=np.bool_)
