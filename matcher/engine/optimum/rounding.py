"""From the relaxation to an answer, by diving.

What the relaxation takes as a whole is nearly always right, and what it takes in fractions is a small part. So: (1) the
whole columns are kept; (2) the relaxation of the remainder is solved to a vertex, which is whole in many more columns;
these are kept as well, and with them the highest fractions; (3) again, until so few fractions are left that branch and
bound ends within a few branches. Where it does not, the dive goes on to the bottom. So the work ends without a clock,
and each step can be the last one: what is kept fits together at any time, and `repair` gives up what a floor or a least
forbids.
"""

from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.columns import Columns
from matcher.engine.arrays.instance import Bools, Floats
from matcher.engine.arrays.rows import Setting
from matcher.engine.optimum.exact import solve_whole
from matcher.engine.optimum.lp import solve_lp
from matcher.engine.optimum.model import model
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import priced
from matcher.engine.optimum.relaxation import Relaxation
from matcher.engine.optimum.repair import begun_too_small, fitting, repaired
from matcher.engine.options import Options, Watch

ALMOST = 1e-6
NEARLY_WHOLE, NEARLY_NOTHING = 0.99, 0.01
RATHER = 0.5
SHARE = 0.05
"""Of the fractions, the part that a step rounds up (those above a half)."""
FEW = 600
"""Fractions that branch and bound is tried on."""
NODES = 50
STEPS = 200
PART_OF_GAP = 0.2
"""The remainder is solved to this part of the gap asked for of the whole."""


@dataclass(frozen=True, slots=True)
class Dive:
    """What is kept, and the columns that may join it."""

    setting: Setting
    kept: Columns
    rest: Columns

    def keeping(self, more: Columns) -> "Dive":
        """With `more` kept; the other columns of these citizens are no longer of use."""
        rest = self.rest.take(~np.isin(self.rest.citizen, more.citizen))
        return Dive(self.setting.beside(more), self.kept.beside(more), rest)

    def without(self, dropped: Bools) -> "Dive":
        """Without the columns `dropped`."""
        return Dive(self.setting, self.kept, self.rest.take(~dropped))


def rounded(ready: Prepared, relaxed: Relaxation, margin: float, options: Options, watch: Watch) -> Columns | None:
    """A good answer, or None where none was found: a dive over the columns within `margin` of their price."""
    near = priced(ready.setting, ready.pairs, relaxed.prices, relaxed.level - margin).columns
    nothing = Dive(ready.setting, near.take(np.zeros(0, dtype=np.int64)), near)
    dive = nothing.keeping(_settled(ready.setting, relaxed.columns, relaxed.solution.x > NEARLY_WHOLE))
    return repaired(ready.setting, _bottom(dive, PART_OF_GAP * options.gap * relaxed.bound, watch))


def _bottom(dive: Dive, allowed: float, watch: Watch) -> Columns:
    """What is kept at the end. allowed: how much gain branch and bound may leave."""
    for _ in range(STEPS):
        solution = solve_lp(model(dive.setting, dive.rest), watch.left()) if len(dive.rest) else None
        if solution is None:
            break
        fractions = int(_fractional(solution.x).sum())
        if fractions <= FEW:
            gap = min(allowed / max(solution.objective, ALMOST), 1.0)
            found = solve_whole(dive.setting, dive.rest, watch.left(), gap, NODES)
            if found.taken is not None:
                return dive.kept.beside(dive.rest.take(found.taken))
        if not fractions:
            return dive.kept.beside(_settled(dive.setting, dive.rest, solution.x > NEARLY_WHOLE))
        dive = _deeper(dive, solution.x)
    return dive.kept


def _deeper(dive: Dive, x: Floats) -> Dive:
    """One step: the highest values are kept, or else the lowest ones given up."""
    fractions = np.sort(x[_fractional(x)])
    high = fractions[-1 - int(SHARE * len(fractions))]
    more = _settled(dive.setting, dive.rest, x >= np.clip(high, RATHER, NEARLY_WHOLE))
    return dive.keeping(more) if len(more) else dive.without(_least_wanted(dive, x))


def _least_wanted(dive: Dive, x: Floats) -> Bools:
    """The columns at the opening with the smallest part of a group, or the lower half of the fractions."""
    fractional = _fractional(x)
    least = dive.setting.instance.openings.least
    groups = np.unique(dive.rest.opening[fractional & (least > 1)[dive.rest.opening]])
    if not len(groups):
        return np.asarray(fractional & (x <= np.median(x[fractional])))
    people = np.bincount(dive.rest.opening, x, minlength=len(least))[groups]
    return np.asarray(dive.rest.opening == groups[people.argmin()])


def _settled(setting: Setting, columns: Columns, wanted: Bools) -> Columns:
    """The columns `wanted` that fit together, without those at openings that have too few."""
    kept = fitting(setting, columns.take(wanted))
    return kept.take(~begun_too_small(setting, kept)[kept.opening])


def _fractional(x: Floats) -> Bools:
    return np.asarray((x > NEARLY_NOTHING) & (x <= NEARLY_WHOLE))
