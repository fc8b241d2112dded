"""One more run after a rejection: `python -m benchmarks.rerun [--citizens 10000 --openings 4000 --times 10]`.

Everybody has a proposal from the first run. One after the other, a citizen says no and some say yes, and the problem is
solved again from the last run: those who said yes stand `fixed`, all proposals are `previous` at a `change_cost`, the
refused pair is `forbidden`. Asserts gap and bound, and that hardly anybody else gets another proposal.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from benchmarks.instances import problem
from matcher.engine.check import check
from matcher.engine.problem import Fixed, Pair, Problem
from matcher.engine.result import Placement, Result
from matcher.engine.solve import solved

GAP, SECONDS, MOVED = 0.001, 3.0, 0.005
TIMES = 10
SAY_YES = 5
CHANGE_COST = 0.05


@dataclass(frozen=True, slots=True)
class Rerun:
    """One more run: what it took, what it found, and which part of the other proposals it changed."""

    seconds: float
    processor: float
    result: Result
    moved: int
    of: int

    def text(self) -> str:
        """The line as Markdown."""
        found = self.result
        return (
            f"| {found.objective:.2f} | {found.bound:.2f} | {found.gap:.3%} | {self.seconds:.1f} | "
            f"{self.processor:.1f} | {self.moved} of {self.of} |"
        )


def reruns(first: Problem, times: int, seed: int) -> Iterator[Rerun]:
    """The runs after the first one, each from the one before it."""
    dice, now, last = Random(seed), first, solved(first)
    for _ in range(times):
        now = after_answers(now, last.result, dice)
        before, begun, worked = last.result, time.perf_counter(), time.process_time()
        last = solved(now, before=last)
        seconds, processor = time.perf_counter() - begun, time.process_time() - worked
        assert check(now, last.result) == []
        yield Rerun(seconds, processor, last.result, _moved(now, before, last.result), len(before.placements) - 1)


def after_answers(now: Problem, result: Result, dice: Random) -> Problem:
    """The problem when one citizen has refused the proposal in `result` and `SAY_YES` have agreed."""
    fixed = {one.citizen for one in now.fixed}
    no, *yes = dice.sample([one for one in result.placements if one.citizen not in fixed], SAY_YES + 1)
    return replace(
        now,
        forbidden=(*now.forbidden, _pair(no)),
        fixed=(*now.fixed, *(Fixed(citizen=y.citizen, opening=y.opening, scheme=y.scheme, start=y.start) for y in yes)),
        previous=tuple(map(_pair, result.placements)),
        change_cost=CHANGE_COST,
    )


def _pair(one: Placement) -> Pair:
    return Pair(citizen=one.citizen, opening=one.opening)


def _moved(now: Problem, before: Result, after: Result) -> int:
    """How many have another opening than before, or none, the one who refused aside."""
    to = {one.citizen: one.opening for one in after.placements}
    refused = now.forbidden[-1].citizen
    return sum(to.get(one.citizen) != one.opening for one in before.placements if one.citizen != refused)


def table(first: Problem, times: int, seed: int, line: Callable[[str], None]) -> None:
    """Print the table, and assert what is promised."""
    line("| run | objective | bound | gap | seconds | CPU s | other proposals changed |\n|---|---|---|---|---|---|---|")
    for number, one in enumerate(reruns(first, times, seed), 1):
        line(f"| rejection {number} {one.text()}")
        assert one.result.objective <= one.result.bound
        assert one.result.gap <= GAP
        assert one.moved <= MOVED * one.of
        if one.seconds > SECONDS:
            line(f"| missed: {one.seconds:.1f} s, asked {SECONDS:g} |")


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--citizens", type=int, default=10_000)
    parser.add_argument("--openings", type=int, default=4_000)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    first = problem(arguments.citizens, arguments.openings, arguments.seed)
    table(first, arguments.times, arguments.seed, print)


if __name__ == "__main__":
    main()
