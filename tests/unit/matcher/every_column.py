"""Every column a prepared problem has, one by one and without any dominance: each start, each lawful scheme."""

from collections.abc import Iterator

import numpy as np

from matcher.engine.arrays.columns import Columns, longest_stays, possible_schemes
from matcher.engine.arrays.instance import Ints
from matcher.engine.arrays.starts import first_day, start_counts, start_days, weeks_waited
from matcher.engine.arrays.timeline import loads
from matcher.engine.optimum.prepare import Prepared


def every_column(ready: Prepared) -> Columns:
    """The columns of all pairs, each checked against the room that is left."""
    rows = [row for pair in range(len(ready.pairs)) for row in _of_pair(ready, pair)]
    pair, citizen, opening, unit, scheme, start, end, first, stop = np.array(
        [row[:9] for row in rows], dtype=np.int64
    ).T
    gain, load = np.array([row[9:] for row in rows], dtype=float).T
    mentor = ready.setting.instance.citizens.mentor[citizen]
    return Columns(pair, citizen, opening, unit, scheme, start, end, first, stop, gain, load, mentor)


def _of_pair(ready: Prepared, pair: int) -> Iterator[tuple[float, ...]]:
    instance, timeline = ready.setting.instance, ready.setting.timeline
    citizen, opening = _one(ready.pairs.citizen[pair]), _one(ready.pairs.opening[pair])
    unit, hours = instance.openings.unit[opening], ready.pairs.hours[[pair]]
    first = first_day(instance, citizen, opening)
    stays = np.minimum(instance.openings.weeks[opening][:, None], longest_stays(instance, citizen, unit))[0]
    for k in range(int(start_counts(first, instance.openings.latest[opening])[0])):
        day = start_days(first, _one(k))
        for s in np.flatnonzero(possible_schemes(instance, citizen, opening, hours)[0]):
            if not instance.lawful.first[citizen[0], s] <= day[0] <= instance.lawful.last[citizen[0], s]:
                continue
            end = day + 7 * stays[s]
            begin, stop = timeline.span(day, end)
            load = loads(instance, instance.lawful.counts[[s]], hours)[0]
            covered = slice(int(begin[0]), int(stop[0]))
            if load and timeline.quota.left[unit[0], covered].min() < load - 1e-9:
                continue
            if instance.citizens.mentor[citizen[0]] and timeline.mentors.left[unit[0], covered].min() < 1:
                continue
            waited = weeks_waited(first, day)[0]
            gain = ready.pairs.gain[pair] - instance.problem.delay_cost_per_week * waited
            yield (pair, citizen[0], opening[0], unit[0], float(s), day[0], end[0], begin[0], stop[0], gain, load)


def _one(value: int) -> Ints:
    return np.array([value], dtype=np.int64)
