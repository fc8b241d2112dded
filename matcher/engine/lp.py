"""The linear relaxation, solved by GLOP's primal simplex: the fastest of the free ones on these models."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack

from matcher.engine.instance import Floats
from matcher.engine.model import Model

ELASTIC = ("floor", "least")
PENALTY = 1000.0


@dataclass(frozen=True, slots=True)
class LinearSolution:
    """Value of each column, price of each row (never negative), the objective, how far elastic rows are broken."""

    x: Floats
    price: Floats
    objective: float
    shortfall: float


def solve_lp(model: Model, seconds: float) -> LinearSolution | None:
    """The optimum of the relaxation of `model`, None where `seconds` did not suffice.

    Floors and leasts that fixed placements have begun may be out of reach of the columns at hand, so their rows may be
    broken at a price that no gain makes worth while.
    """
    from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper, SolveStatus

    elastic = np.concatenate([np.full(len(rows.on), rows.code in ELASTIC) for rows in model.parts])
    broken = np.flatnonzero(elastic)
    slack = coo_array((-np.ones(len(broken)), (broken, np.arange(len(broken)))), shape=(len(elastic), len(broken)))
    matrix = csr_array(hstack([model.matrix, slack]))
    count = matrix.shape[1]
    worst = PENALTY * (1 + np.abs(model.columns.gain).max(initial=0))
    gain = np.concatenate([model.columns.gain, np.full(len(broken), -worst)])
    builder = ModelBuilderHelper()
    at_least, at_most, no_floor = np.zeros(count), np.full(count, np.inf), np.full(len(elastic), -np.inf)
    builder.fill_model_from_sparse_data(at_least, at_most, gain, no_floor, model.room, matrix)  # type: ignore[arg-type]
    builder.set_maximize(True)
    solver = ModelSolverHelper("glop")
    solver.set_time_limit_in_seconds(seconds)
    solver.solve(builder)
    if solver.status() != SolveStatus.OPTIMAL:
        return None
    x = np.maximum(solver.variable_values(), 0)
    price = np.maximum(solver.dual_values(), 0)
    size = len(model.columns)
    return LinearSolution(x[:size], price, float(gain[:size] @ x[:size]), float(x[size:].sum()))
