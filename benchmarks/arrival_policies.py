"""Ways to give places week by week. Each is asked once a week for the placements it makes of what is there.

The weeks that a citizen and an opening have both been there already count as waited, as in the whole year's value.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from benchmarks.arrival_process import WEEKS, Year, monday
from law.schemes import SCHEMES
from matcher.engine.ahead.arrivals import solve_ahead
from matcher.engine.ahead.futures import Outlook
from matcher.engine.ahead.hold_back import HoldBack
from matcher.engine.arrays.columns import TOLERANCE, Columns, columns
from matcher.engine.arrays.instance import Floats, Ints
from matcher.engine.arrays.starts import WEEK
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.problem import Pair, Problem
from matcher.engine.result import Placement, Reason
from matcher.engine.scoring.score import Scorer, Scores
from matcher.engine.solve import solve
from matcher.loading import LEAD

Policy = Callable[[Year, int, Problem], list[Placement]]


@dataclass(frozen=True, slots=True)
class LateScores:
    """Scores less the cost of the weeks already waited."""

    scores: Scores
    total: Floats

    def breakdowns(self, rows: Ints) -> list[tuple[Reason, ...]]:
        """What the scores are made of, the waiting aside."""
        return self.scores.breakdowns(rows)


class LateScorer:
    """The project's scorer, less the cost of the weeks that a pair has already waited."""

    def __init__(self, problem: Problem) -> None:
        self._scorer = Scorer.of(problem)
        self._cost, self._today = problem.delay_cost_per_week, problem.horizon.from_.toordinal()
        self._available = np.array([one.available_from.toordinal() for one in problem.citizens], dtype=np.int64)
        self._earliest = np.array([one.start.earliest.toordinal() for one in problem.openings], dtype=np.int64)

    def score(self, citizen: Ints, opening: Ints, hours: Floats) -> LateScores:
        """The scores of pairs of row numbers."""
        scores = self._scorer.score(citizen, opening, hours)
        first = np.maximum(self._available[citizen], self._earliest[opening])
        waited = np.maximum(self._today - first, 0) // WEEK
        return LateScores(scores, scores.total - self._cost * waited)


def again(_year: Year, _week: int, problem: Problem) -> list[Placement]:
    """The best for those who are there, as if nobody came."""
    return list(solve(problem, scorer=LateScorer(problem)).placements)


def holding(settings: HoldBack) -> Policy:
    """The project's own: the best for those who are there, in view of those who may come."""

    def policy(year: Year, week: int, problem: Problem) -> list[Placement]:
        leaving = {one.id: monday(year.leaves[one.id]) for one in problem.citizens}
        outlook = Outlook(today=monday(week), stream=year.stream, leaving=leaving)
        ahead = replace(settings, weeks=min(settings.weeks, WEEKS - 1 - week))
        return list(solve_ahead(problem, outlook, ahead, scoring=LateScorer).result.placements)

    return policy


def knowing(weeks: int) -> Policy:
    """What exact knowledge is worth: the best for all who are there or come within so many weeks.

    Of that, only those placements are made that would cost something or be impossible a week later.
    """

    def policy(year: Year, week: int, problem: Problem) -> list[Placement]:
        seen = range(week + 1, week + weeks + 1)
        comers = [one for one in year.whole.citizens if year.ready[one.id] in seen]
        offers = [one for one in year.whole.openings if year.known[one.id] in seen]
        more = replace(problem, citizens=(*problem.citizens, *comers), openings=(*problem.openings, *offers))
        gone = [
            Pair(citizen=one.id, opening=offer.id)
            for offer in offers
            for one in more.citizens
            if year.known[offer.id] >= year.leaves[one.id]
        ]
        found = solve(replace(more, forbidden=tuple(gone)), scorer=LateScorer(more))
        here = {one.id for one in problem.citizens} | {one.id for one in problem.openings}
        return [one for one in found.placements if {one.citizen, one.opening} <= here and _cannot_wait(year, week, one)]

    return policy


def _cannot_wait(year: Year, week: int, one: Placement) -> bool:
    first = max(year.citizens[one.citizen].available_from, year.openings[one.opening].start.earliest)
    return year.leaves[one.citizen] == week + 1 or first < monday(week + 1) + LEAD or week == WEEKS - 1


def first_come(year: Year, _week: int, problem: Problem) -> list[Placement]:
    """Whoever has been ready longest takes the best place that is left."""
    ready = prepare(problem, LateScorer(problem))
    found = columns(ready.setting.instance, ready.setting.timeline, ready.pairs, np.arange(len(ready.pairs)))
    since = np.array([year.ready[one.id] for one in problem.citizens], dtype=np.int64)
    order = np.lexsort((-found.gain, found.citizen, since[found.citizen]))
    return list(_taken(ready, found, order))


def _taken(ready: Prepared, found: Columns, order: Ints) -> Iterator[Placement]:
    left, placed = _Left(ready), set[int]()
    for j in order:
        citizen = int(found.citizen[j])
        if citizen not in placed and left.fits(found, j):
            placed.add(citizen)
            left.take(found, j)
            yield _placement(ready, found, j)


class _Left:
    """The room that is left. Openings that train in groups are passed over: nobody begins there alone."""

    def __init__(self, ready: Prepared) -> None:
        self._case, standing = ready.setting.instance, ready.setting.standing
        self._seats = np.where(self._case.openings.least > 1, 0, standing.seats)
        self._consultants, self._support = standing.consultants.copy(), np.append(standing.support, len(standing.seats))
        self._quota = ready.setting.timeline.quota.left.copy()
        self._mentors = ready.setting.timeline.mentors.left.copy()

    def fits(self, found: Columns, j: int) -> bool:
        """Whether the column can still be taken."""
        who, where, days = self._case.citizens, found.unit[j], slice(found.first[j], found.stop[j])
        return bool(
            found.gain[j] > 0
            and self._seats[found.opening[j]] > 0
            and self._consultants[who.consultant[found.citizen[j]]] > 0
            and self._support[who.support[found.citizen[j]]] > 0
            and (found.load[j] == 0 or self._quota[where, days].min() >= found.load[j] - TOLERANCE)
            and (not found.mentor[j] or self._mentors[where, days].min() >= 1)
        )

    def take(self, found: Columns, j: int) -> None:
        """Fill what the column takes."""
        who, where, days = self._case.citizens, found.unit[j], slice(found.first[j], found.stop[j])
        self._seats[found.opening[j]] -= 1
        self._consultants[who.consultant[found.citizen[j]]] -= 1
        self._support[who.support[found.citizen[j]]] -= who.support[found.citizen[j]] >= 0
        self._quota[where, days] -= found.load[j]
        self._mentors[where, days] -= found.mentor[j]


def _placement(ready: Prepared, found: Columns, j: int) -> Placement:
    problem, pair = ready.setting.instance.problem, found.pair[j]
    return Placement(
        citizen=problem.citizens[found.citizen[j]].id,
        opening=problem.openings[found.opening[j]].id,
        scheme=SCHEMES[found.scheme[j]],
        start=date.fromordinal(int(found.start[j])),
        end=date.fromordinal(int(found.end[j])),
        hours=float(ready.pairs.hours[pair]),
        value=float(found.gain[j]),
        score=float(ready.pairs.score[pair]),
    )


def last_day(placement: Placement) -> date:
    """The last day of a placement."""
    return placement.end - timedelta(days=1)
