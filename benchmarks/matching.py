"""How good and how fast: `python -m benchmarks.matching --all [--out FILE]`, or `small hard ... [--peers]`.

Checks every answer, its bound and gap, and prints Markdown tables, line by line as they come. Each way of
solving runs in a process of its own, so that its peak memory is its own and it can be stopped: the plain ways get a
limit of seconds and memory, and a line that says so where they reach it. `--all` prints every table, in some 20 minutes
on two quiet cores.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

import numpy as np

from api.cli.solving import Answered, Effort, match
from benchmarks import peers, rerun
from benchmarks.apart import Limit, Spent, apart, machine
from benchmarks.instances import EASY, HARD, Kind, problem
from core.reading import read
from core.writing import write
from matcher.engine.check import check
from matcher.engine.options import Options
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.solve import solve

EXACT: dict[str, Callable[[Problem, float], peers.Outcome]] = {
    "one MIP (HiGHS)": peers.one_mip,
    "one CP-SAT model": peers.one_cp_sat,
}
BY_HAND: dict[str, Callable[[Problem], peers.Outcome]] = {
    "greedy by score": peers.greedy,
    "portfolio by portfolio": peers.portfolio_by_portfolio,
}
PEER_MEGABYTES = 12_000
GRACE = 60.0
"""Seconds that a solver gets to notice that its time is up."""
TOLERANCE = 1e-4
BY_FILE_SECONDS = 25.0


@dataclass(frozen=True, slots=True)
class Size:
    """An instance, what is asked of ours (gap, seconds, peak memory in MB), its seeds, and what the plain ways get."""

    citizens: int
    openings: int
    gap: float
    seconds: float
    megabytes: int
    seeds: int
    peer_seconds: float = 0.0
    kind: Kind = EASY

    def instance(self, seed: int) -> Problem:
        """The problem of that seed."""
        return problem(self.citizens, self.openings, seed, self.kind)

    def __str__(self) -> str:
        return f"{self.citizens:,} × {self.openings:,}{', hard' if self.kind is HARD else ''}"


SIZES = {
    "small": Size(1_000, 400, 0.001, 1.5, 1_500, seeds=10, peer_seconds=120),
    "hard": Size(1_000, 400, 0.001, 1.5, 1_500, seeds=5, kind=HARD),
    "medium": Size(10_000, 4_000, 0.001, 15.0, 1_500, seeds=3, peer_seconds=240),
    "hard-medium": Size(10_000, 4_000, 0.001, 15.0, 1_500, seeds=2, kind=HARD),
    "large": Size(50_000, 20_000, 0.005, 150.0, 6_000, seeds=1),
}


class Report:
    """Prints lines, and writes them to a file as they come."""

    def __init__(self, path: Path | None) -> None:
        self._file = path.open("w", encoding="utf-8") if path else None
        self.wrong: list[str] = []

    def line(self, text: str) -> None:
        """One line, or several."""
        print(text, flush=True)
        if self._file:
            print(text, file=self._file, flush=True)

    def miss(self, what: str) -> None:
        """Something that is not as it must be: the run goes on, and fails at its end."""
        self.wrong.append(what)
        self.line(f"| **{what}** |")

    def header(self, what: object, *more: str) -> None:
        """The first lines of a table."""
        names = (str(what), "objective", "bound", "gap", "seconds", "CPU s", "MB", *more)
        self.line(f"\n| {' | '.join(names)} |\n|{'---|' * len(names)}")


def row(label: str, found: peers.Outcome, spent: Spent, *more: str) -> str:
    """A line of a table as Markdown; a dash for what is not known."""
    known = [
        f"{number:{form}}" if np.isfinite(number) else "–"
        for number, form in ((found.objective, ".2f"), (found.bound, ".2f"), (found.gap, ".3%"))
    ]
    work = (f"{spent.seconds:.1f}", f"{spent.processor:.1f}", str(spent.megabytes))
    return f"| {' | '.join((label, *known, *work, *more))} |"


def ours(size: Size, seed: int, report: Report) -> tuple[peers.Outcome, Spent]:
    """Our own answer to one instance, checked, as a line."""
    got = apart(partial(size.instance, seed), partial(solve, options=Options(gap=size.gap)), _judged)
    assert got is not None, f"{size}, seed {seed}: no answer"
    report.line(row(f"seed {seed}", *got))
    _promised(size, seed, *got, size.seconds, report)
    return got


def by_file(size: Size, report: Report) -> None:
    """The first instance from the bytes of its file to the bytes of the answer, explained and checked, as a line."""
    got = apart(partial(_text, size), _answered, _read_back)
    assert got is not None
    report.line(row("seed 1, from file to file, explained", *got))
    _promised(size, 1, *got, BY_FILE_SECONDS, report)


def beside_peers(size: Size, report: Report) -> None:
    """The plain ways on the first instance, beside ours."""
    report.header(f"{size}, seed 1", "x ours")
    found, spent = ours(size, 1, report)
    limit = Limit(size.peer_seconds, PEER_MEGABYTES, grace=GRACE)
    exact = {name: partial(_within, way, size.peer_seconds) for name, way in EXACT.items()}
    for name, way in (exact | BY_HAND).items():
        got = apart(partial(size.instance, 1), way, _as_it_is, limit)
        if got is None:
            report.line(
                f"| {name} | – | – | – | no answer in {size.peer_seconds:g} s and {PEER_MEGABYTES:,} MB | | | |"
            )
            continue
        peer, took = got
        report.line(row(name, peer, took, f"{took.seconds / spent.seconds:.1f}"))
        if peer.objective > found.objective + TOLERANCE:
            report.miss(f"{name} has a better answer")


def sizes(names: Sequence[str], report: Report) -> None:
    """Ours on every seed of these sizes."""
    for name in names:
        report.header(SIZES[name])
        for seed in range(1, SIZES[name].seeds + 1):
            ours(SIZES[name], seed, report)


def everything(report: Report) -> None:
    """All tables."""
    report.line(machine())
    sizes(list(SIZES), report)
    report.header("10,000 × 4,000")
    by_file(SIZES["medium"], report)
    report.line("")
    rerun.table(SIZES["medium"].instance(1), rerun.TIMES, 1, report.line)
    beside_peers(SIZES["small"], report)
    beside_peers(SIZES["medium"], report)


def _judged(instance: Problem, result: Result) -> peers.Outcome:
    assert check(instance, result) == []
    return peers.Outcome(result.objective, result.bound)


def _within(way: Callable[[Problem, float], peers.Outcome], seconds: float, instance: Problem) -> peers.Outcome:
    return way(instance, seconds)


def _as_it_is(_instance: Problem, found: peers.Outcome) -> peers.Outcome:
    return found


def _text(size: Size) -> bytes:
    return write(size.instance(1))


def _read_back(text: bytes, ending: Answered) -> peers.Outcome:
    return _judged(read(Problem, text), read(Result, ending.text))


def _answered(text: bytes) -> Answered:
    ending = match(text, Effort(seconds=600, seed=1, gap=0.001), lambda *_: None, Event())
    assert isinstance(ending, Answered)
    return ending


def _promised(size: Size, seed: int, found: peers.Outcome, spent: Spent, seconds: float, report: Report) -> None:
    """Assert bound and gap, and say where seconds and memory are missed."""
    name = f"{size}, seed {seed}"
    if found.objective > found.bound:
        report.miss(f"{name}: the objective is above the bound")
    if found.gap > size.gap and size.kind is EASY:
        report.miss(f"{name}: gap {found.gap:.3%}, at most {size.gap:.1%}")
    for what, used, asked in (("s", spent.seconds, seconds), ("MB", spent.megabytes, size.megabytes)):
        if used > asked:
            report.line(f"| missed: {used:.1f} {what}, asked {asked:g} |")


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", metavar="SIZE", help=f"{', '.join(SIZES)}; small and medium by default")
    parser.add_argument("--all", action="store_true", help="every table of docs/benchmarks.md")
    parser.add_argument("--peers", action="store_true", help="the plain ways on the sizes named")
    parser.add_argument("--out", type=Path, help="a file for the tables, beside the screen")
    arguments = parser.parse_args()
    names = arguments.sizes or ["small", "medium"]
    if unknown := set(names) - set(SIZES):
        parser.error(f"unknown size: {', '.join(sorted(unknown))}; there are {', '.join(SIZES)}")
    report = Report(arguments.out)
    if arguments.all:
        everything(report)
    elif arguments.peers:
        for name in names:
            beside_peers(SIZES[name], report)
    else:
        sizes(names, report)
    if report.wrong:
        raise SystemExit("\n".join(report.wrong))


if __name__ == "__main__":
    main()
