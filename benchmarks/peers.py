"""The plain ways to match, on the same prepared instance: what ours is measured against.

The two exact ones get every column at once in one model and so many seconds; the two by hand are first-come heuristics,
which end by themselves.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from matcher.engine.arrays.columns import Columns, columns
from matcher.engine.arrays.instance import Bools, Ints
from matcher.engine.optimum.model import Model, model
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.options import relative_gap
from matcher.engine.problem import Problem
from matcher.engine.scoring.score import Scorer

MILLION = 1_000_000
FTE_STEPS = 2220
"""A minute a week is this part of full time, so loads are whole numbers of it."""
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Outcome:
    """Objective and bound; the objective is nan where no solution was found, the bound inf where none was proven."""

    objective: float
    bound: float

    @property
    def gap(self) -> float:
        """The relative gap, nan or inf where there is none."""
        return relative_gap(self.objective, self.bound)


def one_mip(problem: Problem, seconds: float) -> Outcome:
    """Everything in one model for HiGHS."""
    ready, whole = _everything(problem)
    gain = np.concatenate([whole.columns.gain, np.zeros(len(whole.switches))])
    found = milp(
        -gain,
        integrality=np.ones(len(gain), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(whole.matrix, -np.inf, whole.room)],
        options={"time_limit": seconds, "mip_rel_gap": 0.001},
    )
    base = ready.base
    bound = np.inf if found.mip_dual_bound is None else base - found.mip_dual_bound
    return Outcome(np.nan if found.fun is None else base - found.fun, bound)


def one_cp_sat(problem: Problem, seconds: float) -> Outcome:
    """Everything in one CP-SAT model on one worker."""
    from ortools.sat.python import cp_model

    ready, whole = _everything(problem)
    solver_model, matrix = cp_model.CpModel(), whole.matrix.tocsr()
    x = [solver_model.new_bool_var("") for _ in range(matrix.shape[1])]
    for r in range(matrix.shape[0]):
        entries = slice(matrix.indptr[r], matrix.indptr[r + 1])
        amounts = np.rint(matrix.data[entries] * FTE_STEPS).astype(int)
        left = cp_model.LinearExpr.weighted_sum([x[j] for j in matrix.indices[entries]], amounts.tolist())
        solver_model.add(left <= int(np.floor(whole.room[r] * FTE_STEPS + TOLERANCE)))
    worth = np.rint(whole.columns.gain * MILLION).astype(int).tolist()
    solver_model.maximize(cp_model.LinearExpr.weighted_sum(x[: len(worth)], worth))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.relative_gap_limit = 0.001
    status = solver.solve(solver_model)
    base = ready.base
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Outcome(np.nan, np.inf)
    return Outcome(base + solver.objective_value / MILLION, base + solver.best_objective_bound / MILLION)


def greedy(problem: Problem) -> Outcome:
    """The best pair first, then the next that still fits."""
    ready = prepare(problem, Scorer.of(problem))
    every = _columns(ready)
    return _first_come(ready, every, np.argsort(-every.gain, kind="stable"))


def portfolio_by_portfolio(problem: Problem) -> Outcome:
    """Each consultant in turn places the own citizens, the best pair first: as it is done by hand."""
    ready = prepare(problem, Scorer.of(problem))
    every = _columns(ready)
    consultant = ready.setting.instance.citizens.consultant[every.citizen]
    return _first_come(ready, every, np.lexsort((-every.gain, consultant)))


def _everything(problem: Problem) -> tuple[Prepared, Model]:
    ready = prepare(problem, Scorer.of(problem))
    return ready, model(ready.setting, _columns(ready))


def _columns(ready: Prepared) -> Columns:
    return columns(ready.setting.instance, ready.setting.timeline, ready.pairs, np.arange(len(ready.pairs)))


def _first_come(ready: Prepared, every: Columns, order: Ints) -> Outcome:
    """Takes columns in `order` while they fit, and at the end gives up what keeps a floor or a least from holding."""
    taken = _fitting(ready, every, order)
    least = ready.setting.instance.openings.least
    while True:
        at = np.bincount(every.opening[taken], minlength=len(least)) + ready.setting.standing.filled
        dropped = taken & (at < least)[every.opening]
        for f, floor in enumerate(ready.setting.instance.problem.floors):
            inside = ready.setting.instance.citizens.in_floor[every.citizen, f]
            if ready.setting.standing.floors[f] + (inside[taken] - floor.share).sum() < 0:
                outside = np.flatnonzero(taken & ~inside)
                dropped[outside[every.gain[outside].argmin()]] = True
        if not (dropped & taken).any():
            return Outcome(ready.base + float(every.gain[taken].sum()), np.inf)
        taken &= ~dropped


def _fitting(ready: Prepared, every: Columns, order: Ints) -> Bools:
    whole = model(ready.setting, every)
    switched = np.concatenate([np.full(len(rows.on), rows.switch is not None) for rows in whole.parts])
    by_column, left = whole.matrix.tocsc(), np.where(switched | whole.elastic, np.inf, whole.room)
    taken = np.zeros(len(every), dtype=bool)
    for j in order:
        entries = slice(by_column.indptr[j], by_column.indptr[j + 1])
        rows, amounts = by_column.indices[entries], by_column.data[entries]
        if (left[rows] >= amounts - TOLERANCE).all():
            left[rows] -= amounts
            taken[j] = True
    return taken
