"""The call list: which kinds of places would help most citizens, and which firms to ring for them.

Each call promises a gain between two figures. `at_most` is the upper estimate from the prices of the relaxation (see
`market`); `at_least` is what somebody gains who takes the place while all others stay (see `certain`). `verified` adds
the place and solves again. Where the answer is worth less than the prices prove possible (`Market.slack`), it may gain
that much on top.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from law.schemes import SCHEMES
from matcher.engine.candidates import Candidates
from matcher.engine.certain import Certain
from matcher.engine.columns import TOLERANCE
from matcher.engine.instance import Bools, Instance, Ints, instance
from matcher.engine.kinds import START_WEEKS, WEEKS, Areas, Kind, kinds
from matcher.engine.market import Estimates, Helped, Market, field_of, helped_by
from matcher.engine.options import Options
from matcher.engine.problem import Opening, Problem, Score
from matcher.engine.remaining import Remaining
from matcher.engine.result import Result
from matcher.engine.starts import WEEK, start_counts, start_days
from matcher.engine.timeline import FULL_TIME, Timeline
from matcher.engine.whatif import Difference, NewOpening, what_if

KINDS = 50
FIRMS = 8
"""Firms looked at for each kind."""
TO_RING = 5
NO_LIMIT = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm to ring: its unit, for how many seats, and the gain that they promise.

    `free`: how many more the unit may take on every day of the stay, None where the scheme does not fill the quota.
    `in_field`: whether it has places in the same field of work already. `helped`: whom such a place would help, the
    most first.
    """

    unit: str
    seats: int
    at_least: float
    at_most: float
    free: int | None
    in_field: bool
    helped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A kind of place, and the firms to ring for it, the most promising first."""

    kind: Kind
    firms: tuple[Firm, ...]

    @property
    def at_least(self) -> float:
        """What the first firm's places give for certain."""
        return self.firms[0].at_least

    @property
    def at_most(self) -> float:
        """What the first firm's places can give at most."""
        return self.firms[0].at_most

    @property
    def helped(self) -> tuple[str, ...]:
        """The citizens whom a place at the first firm would help, the most first."""
        return self.firms[0].helped

    def opening(self, problem: Problem, firm: int = 0) -> Opening:
        """The opening that the call asks one of its firms for."""
        return self.kind.at(problem, self.firms[firm].unit, self.firms[firm].seats)


def call_list(
    market: Market,
    result: Result,
    *,
    seats: int = 1,
    most: int = 20,
    fields: Mapping[str, Collection[str]] | None = None,
) -> tuple[Call, ...]:
    """The calls that promise most, each on its own, for `seats` places or as many as the firm may take.

    `result` is the answer to the market's problem. `fields`: by unit, occupations known there beside its openings.
    Sorted by the middle of what is promised; calls of which one surely gives more than the other are in right order.
    """
    case = market.case
    if not case.problem.units:
        return ()
    areas = Areas.of(case)
    asked = kinds(case, result, areas, KINDS)
    room = _Room.of(case, result, _occupations(case.problem, fields or {}))
    rung = [(kind, unit) for kind in asked for unit in room.firms(kind, areas)]
    names = [one.id for one in case.problem.units]
    places = tuple(kind.at(case.problem, names[unit], seats) for kind, unit in rung)
    helped = helped_by(market, places)
    certain = Certain.of(case, result, helped, seats)
    found: dict[Kind, list[Firm]] = {}
    for place, (kind, unit) in enumerate(rung):
        where = helped.at(place)
        if where.start < where.stop:
            found.setdefault(kind, []).append(_firm(case, room, kind, unit, helped, certain, where, seats))
    calls = [Call(kind=kind, firms=tuple(sorted(firms, key=_rank)[:TO_RING])) for kind, firms in found.items()]
    return tuple(sorted(calls, key=lambda one: (*_rank(one.firms[0])[:2], -len(one.helped)))[:most])


def verified(problem: Problem, call: Call, before: Result, firm: int = 0, options: Options | None = None) -> Difference:
    """The true gain of a call: the place is added and the problem solved again. `before` is the answer without it."""
    return what_if(problem, added(problem, call, firm), before, options)


