"""What is done today, for comparison: each consultant places own citizens in own firms, first come, first served.

Whoever has waited longest comes first. Each gets the best-scored opening in the consultant's own portfolio that is
lawful and has room, at the first possible start. Every hard rule is kept except floors, which nobody sees from within
one portfolio. A group that does not fill up is cancelled, and its people look elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import TOLERANCE, Columns, Pairs, columns
from matcher.engine.arrays.instance import Bools, Instance, Ints, instance
from matcher.engine.arrays.pairs import lawful
from matcher.engine.arrays.rows import Setting
from matcher.engine.arrays.standing import Standing, is_fixed, standing
from matcher.engine.arrays.starts import WEEK, weeks_waited
from matcher.engine.arrays.timeline import Timeline
from matcher.engine.problem import Problem
from matcher.engine.result import Placement, Result, Unplaced
from matcher.engine.scoring.score import DEFAULT_WEIGHTS, Weights
from matcher.engine.scoring.worth import Worth

SMALLEST_BOUND = 1e-9


def first_come(
    problem: Problem,
    owner: Mapping[str, str],
    weights: Weights = DEFAULT_WEIGHTS,
    setting: Setting | None = None,
) -> Result:
    """Place the citizens of `problem` by hand; `owner` says whose portfolio each unit is in, by id.

    Openings at units without an owner are given to nobody. The bound is the sum of the citizens' weights: no answer
    can be worth more. `setting` is the problem's own, where a solve has built it already. Raises BadInputError where
    fixed placements break a rule themselves.
    """
    case = setting.instance if setting else instance(problem)
    fixed = setting.standing if setting else standing(case)
    offers = _offers(case, fixed, owner, weights)
    cancelled = np.zeros(len(problem.openings), dtype=bool)
    while True:
        taken = _give_out(case, fixed, offers, cancelled)
        filled = fixed.filled + np.bincount(offers.columns.opening[taken], minlength=len(cancelled))
        short = (filled > fixed.filled) & (filled < case.openings.least)
        if not short.any():
            return _result(case, fixed, offers, taken)
        cancelled |= short


@dataclass(frozen=True, slots=True)
class Offers:
    """Every placement a consultant could make alone, in the order in which they are tried."""

    worth: Worth
    timeline: Timeline
    pairs: Pairs
    columns: Columns


class Desk:
    """The room that is left while places are given out."""

    def __init__(self, case: Instance, fixed: Standing, timeline: Timeline) -> None:
        self.case = case
        self.seats, self.consultants, self.support = fixed.seats.copy(), fixed.consultants.copy(), fixed.support.copy()
        self.quota, self.mentors = timeline.quota.left.copy(), timeline.mentors.left.copy()

    def has_room(self, offers: Columns, n: int) -> bool:
        """Whether everything that offer `n` takes is there."""
        unit, days = offers.unit[n], slice(offers.first[n], offers.stop[n])
        return bool(
            self.seats[offers.opening[n]] > 0
            and (offers.load[n] == 0 or self.quota[unit, days].min() >= offers.load[n] - TOLERANCE)
            and (not offers.mentor[n] or self.mentors[unit, days].min() >= 1 - TOLERANCE)
        )

    def staff_has_time(self, citizen: int) -> bool:
        """Whether the citizen's consultant and support worker can take one more."""
        helper = self.case.citizens.support[citizen]
        return bool(
            self.consultants[self.case.citizens.consultant[citizen]] > 0 and (helper < 0 or self.support[helper] > 0)
        )

    def take(self, offers: Columns, n: int) -> None:
        """Take what offer `n` takes."""
        unit, days, citizen = offers.unit[n], slice(offers.first[n], offers.stop[n]), offers.citizen[n]
        self.seats[offers.opening[n]] -= 1
        self.quota[unit, days] -= offers.load[n]
        self.mentors[unit, days] -= offers.mentor[n]
        self.consultants[self.case.citizens.consultant[citizen]] -= 1
        if self.case.citizens.support[citizen] >= 0:
            self.support[self.case.citizens.support[citizen]] -= 1


def _offers(case: Instance, fixed: Standing, owner: Mapping[str, str], weights: Weights) -> Offers:
    worth = Worth.of(case, weights)
    chosen = _own_portfolio(case, fixed, owner)
    chosen = lawful(chosen.where(worth.is_scored(chosen)))
    score = worth.scores(chosen)
    pairs = Pairs(chosen.citizen, chosen.opening, chosen.hours, score, score)
    timeline = Timeline.of(case, _start_days(case, chosen), fixed.taken)
    found = columns(case, timeline, pairs, np.arange(len(pairs)))
    as_listed = np.arange(len(found))
    order = np.lexsort((as_listed, -score[found.pair], _place_in_line(case)[found.citizen]))
    return Offers(worth, timeline, pairs, found.take(order))


