"""`tovholder check`: an answer held against its problem, whatever their format."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from core.errors import BadInputError, Breach, Fault
from core.reading import read_field
from scheduler.followups.cases import FollowupProblem
from scheduler.followups.due_days import Due, FollowupAnswer, follow_ups

P = TypeVar("P")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Pairing(Generic[P, A]):
    """A problem's type and its answer's, how the two are held against each other, and an answer in a line."""

    problem: type[P]
    answer: type[A]
    check: Callable[[P, A], Sequence[Breach]]
    summary: Callable[[P, A], str]


def problem_format(text: bytes) -> str:
    """Which format a problem file has. Raises BadInputError where it is none of ours."""
    kind = read_field(text, "format")
    if kind not in PAIRINGS:
        raise BadInputError([Fault("format", f"skal være en af {', '.join(PAIRINGS)}")])
    return kind


def refuse_strangers(kind: str, answer: bytes) -> None:
    """Raise BadInputError unless `answer` is of the format that answers a problem of format `kind`."""
    name, _, version = kind.partition("/")
    stated, wanted = read_field(answer, "format"), f"{name}-answer/{version}"
    if stated != wanted:
        raise BadInputError([Fault("format", f"skal være '{wanted}', som svarer på en '{kind}'")])


def _match() -> Pairing[Any, Any]:
    from matcher.engine.check import check
    from matcher.engine.problem import Problem
    from matcher.engine.result import Result

    return Pairing(
        Problem,
        Result,
        check,
        lambda problem, answer: (
            f"{len(answer.placements)} af {len(problem.citizens)} borgere placeret, værdi {answer.objective:.6g}, "
            f"grænse {answer.bound:.6g}, afstand {answer.gap:.3%}"
        ),
    )


def _meetings() -> Pairing[Any, Any]:
    from scheduler.engine.check import check
    from scheduler.engine.problem import Problem
    from scheduler.engine.result import Answer

    return Pairing(
        Problem,
        Answer,
        check,
        lambda problem, answer: (
            f"{len(answer.meetings)} af {len(problem.meetings)} møder planlagt, pris {answer.cost:.6g}, "
            f"grænse {answer.bound:.6g}"
        ),
    )


def _followups() -> Pairing[Any, Any]:
    return Pairing(
        FollowupProblem,
        FollowupAnswer,
        followup_breaches,
        lambda _problem, answer: f"{len(answer.due)} opfølgninger i perioden og {len(answer.overdue)} overskredne",
    )


def followup_breaches(problem: FollowupProblem, answer: FollowupAnswer) -> list[Breach]:
    """Where the answer's rows differ from those computed anew."""
    right = follow_ups(problem)
    return [*_differences("due", right.due, answer.due), *_differences("overdue", right.overdue, answer.overdue)]


def _differences(table: str, right: Sequence[Due], stated: Sequence[Due]) -> list[Breach]:
    missing, extra = Counter(right) - Counter(stated), Counter(stated) - Counter(right)
    found = [Breach(table, f"{table}[{stated.index(row)}]", f"{_told(row)} hører ikke til her") for row in extra]
    found += [Breach(table, table, f"{_told(row)} mangler") for row in missing]
    if not found and tuple(right) != tuple(stated):
        found = [Breach(table, table, "skal være ordnet efter due, case, rule, of, number")]
    return found


def _told(row: Due) -> str:
    return f"{row.case} {row.rule} nr. {row.number} fra {row.of}, frist {row.due} ({row.earliest} – {row.latest})"


PAIRINGS: Mapping[str, Callable[[], Pairing[Any, Any]]] = MappingProxyType(
    {"tovholder-match/1": _match, "tovholder-meetings/1": _meetings, "tovholder-followups/1": _followups}
)
"""What goes with each problem format; engines are imported when theirs is asked for."""
