"""From the text of a problem file to the text of its answer: read, solve, check. One function per format.

Solvers take seconds to import, so each is imported by the function that needs it, and only for a problem that was read.
Files speak English, as their field names do; people read Danish on the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event

from api.cli.watching import Report
from core.errors import BadInputError, Breach
from core.reading import read
from core.writing import write


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a solver may work. `gap` is the relative gap at which a match is good enough, `workers` are threads."""

    seconds: float
    seed: int
    gap: float = 0.0
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that the independent check has accepted, and a line that sums it up."""

    text: bytes
    summary: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No answer when the time was up, or when somebody interrupted the work."""

    interrupted: bool

    @property
    def message(self) -> str:
        """Why there is none."""
        if self.interrupted:
            return "Afbrudt, før der var et svar."
        return "Intet svar inden for tidsgrænsen; giv en større --time-limit."


@dataclass(frozen=True, slots=True)
class Rejected:
    """The solver's answer broke a rule: a defect of Tovholder's own, never of the file's author."""

    breaches: Sequence[Breach]


Ending = Answered | Unanswered | Rejected


def match(text: bytes, effort: Effort, report: Report, stopping: Event) -> Ending:
    """`tovholder-match/1` → `tovholder-match-answer/1`. Raises BadInputError.

    The solver leaves nothing to chance: the seed changes nothing.
    """
    report("read")
    from matcher.engine.problem import Problem

    problem = read(Problem, text)
    from matcher.engine.check import check
    from matcher.engine.options import Options
    from matcher.engine.solve import solved
    from matcher.engine.why.explain import Subject, why
    from matcher.engine.why.impossible import impossible
    from matcher.wording import told

    options = Options(time_limit=effort.seconds, gap=effort.gap, progress=report, cancelled=stopping.is_set)
    found = solved(problem, options)
    result = found.result
    if result.status == "timeout":
        return Unanswered(stopping.is_set())
    if result.status == "infeasible":
        raise BadInputError(impossible(found, options))
    report("explain", result.objective, result.bound, result.gap)
    result = told(result, why(Subject.by(found)), language="en")
    report("check", result.objective, result.bound, result.gap)
    if breaches := check(problem, result):
        return Rejected(breaches)
    summary = (
        f"{len(result.placements)} af {len(problem.citizens)} borgere placeret. Værdi {result.objective:.6g}, "
        f"grænse {result.bound:.6g}, afstand {result.gap:.3%}, {result.seconds:.1f} s."
    )
    return Answered(write(result), summary)


def meetings(text: bytes, effort: Effort, report: Report, stopping: Event) -> Ending:
    """`tovholder-meetings/1` → `tovholder-meetings-answer/1`. Raises BadInputError."""
    report("read")
    from scheduler.engine.problem import Problem

    problem = read(Problem, text)
    from scheduler.engine.check import check
    from scheduler.engine.result import NoAnswer
    from scheduler.engine.run import Progress
    from scheduler.engine.solve import solve

    def tell(state: Progress) -> None:
        report(state.phase, state.best, state.bound, state.gap)

    answer = solve(
        problem,
        time_limit=effort.seconds,
        workers=effort.workers,
        seed=effort.seed,
        progress=tell,
        cancelled=stopping.is_set,
    )
    if isinstance(answer, NoAnswer):
        if answer.faults:
            raise BadInputError(answer.faults)
        return Unanswered(stopping.is_set())
    report("check", answer.cost, answer.bound, answer.gap)
    if breaches := check(problem, answer):
        return Rejected(breaches)
    summary = (
        f"{len(answer.meetings)} af {len(problem.meetings)} møder planlagt. Pris {answer.cost:.6g}, "
        f"grænse {answer.bound:.6g}, {answer.seconds:.1f} s."
    )
    return Answered(write(answer), summary)


def followups(text: bytes, report: Report, _stopping: Event) -> Ending:
    """`tovholder-followups/1` → `tovholder-followups-answer/1`. Raises BadInputError."""
    report("read")
    from scheduler.followups.cases import FollowupProblem
    from scheduler.followups.due_days import follow_ups

    answer = follow_ups(read(FollowupProblem, text))
    summary = f"{len(answer.due)} opfølgninger i perioden og {len(answer.overdue)} overskredne."
    return Answered(write(answer), summary)
