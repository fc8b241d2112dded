"""On which start a placement would ask least of quota and mentors, and how many more it would take then.

Who needs no mentor asks only the quota, and then a start is as good as the least room during the stay from it; the best
start of a window is looked up like the least room of a stay, in a table of maxima. Who needs a mentor asks for both on
the same start, so every start is tried.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from law.schemes import SCHEMES
from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import TOLERANCE, possible_schemes
from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints
from matcher.engine.arrays.starts import WEEK, any_start_within, start_counts, start_days
from matcher.engine.arrays.timeline import Room, Stays, Timeline, loads

MANY = 1000
NOT_TRIED = MANY * MANY


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

    def take(self, rows: Ints) -> "Possible":
        """These pairs alone."""
        return Possible(
            self.citizen[rows],
            self.opening[rows],
            self.schemes[rows],
            self.first[rows],
            self.latest[rows],
            self.hours[rows],
        )


def fewest_more(case: Instance, taken: Stays, pairs: Possible) -> tuple[Ints, Ints]:
    """How many more places in the quota and how many more mentors it would take, on the start that takes fewest.

    `taken`: all stays there are. Pairs without a scheme take nothing.
    """
    mentor = case.citizens.mentor[pairs.citizen]
    without_quota = np.any(pairs.schemes & ~case.lawful.counts, axis=1)
    possible = np.any(pairs.schemes, axis=1)
    quota, mentors = np.zeros((2, len(pairs.citizen)), dtype=np.int64)
    alone, both = np.flatnonzero(possible & ~mentor & ~without_quota), np.flatnonzero(possible & mentor)
    quota[alone] = _quota_alone(case, taken, pairs.take(alone))
    quota[both], mentors[both] = _both(case, taken, pairs.take(both))
    return quota, mentors


def _quota_alone(case: Instance, taken: Stays, pairs: Possible) -> Ints:
    fewest = np.full(len(pairs.citizen), MANY)
    timeline = Timeline.of(case, _start_days(pairs), taken)
    for s in np.flatnonzero(case.lawful.counts):
        rows = np.flatnonzero(pairs.schemes[:, s])
        if len(rows):
            some = pairs.take(rows)
            load = loads(case, np.ones(len(rows), dtype=bool), some.hours)
            fewest[rows] = np.minimum(fewest[rows], _short(load, _best_room(case, timeline, some, int(s))))
    return fewest


def _best_room(case: Instance, timeline: Timeline, pairs: Possible, s: int) -> Floats:
    """The room in the quota during the stay in scheme `s`, on the start that has most."""
    weeks, kind = np.unique(_weeks(case, pairs.citizen, pairs.opening, s), return_inverse=True)
    during = _room_during(timeline, weeks)
    at = case.openings.unit[pairs.opening] * len(weeks) + kind
    begin = np.maximum(pairs.first, case.lawful.first[pairs.citizen, s])
    end = np.minimum(pairs.latest, case.lawful.last[pairs.citizen, s])
    first_day = np.searchsorted(timeline.days, pairs.first)
    best = np.where(begin == pairs.first, during[at, first_day], -np.inf)
    mondays = Room.of(np.where(timeline.days % WEEK == 1, -during, np.inf))
    low, high = np.searchsorted(timeline.days, begin), np.searchsorted(timeline.days, end, side="right")
    some = np.flatnonzero(low < high)
    best[some] = np.maximum(best[some], -mondays.least(at[some], low[some], high[some]))
    return best


def _room_during(timeline: Timeline, weeks: Ints) -> Floats:
    """The least room of every unit during a stay of each length, from each day on: (U x lengths) x D."""
    units, days = timeline.quota.left.shape
    start, length = np.arange(days), timeline.days + WEEK * weeks[:, None]
    stop = np.searchsorted(timeline.days, length)
    unit = np.arange(units)[:, None, None]
    return timeline.quota.least(unit, start, stop).reshape(units * len(weeks), days)


def _both(case: Instance, taken: Stays, pairs: Possible) -> tuple[Ints, Ints]:
    counts = start_counts(pairs.first, pairs.latest)
    row = np.repeat(np.arange(len(counts)), counts)
    start = start_days(pairs.first[row], np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts))
    fewest = np.full(len(counts), NOT_TRIED)
    timeline = Timeline.of(case, np.unique(start), taken)
    for s in range(len(SCHEMES)):
        citizen = pairs.citizen[row]
        lawful = (case.lawful.first[citizen, s] <= start) & (start <= case.lawful.last[citizen, s])
        some = np.flatnonzero(lawful & pairs.schemes[row, s])
        np.minimum.at(fewest, row[some], _asked(case, timeline, pairs.take(row[some]), start[some], s))
    together, quota = fewest // MANY, fewest % MANY
    return quota, together - quota


def _asked(case: Instance, timeline: Timeline, pairs: Possible, start: Ints, s: int) -> Ints:
    """What one start in scheme `s` asks for: both together x MANY + the quota, so that the least of these is best."""
    unit = case.openings.unit[pairs.opening]
    first, stop = timeline.span(start, start + WEEK * _weeks(case, pairs.citizen, pairs.opening, s))
    load = loads(case, np.full(len(start), case.lawful.counts[s]), pairs.hours)
    quota = np.where(load > 0, _short(load, timeline.quota.least(unit, first, stop)), 0)
    mentor = _short(np.ones(len(start)), timeline.mentors.least(unit, first, stop))
    return np.asarray((quota + mentor) * MANY + quota, dtype=np.int64)


def _weeks(case: Instance, citizen: Ints, opening: Ints, s: int) -> Ints:
    sector = case.units.public[case.openings.unit[opening]].astype(np.int64)
    weeks: Ints = np.minimum(case.openings.weeks[opening], case.lawful.weeks[citizen, s, sector])
    return weeks


def _start_days(pairs: Possible) -> Ints:
    """Every day on which one of the pairs could start."""
    latest = pairs.latest.max(initial=0)
    mondays = np.arange(pairs.first.min(initial=latest) // WEEK * WEEK + 1, latest + 1, WEEK)
    return np.unique(np.concatenate([pairs.first, mondays]))


def _short(wanted: Floats, left: Floats) -> Ints:
    """How many whole places are missing."""
    return np.asarray(np.clip(np.ceil(wanted - left - TOLERANCE), 0, MANY // 2), dtype=np.int64)