def _own_portfolio(case: Instance, fixed: Standing, owner: Mapping[str, str]) -> Candidates:
    """Every citizen, the fixed ones aside, beside every opening of the own consultant."""
    consultants = {one.id: n for n, one in enumerate(case.problem.consultants)}
    of_unit = np.array([consultants.get(owner.get(unit.id, ""), -1) for unit in case.problem.units], dtype=np.int64)
    of_opening = of_unit[case.openings.unit]
    free = np.flatnonzero(~is_fixed(case, fixed))
    own = [np.flatnonzero(of_opening == n) for n in range(len(consultants))]
    portfolio = [own[n] for n in case.citizens.consultant[free]]
    citizen = np.repeat(free, [len(openings) for openings in portfolio])
    return Candidates(case, citizen, np.concatenate(portfolio) if portfolio else citizen)


def _start_days(case: Instance, pairs: Candidates) -> Ints:
    """Every day on which one of the pairs could start."""
    latest = case.openings.latest[pairs.opening].max(initial=0)
    mondays = np.arange(pairs.first_day.min(initial=latest) // WEEK * WEEK + 1, latest + 1, WEEK)
    return np.unique(np.concatenate([pairs.first_day, mondays]))


def _place_in_line(case: Instance) -> Ints:
    """Who has been unemployed longest comes first; of two alike, the one the file names first."""
    since = np.array([one.unemployed_since.toordinal() for one in case.problem.citizens], dtype=np.int64)
    place = np.empty(len(since), dtype=np.int64)
    place[np.argsort(since, kind="stable")] = np.arange(len(since))
    return place


def _give_out(case: Instance, fixed: Standing, offers: Offers, cancelled: Bools) -> list[int]:
    """Which offers are made, by number, when nobody goes to the cancelled openings."""
    desk, made = Desk(case, fixed, offers.timeline), []
    for citizen, first, stop in _by_citizen(offers.columns):
        if not desk.staff_has_time(citizen):
            continue
        for n in range(first, stop):
            if not cancelled[offers.columns.opening[n]] and desk.has_room(offers.columns, n):
                desk.take(offers.columns, n)
                made.append(n)
                break
    return made


def _by_citizen(offers: Columns) -> Iterator[tuple[int, int, int]]:
    """Each citizen with the range of own offers."""
    begins = np.flatnonzero(np.diff(offers.citizen, prepend=-1))
    for first, stop in zip(begins, np.append(begins, len(offers))[1:], strict=True):
        yield int(offers.citizen[first]), int(first), int(stop)


def _result(case: Instance, fixed: Standing, offers: Offers, taken: list[int]) -> Result:
    made = offers.columns.take(np.array(taken, dtype=np.int64))
    pairs = Candidates(
        case, np.concatenate([fixed.citizen, made.citizen]), np.concatenate([fixed.opening, made.opening])
    )
    days = np.concatenate([fixed.start, made.start]), np.concatenate([fixed.end, made.end])
    placements = _placements(offers.worth, pairs, np.concatenate([fixed.scheme, made.scheme]), *days)
    problem, bound = case.problem, float(case.citizens.weight.sum())
    placed = {one.citizen for one in placements}
    lost = len({pair.citizen for pair in problem.previous} - placed)
    objective = sum(one.value for one in placements) - problem.change_cost * lost
    return Result(
        status="feasible",
        objective=objective,
        bound=bound,
        gap=(bound - objective) / max(bound, SMALLEST_BOUND),
        seconds=0.0,
        rules=problem.rules_day,
        placements=placements,
        unplaced=tuple(Unplaced(citizen=one.id) for one in problem.citizens if one.id not in placed),
    )


def _placements(worth: Worth, pairs: Candidates, scheme: Ints, start: Ints, end: Ints) -> tuple[Placement, ...]:
    problem, score = worth.case.problem, worth.scores(pairs)
    value = worth.values(pairs, score, weeks_waited(pairs.first_day, start))
    return tuple(
        Placement(
            citizen=problem.citizens[pairs.citizen[n]].id,
            opening=problem.openings[pairs.opening[n]].id,
            scheme=SCHEMES[scheme[n]],
            start=date.fromordinal(int(start[n])),
            end=date.fromordinal(int(end[n])),
            hours=float(pairs.hours[n]),
            value=float(value[n]),
            score=float(score[n]),
            because=reasons,
        )
        for n, reasons in enumerate(worth.reasons(pairs))
    )
