"""Which rules take which openings from which citizens, and by how much: some citizens against all openings at once.

A table of n citizens x O openings costs a few nanoseconds per pair: language is a comparison, skills and needs are
products of small matrices, the way is a product of vectors, schemes are bit patterns. Pairs so near a limit that
rounding could decide are asked of the rule itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from law.schemes import SCHEMES
from matcher.engine import rules
from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import EARTH_KM, Bools, Floats, Instance, Ints
from matcher.engine.arrays.starts import any_start_within
from matcher.engine.scoring.worth import Worth

Bytes = NDArray[np.uint8]
Smalls = NDArray[np.float32]

PAIRS_AT_ONCE = 1 << 16
"""A table of so many pairs stays in the processor's cache; four times as many take four times as long each."""
NEAR_THE_LIMIT = 1e-6
TOLERANCE = 1e-9
IMPOSSIBLE = np.float32(np.inf)
BITS = np.array([1 << n for n in range(len(SCHEMES))], dtype=np.uint8)

PER_KM, PER_LEVEL, PER_SKILL, PER_NEED, PER_HOUR, PER_DAY, PER_SCHEME = 0.2, 1.0, 1.5, 2.0, 0.25, 1 / 14, 2.0
"""How large a change is felt to be, for ranking only: five kilometres are as much as one level of Danish."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some citizens against all openings. `blocked[rule]` and `size` are n x O.

    size: how large a change would open the pair; 0 where it is lawful, inf where nothing would.
    """

    citizens: Ints
    blocked: dict[str, Bools]
    size: Smalls


