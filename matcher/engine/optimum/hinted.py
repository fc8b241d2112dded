"""The exact model over some columns, solved by CP-SAT from an answer that is there already.

HiGHS (`exact`) is quicker where a few hundred columns are left, and it counts in the exact numbers. CP-SAT learns from
conflicts, which is what packing stays into days comes down to: over thousands of columns it finds in a second what
branch and bound finds in a minute. It counts in whole numbers, so amounts are rounded up to these and room down: what
it finds fits, and its bound is used only where nothing was rounded.
"""

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from matcher.engine.arrays.columns import TOLERANCE, Columns
from matcher.engine.arrays.instance import Bools, Floats
from matcher.engine.arrays.rows import Setting
from matcher.engine.optimum.exact import WholeSolution
from matcher.engine.optimum.model import Model, model

MINUTES_A_WEEK = 2220
"""Full time. Quotas in full-time equivalents are whole in it where weekly hours are whole minutes."""
MILLION = 1_000_000
EXACT = 1e-6
LONGEST = 1e6
"""Seconds; CP-SAT knows no infinity."""


def solve_hinted(
    setting: Setting, columns: Columns, hint: Bools, gap: float, work: float, seconds: float
) -> WholeSolution:
    """The best solution that takes only these columns, from the one that takes those of `hint`.

    gap: relative, where it may stop. work: the most deterministic time of CP-SAT; one is about a second or two.
    """
    whole = model(setting, columns)
    posed = cp_model.CpModel()
    variables = [posed.new_bool_var("") for _ in range(whole.matrix.shape[1])]
    exact = _rows(posed, variables, whole)
    worth = np.rint(columns.gain * MILLION).astype(int)
    posed.maximize(cp_model.LinearExpr.weighted_sum(variables[: len(columns)], worth.tolist()))
    _hint(posed, variables, whole, hint)
    solver = _solver(gap, work, seconds)
    if solver.solve(posed) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return WholeSolution(None, np.inf, infeasible=False)
    taken = np.array([solver.boolean_value(one) for one in variables[: len(columns)]])
    rounded = len(np.unique(columns.citizen)) / MILLION
    bound = solver.best_objective_bound / MILLION + rounded if exact else np.inf
    return WholeSolution(taken, bound, infeasible=False)


def _rows(posed: cp_model.CpModel, variables: Sequence[cp_model.IntVar], whole: Model) -> bool:
    """Pose every row; whether all of them are whole numbers as they stand."""
    matrix, exact = whole.matrix.tocsr(), True
    for row, room in enumerate(whole.room):
        entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
        scale = 1 if _whole(np.append(matrix.data[entries], room)) else MINUTES_A_WEEK
        amounts = matrix.data[entries] * scale
        exact &= _whole(np.append(amounts, room * scale))
        terms = [variables[column] for column in matrix.indices[entries]]
        left = cp_model.LinearExpr.weighted_sum(terms, np.ceil(amounts - TOLERANCE).astype(int).tolist())
        posed.add(left <= int(np.floor(room * scale + TOLERANCE)))
    return exact


def _whole(numbers: Floats) -> bool:
    return bool((np.abs(numbers - np.rint(numbers)) < EXACT).all())


def _hint(posed: cp_model.CpModel, variables: Sequence[cp_model.IntVar], whole: Model, hint: Bools) -> None:
    open_ = np.isin(whole.switches, whole.columns.opening[hint])
    for variable, value in zip(variables, np.concatenate([hint, open_]).tolist(), strict=True):
        posed.add_hint(variable, value)


def _solver(gap: float, work: float, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.relative_gap_limit = gap
    solver.parameters.max_deterministic_time = work
    solver.parameters.max_time_in_seconds = min(seconds, LONGEST)
    solver.parameters.linearization_level = 2
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    return solver
