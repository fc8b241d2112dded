"""The back-test: a year of the demo municipality, week by week, by several policies, beside the best in hindsight.

    python -m benchmarks.arrivals [--citizens 200] [--seeds 20] [--first-seed 1]

Every policy sees the same arrivals, makes its placements on Mondays and cannot take them back. A placement fills its
seat for good and the firm's quota for its own time. Hindsight is one solve that knows the whole year; the ratios are to
its proven bound. The last two policies see the real arrivals of the weeks ahead, which nobody can: they say how much of
the distance to hindsight is knowledge. Every policy's year is checked against all hard rules and its values recomputed.
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np

from benchmarks.arrival_policies import Policy, again, first_come, holding, knowing, last_day
from benchmarks.arrival_process import WEEKS, Year, monday, year
from law.schemes import version_in_force
from matcher.engine.ahead.hold_back import HoldBack
from matcher.engine.arrays.starts import WEEK
from matcher.engine.check import check
from matcher.engine.options import relative_gap
from matcher.engine.problem import Horizon, Occupied, Opening, Problem, Staff, Unit
from matcher.engine.result import Placement, Result, Unplaced
from matcher.engine.scoring.score import Scorer
from matcher.engine.solve import solve
from matcher.loading import LEAD

POLICIES: dict[str, Policy] = {
    "first come, first served": first_come,
    "solved anew each week": again,
    "solved anew, holding back": holding(HoldBack(enabled=True)),
    "13 weeks known exactly": knowing(13),
    "26 weeks known exactly": knowing(26),
}
HINDSIGHT = "hindsight"
FIGURES = ("value", "placed", "seconds")


@dataclass(frozen=True, slots=True)
class Played:
    """How a year went: its value, how many were placed, seconds of the policy."""

    value: float
    placed: int
    seconds: float


def on_monday(known: Year, week: int, made: Sequence[Placement]) -> Problem:
    """What is there in a week: those ready and not placed, openings with seats left, and the room beside `made`."""
    begin, placed, filled = monday(week) + LEAD, {one.citizen for one in made}, Counter(one.opening for one in made)
    people = [known.citizens[one.citizen] for one in made]
    return replace(
        known.whole,
        horizon=Horizon(from_=begin, to=known.whole.horizon.to),
        citizens=tuple(
            one
            for one in known.whole.citizens
            if known.ready[one.id] <= week < known.leaves[one.id] and one.id not in placed
        ),
        openings=tuple(
            _with_left(one, filled[one.id])
            for one in known.whole.openings
            if known.known[one.id] <= week and one.start.latest >= begin and one.seats > filled[one.id]
        ),
        units=_units(known, made),
        consultants=_staff(known.whole.consultants, Counter(one.consultant for one in people)),
        support_workers=_staff(
            known.whole.support_workers, Counter(one.support_worker for one in people if one.support_worker)
        ),
        forbidden=(),
    )


def _with_left(opening: Opening, filled: int) -> Opening:
    return replace(opening, seats=opening.seats - filled, least=0 if filled else opening.least)


def _staff(staff: Sequence[Staff], placed: Counter[str]) -> tuple[Staff, ...]:
    return tuple(replace(one, capacity=one.capacity - placed[one.id]) for one in staff)


def _units(known: Year, made: Sequence[Placement]) -> tuple[Unit, ...]:
    taken: defaultdict[str, list[Occupied]] = defaultdict(list)
    for one in made:
        mentor = "mentor" in known.citizens[one.citizen].needs
        place = Occupied(scheme=one.scheme, from_=one.start, to=last_day(one), hours=one.hours, mentor=mentor)
        taken[known.openings[one.opening].unit].append(place)
    return tuple(replace(unit, occupied=(*unit.occupied, *taken[unit.id])) for unit in known.whole.units)


def play(known: Year, policy: Policy, bound: float) -> Played:
    """A year by one policy, checked."""
    begun, made = time.perf_counter(), list[Placement]()
    for week in range(WEEKS):
        made += policy(known, week, on_monday(known, week, made))
    seconds = time.perf_counter() - begun
    result = as_answer(known.whole, made, bound)
    assert check(known.whole, result) == []
    return Played(result.objective, len(made), seconds)


def as_answer(whole: Problem, made: Sequence[Placement], bound: float) -> Result:
    """The placements of a year as an answer to the whole year's problem, with their values in it."""
    placements = tuple(_valued(whole, made))
    placed, total = {one.citizen for one in made}, sum(one.value for one in placements)
    return Result(
        status="feasible",
        objective=total,
        bound=bound,
        gap=relative_gap(total, bound),
        seconds=0.0,
        rules=version_in_force(whole.rules_day),
        placements=placements,
        unplaced=tuple(Unplaced(citizen=one.id) for one in whole.citizens if one.id not in placed),
    )


def _valued(whole: Problem, made: Sequence[Placement]) -> Iterator[Placement]:
    citizens = {one.id: n for n, one in enumerate(whole.citizens)}
    openings = {one.id: n for n, one in enumerate(whole.openings)}
    rows = np.array([(citizens[one.citizen], openings[one.opening]) for one in made], dtype=np.int64).T
    scores = Scorer.of(whole).score(rows[0], rows[1], np.array([one.hours for one in made]))
    because = scores.breakdowns(np.arange(len(made)))
    for one, score, reasons, (citizen, opening) in zip(made, scores.total, because, rows.T, strict=True):
        first = max(whole.citizens[citizen].available_from, whole.openings[opening].start.earliest)
        waited = (one.start - max(first, whole.horizon.from_)).days // WEEK
        value = float(score) - whole.delay_cost_per_week * waited
        yield replace(one, score=float(score), value=value, because=reasons)


def compare(citizens: int, seed: int) -> dict[str, Played]:
    """One year by every policy, and in hindsight."""
    known = year(citizens, seed)
    begun = time.perf_counter()
    best = solve(known.whole)
    assert best.status == "optimal"
    found = {HINDSIGHT: Played(best.bound, len(best.placements), time.perf_counter() - begun)}
    return found | {name: play(known, policy, best.bound) for name, policy in POLICIES.items()}


def table(years: Sequence[Mapping[str, Played]]) -> Iterator[str]:
    """A line for each policy: the mean over all years, and the least ratio."""
    yield f"{'policy':28}{'value':>9}{'placed':>9}{'of hindsight':>14}{'least':>9}{'seconds':>9}"
    for name in years[0]:
        value, placed, seconds = (fmean(getattr(one[name], what) for one in years) for what in FIGURES)
        shares = [one[name].value / one[HINDSIGHT].value for one in years]
        yield f"{name:28}{value:9.2f}{placed:9.1f}{fmean(shares):14.2%}{min(shares):9.2%}{seconds:9.1f}"


def main() -> None:
    """Play the years and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--citizens", type=int, default=200, help="of the municipality; half of them are ready")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=1)
    chosen, years = parser.parse_args(), list[dict[str, Played]]()
    for seed in range(chosen.first_seed, chosen.first_seed + chosen.seeds):
        years.append(compare(chosen.citizens, seed))
        shares = [f"{one.value / years[-1][HINDSIGHT].value:.2%}" for one in years[-1].values()]
        print(f"seed {seed}: {', '.join(shares)}", flush=True)
    print("\n".join(table(years)))


if __name__ == "__main__":
    main()
