"""What the child process of a planning run does: plan and check. No database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.work import Failure, Progress
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer


@dataclass(frozen=True, slots=True)
class Task:
    """The problem, how long the planner may take, and the sequence each meeting had when it was read."""

    problem: Problem
    seconds: float
    seed: int
    sequences: Mapping[int, int]


def answer(task: Task, report: Callable[[Progress], None]) -> Answer | Failure:
    """Carry out `task`, telling `report` how far it is."""
    # The solver takes seconds to import, which only the child should pay.
    from scheduler.engine.check import check
    from scheduler.engine.solve import solve

    found = solve(
        task.problem,
        time_limit=task.seconds,
        seed=task.seed,
        progress=lambda state: report(Progress(state.phase, state.best, state.bound, state.gap)),
        language="da",
    )
    if not isinstance(found, Answer):
        return Failure("Der blev ikke fundet en mødeplan inden for tidsgrænsen.")
    if breaches := check(task.problem, found):
        return Failure(f"Mødeplanen bryder en regel og er kasseret: {breaches[0]}")
    return found
