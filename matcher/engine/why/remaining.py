"""What an answer leaves over, and what stands in the way of one placement more."""

from collections.abc import Sequence

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.arrays.columns import TOLERANCE
from matcher.engine.arrays.instance import Instance, Ints
from matcher.engine.arrays.rows import Setting
from matcher.engine.arrays.standing import is_fixed
from matcher.engine.arrays.timeline import Stays, loads
from matcher.engine.result import Placement
from matcher.engine.why.someday import Possible, fewest_more

SCARCE = ("seats", "quota", "mentor", "consultant", "support", "least", "floor")
"""What can be lacking for a pair that its own rules allow."""
BEYOND = 10**6
"""So many that nobody would ask for it."""


class Remaining:
    """What is left of everything scarce when `placements`, the fixed ones among them, are made.

    taken: all stays there are. guest: the citizen of each, -1 of those that stand.
    """

    def __init__(self, setting: Setting, placements: Sequence[Placement]) -> None:
        case = self.case = setting.instance
        citizen = np.array([case.citizen_index[one.citizen] for one in placements], dtype=np.int64)
        opening = np.array([case.opening_index[one.opening] for one in placements], dtype=np.int64)
        support = case.citizens.support[citizen]
        self.placed = len(citizen)
        self.filled = np.bincount(opening, minlength=len(case.problem.openings))
        self.consultants = _left(case.consultant_capacity, case.citizens.consultant[citizen])
        self.support = _left(case.support_capacity, support[support >= 0])
        self.in_floor = case.citizens.in_floor[citizen].sum(axis=0)
        new = ~is_fixed(case, setting.standing)[citizen]
        made = _stays(
            case, [one for one, is_new in zip(placements, new, strict=True) if is_new], citizen[new], opening[new]
        )
        stood = setting.standing.taken
        self.taken = stood.beside(made)
        self.guest = np.concatenate([np.full(len(stood.unit), -1), citizen[new]])

    def taken_without(self, citizens: Ints) -> Stays:
        """All stays but the new ones of these citizens."""
        stay, kept = self.taken, ~np.isin(self.guest, citizens)
        return Stays(stay.unit[kept], stay.start[kept], stay.end[kept], stay.load[kept], stay.mentor[kept])

    def lacking(self, pairs: Possible) -> dict[str, Ints]:
        """For everything in SCARCE how many more it would take for one placement more of each pair; 0 where none."""
        citizens, openings = self.case.citizens, self.case.openings
        helper = citizens.support[pairs.citizen]
        quota, mentor = fewest_more(self.case, self.taken, pairs)
        return {
            "seats": np.maximum(self.filled[pairs.opening] + 1 - openings.seats[pairs.opening], 0),
            "quota": quota,
            "mentor": mentor,
            "consultant": np.maximum(1 - self.consultants[citizens.consultant[pairs.citizen]], 0),
            "support": np.where(helper >= 0, np.maximum(1 - np.append(self.support, 1)[helper], 0), 0),
            "least": np.maximum(openings.least[pairs.opening] - self.filled[pairs.opening] - 1, 0),
            "floor": self._more_of_group(pairs.citizen),
        }

    def _more_of_group(self, citizen: Ints) -> Ints:
        """How many more who belong to the group of every floor would have to be placed; BEYOND where none would do."""
        shares = np.array([one.share for one in self.case.problem.floors])
        inside = self.in_floor + self.case.citizens.in_floor[citizen]
        short = np.maximum(shares * (self.placed + 1) - inside - TOLERANCE, 0)
        each = np.where(shares < 1, np.ceil(short / np.where(shares < 1, 1 - shares, 1)), BEYOND * (short > 0))
        more: Ints = each.max(axis=1, initial=0).astype(np.int64)
        return more


def _left(capacity: Ints, used: Ints) -> Ints:
    return capacity - np.bincount(used, minlength=len(capacity))


def _stays(case: Instance, made: list[Placement], citizen: Ints, opening: Ints) -> Stays:
    scheme = np.array([SCHEMES.index(one.scheme) for one in made], dtype=np.int64)
    hours = np.array([one.hours for one in made], dtype=np.float64)
    return Stays(
        case.openings.unit[opening],
        np.array([one.start.toordinal() for one in made], dtype=np.int64),
        np.array([one.end.toordinal() for one in made], dtype=np.int64),
        loads(case, case.lawful.counts[scheme], hours),
        case.citizens.mentor[citizen],
    )
