"""What the child process of a match run does: solve, explain, check, compare with the work by hand. No database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.errors import BadInputError
from core.work import Failure, Progress
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.why.facts import Why


@dataclass(frozen=True, slots=True)
class Task:
    """The problem, whose portfolio each unit is in, and how the solver is to work."""

    problem: Problem
    owners: Mapping[str, str]
    seconds: float
    gap: float


@dataclass(frozen=True, slots=True)
class ByHand:
    """What the same citizens get first-come within each consultant's own portfolio."""

    placed: int
    objective: float


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that the independent check has accepted, why it is so, and what it is compared with."""

    result: Result
    by_hand: ByHand
    why: Why


def answer(task: Task, report: Callable[[Progress], None]) -> Answer | Failure:
    """Carry out `task`, telling `report` how far it is."""
    try:
        return _answer(task, report)
    except BadInputError as error:
        return Failure(f"Data kan ikke matches: {error}")


def _answer(task: Task, report: Callable[[Progress], None]) -> Answer | Failure:
    # The solvers take seconds to import, which only the child should pay.
    from matcher.engine.byhand import first_come
    from matcher.engine.check import check
    from matcher.engine.options import Options
    from matcher.engine.solve import solved
    from matcher.engine.why.explain import Subject, why
    from matcher.wording import told

    options = Options(time_limit=task.seconds, gap=task.gap, progress=lambda *state: report(Progress(*state)))
    found = solved(task.problem, options)
    result = found.result
    if result.status not in ("optimal", "feasible"):
        return Failure(f"Der blev ikke fundet et svar ({result.status}).")
    report(Progress("explain", result.objective, result.bound, result.gap))
    facts = why(Subject.by(found))
    result = told(result, facts)
    if breaches := check(task.problem, result):
        return Failure(f"Svaret bryder en regel og er kasseret: {breaches[0]}")
    by_hand = first_come(task.problem, task.owners)
    return Answer(result, ByHand(len(by_hand.placements), by_hand.objective), facts)
