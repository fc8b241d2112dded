"""Prices of scarce capacity, the bound they prove, and the columns they make worth while (pricing).

Lagrangian duality: let y >= 0 be a price for each row but the citizens' own (H1). Whoever pays them may break them, so

    optimum  <=  sum_rows room_r y_r  +  sum_citizens max(0, max_j (gain_j - sum_r y_r a_rj))

over all lawful columns j of the citizen, whatever the prices are; the linear relaxation's own prices make it as tight
as the relaxation. Only the inner maximum looks at every pair, and almost all pairs are decided without looking at their
starts: prices are not negative and waiting earns nothing, so a column is worth no more than its pair's gain on the
first day less the prices that do not depend on the day, and a start that would have to wait too long is left out.
"""

from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.columns import EVERY, Columns, Pairs, columns
from matcher.engine.arrays.instance import Floats, Ints, pair_numbers
from matcher.engine.arrays.rows import Rows, Setting
from matcher.engine.arrays.timeline import running
from matcher.engine.optimum.lp import LinearSolution
from matcher.engine.optimum.model import Model

BLOCK = 1 << 18
"""Pairs looked at together: few enough for the processor's cache."""


@dataclass(frozen=True, slots=True)
class Links:
    """The prices of H17's links between citizens and switches, by pair number, sorted."""

    on: Ints
    price: Floats

    def of(self, numbers: Ints) -> Floats:
        """The price of each of these pairs, 0 where there is no link."""
        if not len(self.on):
            return np.zeros(len(numbers))
        at = np.minimum(np.searchsorted(self.on, numbers), len(self.on) - 1)
        return np.where(self.on[at] == numbers, self.price[at], 0.0)


