"""What the child process of a planning run does: plan, or plan again, and check. No database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.work import Failure, Progress
from scheduler.engine.obstacle import Obstacle
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer, NoAnswer, PlannedMeeting

REPLAN_SECONDS = 10.0
"""A change is mended in seconds; what could not be by then is left out."""


@dataclass(frozen=True, slots=True)
class Task:
    """The problem, how long the planner may take, and the sequence each meeting had when it was read.

    plan: the published plan that is to change as little as can be; None where all open meetings are planned.
    """

    problem: Problem
    seconds: float
    seed: int
    sequences: Mapping[int, int]
    plan: Sequence[PlannedMeeting] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A checked plan, and by meeting left out what stands in its way."""

    answer: Answer
    obstacles: Mapping[str, Obstacle] = field(default_factory=dict)


def answer(task: Task, report: Callable[[Progress], None]) -> Outcome | Failure:
    """Carry out `task`, telling `report` how far it is."""
    # The solver takes seconds to import, which only the child should pay.
    from scheduler.engine.check import check

    problem, found = _replanned(task) if task.plan is not None else (task.problem, _planned(task, report))
    if not isinstance(found, Answer):
        return Failure("Der blev ikke fundet en mødeplan inden for tidsgrænsen.")
    if breaches := check(problem, found):
        return Failure(f"Mødeplanen bryder en regel og er kasseret: {breaches[0]}")
    return Outcome(found, _obstacles(problem, found))


def _planned(task: Task, report: Callable[[Progress], None]) -> Answer | NoAnswer:
    from scheduler.engine.solve import solve

    return solve(
        task.problem,
        time_limit=task.seconds,
        seed=task.seed,
        progress=lambda state: report(Progress(state.phase, state.best, state.bound, state.gap)),
        language="da",
    )


def _replanned(task: Task) -> tuple[Problem, Answer | NoAnswer]:
    from scheduler.engine.replan import Replanned, replan

    assert task.plan is not None
    found = replan(task.problem, task.plan, time_limit=min(task.seconds, REPLAN_SECONDS), language="da")
    return (found.problem, found.answer) if isinstance(found, Replanned) else (task.problem, found)


def _obstacles(problem: Problem, found: Answer) -> dict[str, Obstacle]:
    from scheduler.engine.explain import obstacle_of
    from scheduler.engine.standing import standing

    if not found.unplanned:
        return {}
    plan = standing(problem, found.meetings)
    return {one.id: obstacle_of(plan, plan.space.task[one.id]) for one in found.unplanned}
