"""Kinds of places that are missing: what those without a place wish for, where they can travel, as they can work.

Not every combination is looked at: a kind is made only where somebody without a place asks for it, and the kinds that
most people ask for come first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from law.schemes import SCHEMES
from matcher.engine.advice.market import field_of
from matcher.engine.arrays.instance import EARTH_KM, Bools, Floats, Instance, Ints
from matcher.engine.problem import CEFR, Hours, Language, Opening, Point, Problem, StartWindow
from matcher.engine.result import Result
from matcher.engine.why.changes import ASK
from matcher.engine.why.remaining import Remaining

GROUP_DIGITS = 4
"""An occupation group is a DISCO-08 unit group."""
BANDS = ((2.0, 9.0), (10.0, 19.0), (20.0, 29.0), (30.0, 37.0))
"""Weekly hours, as a firm thinks of them."""
LEVELS: tuple[Language, ...] = ("A0", "A2", "B2")
"""How much Danish a firm asks for: none, enough for instructions, enough for customers."""
WISHES = 2
NEAR, HELD_UP = 0.5, 0.05
"""What counts less than a wish: a near field, and a citizen whose staff have no time for one more."""
AREA_KM = 12.0
CELL = 0.02
"""Degrees: units this near are looked at together."""
AREAS = 2
WEEKS, START_WEEKS = 13, 4
"""A new place is asked for as many weeks, and to begin within so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of place. `group` is the occupation's DISCO-08 unit group, `centre` the middle of the area."""

    group: str
    occupation: str
    area: int
    centre: Point
    hours: Hours
    language: Language
    scheme: str

    def at(self, problem: Problem, unit: str, seats: int = 1) -> Opening:
        """A new opening of this kind at `unit`: it asks for nothing more and promises no paid hours."""
        begin = problem.horizon.from_
        parts = ("ny", unit, self.occupation, f"{self.hours.min:g}", self.language, self.scheme)
        return Opening(
            id=":".join(parts),
            unit=unit,
            schemes=(self.scheme,),
            occupation=self.occupation,
            seats=seats,
            start=StartWindow(earliest=begin, latest=begin + timedelta(weeks=START_WEEKS)),
            weeks=WEEKS,
            hours=self.hours,
            language=self.language,
        )


@dataclass(frozen=True, slots=True)
class Areas:
    """Towns, as the units lie: units no more than `AREA_KM` apart. centre, radius: by area, kilometres."""

    of_unit: Ints  # U
    centre: Floats  # A x 2, latitude and longitude in radians
    radius: Floats  # A

    @classmethod
    def of(cls, case: Instance) -> Self:
        """The areas of a problem that has units."""
        place = case.units.place
        cells, cell = np.unique(np.round(np.degrees(place) / CELL), axis=0, return_inverse=True)
        flat = np.radians(cells * CELL) * EARTH_KM * [1, np.cos(place[:, 0].mean())]
        of_cell = fcluster(linkage(flat, "complete"), AREA_KM, "distance") - 1 if len(flat) > 1 else np.zeros(1, int)
        of_unit = np.asarray(of_cell[cell.ravel()], dtype=np.int64)
        count = np.bincount(of_unit)
        centre = np.column_stack([np.bincount(of_unit, place[:, axis]) / count for axis in (0, 1)])
        radius = np.zeros(len(count))
        np.maximum.at(radius, of_unit, _kilometres(place, centre[of_unit]))
        return cls(of_unit, centre, radius)

    def within_reach(self, home: Floats, max_km: float) -> list[int]:
        """The nearest areas that somebody who lives at `home` can travel to, nearest first."""
        away = _kilometres(home, self.centre)
        return [
            int(area) for area in np.argsort(away, kind="stable")[:AREAS] if away[area] <= max_km + self.radius[area]
        ]

    def point(self, area: int) -> Point:
        """The middle of an area, in degrees."""
        lat, lon = np.degrees(self.centre[area])
        return Point(lat=round(float(lat), 4), lon=round(float(lon), 4))


def kinds(result: Result, left: Remaining, areas: Areas, most: int) -> list[Kind]:
    """The kinds of places that most of those whom `result` leaves without a place ask for, at most so many.

    left: what `result` leaves over.
    """
    case = left.case
    asked: defaultdict[tuple[str, int, int, Language, str], float] = defaultdict(float)
    fields, able = _Fields(case.problem), _staffed(left)
    for one in result.unplaced:
        row = case.citizen_index[one.citizen]
        scheme = _scheme(case, row)
        if scheme is None:
            continue
        citizen = case.problem.citizens[row]
        band = int(np.searchsorted([low for low, _ in BANDS], citizen.hours.max, side="right")) - 1
        language = max((one for one in LEVELS if CEFR.index(one) <= CEFR.index(citizen.language)), key=CEFR.index)
        for area in areas.within_reach(case.citizens.place[row], citizen.max_travel_km):
            for group, share in fields.of([one.code for one in sorted(citizen.occupations, key=lambda one: one.rank)]):
                asked[group, area, max(band, 0), language, scheme] += share * (1.0 if able[row] else HELD_UP)
    first = sorted(asked, key=lambda key: (-asked[key], key))[:most]
    return [_kind(fields, areas, *key) for key in first]


def _kind(fields: "_Fields", areas: Areas, group: str, area: int, band: int, language: Language, scheme: str) -> Kind:
    low, high = BANDS[band]
    return Kind(
        group=group,
        occupation=fields.code[group],
        area=area,
        centre=areas.point(area),
        hours=Hours(min=low, max=high),
        language=language,
        scheme=scheme,
    )


class _Fields:
    """Occupation groups: those wished for, and near ones that the firms have places in already."""

    def __init__(self, problem: Problem) -> None:
        wished = Counter(wish.code for one in problem.citizens for wish in one.occupations)
        offered = Counter(one.occupation for one in problem.openings)
        self.code = {_group(code): code for code, _ in reversed([*wished.most_common(), *offered.most_common()])}
        self._offered = [group for group, _ in Counter(map(_group, offered.elements())).most_common()]

    def of(self, codes: list[str]) -> Iterator[tuple[str, float]]:
        """The groups of the dearest wishes, and of each the near one with most places."""
        for group in dict.fromkeys(_group(code) for code in codes[:WISHES]):
            yield group, 1.0
            near = (one for one in self._offered if one != group and field_of(one) == field_of(group))
            yield from ((one, NEAR) for one in list(near)[:1])


def _group(code: str) -> str:
    return code[:GROUP_DIGITS]


def _scheme(case: Instance, row: int) -> str | None:
    """Of the schemes that are lawful for the citizen soon, the one that asks least of a firm."""
    law, begin = case.lawful, max(case.problem.horizon.from_.toordinal(), int(case.citizens.available[row]))
    lawful = case.citizens.schemes[row] & (law.weeks[row] >= 0).any(axis=1)
    lawful &= (law.first[row] <= begin + 7 * START_WEEKS) & (law.last[row] >= begin)
    return next((SCHEMES[s] for s in ASK if lawful[s]), None)


def _staffed(left: Remaining) -> Bools:
    """C: whose consultant and support worker have time for one more."""
    citizens = left.case.citizens
    helped = np.append(left.support, 1)[citizens.support]
    return (left.consultants[citizens.consultant] > 0) & (helped > 0)


def _kilometres(a: Floats, b: Floats) -> Floats:
    """Along the surface, near enough for a few hundred kilometres."""
    lat, lon = a[..., 0] - b[..., 0], (a[..., 1] - b[..., 1]) * np.cos(a[..., 0])
    return np.asarray(EARTH_KM * np.hypot(lat, lon))
