"""The linear relaxation, solved in one of two ways.

GLOP (primal simplex) finds an exact vertex and is quickest while there are a few thousand columns. PDLP (a primal-dual
gradient method) needs seconds where the simplex needs minutes; its prices are only nearly the best ones, which the
bound they prove takes into account.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack

from matcher.engine.arrays.instance import Floats
from matcher.engine.optimum.model import Model

PENALTY = 1000.0


@dataclass(frozen=True, slots=True)
class LinearSolution:
    """Value of each column, price of each row (never negative), the objective, how far elastic rows are broken."""

    x: Floats
    price: Floats
    objective: float
    shortfall: float


def solve_lp(model: Model, seconds: float, accuracy: float = 0.0) -> LinearSolution | None:
    """The optimum of the relaxation of `model`; None where `seconds` did not suffice.

    accuracy: 0 for an exact vertex, else the relative error at which the gradient method may stop. Floors and leasts
    that fixed placements have begun may be out of reach of the columns at hand, so their rows may be broken at a price
    that no gain makes worth while.
    """
    from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper, SolveStatus

    broken = np.flatnonzero(model.elastic & (model.room < 0))
    rows, size = len(model.room), len(model.columns)
    slack = coo_array((-np.ones(len(broken)), (broken, np.arange(len(broken)))), shape=(rows, len(broken)))
    worst = PENALTY * (1 + np.abs(model.columns.gain).max(initial=0))
    gain = np.concatenate([model.columns.gain, np.zeros(len(model.switches)), np.full(len(broken), -worst)])
    low, high, no_floor = np.zeros(len(gain)), np.full(len(gain), np.inf), np.full(rows, -np.inf)
    high[size : size + len(model.switches)] = 1
    if accuracy:
        high[:size] = 1
    matrix = csr_array(hstack([model.matrix, slack]))
    builder = ModelBuilderHelper()
    builder.fill_model_from_sparse_data(low, high, gain, no_floor, model.room, matrix)  # type: ignore[arg-type]
    builder.set_maximize(True)
    solver = ModelSolverHelper("pdlp" if accuracy else "glop")
    if accuracy:
        solver.set_solver_specific_parameters(_stop_at(accuracy))
    solver.set_time_limit_in_seconds(seconds)
    solver.solve(builder)
    if solver.status() != SolveStatus.OPTIMAL:
        return None
    x = np.clip(solver.variable_values(), 0, None)
    objective, shortfall = float(gain[:size] @ x[:size]), float(x[len(gain) - len(broken) :].sum())
    return LinearSolution(x[:size], np.maximum(solver.dual_values(), 0), objective, shortfall)


def _stop_at(accuracy: float) -> str:
    error = f"eps_optimal_relative: {accuracy} eps_optimal_absolute: {accuracy}"
    return f"termination_criteria {{ simple_optimality_criteria {{ {error} }} }}"
