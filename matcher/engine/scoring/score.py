"""The project's own score of a pair, used where a problem brings none: weighted criteria that add up exactly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Self

import numpy as np

from core.errors import BadInputError, Fault
from matcher.engine.problem import STRICT, Problem
from matcher.engine.result import Reason
from matcher.engine.scoring.criteria import CRITERIA, Pairs
from matcher.engine.scoring.traits import CitizenTraits, Floats, Ints, OpeningTraits, Vocabulary

MILLION = 1_000_000
"""Points are whole millionths inside, so that a breakdown adds up to the last digit."""
DECIMALS = 6
CHUNK = 1 << 15
"""Pairs judged at a time: small enough for the processor's cache, so memory stays bounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each criterion counts for. A municipality may set its own; they add up to 1.

    Raises BadInputError where one is negative or has more than six decimals, or where the sum is not 1.
    """

    __pydantic_config__: ClassVar = STRICT
    occupation: float = 0.30
    near_field: float = 0.05
    skills: float = 0.08
    language: float = 0.07
    weekly_hours: float = 0.10
    timetable: float = 0.10
    distance: float = 0.12
    prospect: float = 0.10
    support: float = 0.04
    ladder: float = 0.04

    def __post_init__(self) -> None:
        faults = [
            Fault(f"weights.{name}", "skal være mellem 0 og 1 med højst seks decimaler")
            for name, weight in self.by_name().items()
            if not 0 <= weight <= 1 or round(weight, DECIMALS) != weight
        ]
        if not faults and sum(self.millionths().values()) != MILLION:
            faults = [Fault("weights", "skal tilsammen give 1; ret et af tallene")]
        if faults:
            raise BadInputError(faults)

    def by_name(self) -> dict[str, float]:
        """The weight of every criterion."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def millionths(self) -> dict[str, int]:
        """The weight of every criterion in whole millionths."""
        return {name: round(weight * MILLION) for name, weight in self.by_name().items()}


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of some pairs: `total` float64[n] in [0, 1]; what they are made of is worked out when asked for."""

    total: Floats
    pairs: Pairs
    weights: Weights

    def terms(self) -> dict[str, Floats]:
        """Every criterion's own judgement from 0 to 1, float64[n] each, before weighting."""
        return {name: judge(self.pairs) for name, judge in CRITERIA.items()}

    def breakdown(self, i: int) -> tuple[Reason, ...]:
        """Pair `i`'s points by criterion; they add up to `total[i]`."""
        return self.breakdowns(np.array([i]))[0]

    def breakdowns(self, rows: Ints) -> list[tuple[Reason, ...]]:
        """The breakdown of each pair in `rows`."""
        points = dict(_points(_part(self.pairs, rows), self.weights))
        of = self.weights.by_name()
        return [
            tuple(Reason(criterion=name, points=int(row[n]) / MILLION, of=of[name]) for name, row in points.items())
            for n in range(len(rows))
        ]


@dataclass(frozen=True, slots=True)
class Scorer:
    """A problem made ready for scoring: build it once, score any pairs of it as often as needed."""

    citizens: CitizenTraits
    openings: OpeningTraits
    weights: Weights

    @classmethod
    def of(cls, problem: Problem, weights: Weights = DEFAULT_WEIGHTS, market: Mapping[str, int] | None = None) -> Self:
        """`market`: openings per unit group (see `market_of`), for the criterion `near_field`.

        Without it a wish is judged by how narrow it is, and no opening changes the score of another.
        """
        words = Vocabulary.of(problem)
        units = {unit.id: unit for unit in problem.units}
        citizens = CitizenTraits.of(problem.citizens, words, market or {})
        return cls(citizens, OpeningTraits.of(problem.openings, units, words), weights)

    def score(self, citizen: Ints, opening: Ints, hours: Floats) -> Scores:
        """Score pairs of row numbers, int[n] each, with their weekly hours, float64[n]."""
        pairs = Pairs(self.citizens, self.openings, np.asarray(citizen), np.asarray(opening), np.asarray(hours))
        total = np.zeros(len(pairs.citizen))
        for begin in range(0, len(total), CHUNK):
            rows = np.arange(begin, min(begin + CHUNK, len(total)))
            total[rows] = sum(points for _, points in _points(_part(pairs, rows), self.weights))
        return Scores(total / MILLION, pairs, self.weights)


def score_pairs(
    problem: Problem,
    citizen: Ints,
    opening: Ints,
    hours: Floats,
    weights: Weights = DEFAULT_WEIGHTS,
    market: Mapping[str, int] | None = None,
) -> Scores:
    """Score pairs of `problem`: row numbers int[n] into its citizens and openings, weekly hours float64[n].

    To score the same problem more than once, keep a `Scorer`.
    """
    return Scorer.of(problem, weights, market).score(citizen, opening, hours)


def _points(pairs: Pairs, weights: Weights) -> Iterator[tuple[str, Floats]]:
    for name, weight in weights.millionths().items():
        yield name, np.rint(weight * CRITERIA[name](pairs))


def _part(pairs: Pairs, rows: Ints) -> Pairs:
    return Pairs(pairs.citizens, pairs.openings, pairs.citizen[rows], pairs.opening[rows], pairs.hours[rows])
