"""How fast an answer is explained and advice given: `python -m benchmarks.explaining [--citizens 10000 ...]`.

Everything is measured on one solved problem in memory, as a run has it: explanations for everybody, next best places,
the ten best of one citizen and of one opening, the call list with each of its first lines tried by adding the place and
solving again, the groups, and what the floors cost. Asserts what each of these says of itself.
"""

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import ParamSpec, TypeVar

import numpy as np

from benchmarks.instances import problem
from matcher.engine.advice.alternates import alternates
from matcher.engine.advice.fairness import cost_of_fairness, fairness
from matcher.engine.advice.guidance import Call, call_list, verified
from matcher.engine.advice.market import Market
from matcher.engine.optimum.ranking import TEN, best_citizens, best_openings
from matcher.engine.solve import Solved, solved
from matcher.engine.why.explain import Subject, why
from matcher.engine.why.facts import Why
from matcher.wording import told

WHY_SECONDS, QUERY_SECONDS = 5.0, 0.030
QUERIES, LINES, SEATS = 200, 10, 3
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall and processor seconds, and the peak memory of the process by then, in MB."""

    seconds: float
    processor: float
    megabytes: int

    def row(self, what: str, found: str) -> str:
        """The line as Markdown."""
        return f"| {what} | {found} | {self.seconds:.2f} | {self.processor:.2f} | {self.megabytes} |"


T = TypeVar("T")


P = ParamSpec("P")


def timed(work: Callable[P, T], *given: P.args, **options: P.kwargs) -> tuple[T, Spent]:
    """What `work` gives and what it takes."""
    begun, worked = time.perf_counter(), time.process_time()
    found = work(*given, **options)
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    return found, Spent(seconds, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def show(spent: Spent, what: str, found: str, most: float | None = None) -> None:
    """Print a line, and that it is a miss where it took more than `most` seconds."""
    print(spent.row(what, found), flush=True)
    if most is not None and spent.seconds > most:
        print(f"missed: {spent.seconds:.3f} s, asked {most:g}")


def explanations(run: Solved) -> None:
    """Why, for everybody: everybody is there, and no place with room would have made the answer better than proven."""
    result = run.result
    facts, spent = timed(_explained, run)
    fixed = len(run.ready.setting.instance.problem.fixed)
    assert len(facts.runners_up) == len(result.placements) - fixed
    assert [one.citizen for one in facts.stuck] == [one.citizen for one in result.unplaced]
    assert all(one.blocked for one in facts.stuck)
    _no_better_than_proven(run, facts)
    others = sum(map(len, facts.runners_up.values()))
    named = sum(len(one.nearest) for one in facts.stuck)
    lost = sum(len(one.lost) for one in facts.stuck)
    show(
        spent,
        "why, for everybody",
        f"{len(facts.runners_up):,} placed with {others:,} runners-up; "
        f"{len(facts.stuck):,} not, with {named:,} smallest changes and {lost:,} losses",
        WHY_SECONDS,
    )
    for language in ("da", "en"):
        said, spent = timed(told, result, facts, language)
        assert len(said.unplaced) == len(facts.stuck)
        show(spent, f"the same in words ({language})", f"{len(said.unplaced):,} citizens")


def _explained(run: Solved) -> Why:
    return why(Subject.by(run))


def _no_better_than_proven(run: Solved, facts: Why) -> None:
    own = {one.citizen: one.value for one in run.result.placements}
    above = run.result.bound - run.result.objective
    for citizen, others in facts.runners_up.items():
        assert all(one.lacks or one.value <= own[citizen] + above + TOLERANCE for one in others)


def next_best(run: Solved, market: Market) -> None:
    """Alternates: at most three for everybody who does not stand fixed, none the own place, best first."""
    found, spent = timed(alternates, market, run.result)
    own = {one.citizen: one.opening for one in run.result.placements}
    for citizen, them in found.items():
        earned = [one.value - one.price for one in them]
        assert own.get(citizen) not in {one.opening for one in them}
        assert all(one >= other - TOLERANCE for one, other in pairwise(earned))
    show(spent, "alternates at the prices", f"{sum(map(len, found.values())):,} for {len(found):,} citizens")


def ten_best(run: Solved) -> None:
    """The ten best openings of some citizens and the ten best citizens of some openings, one question at a time."""
    instance, dice = run.ready.setting.instance, np.random.default_rng(1)
    people = [instance.problem.citizens[n].id for n in dice.integers(len(instance.problem.citizens), size=QUERIES)]
    places = [instance.problem.openings[n].id for n in dice.integers(len(instance.problem.openings), size=QUERIES)]
    for what, ids, ask in (
        ("openings for a citizen", people, best_openings),
        ("citizens for an opening", places, best_citizens),
    ):
        spans = []
        for one in ids:
            found, spent = timed(ask, run.ready, one)
            assert len(found) <= TEN
            assert all(a.value >= b.value for a, b in pairwise(found))
            spans.append(spent.seconds)
        print(f"| ten best {what} | {QUERIES} asked | {median(spans):.4f} (at most {max(spans):.4f}) | | |", flush=True)
        if max(spans) > QUERY_SECONDS:
            print(f"missed: {max(spans):.3f} s, asked {QUERY_SECONDS:g}")


def call_lines(run: Solved, market: Market) -> None:
    """The call list, and what its first lines give when the place is there and everything is solved again."""
    listed, spent = timed(call_list, market, run.result, seats=SEATS)
    assert all(one.at_least <= one.at_most for one in listed)
    show(spent, "call list", f"{len(listed)} kinds of places, {sum(len(one.firms) for one in listed)} firms to ring")
    instance = run.ready.setting.instance
    slack = market.slack(run.result)
    for n, call in enumerate(listed[:LINES], 1):
        found, spent = timed(verified, instance.problem, call, run.result, warm=run)
        assert call.at_least - TOLERANCE <= found.gain <= call.at_most + slack + TOLERANCE
        show(spent, f"line {n}: place added, solved again", _promise(call, found.gain, len(found.people)))


def _promise(call: Call, gain: float, people: int) -> str:
    return f"promised {call.at_least:.3f} to {call.at_most:.3f}, gave {gain:.3f}; something is different for {people}"


def groups(run: Solved) -> None:
    """Who gets a place, and what the floors of the problem cost."""
    whole = run.ready.setting.instance.problem
    report, spent = timed(fairness, whole, run.result)
    for one in report.comparisons:
        assert sum(group.citizens for group in one.groups) + one.left_out == len(whole.citizens)
    show(spent, "rates and scores by group", f"{sum(len(one.groups) for one in report.comparisons)} groups")
    cost, spent = timed(cost_of_fairness, whole, whole.floors)
    assert cost.cost is not None
    assert cost.low is not None
    assert cost.high is not None
    assert cost.low - TOLERANCE <= max(cost.cost, 0.0)
    assert cost.cost <= cost.high + TOLERANCE
    show(
        spent,
        "cost of the floors (solved without and with)",
        f"{cost.cost:.2f}, proven from {cost.low:.2f} to {cost.high:.2f}",
    )


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--citizens", type=int, default=10_000)
    parser.add_argument("--openings", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print("| what | found | seconds | CPU s | MB so far |\n|---|---|---|---|---|")
    run, spent = timed(solved, problem(arguments.citizens, arguments.openings, arguments.seed))
    assert run.result.status == "optimal"
    show(spent, "solved", f"{run.result.objective:.2f}, bound {run.result.bound:.2f}")
    market, spent = timed(Market.by, run)
    assert market is not None
    show(
        spent,
        "prices, from the solve",
        f"{len(run.result.prices):,} scarce capacities, slack {market.slack(run.result):.2f}",
    )
    explanations(run)
    next_best(run, market)
    ten_best(run)
    call_lines(run, market)
    groups(run)


if __name__ == "__main__":
    main()
