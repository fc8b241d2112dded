"""The call list: which kinds of places would help most citizens, and which firms to ring for them.

Each call promises a gain between two figures. `at_most` is the upper estimate from the prices of the relaxation (see
`market`); `at_least` is what somebody gains who takes the place while all others stay (see `certain`). `verified` adds
the place and solves again. Where the answer is worth less than the prices prove possible (`Market.slack`), it may gain
that much on top.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from scipy.optimize import linear_sum_assignment

from matcher.engine.advice.certain import Certain
from matcher.engine.advice.firms import NO_LIMIT, Firms
from matcher.engine.advice.kinds import Areas, Kind, kinds
from matcher.engine.advice.market import Estimates, Helped, Market, helped_by
from matcher.engine.advice.whatif import Difference, NewOpening, what_if
from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import instance
from matcher.engine.options import Options
from matcher.engine.problem import Opening, Problem, Score
from matcher.engine.result import Result
from matcher.engine.solve import Solved
from matcher.engine.why.remaining import Remaining

KINDS = 50
FIRMS = 8
"""Firms looked at for each kind."""
TO_RING = 5


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
    Sorted by `at_most`; a call that surely gives more than another can stands before it.
    """
    case = market.case
    if not case.problem.units:
        return ()
    areas, left = Areas.of(case), Remaining(market.ready.setting, result.placements)
    firms = Firms.of(left, areas, fields or {})
    asked = kinds(result, left, areas, KINDS)
    rung = [(kind, unit) for kind in asked for unit in firms.to_ring(kind, FIRMS)]
    prospects = _Prospects.of(market, result, left, firms, rung, seats)
    found = [Call(kind=kind, firms=them) for kind in asked if (them := prospects.firms_of(kind))]
    return tuple(sorted(found, key=lambda call: (*_rank(call.firms[0])[:2], -len(call.helped)))[:most])


def verified(
    problem: Problem,
    call: Call,
    before: Result,
    firm: int = 0,
    options: Options | None = None,
    *,
    warm: Solved | None = None,
) -> Difference:
    """The true gain of a call: the place is added and the problem solved again.

    `before` is the answer without it, `warm` what that was found with (see `what_if`).
    """
    return what_if(problem, added(problem, call, firm), before, options, warm=warm)


def added(problem: Problem, call: Call, firm: int = 0) -> NewOpening:
    """The change that a call makes where it succeeds."""
    return offered(problem, call.opening(problem, firm))


def offered(problem: Problem, opening: Opening) -> NewOpening:
    """A place more, with estimated scores where the problem brings its own."""
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
    return -round(firm.at_most, 6), not firm.in_field, firm.unit


@dataclass(frozen=True, slots=True)
class _Prospects:
    """New places at units (`rung`, by kind), each with whom it would help, and what they promise."""

    firms: Firms
    rung: list[tuple[Kind, int]]
    seats: int
    helped: Helped
    certain: Certain

    @classmethod
    def of(
        cls,
        market: Market,
        result: Result,
        left: Remaining,
        firms: Firms,
        rung: list[tuple[Kind, int]],
        seats: int,
    ) -> Self:
        """The prospects of places with so many seats."""
        problem = market.case.problem
        helped = helped_by(market, tuple(kind.at(problem, problem.units[unit].id, seats) for kind, unit in rung))
        return cls(firms, rung, seats, helped, Certain.of(market, result, left, helped, seats))

    def firms_of(self, kind: Kind) -> tuple[Firm, ...]:
        """The firms at which such a place would help somebody, the most promising first."""
        places = [(place, unit) for place, (one, unit) in enumerate(self.rung) if one == kind]
        free = self.firms.free(kind)
        found = [self._firm(kind, place, unit, int(free[unit])) for place, unit in places]
        return tuple(sorted((firm for firm in found if firm.helped), key=_rank)[:TO_RING])

    def _firm(self, kind: Kind, place: int, unit: int, free: int) -> Firm:
        where, seats, problem = self.helped.at(place), min(self.seats, free), self.firms.case.problem
        at_least = self.certain.best(self.helped, where, seats)
        return Firm(
            unit=problem.units[unit].id,
            seats=seats,
            at_least=at_least,
            at_most=max(at_least, float(self.helped.gain[where][:seats].sum())),
            free=None if free == NO_LIMIT else free,
            in_field=self.firms.in_field(kind, unit),
            helped=tuple(problem.citizens[who].id for who in self.helped.citizen[where]),
        )
