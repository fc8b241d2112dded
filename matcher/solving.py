"""What the child process of a match run does: solve, explain, check, compare, give advice. No database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.errors import BadInputError
from core.work import Failure, Progress
from matcher.engine.ahead.futures import Outlook
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.why.facts import Stuck, Why
from matcher.policy import Policy

if TYPE_CHECKING:
    from matcher.advice import Advice
    from matcher.engine.ahead.arrivals import Ahead, Held
    from matcher.engine.options import Options
    from matcher.engine.scoring.score import Scorer

SEED = 1


@dataclass(frozen=True, slots=True)
class Task:
    """The problem under the municipality's policy, whose portfolio each unit is in, and how the solver is to work.

    `outlook` is None where nothing is held back. `seed` changes nothing, since the solver leaves nothing to chance; it
    is part of the record all the same.
    """

    problem: Problem
    owners: Mapping[str, str]
    seconds: float
    gap: float
    policy: Policy = field(default_factory=Policy)
    outlook: Outlook | None = None
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class ByHand:
    """What the same citizens get first-come within each consultant's own portfolio."""

    placed: int
    objective: float


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that the independent check has accepted, why it is so, and what it is compared with.

    `problem` is the one it answers: the task's, without the pairs that are held back for those who come.
    """

    problem: Problem
    result: Result
    by_hand: ByHand
    why: Why
    advice: Advice
    held: tuple[Held, ...] = ()


def answer(task: Task, report: Callable[[Progress], None]) -> Answer | Failure:
    """Carry out `task`, telling `report` how far it is."""
    try:
        return _answer(task, report)
    except BadInputError as error:
        return Failure(f"Data kan ikke matches: {error}")


def _answer(task: Task, report: Callable[[Progress], None]) -> Answer | Failure:
    # The solvers take seconds to import, which only the child should pay.
    from matcher.advice import Advice
    from matcher.engine.byhand import first_come
    from matcher.engine.check import check
    from matcher.engine.options import Options
    from matcher.engine.why.explain import Subject, why
    from matcher.engine.why.impossible import impossible
    from matcher.wording import told

    options = Options(time_limit=task.seconds, gap=task.gap, progress=lambda *state: report(Progress(*state)))
    found = _solved(task, options)
    result, problem = found.result, found.solved.ready.setting.instance.problem
    if result.status == "infeasible":
        raise BadInputError(impossible(found.solved, options))
    if result.status not in ("optimal", "feasible"):
        return Failure("Der blev ikke fundet et svar inden for tidsgrænsen.")
    report(Progress("explain", result.objective, result.bound, result.gap))
    facts = _told_apart(why(Subject.by(found.solved)), found)
    result = told(result, facts)
    if breaches := check(problem, result):
        return Failure(f"Svaret bryder en regel og er kasseret: {breaches[0]}")
    by_hand = first_come(problem, task.owners, task.policy.weights, found.solved.ready.setting)
    hand = ByHand(len(by_hand.placements), by_hand.objective)
    return Answer(problem, result, hand, facts, Advice.by(found.solved), found.held)


def _told_apart(facts: Why, found: Ahead) -> Why:
    """The pairs that are held back are forbidden to the solver, and yet something else than excluded."""
    if not found.kept:
        return facts
    kept = Counter(one.citizen for one in found.kept)
    return replace(facts, stuck=tuple(_waiting(one, kept[one.citizen]) for one in facts.stuck))


def _waiting(one: Stuck, later: int) -> Stuck:
    """The same with `later` of the excluded pairs held back."""
    blocked = {**one.blocked, "excluded": one.blocked.get("excluded", 0) - later, "later": later}
    return replace(one, blocked={rule: number for rule, number in blocked.items() if number})


def _solved(task: Task, options: Options) -> Ahead:
    from matcher.engine.ahead.arrivals import Ahead, solve_ahead
    from matcher.engine.scoring.score import Scorer
    from matcher.engine.solve import solved

    def scoring(problem: Problem) -> Scorer:
        return Scorer.of(problem, task.policy.weights)

    if task.outlook is None:
        return Ahead(solved(task.problem, options, None if task.problem.scores is not None else scoring(task.problem)))
    return solve_ahead(task.problem, task.outlook, task.policy.hold_back, options, scoring)
