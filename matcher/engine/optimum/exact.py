"""The exact model over some columns, solved by HiGHS's branch and bound."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from matcher.engine.arrays.columns import TOLERANCE, Columns
from matcher.engine.arrays.instance import Bools
from matcher.engine.arrays.rows import Setting
from matcher.engine.optimum.model import model

OPTIMAL, LIMIT, INFEASIBLE = 0, 1, 2
HALF = 0.5


@dataclass(frozen=True, slots=True)
class WholeSolution:
    """Which columns are taken (None where no solution was found), and a bound over solutions of these columns."""

    taken: Bools | None
    bound: float
    infeasible: bool


def solve_whole(setting: Setting, columns: Columns, seconds: float, gap: float, nodes: int) -> WholeSolution:
    """The best solution that takes only these columns, to a relative `gap` (from 0 to 1; what lies outside is cut).

    nodes: how many branches may be looked at, so that the work ends without a clock.
    """
    if not len(columns):
        return _nobody_new(setting)
    whole = model(setting, columns)
    switches = np.zeros(len(whole.switches))
    gain = np.concatenate([columns.gain, switches])
    found = milp(
        -gain,
        integrality=np.ones(len(gain), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(whole.matrix, -np.inf, whole.room)],
        options={
            "time_limit": max(seconds, 0.01),
            "mip_rel_gap": min(max(gap, 0.0), 1.0),
            "node_limit": nodes,
        },
    )
    best = found.mip_dual_bound
    return WholeSolution(
        None if found.x is None else found.x[: len(columns)] > HALF,
        float(columns.gain.clip(0).sum()) if best is None else -float(best),
        infeasible=found.status == INFEASIBLE,
    )


def _nobody_new(setting: Setting) -> WholeSolution:
    """The only solution without columns, where floors and leasts allow what stands to stand alone."""
    standing = setting.standing
    too_few = (standing.filled > 0) & (standing.filled < setting.instance.openings.least)
    infeasible = bool(too_few.any() or (standing.floors < -TOLERANCE).any())
    return WholeSolution(None if infeasible else np.zeros(0, dtype=bool), 0.0, infeasible)
