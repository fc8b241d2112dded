"""Answers to the small town's problem, right to begin with, so that a test can make one thing wrong."""

from dataclasses import replace
from datetime import date
from typing import Any

from matcher.engine.check import check
from matcher.engine.problem import Problem
from matcher.engine.result import Placement, Reason, Result, Unplaced

PLACEMENT = Placement(
    citizen="c1",
    opening="o1",
    scheme="virksomhedspraktik",
    start=date(2026, 12, 7),
    end=date(2027, 2, 1),
    hours=20.0,
    value=0.5,
    score=0.5,
    because=(Reason(criterion="occupation", points=0.3, of=0.6), Reason(criterion="distance", points=0.2, of=0.4)),
)


def placement(**changes: Any) -> Placement:
    """The town's only possible placement, with the changes given."""
    return replace(PLACEMENT, **changes)


def answer(problem: Problem, *placements: Placement, **changes: Any) -> Result:
    """An answer with these placements, everybody else unplaced and the objective the sum of the values."""
    placed = {one.citizen for one in placements}
    total = sum(one.value for one in placements)
    right = Result(
        status="optimal",
        objective=total,
        bound=total,
        gap=0.0,
        seconds=0.1,
        rules=problem.rules_day,
        placements=placements,
        unplaced=tuple(Unplaced(citizen=one.id) for one in problem.citizens if one.id not in placed),
    )
    return replace(right, **changes)


def codes(problem: Problem, *placements: Placement, **changes: Any) -> set[str]:
    """The codes of every breach that the check finds."""
    return {breach.code for breach in check(problem, answer(problem, *placements, **changes))}
