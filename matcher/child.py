"""The child process of a match run: solve, explain, check, compare with the work by hand. It sees no database."""

import resource
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection

from core.errors import BadInputError
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.service import ByHand

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Task:
    """What the child is given: the problem, who has which firm in her portfolio, and the limits."""

    problem: Problem
    owners: Mapping[str, str]
    seconds: float
    gap: float
    seed: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the solver is."""

    phase: str
    best: float | None
    bound: float | None
    gap: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that the independent check has accepted."""

    result: Result
    by_hand: ByHand


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer, in Danish."""

    message: str


Message = Progress | Answer | Failure


def main(connection: Connection, task: Task) -> None:
    """Entry point of the child: sends Progress now and then, and at the end one Answer or Failure."""
    resource.setrlimit(resource.RLIMIT_AS, (task.megabytes * MEGABYTE, task.megabytes * MEGABYTE))
    try:
        connection.send(_answer(connection, task))
    except BadInputError as error:
        connection.send(Failure(f"Data kan ikke matches: {error}"))
    except MemoryError:
        connection.send(Failure(f"Matchningen brugte mere end de tilladte {task.megabytes} MB hukommelse."))


def _answer(connection: Connection, task: Task) -> Message:
    # The solvers take seconds to import, which only the child should pay.
    from matcher.engine.byhand import first_come
    from matcher.engine.check import check
    from matcher.engine.explain import explained
    from matcher.engine.solve import Options, solve

    def report(phase: str, best: float | None, bound: float | None, gap: float | None) -> None:
        connection.send(Progress(phase, best, bound, gap))

    options = Options(time_limit=task.seconds, gap=task.gap, seed=task.seed)
    result = solve(task.problem, options, progress=report)
    if result.status not in ("optimal", "feasible"):
        return Failure(f"Der blev ikke fundet et svar ({result.status}).")
    result = explained(task.problem, result)
    breaches = check(task.problem, result)
    if breaches:
        return Failure(f"Svaret bryder en regel og er kasseret: {breaches[0]}")
    hand = first_come(task.problem, task.owners)
    return Answer(result, ByHand(len(hand.placements), hand.objective))