def added(problem: Problem, call: Call, firm: int = 0) -> NewOpening:
    """The change that a call makes where it succeeds, with estimated scores where the problem brings its own."""
    opening = call.opening(problem, firm)
    if problem.scores is None:
        return NewOpening(opening)
    case = instance(problem)
    arrays = instance(replace(problem, openings=(opening,), fixed=(), forbidden=(), previous=(), scores=None))
    people = np.arange(len(problem.citizens))
    scores = Estimates(case, arrays).of(Candidates(arrays, people, np.zeros_like(people)))
    listed = [(problem.citizens[i].id, float(scores[i])) for i in np.flatnonzero(~np.isnan(scores))]
    return NewOpening(opening, tuple(Score(citizen=who, opening=opening.id, score=score) for who, score in listed))


def together(market: Market, calls: Collection[Call]) -> float:
    """What all calls give at most if each succeeds at its first firm: nobody can take two of the places."""
    problem = market.case.problem
    places = tuple(call.opening(problem) for call in calls)
    helped = helped_by(market, places)
    seat = np.repeat(np.arange(len(places)), [one.seats for one in places])
    table = np.zeros((len(places), len(problem.citizens)))
    table[helped.place, helped.citizen] = helped.gain
    who = np.flatnonzero(table.any(axis=0))
    row, column = linear_sum_assignment(table[seat][:, who], maximize=True)
    return float(table[seat][:, who][row, column].sum())


def _rank(firm: Firm) -> tuple[float, bool, str]:
    return -round(firm.at_least + firm.at_most, 6), not firm.in_field, firm.unit


def _firm(
    case: Instance, room: "_Room", kind: Kind, unit: int, helped: Helped, certain: Certain, where: slice, seats: int
) -> Firm:
    free = room.free(kind)[unit]
    taken = min(seats, int(free))
    at_least = certain.best(helped, where, taken)
    return Firm(
        unit=case.problem.units[unit].id,
        seats=taken,
        at_least=at_least,
        at_most=max(at_least, float(helped.gain[where][:taken].sum())),
        free=None if free == NO_LIMIT else int(free),
        in_field=field_of(kind.occupation) in room.fields[unit],
        helped=tuple(case.problem.citizens[who].id for who in helped.citizen[where]),
    )


def _occupations(problem: Problem, more: Mapping[str, Collection[str]]) -> list[set[str]]:
    """By unit, the fields of work that it is known to have."""
    found = {unit.id: {field_of(one) for one in more.get(unit.id, ())} for unit in problem.units}
    for opening in problem.openings:
        found[opening.unit].add(field_of(opening.occupation))
    return [found[unit.id] for unit in problem.units]


@dataclass(frozen=True, slots=True)
class _Room:
    """What each unit may take beside the answer, and its fields of work. starts: when a new stay may begin."""

    case: Instance
    timeline: Timeline
    fields: list[set[str]]
    starts: Ints

    @classmethod
    def of(cls, case: Instance, result: Result, fields: list[set[str]]) -> "_Room":
        begin = np.array([case.problem.horizon.from_.toordinal()])
        count = int(start_counts(begin, begin + WEEK * START_WEEKS)[0])
        starts = start_days(np.repeat(begin, count), np.arange(count))
        return cls(case, Timeline.of(case, starts, Remaining(case, result.placements).taken), fields, starts)

    def free(self, kind: Kind) -> Ints:
        """U: how many new places of this kind the quota allows on every day, whenever in the window they begin."""
        units = np.arange(len(self.case.problem.units))
        if not self.case.lawful.counts[SCHEMES.index(kind.scheme)]:
            return np.full(len(units), NO_LIMIT)
        first, stop = self.timeline.span(self.starts[:1], self.starts[-1:] + WEEK * WEEKS)
        left = self.timeline.quota.least(units, np.broadcast_to(first, units.shape), np.broadcast_to(stop, units.shape))
        load = 1.0 if self.case.heads else kind.hours.max / FULL_TIME
        return np.floor(np.maximum(left, 0) / load + TOLERANCE).astype(np.int64)

    def firms(self, kind: Kind, areas: Areas) -> Iterator[int]:
        """The units to look at, those in the field first."""
        able = (areas.of_unit == kind.area) & (self.free(kind) > 0) & self._open_to(kind)
        field = field_of(kind.occupation)
        units = sorted(
            (int(unit) for unit in np.flatnonzero(able)), key=lambda unit: (field not in self.fields[unit], unit)
        )
        yield from units[:FIRMS]

    def _open_to(self, kind: Kind) -> Bools:
        """U: where the scheme is possible at all."""
        units, everybody = self.case.units, not self.case.lawful.social_or_public[SCHEMES.index(kind.scheme)]
        return np.asarray(units.social | units.public | everybody)
