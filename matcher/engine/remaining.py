"""What an answer leaves over, and what stands in the way of one placement more."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.candidates import Candidates
from matcher.engine.columns import TOLERANCE, longest_stays, possible_schemes
from matcher.engine.instance import Bools, Floats, Instance, Ints
from matcher.engine.result import Placement
from matcher.engine.standing import is_fixed, standing
from matcher.engine.starts import WEEK, any_start_within, start_counts, start_days
from matcher.engine.timeline import Stays, Timeline, loads

SCARCE = ("seats", "quota", "mentor", "consultant", "support", "least", "floor")
"""What can be lacking for a pair that its own rules allow."""
MANY = 1000
NOT_LOOKED_AT = MANY * MANY


@dataclass(frozen=True, slots=True)
class Possible:
    """Pairs that are lawful, or would be: on which starts from `first` to `latest`, in which schemes (n x S)."""

    citizen: Ints
    opening: Ints
    schemes: Bools
    first: Ints
    latest: Ints
    hours: Floats

    @classmethod
    def of(cls, pairs: Candidates, schemes: Bools, latest: Ints, hours: Floats) -> Self:
        """Pairs that may begin until `latest`, in those of `schemes` that the law allows on one of the starts."""
        law, first = pairs.instance.lawful, pairs.first_day
        low, high = law.first[pairs.citizen], law.last[pairs.citizen]
        on_a_start = [any_start_within(first, latest, low[:, s], high[:, s]) for s in range(len(SCHEMES))]
        return cls(pairs.citizen, pairs.opening, schemes & np.stack(on_a_start, axis=1), first, latest, hours)

    @classmethod
    def lawful(cls, pairs: Candidates) -> Self:
        """Pairs that every rule of a pair allows, as they are."""
        schemes = possible_schemes(pairs.instance, pairs.citizen, pairs.opening, pairs.hours)
        return cls.of(pairs, schemes, pairs.instance.openings.latest[pairs.opening], pairs.hours)


class Remaining:
    """What is left of everything scarce when `placements` are made."""

    def __init__(self, case: Instance, placements: tuple[Placement, ...]) -> None:
        self.case = case
        citizen = np.array([case.citizen_index[one.citizen] for one in placements], dtype=np.int64)
        opening = np.array([case.opening_index[one.opening] for one in placements], dtype=np.int64)
        support = case.citizens.support[citizen]
        self.placed = len(citizen)
        self.filled = np.bincount(opening, minlength=len(case.problem.openings))
        self.consultants = _left(case.consultant_capacity, case.citizens.consultant[citizen])
        self.support = _left(case.support_capacity, support[support >= 0])
        self.in_floor = case.citizens.in_floor[citizen].sum(axis=0)
        fixed = standing(case)
        new = ~is_fixed(case, fixed)[citizen]
        made = _stays(
            case, [one for one, is_new in zip(placements, new, strict=True) if is_new], citizen[new], opening[new]
        )
        self.taken = fixed.taken.beside(made)

    def lacking(self, pairs: Possible) -> dict[str, Ints]:
        """For everything in SCARCE how many more it would take for one placement more of each pair; 0 where none."""
        citizens, openings = self.case.citizens, self.case.openings
        helper = citizens.support[pairs.citizen]
        quota, mentor = self._over_time(pairs)
        return {
            "seats": np.maximum(self.filled[pairs.opening] + 1 - openings.seats[pairs.opening], 0),
            "quota": quota,
            "mentor": mentor,
            "consultant": np.maximum(1 - self.consultants[citizens.consultant[pairs.citizen]], 0),
            "support": np.where(helper >= 0, np.maximum(1 - np.append(self.support, 1)[helper], 0), 0),
            "least": np.maximum(openings.least[pairs.opening] - self.filled[pairs.opening] - 1, 0),
            "floor": self._breaks_floor(pairs.citizen).astype(np.int64),
        }

    def _breaks_floor(self, citizen: Ints) -> Bools:
        shares = np.array([one.share for one in self.case.problem.floors])
        inside = self.in_floor + self.case.citizens.in_floor[citizen]
        broken: Bools = np.any(inside + TOLERANCE < shares * (self.placed + 1), axis=1)
        return broken

    def _over_time(self, pairs: Possible) -> tuple[Ints, Ints]:
        """How many more in the quota and how many more mentors it would take, on the start that takes fewest."""
        mentor = self.case.citizens.mentor[pairs.citizen]
        needs_nothing = np.any(pairs.schemes & ~self.case.lawful.counts, axis=1) & ~mentor
        fewest = np.where(needs_nothing | ~np.any(pairs.schemes, axis=1), 0, NOT_LOOKED_AT)
        look = np.flatnonzero(fewest)
        counts = start_counts(pairs.first[look], pairs.latest[look])
        row = np.repeat(look, counts)
        start = start_days(pairs.first[row], np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts))
        if len(row):
            timeline = Timeline.of(self.case, np.unique(start), self.taken)
            for s in range(len(SCHEMES)):
                some = np.flatnonzero(pairs.schemes[row, s])
                self._fewest(pairs, timeline, s, row[some], start[some], fewest)
        together, quota = fewest // MANY, fewest % MANY
        return quota, together - quota

    def _fewest(self, pairs: Possible, timeline: Timeline, s: int, row: Ints, start: Ints, fewest: Ints) -> None:
        """Lower `fewest` (both together x MANY + quota) where scheme `s` on these starts takes fewer."""
        law, citizen = self.case.lawful, pairs.citizen[row]
        lawful = (law.first[citizen, s] <= start) & (start <= law.last[citizen, s])
        row, start, citizen = row[lawful], start[lawful], citizen[lawful]
        unit = self.case.openings.unit[pairs.opening[row]]
        weeks = np.minimum(self.case.openings.weeks[pairs.opening[row]], longest_stays(self.case, citizen, unit)[:, s])
        first, stop = timeline.span(start, start + WEEK * weeks)
        load = loads(self.case, np.full(len(row), law.counts[s]), pairs.hours[row])
        quota = np.where(load > 0, _short(load, timeline.quota.least(unit, first, stop)), 0)
        needs_mentor = self.case.citizens.mentor[citizen]
        mentor = np.where(needs_mentor, _short(np.ones(len(row)), timeline.mentors.least(unit, first, stop)), 0)
        np.minimum.at(fewest, row, (quota + mentor) * MANY + quota)


def _short(wanted: Floats, left: Floats) -> Ints:
    """How many whole places are missing."""
    return np.clip(np.ceil(wanted - left - TOLERANCE), 0, MANY // 2).astype(np.int64)


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
