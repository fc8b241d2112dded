"""From pairs to columns: a column is one pair on one start day in one scheme.

A pair has a start for every week, and on each start several schemes may be lawful. Most of these columns can never be
needed, and leaving them out loses no optimum:

* The value of a placement does not depend on its scheme. Of two schemes with the same pair and start, one that takes
  no more of the quota and stays no longer where a stay costs something may replace the other in any solution. A stay
  costs room in two places: in the quota where the scheme counts, and with the mentors where the citizen needs one. So
  at most two arms remain: the scheme that does not count (the shortest stay, for a citizen with a mentor) and the
  counting one with the shortest stay; the latter only if the former is not lawful or stays longer beside a mentor.
* A column that takes neither quota nor mentor takes nothing that depends on the day. A later start of the same pair
  takes the same seats and staff and is worth no more (waiting costs nothing or something), so only the first is kept.
* A column whose stay meets a day with less room than it takes breaks H3 or H10 alone.

Where several schemes are equally good the one nearest to an ordinary wage is taken: `law.schemes.SCHEMES` is in that
order.
"""

from dataclasses import dataclass, fields

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints, Narrow
from matcher.engine.arrays.starts import WEEK, first_day, start_counts, start_days, weeks_waited
from matcher.engine.arrays.timeline import Timeline, loads

TOLERANCE = 1e-9
NONE = EVERY = 10**9


@dataclass(frozen=True, slots=True)
class Pairs:
    """Lawful pairs, sorted by citizen. `gain` is the value of a placement on the first day, over no placement."""

    citizen: Ints | Narrow
    opening: Ints | Narrow
    hours: Floats
    score: Floats
    gain: Floats

    def __len__(self) -> int:
        return len(self.citizen)

    def take(self, which: Bools) -> "Pairs":
        """The pairs where this mask holds."""
        return self if which.all() else Pairs(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Columns:
    """Placements that may be made. `pair` is the index in `Pairs`; `first`, `stop` the range in the timeline."""

    pair: Ints
    citizen: Ints
    opening: Ints
    unit: Ints
    scheme: Ints
    start: Ints
    end: Ints
    first: Ints
    stop: Ints
    gain: Floats
    load: Floats
    mentor: Bools

    def __len__(self) -> int:
        return len(self.pair)

    def take(self, which: Ints | Bools) -> "Columns":
        """The columns at these places, or where this mask holds."""
        return Columns(*(getattr(self, field.name)[which] for field in fields(self)))

    def beside(self, other: "Columns") -> "Columns":
        """These columns and then the other ones."""
        names = [field.name for field in fields(self)]
        return Columns(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in names))

    def each_once(self) -> "Columns":
        """These columns without repetitions, by pair, scheme and start."""
        number = (self.pair * len(SCHEMES) + self.scheme) * (self.start.max(initial=0) + 1) + self.start
        return self.take(np.unique(number, return_index=True)[1])


def possible_schemes(instance: Instance, citizen: Ints, opening: Ints, hours: Floats) -> Bools:
    """n x S: offered, wanted, open to the citizen at that unit, and with hours enough; the start day aside."""
    law, unit = instance.lawful, instance.openings.unit[opening]
    social_or_public = instance.units.social[unit] | instance.units.public[unit]
    return (
        instance.openings.schemes[opening]
        & instance.citizens.schemes[citizen]
        & (longest_stays(instance, citizen, unit) >= 0)
        & (social_or_public[:, None] | ~law.social_or_public)
        & (hours[:, None] + TOLERANCE >= law.least_hours)
    )


def longest_stays(instance: Instance, citizen: Ints, unit: Ints) -> Ints:
    """n x S weeks that each scheme may last; -1 where it is not open to the citizen's target group."""
    public = instance.units.public[unit]
    return np.where(public[:, None], instance.lawful.weeks[citizen, :, 1], instance.lawful.weeks[citizen, :, 0])


