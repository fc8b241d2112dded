"""What the child process of a planning run does: plan, or plan again, and check. No database."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.work import Failure, Progress
from scheduler.engine.obstacle import Obstacle
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer, NoAnswer, PlannedMeeting
from scheduler.engine.team_days import Expanded, TeamDay, with_team_days

REPLAN_SECONDS = 10.0
"""A change is mended in seconds; what could not be by then is left out."""


@dataclass(frozen=True, slots=True)
class Task:
    """The problem, how long the planner may take, and the sequence each meeting had when it was read.

    plan: the published plan that is to change as little as can be; None where all open meetings are planned. days: the
    standing days of teams from `today` on, and which meetings are cases for them.
    """

    problem: Problem
    seconds: float
    seed: int
    sequences: Mapping[int, int]
    plan: Sequence[PlannedMeeting] | None = None
    days: Sequence[TeamDay] = ()
    cases: Collection[str] = ()
    today: date = date.min


@dataclass(frozen=True, slots=True)
class Outcome:
    """A checked plan, and by meeting left out what stands in its way."""

    answer: Answer
    obstacles: Mapping[str, Obstacle] = field(default_factory=dict)


def answer(task: Task, report: Callable[[Progress], None]) -> Outcome | Failure:
    """Carry out `task`, telling `report` how far it is."""
    # The solver takes seconds to import, which only the child should pay.
    from scheduler.engine.check import check

    expanded = _with_team_days(task)
    if task.plan is not None:
        problem, found = _replanned(task, task.plan)
    else:
        problem = task.problem if expanded is None else expanded.problem
        found = _planned(problem, task, report)
    if not isinstance(found, Answer):
        return Failure("Der blev ikke fundet en mødeplan inden for tidsgrænsen.")
    if breaches := check(problem, found):
        return Failure(f"Mødeplanen bryder en regel og er kasseret: {breaches[0]}")
    obstacles = _obstacles(problem, found)
    return Outcome(found, obstacles) if expanded is None else _in_own_names(expanded, found, obstacles)


def _with_team_days(task: Task) -> Expanded | None:
    """The problem with the teams' days, on which those cases are held that a team can take. None without any."""
    if not task.days or task.plan is not None:
        return None
    unfit = with_team_days(task.problem, task.days, task.cases, task.today).unfit
    return with_team_days(task.problem, task.days, set(task.cases) - unfit.keys(), task.today)


def _in_own_names(expanded: Expanded, found: Answer, obstacles: Mapping[str, Obstacle]) -> Outcome:
    told = {
        meeting: replace(
            one,
            people=tuple("|".join(map(expanded.name, who.split("|"))) for who in one.people),
            sites=tuple(map(expanded.name, one.sites)),
        )
        for meeting, one in obstacles.items()
    }
    return Outcome(expanded.answer(found, "da"), told)


def _planned(problem: Problem, task: Task, report: Callable[[Progress], None]) -> Answer | NoAnswer:
    from scheduler.engine.solve import solve

    return solve(
        problem,
        time_limit=task.seconds,
        seed=task.seed,
        progress=lambda state: report(Progress(state.phase, state.best, state.bound, state.gap)),
        language="da",
    )


def _replanned(task: Task, plan: Sequence[PlannedMeeting]) -> tuple[Problem, Answer | NoAnswer]:
    from scheduler.engine.replan import Replanned, replan

    found = replan(task.problem, plan, time_limit=min(task.seconds, REPLAN_SECONDS), language="da")
    return (found.problem, found.answer) if isinstance(found, Replanned) else (task.problem, found)


def _obstacles(problem: Problem, found: Answer) -> dict[str, Obstacle]:
    from scheduler.engine.explain import obstacle_of
    from scheduler.engine.standing import standing

    if not found.unplanned:
        return {}
    plan = standing(problem, found.meetings)
    return {one.id: obstacle_of(plan, plan.space.task[one.id]) for one in found.unplanned}
