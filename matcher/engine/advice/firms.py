"""Which firms to ring for a kind of place: those in the area that may take one more, those in its field first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.advice.kinds import START_WEEKS, WEEKS, Areas, Kind
from matcher.engine.advice.market import field_of
from matcher.engine.arrays.columns import TOLERANCE
from matcher.engine.arrays.instance import Bools, Instance, Ints
from matcher.engine.arrays.starts import WEEK, start_counts, start_days
from matcher.engine.arrays.timeline import FULL_TIME, Timeline
from matcher.engine.problem import Problem
from matcher.engine.why.remaining import Remaining

NO_LIMIT = 10**6


@dataclass(frozen=True, slots=True)
class Firms:
    """What each unit may take beside an answer, and its fields of work. starts: when a new stay may begin."""

    case: Instance
    areas: Areas
    timeline: Timeline
    fields: list[set[str]]
    starts: Ints

    @classmethod
    def of(cls, left: Remaining, areas: Areas, fields: Mapping[str, Collection[str]]) -> Self:
        """The firms, with what an answer leaves them. `fields`: by unit, occupations known beside its openings."""
        case = left.case
        begin = np.array([case.problem.horizon.from_.toordinal()])
        count = int(start_counts(begin, begin + WEEK * START_WEEKS)[0])
        starts = start_days(np.repeat(begin, count), np.arange(count))
        timeline = Timeline.of(case, starts, left.taken)
        return cls(case, areas, timeline, _fields(case.problem, fields), starts)

    def to_ring(self, kind: Kind, most: int) -> list[int]:
        """The units that may give such a place, at most so many, those in the field of work first."""
        able = (self.areas.of_unit == kind.area) & (self.free(kind) > 0) & self._open_to(kind)
        return sorted(map(int, np.flatnonzero(able)), key=lambda unit: (not self.in_field(kind, unit), unit))[:most]

    def free(self, kind: Kind) -> Ints:
        """U: how many new places of this kind the quota allows on every day, whenever in the window they begin.

        NO_LIMIT where the scheme does not fill the quota.
        """
        units = np.arange(len(self.case.problem.units))
        if not self.case.lawful.counts[SCHEMES.index(kind.scheme)]:
            return np.full(len(units), NO_LIMIT)
        span = self.timeline.span(self.starts[:1], self.starts[-1:] + WEEK * WEEKS)
        first, stop = (np.broadcast_to(end, units.shape) for end in span)
        load = 1.0 if self.case.heads else kind.hours.max / FULL_TIME
        left = np.maximum(self.timeline.quota.least(units, first, stop), 0)
        return np.floor(left / load + TOLERANCE).astype(np.int64)

    def in_field(self, kind: Kind, unit: int) -> bool:
        """Whether the unit has work in the kind's field already."""
        return field_of(kind.occupation) in self.fields[unit]

    def _open_to(self, kind: Kind) -> Bools:
        """U: where the scheme is possible at all."""
        units, everybody = self.case.units, not self.case.lawful.social_or_public[SCHEMES.index(kind.scheme)]
        return np.asarray(units.social | units.public | everybody)


def _fields(problem: Problem, more: Mapping[str, Collection[str]]) -> list[set[str]]:
    """By unit, the fields of work that it is known to have."""
    found = {unit.id: {field_of(one) for one in more.get(unit.id, ())} for unit in problem.units}
    for opening in problem.openings:
        found[opening.unit].add(field_of(opening.occupation))
    return [found[unit.id] for unit in problem.units]
