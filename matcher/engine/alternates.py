"""Alternates: each citizen's next best lawful openings, by what they give less the price of what they take.

The price of an opening is what others would lose if the citizen took it: its seat, the unit's quota and mentors on the
days of the stay. It is negative where a group lacks people to begin. Staff and floors cost the same wherever the
citizen goes, so they are no part of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.columns import Columns, columns
from matcher.engine.instance import Floats, Ints
from matcher.engine.market import Market
from matcher.engine.prices import priced, reduced_gains
from matcher.engine.result import Result

CLOSE = 1e-9


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


def alternates(market: Market, result: Result, count: int = 3) -> Mapping[str, tuple[Alternate, ...]]:
    """By citizen, the `count` best openings beside the one that `result` gives, best first.

    Everybody in the problem who does not stand fixed has an entry, an empty one where no other opening is lawful.
    """
    found = _best(market, count + 1)
    taken = {one.citizen: one.opening for one in result.placements}
    case, values, prices = market.case, _values(market, found), _prices(market, found)
    fixed = {one.citizen for one in case.problem.fixed}
    by_citizen: dict[str, list[Alternate]] = {one.id: [] for one in case.problem.citizens if one.id not in fixed}
    for n in range(len(found)):
        citizen = case.problem.citizens[found.citizen[n]].id
        opening = case.problem.openings[found.opening[n]].id
        if opening != taken.get(citizen) and len(by_citizen[citizen]) < count:
            by_citizen[citizen].append(
                Alternate(
                    opening=opening,
                    scheme=SCHEMES[found.scheme[n]],
                    start=date.fromordinal(int(found.start[n])),
                    score=float(market.ready.pairs.score[found.pair[n]]),
                    value=float(values[n]),
                    price=float(prices[n]),
                )
            )
    return {citizen: tuple(them) for citizen, them in by_citizen.items()}


def _best(market: Market, count: int) -> Columns:
    """The best column of each citizen's `count` best pairs at the market's prices, by citizen and best first.

    A pair earns no more than its gain on the first day less its opening's price, so the pairs that are best by that
    measure give a threshold that every pair among the best must reach.
    """
    setting, pairs = market.ready.setting, market.ready.pairs
    hoped = pairs.gain - market.prices.of_opening[pairs.opening]
    first = np.sort(_foremost(np.asarray(pairs.citizen), hoped, count))
    tried = columns(setting.instance, setting.timeline, pairs, first)
    reduced = reduced_gains(setting, market.prices, tried)
    least = _threshold(market, tried, reduced, count)
    found = priced(setting, pairs, market.prices, least - CLOSE)
    order = np.lexsort((found.columns.start, -found.reduced, found.columns.pair))
    first_of_pair = np.unique(found.columns.pair[order], return_index=True)[1]
    best = found.columns.take(order[first_of_pair])
    return best.take(_foremost(best.citizen, found.reduced[order[first_of_pair]], count))


def _threshold(market: Market, tried: Columns, reduced: Floats, count: int) -> Floats:
    """C: what the `count`-th best of the pairs tried earns, -inf where there are fewer."""
    order = np.lexsort((-reduced, tried.pair))
    first_of_pair = order[np.unique(tried.pair[order], return_index=True)[1]]
    citizen, earned = tried.citizen[first_of_pair], reduced[first_of_pair]
    least = np.full(len(market.case.problem.citizens), np.inf)
    np.minimum.at(least, citizen, earned)
    least[np.bincount(citizen, minlength=len(least)) < count] = -np.inf
    return least


def _foremost(citizen: Ints, worth: Floats, count: int) -> Ints:
    """The places of each citizen's `count` dearest, by citizen and dearest first."""
    order = np.lexsort((np.arange(len(citizen)), -worth, citizen))
    ranked = citizen[order]
    return order[np.arange(len(order)) - np.searchsorted(ranked, ranked) < count]


def _values(market: Market, found: Columns) -> Floats:
    """weight x score - delay - change cost, as in the answer: the gain less what staying would have spared."""
    before = market.case.citizens.previous[found.citizen] >= 0
    return np.asarray(found.gain - market.case.problem.change_cost * before)


def _prices(market: Market, found: Columns) -> Floats:
    """What the columns take apart from staff and floors, which are the same at every opening."""
    setting = market.ready.setting
    nothing = {name: np.zeros_like(getattr(market.prices, name)) for name in ("consultant", "support", "floor")}
    return np.asarray(found.gain - reduced_gains(setting, replace(market.prices, **nothing), found))