def columns(instance: Instance, timeline: Timeline, pairs: Pairs, which: Ints, starts: Ints | int = EVERY) -> Columns:
    """Every column worth having of the pairs at `which`, by pair, start and arm. starts: the first so many of each."""
    citizen, opening = pairs.citizen[which].astype(np.int64), pairs.opening[which].astype(np.int64)
    possible = possible_schemes(instance, citizen, opening, pairs.hours[which])
    stay = np.minimum(
        instance.openings.weeks[opening][:, None], longest_stays(instance, citizen, instance.openings.unit[opening])
    )
    first = first_day(instance, citizen, opening)
    row, start = _starts(instance, citizen, opening, first, possible, starts)
    lawful = possible[row]
    lawful &= instance.lawful.first[citizen[row]] <= start[:, None]
    lawful &= start[:, None] <= instance.lawful.last[citizen[row]]
    row_of_arm, scheme = _arms(instance, lawful, stay[row], instance.citizens.mentor[citizen[row]])
    row, start = row[row_of_arm], start[row_of_arm]
    weeks = stay[row, scheme]
    return _with_room(timeline, _build(instance, timeline, pairs, which[row], scheme, start, weeks, first[row]))


def _starts(
    instance: Instance, citizen: Ints, opening: Ints, first: Ints, possible: Bools, most: Ints | int
) -> tuple[Ints, Ints]:
    """The row of each start and its day. One start will do where the first needs nothing that depends on the day."""
    law, latest = instance.lawful, instance.openings.latest[opening]
    free = possible & ~law.counts & (law.first[citizen] <= first[:, None]) & (first[:, None] <= law.last[citizen])
    once = free.any(axis=1) & ~instance.citizens.mentor[citizen]
    counts = np.minimum(start_counts(first, latest), np.where(once, 1, most))
    row = np.repeat(np.arange(len(citizen)), counts)
    k = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, start_days(first[row], k)


def _arms(instance: Instance, lawful: Bools, stay: Ints, mentor: Bools) -> tuple[Ints, Ints]:
    """The rows that have an arm, and the scheme of each: the one that does not count before the one that does."""
    counts, order = instance.lawful.counts, np.arange(len(SCHEMES))
    length = stay * len(SCHEMES) + order
    free_key = np.where(lawful & ~counts, np.where(mentor[:, None], length, order), NONE)
    counting_key = np.where(lawful & counts, length, NONE)
    free, counting = free_key.argmin(axis=1), counting_key.argmin(axis=1)
    rows = np.arange(len(lawful))
    has_free, has_counting = lawful[rows, free] & ~counts[free], lawful[rows, counting] & counts[counting]
    shorter = mentor & (stay[rows, counting] < stay[rows, free])
    has_counting &= ~has_free | shorter
    row = np.concatenate([rows[has_free], rows[has_counting]])
    scheme = np.concatenate([free[has_free], counting[has_counting]])
    by_row = np.argsort(row, kind="stable")
    return row[by_row], scheme[by_row]


def _build(
    instance: Instance,
    timeline: Timeline,
    pairs: Pairs,
    pair: Ints,
    scheme: Ints,
    start: Ints,
    weeks: Ints,
    first: Ints,
) -> Columns:
    citizen, opening = pairs.citizen[pair].astype(np.int64), pairs.opening[pair].astype(np.int64)
    waited = weeks_waited(first, start)
    end = start + WEEK * weeks
    begin, stop = timeline.span(start, end)
    return Columns(
        pair=pair,
        citizen=citizen,
        opening=opening,
        unit=instance.openings.unit[opening],
        scheme=scheme,
        start=start,
        end=end,
        first=begin,
        stop=stop,
        gain=pairs.gain[pair] - instance.problem.delay_cost_per_week * waited,
        load=loads(instance, instance.lawful.counts[scheme], pairs.hours[pair]),
        mentor=instance.citizens.mentor[citizen],
    )


def _with_room(timeline: Timeline, found: Columns) -> Columns:
    fits = found.load <= timeline.quota.least(found.unit, found.first, found.stop) + TOLERANCE
    fits |= found.load == 0
    fits &= ~found.mentor | (timeline.mentors.least(found.unit, found.first, found.stop) >= 1 - TOLERANCE)
    return found.take(fits)
