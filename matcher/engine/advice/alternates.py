"""Alternates: each citizen's next best lawful openings, by what they give less the price of what they take.

The price of an opening is what others would lose if the citizen took it: its seat, the unit's quota and mentors on the
days of the stay. It is negative where a group lacks people to begin. Staff and floors cost the same wherever the
citizen goes, so they are no part of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.advice.market import Market
from matcher.engine.arrays.columns import Columns, columns
from matcher.engine.arrays.instance import Floats, Ints
from matcher.engine.optimum.prices import Prices, reduced_gains
from matcher.engine.result import Result

AT_FIRST = 2
"""How many times as many pairs as are asked for are looked at in the first round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """A lawful opening with the start and scheme that give most there; `value` as in the answer, `price` of what it
    takes. Whether there is room for it beside the answer is not asked: the price says how scarce that is.
    """

    opening: str
    scheme: str
    start: date
    score: float
    value: float
    price: float


@dataclass(frozen=True, slots=True)
class _Offers:
    """The best column of some pairs, and what it earns: its gain less the price of what it takes."""

    columns: Columns
    earned: Floats

    def foremost(self, count: int) -> Self:
        """Each citizen's `count` best, by citizen and best first."""
        order = np.lexsort((self.columns.opening, -self.earned, self.columns.citizen))
        ranked = self.columns.citizen[order]
        first = order[np.arange(len(order)) - np.searchsorted(ranked, ranked) < count]
        return replace(self, columns=self.columns.take(first), earned=self.earned[first])

    def beside(self, other: Self) -> Self:
        """These and the other ones."""
        return replace(
            self, columns=self.columns.beside(other.columns), earned=np.concatenate([self.earned, other.earned])
        )

    def least(self, citizens: int, count: int) -> Floats:
        """C: what the worst of each citizen's `count` earns; -inf for who has fewer."""
        least = np.full(citizens, np.inf)
        np.minimum.at(least, self.columns.citizen, self.earned)
        least[np.bincount(self.columns.citizen, minlength=citizens) < count] = -np.inf
        return least


def alternates(market: Market, result: Result, count: int = 3) -> Mapping[str, tuple[Alternate, ...]]:
    """By citizen, the `count` best openings beside the one that `result` gives, best first.

    Everybody in the problem who does not stand fixed has an entry, an empty one where no other opening is lawful.
    """
    found, case = _best(market, count + 1), market.case
    taken = {one.citizen: one.opening for one in result.placements}
    fixed = {one.citizen for one in case.problem.fixed}
    by_citizen: dict[str, list[Alternate]] = {one.id: [] for one in case.problem.citizens if one.id not in fixed}
    for n, one in enumerate(_told(market, found)):
        citizen = case.problem.citizens[found.columns.citizen[n]].id
        if one.opening != taken.get(citizen) and len(by_citizen[citizen]) < count:
            by_citizen[citizen].append(one)
    return {citizen: tuple(them) for citizen, them in by_citizen.items()}


def _told(market: Market, found: _Offers) -> Iterator[Alternate]:
    case, columns = market.case, found.columns
    # The gain is over no placement at all, which costs who is in `previous` the cost of change (see `prepare`).
    values = columns.gain - case.problem.change_cost * (case.citizens.previous[columns.citizen] >= 0)
    scores, prices = market.ready.pairs.score[columns.pair], columns.gain - found.earned
    for n in range(len(columns)):
        yield Alternate(
            opening=case.problem.openings[columns.opening[n]].id,
            scheme=SCHEMES[columns.scheme[n]],
            start=date.fromordinal(int(columns.start[n])),
            score=float(scores[n]),
            value=float(values[n]),
            price=float(prices[n]),
        )


def _best(market: Market, count: int) -> _Offers:
    """Each citizen's `count` best pairs at the market's prices, by citizen and best first.

    A pair earns no more than its gain on the first day less its opening's price. So pairs are looked at in the order of
    that hope, some at a time, until what a citizen has found is better than all that he or she could still hope for.
    """
    pairs, prices = market.ready.pairs, _without_staff(market.prices)
    citizen, hoped = np.asarray(pairs.citizen), pairs.gain - prices.of_opening[pairs.opening]
    order = np.lexsort((-hoped, citizen))
    ranked = citizen[order]
    position = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    found = _offers(market, prices, order[:0])
    looking, begin, size = np.ones(len(market.level), dtype=bool), 0, AT_FIRST * count
    while looking.any():
        part = (begin <= position) & (position < begin + size) & looking[ranked]
        found = found.beside(_offers(market, prices, np.sort(order[part]))).foremost(count)
        begin, size = begin + size, 2 * size
        ahead, following = np.full(len(looking), -np.inf), order[position == begin]
        ahead[citizen[following]] = hoped[following]
        looking &= ahead > found.least(len(looking), count)
    return found


def _offers(market: Market, prices: Prices, which: Ints) -> _Offers:
    """The pairs at `which` that have a column, each with its best and earliest."""
    setting = market.ready.setting
    every = columns(setting.instance, setting.timeline, market.ready.pairs, which)
    earned = reduced_gains(setting, prices, every)
    order = np.lexsort((every.start, -earned, every.pair))
    best = order[np.unique(every.pair[order], return_index=True)[1]]
    return _Offers(every.take(best), earned[best])


def _without_staff(prices: Prices) -> Prices:
    """The prices of what differs from opening to opening."""
    nothing = {name: np.zeros_like(getattr(prices, name)) for name in ("consultant", "support", "floor")}
    return replace(prices, **nothing)