NO_LINKS = Links(np.zeros(0, dtype=np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Prices:
    """A price for each row of the relaxation, by rule; `quota` and `mentor` are U x D.

    `least` is what an opening that lacks people pays for one more; `opened` and `linked` belong to its switch, as do
    `group_quota` and `group_mentor`, O x D.
    """

    citizen: Floats
    seats: Floats
    quota: Floats
    mentor: Floats
    consultant: Floats
    support: Floats
    floor: Floats
    least: Floats
    opened: Floats
    group_quota: Floats
    group_mentor: Floats
    linked: Links

    @classmethod
    def zero(cls, setting: Setting, linked: Links = NO_LINKS) -> "Prices":
        """Nothing costs anything, but the links."""
        problem, over_time = setting.instance.problem, setting.timeline.quota.left.shape
        openings = len(problem.openings)
        return cls(
            np.zeros(len(problem.citizens)),
            np.zeros(openings),
            np.zeros(over_time),
            np.zeros(over_time),
            np.zeros(len(problem.consultants)),
            np.zeros(len(problem.support_workers)),
            np.zeros(len(problem.floors)),
            np.zeros(openings),
            np.zeros(openings),
            np.zeros((openings, over_time[1])),
            np.zeros((openings, over_time[1])),
            linked,
        )

    @classmethod
    def of(cls, setting: Setting, model: Model, solution: LinearSolution) -> "Prices":
        """The prices that the relaxation found."""
        by_part = np.split(solution.price, np.cumsum([len(rows.on) for rows in model.parts])[:-1])
        links = next(i for i, rows in enumerate(model.parts) if rows.code == "linked")
        prices = cls.zero(setting, Links(model.parts[links].on, by_part[links]))
        for rows, price in zip(model.parts, by_part, strict=True):
            if rows.code != "linked":
                getattr(prices, rows.code).ravel()[rows.on] = price
        return prices

    def on_rows(self, model: Model) -> Floats:
        """The price of each row of `model`: what `of` reads, put back. What a unit's days cost that the model has no
        row for is laid on the next day that has one, for who is there on the former is mostly there on the latter."""
        return np.concatenate([self._on(rows) for rows in model.parts])

    def _on(self, rows: Rows) -> Floats:
        if rows.code == "linked":
            return self.linked.of(rows.on)
        price: Floats = getattr(self, rows.code)
        if price.ndim == 1:
            return price[rows.on]
        sums, days = np.append(0.0, np.cumsum(price)), price.shape[1]
        begin = np.maximum(np.append(0, rows.on[:-1] + 1)[: len(rows.on)], rows.on // days * days)
        return np.asarray(np.maximum(sums[rows.on + 1] - sums[begin], 0))

    @property
    def of_opening(self) -> Floats:
        """What a placement at each opening costs, whoever it is for and whenever it is."""
        return np.asarray(self.seats + self.opened - self.least)

    def of_room(self, setting: Setting) -> float:
        """What all room together costs, the citizens' own rows aside."""
        standing = setting.standing
        return float(
            self.seats @ standing.seats
            + self.consultant @ standing.consultants
            + self.support @ standing.support
            + self.floor @ standing.floors
            # A day that is overfull merely takes nobody more.
            + (self.quota * np.maximum(setting.timeline.quota.left, 0)).sum()
            + (self.mentor * np.maximum(setting.timeline.mentors.left, 0)).sum()
            + self.of_switches(setting).sum()
        )

    def of_switches(self, setting: Setting) -> Floats:
        """O: openings that somebody stands fixed at pay for who lacks; the others are switched on where that earns."""
        wanted, filled = setting.instance.openings.least, setting.standing.filled
        links = np.bincount(self.linked.on % len(wanted), self.linked.price, minlength=len(wanted))
        switch = links + self.opened * setting.standing.seats - self.least * wanted
        for price, room in ((self.group_quota, setting.timeline.quota), (self.group_mentor, setting.timeline.mentors)):
            priced_rows = np.flatnonzero(price.any(axis=1))
            left = np.maximum(room.left[setting.instance.openings.unit[priced_rows]], 0)
            switch[priced_rows] += (price[priced_rows] * left).sum(axis=1)
        return np.where(filled > 0, self.least * (filled - wanted), np.maximum(switch, 0))

    def of_groups(self, found: Columns) -> Floats:
        """What columns cost at openings with a `least`, for what they take of a group's room and for their link."""
        quota, mentors = (
            _over_stay(self.group_quota, found.opening, found),
            _over_stay(self.group_mentor, found.opening, found),
        )
        linked = self.linked.of(pair_numbers(found.citizen, found.opening, len(self.seats)))
        return np.asarray(linked + found.load * quota + found.mentor * mentors)


@dataclass(frozen=True, slots=True)
class Priced:
    """Columns with their gain less the prices of all they take (reduced), the citizens' own price not taken off."""

    columns: Columns
    reduced: Floats


def priced(setting: Setting, pairs: Pairs, prices: Prices, above: Floats, every: int = 1) -> Priced:
    """Every lawful column whose reduced gain is more than `above` (C) of its citizen.

    every: of so many pairs only one is looked at, for a quick sample.
    """
    which, spare = _promising(setting, pairs, prices, above, every)
    starts = _worth_waiting_for(setting, spare)
    found = columns(setting.instance, setting.timeline, pairs, which, starts)
    reduced = reduced_gains(setting, prices, found)
    worth_while = reduced > above[found.citizen]
    return Priced(found.take(worth_while), reduced[worth_while])


def reduced_gains(setting: Setting, prices: Prices, found: Columns) -> Floats:
    """Gain less the prices of all that the column takes but its citizen."""
    reduced = found.gain - prices.of_opening[found.opening] - _of_citizens(setting, prices)[found.citizen]
    reduced -= found.load * _over_stay(prices.quota, found.unit, found)
    reduced -= found.mentor * _over_stay(prices.mentor, found.unit, found)
    return np.asarray(reduced - prices.of_groups(found))


def _over_stay(price: Floats, row: Ints, found: Columns) -> Floats:
    """The sum of a row's daily prices over the stay of each column."""
    sums = running(price)
    return np.asarray(sums[row, found.stop] - sums[row, found.first])


def bound(setting: Setting, prices: Prices, best: Floats) -> float:
    """The Lagrangian bound, where no column of a citizen has a reduced gain above `best` (C)."""
    return prices.of_room(setting) + float(np.maximum(best, 0).sum())


def best_by_citizen(citizen: Ints, reduced: Floats, at_least: Floats) -> Floats:
    """The highest reduced gain of each citizen, and no less than `at_least`."""
    best = at_least.copy()
    np.maximum.at(best, citizen, reduced)
    return best


def _promising(setting: Setting, pairs: Pairs, prices: Prices, above: Floats, every: int) -> tuple[Ints, Floats]:
    """The pairs whose gain on the first day less the prices that do not depend on the day is more than `above`; by how
    much."""
    at, asked = prices.of_opening, above + _of_citizens(setting, prices)
    which, spare = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for begin in range(0, len(pairs), every * BLOCK):
        part = slice(begin, begin + every * BLOCK, every)
        more = pairs.gain[part] - at[pairs.opening[part]] - asked[pairs.citizen[part]]
        places = np.flatnonzero(more > 0)
        which.append(begin + every * places)
        spare.append(more[places])
    return np.concatenate(which), np.concatenate(spare)


def _worth_waiting_for(setting: Setting, spare: Floats) -> Ints:
    """How many starts cost no more than this in waiting: start k + 1 waits for k whole weeks at least."""
    cost = setting.instance.problem.delay_cost_per_week
    weeks = np.minimum(spare / cost, EVERY / 2) if cost > 0 else np.full(len(spare), EVERY / 2)
    return 2 + weeks.astype(np.int64)


def _of_citizens(setting: Setting, prices: Prices) -> Floats:
    """What placing each citizen costs anywhere: consultant, support worker and floors."""
    citizens = setting.instance.citizens
    helped = np.append(prices.support, 0.0)[citizens.support]
    shares = np.array([floor.share for floor in setting.instance.problem.floors])
    floors = (shares - citizens.in_floor) @ prices.floor
    return np.asarray(prices.consultant[citizens.consultant] + helped + floors)
