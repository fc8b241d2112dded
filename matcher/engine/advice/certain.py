"""What a new place gives for certain: somebody can take it while everybody else stays where the answer puts them."""

from collections import Counter
from dataclasses import dataclass
from typing import Self

import numpy as np

from matcher.engine.advice.market import Helped, Market
from matcher.engine.arrays.columns import TOLERANCE, columns
from matcher.engine.arrays.instance import Bools, Floats, Instance
from matcher.engine.arrays.standing import is_fixed
from matcher.engine.arrays.timeline import Timeline
from matcher.engine.result import Result
from matcher.engine.why.remaining import Remaining


@dataclass(frozen=True, slots=True)
class Certain:
    """For each row of a `Helped` the gain if that citizen takes the place beside the answer; -inf where that cannot be.

    now (C): what each citizen's place in the answer gives.
    """

    case: Instance
    left: Remaining
    unplaced: Bools
    gain: Floats

    @classmethod
    def of(cls, market: Market, result: Result, left: Remaining, helped: Helped, seats: int) -> Self:
        """The certain gains beside `result`, which leaves `left`, where no more than `seats` are taken together."""
        case = market.case
        now, unplaced = np.zeros(len(case.problem.citizens)), np.ones(len(case.problem.citizens), dtype=bool)
        who = np.array([case.citizen_index[one.citizen] for one in result.placements], dtype=np.int64)
        now[who] = [one.value for one in result.placements]
        now[who] += case.problem.change_cost * (case.citizens.previous[who] >= 0)
        unplaced[who] = False
        timeline = Timeline.of(helped.setting.instance, helped.setting.timeline.days, left.taken)
        which, back = np.unique(helped.pair, return_inverse=True)
        found = columns(helped.setting.instance, timeline, helped.pairs, which)
        best = np.full(len(helped.pairs), -np.inf)
        np.maximum.at(best, found.pair, found.gain)
        may = _may_move(market, result, unplaced) & _keeps_floors(case, left, unplaced, seats)
        gain = np.where(may[helped.citizen], best[which][back] - now[helped.citizen], -np.inf)
        return cls(case, left, unplaced, gain)

    def best(self, helped: Helped, where: slice, seats: int) -> float:
        """The certain gain of `seats` seats at one new place, each taken by another citizen."""
        staff, total, mentors = Counter[tuple[str, int]](), 0.0, 0
        rows = np.arange(where.start, where.stop)
        for row in rows[np.argsort(-self.gain[where], kind="stable")]:
            citizen = int(helped.citizen[row])
            mentor = bool(self.case.citizens.mentor[citizen])
            if seats == 0 or self.gain[row] <= 0:
                break
            if (mentor and mentors) or not self._has_staff(citizen, staff):
                continue
            total, seats, mentors = total + float(self.gain[row]), seats - 1, mentors + mentor
        return total

    def _has_staff(self, citizen: int, staff: Counter[tuple[str, int]]) -> bool:
        """Whether consultant and support worker can take this citizen on beside those counted in `staff`, and do."""
        if not self.unplaced[citizen]:
            return True
        consultant, support = int(self.case.citizens.consultant[citizen]), int(self.case.citizens.support[citizen])
        wanted = [("consultant", consultant, self.left.consultants[consultant])]
        if support >= 0:
            wanted.append(("support", support, self.left.support[support]))
        if any(staff[kind, who] >= most for kind, who, most in wanted):
            return False
        staff.update((kind, who) for kind, who, _ in wanted)
        return True


def _may_move(market: Market, result: Result, unplaced: Bools) -> Bools:
    """C: who may leave the present place without breaking up a group (H17), and does not stand fixed."""
    case, may = market.case, unplaced.copy()
    who = np.array([case.citizen_index[one.citizen] for one in result.placements], dtype=np.int64)
    at = np.array([case.opening_index[one.opening] for one in result.placements], dtype=np.int64)
    may[who] = case.openings.least[at] <= 1
    return np.asarray(may & ~is_fixed(case, market.ready.setting.standing))


def _keeps_floors(case: Instance, left: Remaining, unplaced: Bools, seats: int) -> Bools:
    """C: whose placement breaks no floor (H15), even where `seats` people are placed."""
    shares = np.array([one.share for one in case.problem.floors])
    slack = left.in_floor + TOLERANCE >= shares * (left.placed + seats)
    return np.asarray(~unplaced | (case.citizens.in_floor | slack).all(axis=1))
