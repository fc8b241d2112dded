"""Arrivals over time: places that are not given today because somebody who comes soon needs them far more.

Off unless a municipality asks for it. Every run draws futures from what has come before (`futures`), asks in each what
every pair is worth against what is to come (`waiting`), holds back the pairs that are better decided later (by
forbidding them this time) and solves what is left with all hard rules. Whoever would have had a place without this and
now waits is named in `Ahead.held`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.ahead.futures import Outlook, with_future
from matcher.engine.ahead.hold_back import HoldBack
from matcher.engine.ahead.waiting import Worth, cost_of_a_week, worth_of_deciding
from matcher.engine.arrays.instance import Ints
from matcher.engine.optimum.prepare import Prepared, Scorer, prepare
from matcher.engine.options import Options
from matcher.engine.problem import Pair, Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import Scorer as OwnScorer
from matcher.engine.solve import Solved, solved

NEGLIGIBLE = 1e-3
Scoring = Callable[[Problem], Scorer]
"""Makes the scorer of a problem: those who come are scored too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A place kept back from a citizen who could have had it now.

    price: what others are expected to make of the place and all that a placement there takes (the mean of its dual
    values over the futures). value: what the placement would have given.
    """

    citizen: str
    opening: str
    price: float
    value: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """The answer with what it was found with, and the places held back.

    `held` are those that somebody would have had now, `kept` all pairs that are not given, which the problem that was
    solved forbids.
    """

    solved: Solved
    held: tuple[Held, ...] = ()
    kept: tuple[Pair, ...] = ()

    @property
    def result(self) -> Result:
        """The answer itself."""
        return self.solved.result


def solve_ahead(
    problem: Problem,
    outlook: Outlook,
    settings: HoldBack,
    options: Options | None = None,
    scoring: Scoring = OwnScorer.of,
) -> Ahead:
    """The best placements for `problem` in view of what may come.

    The same as `solve` where `settings` are off, nothing can come, or the problem brings scores of its own (which say
    nothing of those who come). Deterministic by `settings.seed` and day. Raises BadInputError as `solve` does.
    """
    plain = solved(problem, options, None if problem.scores is not None else scoring(problem))
    if problem.scores is not None or not plain.result.placements or not _acts(outlook, settings):
        return Ahead(plain)
    ready = plain.ready
    worth = _worth(ready, outlook, settings, scoring)
    kept = np.flatnonzero(worth.now < -NEGLIGIBLE)
    if not len(kept):
        return Ahead(plain)
    pairs = _pairs(ready, kept)
    narrowed = replace(problem, forbidden=problem.forbidden + pairs)
    found = solved(narrowed, options, scoring(narrowed))
    prices = {(one.citizen, one.opening): float(worth.price[i]) for one, i in zip(pairs, kept, strict=True)}
    return Ahead(found, _held(prices, plain.result, found.result), pairs)


def _acts(outlook: Outlook, settings: HoldBack) -> bool:
    return settings.enabled and settings.weeks > 0 and settings.samples > 0 and outlook.stream.per_week > 0


def _worth(ready: Prepared, outlook: Outlook, settings: HoldBack, scoring: Scoring) -> Worth:
    problem, leaving = ready.setting.instance.problem, outlook.leaving
    random = np.random.default_rng((settings.seed, outlook.today.toordinal()))
    drawn = (
        with_future(problem, outlook.stream, outlook.today, settings.weeks, leaving, random)
        for _ in range(settings.samples)
    )
    per_week = settings.weight_of_waiting * problem.delay_cost_per_week
    week = cost_of_a_week(ready, per_week, outlook.today, leaving)
    return worth_of_deciding(ready, week, (prepare(future, scoring(future)) for future in drawn))


def _pairs(ready: Prepared, kept: Ints) -> tuple[Pair, ...]:
    problem, pairs = ready.setting.instance.problem, ready.pairs
    return tuple(
        Pair(citizen=problem.citizens[pairs.citizen[i]].id, opening=problem.openings[pairs.opening[i]].id) for i in kept
    )


def _held(prices: Mapping[tuple[str, str], float], plain: Result, result: Result) -> tuple[Held, ...]:
    """Those whom the plain answer places in a pair that is kept back, and who have no place now."""
    placed = {one.citizen for one in result.placements}
    return tuple(
        Held(citizen=one.citizen, opening=one.opening, price=prices[one.citizen, one.opening], value=one.value)
        for one in plain.placements
        if one.citizen not in placed and (one.citizen, one.opening) in prices
    )
