"""Benchmark of the meeting planner: cost, bound and time by instance, with two peers in the same run.

    python -m benchmarks.meetings [--peer-seconds 30] [--only NAME ...]

Fails where a plan is not valid, a cost or bound is worse than expected, or the memory is over its limit. Peers: the
planner's own constructor alone, and one plain CP-SAT model of the whole problem.
"""

import argparse
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from rich.console import Console
from rich.table import Table

from benchmarks.meeting_instances import Size, municipality, one_interpreter, one_room
from benchmarks.meeting_peer import plain_cp_sat
from core.reading import read
from scheduler.engine.check import check
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer
from scheduler.engine.run import Progress
from scheduler.engine.solve import solve

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
MOST_MEGABYTES = 3000
TOO_LARGE_FOR_THE_PEER = 500
"""Meetings: the plain model's variables alone would fill the memory."""


@dataclass(frozen=True)
class Case:
    """An instance with the time it may take and the gap it must reach; `cost` where the optimum is known."""

    name: str
    make: Callable[[], Problem]
    seconds: float
    gap: float = 0.0
    cost: float | None = None


def golden(meetings: int) -> Callable[[], Problem]:
    """An example with a known optimum."""
    return lambda: read(Problem, (GOLDEN / f"meetings-{meetings}.json").read_bytes())


CASES = (
    Case("example 12", golden(12), 10, cost=3035),
    Case("example 40", golden(40), 10, cost=7155),
    Case("example 120", golden(120), 60, cost=24355),
    Case("one interpreter, 30", one_interpreter, 30),
    Case("one room, 50", one_room, 30, gap=0.05),
    Case("one room, 120", lambda: one_room(120), 30, gap=0.01),
    Case("400 / 120 staff / 8 weeks", lambda: municipality(Size(400, 120, 8)), 30, gap=0.05),
    Case("400 / 40 staff / 8 weeks", lambda: municipality(Size(400, 40, 8, rooms=5, interpreters=4)), 30, gap=0.05),
    Case("1000 / 300 staff / 8 weeks", lambda: municipality(Size(1000, 300, 8, rooms=24)), 60, gap=0.03),
)


@dataclass(frozen=True)
class Row:
    """What one instance came to."""

    case: Case
    meetings: int
    answer: Answer
    cpu: float
    first: float
    greedy: float
    peer: str


def measure(case: Case, peer_seconds: float) -> Row:
    """Solve the instance, check the plan, and ask the peers."""
    problem, found = case.make(), list[Progress]()
    began = process_time()
    answer = solve(problem, time_limit=case.seconds, progress=found.append)
    cpu = process_time() - began
    assert isinstance(answer, Answer), f"{case.name}: no plan"
    assert not check(problem, answer), f"{case.name}: not valid"
    return Row(
        case=case,
        meetings=len(problem.meetings),
        answer=answer,
        cpu=cpu,
        first=found[0].seconds,
        greedy=found[0].best,
        peer=_peer(problem, peer_seconds),
    )


def _peer(problem: Problem, seconds: float) -> str:
    if not seconds or len(problem.meetings) > TOO_LARGE_FOR_THE_PEER:
        return "–"
    began = perf_counter()
    found = plain_cp_sat(problem, seconds)
    return f"{found.cost:g} / {found.bound:g} in {perf_counter() - began:.0f} s"


def failures(row: Row) -> list[str]:
    """What is worse than expected."""
    case, answer = row.case, row.answer
    wrong = []
    if case.cost is not None and answer.cost != case.cost:
        wrong.append(f"{case.name}: cost {answer.cost:g}, known optimum {case.cost:g}")
    if answer.gap > case.gap:
        wrong.append(f"{case.name}: gap {answer.gap:.2%}, at most {case.gap:.0%}")
    # What is under way when the limit comes may still be finished.
    if answer.seconds > 1.2 * case.seconds + 2:
        wrong.append(f"{case.name}: {answer.seconds:.1f} s, at most {case.seconds:g}")
    return wrong


def table(rows: Sequence[Row]) -> Table:
    """All rows, to be printed."""
    result = Table("instance", "planned", "cost", "bound", "gap", "s", "cpu s", "first plan: cost, s", "plain CP-SAT")
    for row in rows:
        answer = row.answer
        result.add_row(
            row.case.name,
            f"{len(answer.meetings)}/{row.meetings}",
            f"{answer.cost:g}",
            f"{answer.bound:g}",
            f"{answer.gap:.2%}",
            f"{answer.seconds:.1f}",
            f"{row.cpu:.1f}",
            f"{row.greedy:g}, {row.first:.1f}",
            row.peer,
        )
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and judge; 1 where something is worse than expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-seconds", type=float, default=30.0, help="for the plain CP-SAT model; 0: leave it out")
    parser.add_argument("--only", nargs="*", default=[], help="instances whose name holds one of these")
    chosen = parser.parse_args(arguments)
    cases = [case for case in CASES if not chosen.only or any(part in case.name for part in chosen.only)]
    rows = [measure(case, chosen.peer_seconds) for case in cases]
    Console(width=160).print(table(rows))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    wrong = [line for row in rows for line in failures(row)]
    if megabytes > MOST_MEGABYTES:
        wrong.append(f"{megabytes} MB, at most {MOST_MEGABYTES}")
    print("\n".join(wrong) or f"as expected; {megabytes} MB at most")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
