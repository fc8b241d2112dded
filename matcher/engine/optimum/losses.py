"""Where an answer falls short of its bound: the difference, told by citizen, unit and member of staff.

The bound is what all room costs and what each citizen earns at best, at the relaxation's prices. An answer pays for the
room it uses and earns what its columns earn, so exactly

    bound - value  =  sum_citizens (best they could earn - what they earn)  +  sum_rows price x room that is left

and every term is at least 0. Nearly always a few terms make up the whole difference, and there an answer can be better.
"""

from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.columns import Columns
from matcher.engine.arrays.instance import Floats
from matcher.engine.arrays.rows import Setting
from matcher.engine.arrays.timeline import Room
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import Prices, reduced_gains
from matcher.engine.optimum.relaxation import Relaxation


@dataclass(frozen=True, slots=True)
class Losses:
    """What each citizen, unit (with its openings), consultant and support worker loses, and all floors together."""

    citizens: Floats
    units: Floats
    consultants: Floats
    support: Floats
    floors: float

    @classmethod
    def of(cls, ready: Prepared, relaxed: Relaxation, taken: Columns) -> "Losses":
        """The losses of the answer `taken`; they add up to `relaxed.bound` less its gain."""
        prices, left = relaxed.prices, ready.setting.beside(taken)
        citizens = relaxed.level.clip(0).copy()
        citizens[taken.citizen] -= reduced_gains(ready.setting, prices, taken)
        return cls(
            citizens,
            _of_units(ready.setting, left, prices, taken),
            prices.consultant * left.standing.consultants,
            prices.support * left.standing.support,
            float(prices.floor @ left.standing.floors),
        )

    @property
    def by_node(self) -> Floats:
        """All of them one after the other, as `neighbourhood` numbers them; the floors belong nowhere."""
        return np.concatenate([self.citizens, self.units, self.consultants, self.support])

    @property
    def total(self) -> float:
        """All losses together."""
        return float(self.by_node.sum()) + self.floors


def _of_units(setting: Setting, left: Setting, prices: Prices, taken: Columns) -> Floats:
    over_time = prices.quota * _left(setting.timeline.quota, left.timeline.quota)
    over_time += prices.mentor * _left(setting.timeline.mentors, left.timeline.mentors)
    of_openings = prices.seats * left.standing.seats + _of_groups(setting, prices, taken)
    unit, units = setting.instance.openings.unit, len(setting.instance.problem.units)
    return np.asarray(over_time.sum(axis=1) + np.bincount(unit, of_openings, minlength=units))


def _left(before: Room, now: Room) -> Floats:
    """The room left now; none on days that were overfull before."""
    return np.asarray(now.left - np.minimum(before.left, 0))


def _of_groups(setting: Setting, prices: Prices, taken: Columns) -> Floats:
    """What the switch of each opening with a `least` could earn, less what it earns."""
    paid = (prices.opened - prices.least)[taken.opening] + prices.of_groups(taken)
    return np.asarray(prices.of_switches(setting) - np.bincount(taken.opening, paid, minlength=len(prices.seats)))