class Tables:
    """What the rules of a pair compare, laid out for whole rows."""

    def __init__(self, case: Instance, worth: Worth) -> None:
        self.case, self.worth = case, worth
        work = _vectors(case.units.place)
        centre = work.mean(axis=0) if len(work) else np.zeros(3)
        self.home, self.work = _vectors(case.citizens.place) - centre, work - centre
        angle = np.minimum(case.citizens.max_km / (2 * EARTH_KM), np.pi / 2)
        self.reach = (2 * EARTH_KM * np.sin(angle)) ** 2
        self.skills_asked = np.column_stack([case.openings.licence, case.openings.skills]).astype(np.float32).T
        self.not_accommodated = (~case.units.accommodates).astype(np.float32).T
        self.schemes = _Schemes.of(case)

    def blocks(self, citizens: Ints) -> Iterator[Block]:
        """The block of every part of `citizens`, in order."""
        openings = len(self.case.problem.openings)
        size = max(1, PAIRS_AT_ONCE // max(1, openings))
        for begin in range(0, len(citizens), size):
            yield self.block(citizens[begin : begin + size])

    def block(self, who: Ints) -> Block:
        """All pairs of the citizens `who`."""
        size = np.zeros((len(who), len(self.case.problem.openings)), dtype=np.float32)
        hours = self._hours(who)
        blocked = {
            "travel": self._travel(who, size),
            "language": self._language(who, size),
            "skills": self._skills(who, size),
            "needs": self._needs(who, size),
            "hours": self._too_few(who, hours, size),
            "start": self._start(who, size),
            "scheme": self._scheme(who, hours, size),
            "excluded": self._excluded(who),
            "score": self._unscored(who),
        }
        size[blocked["excluded"] | blocked["score"]] = IMPOSSIBLE
        return Block(who, blocked, size)

    def _travel(self, who: Ints, size: Smalls) -> Bools:
        home, unit = self.home[who], self.case.openings.unit
        squared = (home**2).sum(axis=1)[:, None] + (self.work**2).sum(axis=1) - 2 * home @ self.work.T
        reach = self.reach[who][:, None]
        too_far = squared > reach
        row, at = np.nonzero(np.abs(squared - reach) <= NEAR_THE_LIMIT * (1 + reach))
        if len(row):
            too_far[row, at] = self._exactly_too_far(who[row], at)
        over = np.sqrt(np.maximum(squared, 0)) - self.case.citizens.max_km[who][:, None]
        felt = np.where(too_far, PER_KM * np.maximum(over, NEAR_THE_LIMIT), 0).astype(np.float32)
        size += felt[:, unit]
        found: Bools = too_far[:, unit]
        return found

    def _exactly_too_far(self, citizen: Ints, unit: Ints) -> Bools:
        opening = np.zeros(len(self.case.problem.units), dtype=np.int64)
        opening[self.case.openings.unit] = np.arange(len(self.case.problem.openings))
        return ~rules.travel(Candidates(self.case, citizen, opening[unit]))

    def _language(self, who: Ints, size: Smalls) -> Bools:
        asked, have = self.case.openings.language.astype(np.int8), self.case.citizens.language[who].astype(np.int8)
        lacking: NDArray[np.int8] = np.maximum(asked - have[:, None], 0)
        size += np.float32(PER_LEVEL) * lacking
        return lacking > 0

    def _skills(self, who: Ints, size: Smalls) -> Bools:
        have = np.column_stack([self.case.citizens.licence[who], self.case.citizens.skills[who]])
        lacking = (~have).astype(np.float32) @ self.skills_asked
        size += np.float32(PER_SKILL) * lacking
        return lacking > 0

    def _needs(self, who: Ints, size: Smalls) -> Bools:
        unmet = self.case.citizens.needs[who].astype(np.float32) @ self.not_accommodated
        unmet = unmet[:, self.case.openings.unit]
        size += np.float32(PER_NEED) * unmet
        return unmet > 0

    def _hours(self, who: Ints) -> Floats:
        """Weekly hours of every pair, n x O."""
        week = self.case.hours
        busy = np.column_stack([day.busy[who] for day in week.weekdays]) if week.weekdays else np.zeros((len(who), 0))
        patterns, row = np.unique(busy, axis=0, return_inverse=True)
        minutes = np.tile(week.minutes, (len(patterns), 1))
        for n, day in enumerate(week.weekdays):
            minutes -= day.overlap[patterns[:, n].astype(np.int64)][:, day.shift]
        free = np.where(week.has_shifts, minutes / 60, np.inf)
        most = np.minimum(free, self.case.openings.most_hours)[row.ravel()]
        return np.minimum(most, self.case.citizens.most_hours[who][:, None])

    def _too_few(self, who: Ints, hours: Floats, size: Smalls) -> Bools:
        least = np.maximum(self.case.citizens.least_hours[who][:, None], self.case.openings.least_hours)
        lacking = least - hours
        too_few = lacking > TOLERANCE
        size += np.where(too_few, PER_HOUR * lacking, 0).astype(np.float32)
        return too_few

    def _start(self, who: Ints, size: Smalls) -> Bools:
        ready = np.maximum(self.case.citizens.available[who], self.case.problem.horizon.from_.toordinal())
        late = np.maximum(ready[:, None].astype(np.int32) - self.case.openings.latest.astype(np.int32), 0)
        size += np.float32(PER_DAY) * late
        return late > 0

    def _scheme(self, who: Ints, hours: Floats, size: Smalls) -> Bools:
        blocked = ~self.schemes.always(who)
        row, opening = np.nonzero(blocked & self.schemes.sometimes(who))
        if len(row):
            blocked[row, opening] = ~self.schemes.on_some_start(who[row], opening, hours[row, opening])
        size += np.float32(PER_SCHEME) * blocked
        return blocked

    def _excluded(self, who: Ints) -> Bools:
        case = self.case
        found = _listed(case.excluded, who, len(case.problem.units))[:, case.openings.unit]
        return found | _listed(case.forbidden, who, len(case.problem.openings))

    def _unscored(self, who: Ints) -> Bools:
        shape = len(who), len(self.case.problem.openings)
        if self.worth.scorer is not None:
            return np.zeros(shape, dtype=bool)
        return ~_listed(self.worth.numbers, who, shape[1])


@dataclass(frozen=True, slots=True)
class _Schemes:
    """H4 as bit patterns, one bit for each scheme.

    offered: 2 x O, what private and public units offer (nothing in the row of the other sector).
    steady, passing: 2 x C, the schemes open to a citizen in each sector on every start day, and on some days only.
    """

    case: Instance
    offered: Bytes
    steady: Bytes
    passing: Bytes

    @classmethod
    def of(cls, case: Instance) -> "_Schemes":
        law, begin = case.lawful, case.problem.horizon.from_.toordinal()
        last = max(case.openings.latest.max(initial=begin), case.citizens.available.max(initial=begin))
        unit = case.openings.unit
        public, social = case.units.public[unit], case.units.social[unit]
        offered = case.openings.schemes & ((public | social)[:, None] | ~law.social_or_public)
        every_day = (law.first <= begin) & (law.last >= last) & (law.least_hours == 0)
        some_day = (law.first <= last) & (law.last >= begin) & ~every_day
        open_to = [case.citizens.schemes & (law.weeks[:, :, sector] >= 0) for sector in (0, 1)]
        return cls(
            case,
            np.stack([_bits(offered & (public == sector)[:, None]) for sector in (False, True)]),
            np.stack([_bits(one & every_day) for one in open_to]),
            np.stack([_bits(one & some_day) for one in open_to]),
        )

    def always(self, who: Ints) -> Bools:
        """Whether some scheme is possible whenever the placement starts, n x O."""
        return self._any(self.steady[:, who])

    def sometimes(self, who: Ints) -> Bools:
        """Whether some scheme may be possible, depending on the day or the hours, n x O."""
        return self._any(self.passing[:, who])

    def _any(self, own: Bytes) -> Bools:
        private, public = (own[sector][:, None] & self.offered[sector] for sector in (0, 1))
        both: Bytes = private | public
        return both > 0

    def on_some_start(self, citizen: Ints, opening: Ints, hours: Floats) -> Bools:
        """Whether a scheme that is open now and then is possible on one of the pair's starts, with these hours.

        Where the citizen is ready only after the latest start, the first day counts as one.
        """
        pairs, law = Candidates(self.case, citizen, opening), self.case.lawful
        sector = self.case.units.public[pairs.unit].astype(np.int64)
        open_ = self.offered[sector, opening] & self.passing[sector, citizen]
        latest = np.maximum(self.case.openings.latest[opening], pairs.first_day)
        found = np.zeros(len(citizen), dtype=bool)
        for s, bit in enumerate(BITS):
            look = np.flatnonzero((open_ & bit > 0) & ~found & (hours + TOLERANCE >= law.least_hours[s]))
            low, high = law.first[citizen[look], s], law.last[citizen[look], s]
            found[look] = any_start_within(pairs.first_day[look], latest[look], low, high)
        return found


def _bits(table: Bools) -> Bytes:
    return (table @ BITS).astype(np.uint8)


def _listed(numbers: Ints, who: Ints, width: int) -> Bools:
    """The pairs among sorted `numbers` (citizen x width + other) as a table, n x width."""
    found = np.zeros((len(who), width), dtype=bool)
    if not len(numbers):
        return found
    first, stop = np.searchsorted(numbers, who * width), np.searchsorted(numbers, (who + 1) * width)
    counts = stop - first
    row = np.repeat(np.arange(len(who)), counts)
    entry = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    found[row, numbers[entry] % width] = True
    return found


def _vectors(place: Floats) -> Floats:
    lat, lon = place[:, 0], place[:, 1]
    return EARTH_KM * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
