"""From the columns taken to the answer in the exchange format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from law.schemes import SCHEMES, version_in_force
from matcher.engine.arrays.columns import Columns
from matcher.engine.arrays.instance import Floats, Instance, Ints
from matcher.engine.arrays.starts import first_day, weeks_waited
from matcher.engine.optimum.preferred import preferred
from matcher.engine.optimum.prepare import Prepared, Scorer
from matcher.engine.optimum.prices import Prices
from matcher.engine.optimum.search import Found
from matcher.engine.options import Options, Watch, relative_gap
from matcher.engine.result import Placement, Price, Reason, Result, Unplaced

WORTH_NAMING = 1e-6
ROUNDING = 1e-6
"""A bound that is closer than this to the objective differs from it by the solvers' tolerances alone."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Placements as arrays, fixed and new, sorted by citizen."""

    citizen: Ints
    opening: Ints
    scheme: Ints
    start: Ints
    end: Ints
    hours: Floats
    score: Floats


def answered(ready: Prepared, found: Found, options: Options, watch: Watch, scorer: Scorer | None) -> Result:
    """The answer with the columns that were `found`."""
    assert found.taken is not None
    rows, problem = _rows(ready, found.taken), ready.setting.instance.problem
    values = _values(ready.setting.instance, rows)
    placements = tuple(_placements(ready.setting.instance, rows, values, _reasons(rows, scorer)))
    placed = np.zeros(len(problem.citizens), dtype=bool)
    placed[rows.citizen] = True
    lost = problem.change_cost * int((~placed & (ready.setting.instance.citizens.previous >= 0)).sum())
    objective = float(values.sum()) - lost
    above = found.bound - found.gain
    bound = objective + (above if above > ROUNDING else 0.0)
    gap = relative_gap(objective, bound)
    return Result(
        status="optimal" if gap <= options.gap else "feasible",
        objective=objective,
        bound=bound,
        gap=gap,
        seconds=watch.elapsed(),
        rules=version_in_force(problem.rules_day),
        placements=placements,
        unplaced=tuple(Unplaced(citizen=problem.citizens[i].id) for i in np.flatnonzero(~placed)),
        prices=tuple(_prices(ready.setting.instance, found.prices)),
    )


def without_answer(ready: Prepared, found: Found, watch: Watch) -> Result:
    """The answer that says that there is none: none can be, or none was found in time."""
    return Result(
        status="infeasible" if found.infeasible else "timeout",
        objective=0.0,
        bound=found.bound + ready.base,
        gap=1.0,
        seconds=watch.elapsed(),
        rules=version_in_force(ready.setting.instance.problem.rules_day),
    )


def _rows(ready: Prepared, taken: Columns) -> _Rows:
    stands, hours = ready.setting.standing, ready.pairs.hours[taken.pair]
    chosen = preferred(ready.setting, taken, hours)
    citizen = np.concatenate([stands.citizen, chosen.citizen])
    order = np.argsort(citizen)
    return _Rows(
        citizen[order],
        np.concatenate([stands.opening, chosen.opening])[order],
        np.concatenate([stands.scheme, chosen.scheme])[order],
        np.concatenate([stands.start, chosen.start])[order],
        np.concatenate([stands.end, chosen.end])[order],
        np.concatenate([stands.hours, hours])[order],
        np.concatenate([ready.fixed_scores, ready.pairs.score[chosen.pair]])[order],
    )


def _values(instance: Instance, rows: _Rows) -> Floats:
    """weight x score - delay_cost_per_week x weeks waited - change_cost where the citizen moves."""
    problem, before = instance.problem, instance.citizens.previous[rows.citizen]
    waited = weeks_waited(first_day(instance, rows.citizen, rows.opening), rows.start)
    moved = (before >= 0) & (before != rows.opening)
    worth = instance.citizens.weight[rows.citizen] * rows.score
    return np.asarray(worth - problem.delay_cost_per_week * waited - problem.change_cost * moved)


def _reasons(rows: _Rows, scorer: Scorer | None) -> Sequence[tuple[Reason, ...]]:
    if scorer is None:
        return [()] * len(rows.citizen)
    return scorer.score(rows.citizen, rows.opening, rows.hours).breakdowns(np.arange(len(rows.citizen)))


def _placements(
    instance: Instance, rows: _Rows, values: Floats, reasons: Sequence[tuple[Reason, ...]]
) -> Iterator[Placement]:
    problem = instance.problem
    for i, because in enumerate(reasons):
        yield Placement(
            citizen=problem.citizens[rows.citizen[i]].id,
            opening=problem.openings[rows.opening[i]].id,
            scheme=SCHEMES[rows.scheme[i]],
            start=date.fromordinal(int(rows.start[i])),
            end=date.fromordinal(int(rows.end[i])),
            hours=float(rows.hours[i]),
            value=float(values[i]),
            score=float(rows.score[i]),
            because=because,
        )


def _prices(instance: Instance, prices: Prices) -> Iterator[Price]:
    """What one more of each capacity is worth, dearest first. One more of a quota is one more on every day."""
    problem = instance.problem
    parts = (
        ("seats", problem.openings, prices.seats),
        ("quota", problem.units, prices.quota.sum(axis=1)),
        ("mentor", problem.units, prices.mentor.sum(axis=1)),
        ("consultant", problem.consultants, prices.consultant),
        ("support", problem.support_workers, prices.support),
    )
    named = [
        Price(on=f"{kind}:{owners[i].id}", price=float(price[i]))
        for kind, owners, price in parts
        for i in np.flatnonzero(price > WORTH_NAMING)
    ]
    yield from sorted(named, key=lambda one: (-one.price, one.on))
