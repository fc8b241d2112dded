"""The linear relaxation of a model, solved in one of two ways.

GLOP (primal simplex) finds an exact vertex and is quick while there are a few thousand columns. PDLP (a primal-dual
gradient method) begins at a solution that is good already and makes it nearly whole.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csc_matrix, csr_array, hstack

from matcher.engine.arrays.instance import Floats, Ints
from matcher.engine.optimum.model import Model

PENALTY = 1000.0
TO_THE_END = 1e-6
"""The gradient method's accuracy: rarely reached within the iterations asked for."""
CALM = 0.03
"""The primal weight to begin with: the prices are good already, so the columns are moved rather than they."""


@dataclass(frozen=True, slots=True)
class LinearSolution:
    """Value of each column, price of each row (never negative), and what the columns gain together."""

    x: Floats
    price: Floats
    objective: float


@dataclass(frozen=True, slots=True)
class _Program:
    """Maximise gain over 0 <= x <= high with matrix x <= room; x are columns, switches, and what breaks elastic rows.

    Floors and leasts that fixed placements have begun may be out of reach of the columns at hand, so their rows may be
    broken at a price that no gain makes worth while.
    """

    gain: Floats
    high: Floats
    matrix: csr_array
    room: Floats

    @classmethod
    def of(cls, model: Model) -> "_Program":
        broken, rows = broken_rows(model), len(model.room)
        slack = coo_array((-np.ones(len(broken)), (broken, np.arange(len(broken)))), shape=(rows, len(broken)))
        return cls(
            np.concatenate(
                [model.columns.gain, np.zeros(len(model.switches)), np.full(len(broken), -worst_price(model))]
            ),
            np.concatenate([np.ones(model.matrix.shape[1]), np.full(len(broken), np.inf)]),
            csr_array(hstack([model.matrix, slack])),
            model.room,
        )


def broken_rows(model: Model) -> Ints:
    """The rows that may be broken at a price and that no column at all would break."""
    return np.flatnonzero(model.elastic & (model.room < 0))


def worst_price(model: Model) -> float:
    """What it costs to break such a row by one."""
    return PENALTY * (1 + float(np.abs(model.columns.gain).max(initial=0)))


def solve_lp(model: Model, seconds: float) -> LinearSolution | None:
    """The optimum of the relaxation of `model`, a vertex; None where `seconds` did not suffice."""
    from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper, SolveStatus

    program, size = _Program.of(model), len(model.columns)
    low, high, no_floor = np.zeros(len(program.gain)), program.high.copy(), np.full(len(program.room), -np.inf)
    high[:size] = np.inf  # the citizens' rows say it already
    builder = ModelBuilderHelper()
    gain, room, matrix = program.gain, program.room, program.matrix
    builder.fill_model_from_sparse_data(low, high, gain, no_floor, room, matrix)  # type: ignore[arg-type]
    builder.set_maximize(True)
    solver = ModelSolverHelper("glop")
    solver.set_time_limit_in_seconds(seconds)
    solver.solve(builder)
    if solver.status() != SolveStatus.OPTIMAL:
        return None
    x = np.clip(solver.variable_values()[:size], 0, None)
    return LinearSolution(x, np.maximum(solver.dual_values(), 0), float(model.columns.gain @ x))


def improved(model: Model, start: LinearSolution, iterations: int, seconds: float) -> LinearSolution:
    """A solution nearer to the optimum than `start`, after so many iterations of the gradient method or `seconds`."""
    from ortools.pdlp.python import pdlp
    from ortools.pdlp.solvers_pb2 import PrimalDualHybridGradientParams

    program, size = _Program.of(model), len(model.columns)
    task = pdlp.QuadraticProgram()
    task.resize_and_initialize(len(program.gain), len(program.room))
    task.objective_vector = -program.gain
    task.constraint_matrix = csc_matrix(program.matrix)
    task.variable_lower_bounds, task.variable_upper_bounds = np.zeros(len(program.gain)), program.high
    task.constraint_lower_bounds, task.constraint_upper_bounds = np.full(len(program.room), -np.inf), program.room
    settings = PrimalDualHybridGradientParams(initial_primal_weight=CALM)
    settings.termination_criteria.iteration_limit = iterations
    settings.termination_criteria.time_sec_limit = seconds
    settings.termination_criteria.simple_optimality_criteria.eps_optimal_relative = TO_THE_END
    settings.termination_criteria.simple_optimality_criteria.eps_optimal_absolute = TO_THE_END
    begin = pdlp.PrimalAndDualSolution()
    begin.primal_solution = np.pad(start.x, (0, len(program.gain) - size))
    begin.dual_solution = -start.price
    found = pdlp.primal_dual_hybrid_gradient(task, settings, begin)
    x = np.clip(found.primal_solution[:size], 0, 1)
    return LinearSolution(x, np.maximum(-found.dual_solution, 0), float(model.columns.gain @ x))
