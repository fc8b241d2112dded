"""How good and how fast: `python -m benchmarks.matching [small|medium|large ...] [--peers]`.

Asserts objective, bound and gap, checks every answer where that takes seconds, and prints one row per way of solving.
Each way runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from benchmarks import peers
from benchmarks.instances import problem
from matcher.engine.check import check
from matcher.engine.optimum.prepare import prepare
from matcher.engine.options import relative_gap
from matcher.engine.problem import Problem
from matcher.engine.scoring.score import Scorer
from matcher.engine.solve import solve

CHECKED_UP_TO = 1_000
PEERS: dict[str, Callable[[Problem], peers.Outcome]] = {
    "one MIP (HiGHS)": peers.one_mip,
    "one CP-SAT model": peers.one_cp_sat,
    "greedy by score": peers.greedy,
    "portfolio by portfolio": peers.portfolio_by_portfolio,
}


@dataclass(frozen=True, slots=True)
class Size:
    """An instance, and what is asked of ours: gap, seconds, peak memory in MB."""

    citizens: int
    openings: int
    gap: float
    seconds: float
    megabytes: int


SIZES = {
    "small": Size(1_000, 400, 0.001, 1.5, 1_500),
    "medium": Size(10_000, 4_000, 0.001, 15.0, 1_500),
    "large": Size(50_000, 20_000, 0.005, 150.0, 6_000),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    way: str
    objective: float
    bound: float
    seconds: float
    processor: float
    megabytes: int

    def text(self, ours: "Row") -> str:
        """The line as Markdown, its seconds also as a ratio to ours."""
        gap = relative_gap(self.objective, self.bound)
        return (
            f"| {self.way} | {self.objective:.2f} | {self.bound:.2f} | {gap:.4%} | {self.seconds:.1f} | "
            f"{self.processor:.1f} | {self.megabytes} | {self.seconds / ours.seconds:.1f} |"
        )


def ours(instance: Problem) -> peers.Outcome:
    """Our own solve, with the answer checked where the instance is small."""
    result = solve(instance)
    assert result.objective <= result.bound
    if len(instance.citizens) <= CHECKED_UP_TO:
        assert check(instance, result) == []
    return peers.Outcome(result.objective, result.bound)


def measured(way: str, size: Size, seed: int) -> Row:
    """One way on one instance: wall and processor seconds from the problem in memory to the answer, peak memory."""
    instance = problem(size.citizens, size.openings, seed)
    begun, worked = time.perf_counter(), time.process_time()
    found = ours(instance) if way == "Tovholder" else PEERS[way](instance)
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Row(way, found.objective, found.bound, seconds, processor, peak)


def apart(way: str, size: Size, seed: int) -> Row:
    """`measured` in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measured, way, size, seed).result()


def table(name: str, with_peers: bool, seed: int) -> None:
    """Measure one size and print its table; assert that ours is as good as promised and never worse than a peer."""
    size = SIZES[name]
    if not with_peers:
        instance = problem(size.citizens, size.openings, seed)
        pairs = len(prepare(instance, Scorer.of(instance)).pairs)
        print(f"\n{size.citizens:,} x {size.openings:,}, {pairs:,} lawful pairs, seed {seed}")
    print("| way | objective | bound | gap | seconds | CPU s | MB | x ours |\n|---|---|---|---|---|---|---|---|")
    own = apart("Tovholder", size, seed)
    print(own.text(own), flush=True)
    assert relative_gap(own.objective, own.bound) <= size.gap, "the gap is wider than promised"
    for way in PEERS if with_peers else ():
        row = apart(way, size, seed)
        print(row.text(own), flush=True)
        assert np.isnan(row.objective) or row.objective <= own.bound + 1e-4, "a peer beats our bound"
    for what, used, asked in (("seconds", own.seconds, size.seconds), ("MB", own.megabytes, size.megabytes)):
        if used > asked:
            print(f"missed: {used:.1f} {what}, asked {asked:g}")


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", choices=list(SIZES), default=["small", "medium"])
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for name in arguments.sizes:
        table(name, arguments.peers, arguments.seed)


if __name__ == "__main__":
    main()
