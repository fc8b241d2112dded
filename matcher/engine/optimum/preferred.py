"""Of schemes that are worth the same, the one nearest to an ordinary wage that there is still room for.

The objective does not tell schemes apart, so the optimisation works with the one that takes least of the scarce room.
When all is decided, what room is left lets many citizens have a better one (løntilskud for virksomhedspraktik). The
quota is not filled where it was not: a scheme that counts never replaces one that does not.
"""

from dataclasses import replace

import numpy as np

from matcher.engine.arrays.columns import TOLERANCE, Columns, longest_stays, possible_schemes
from matcher.engine.arrays.instance import Bools, Floats, Ints
from matcher.engine.arrays.rows import Setting
from matcher.engine.arrays.starts import WEEK


def preferred(setting: Setting, taken: Columns, hours: Floats) -> Columns:
    """The columns `taken`, whose weekly hours are `hours`, each in the best scheme that fits beside all others."""
    instance, timeline = setting.instance, setting.timeline
    lawful = possible_schemes(instance, taken.citizen, taken.opening, hours)
    lawful &= instance.lawful.first[taken.citizen] <= taken.start[:, None]
    lawful &= taken.start[:, None] <= instance.lawful.last[taken.citizen]
    alike = instance.lawful.counts == instance.lawful.counts[taken.scheme][:, None]
    better = lawful & alike & (np.arange(lawful.shape[1]) < taken.scheme[:, None])
    stay = np.minimum(
        instance.openings.weeks[taken.opening][:, None], longest_stays(instance, taken.citizen, taken.unit)
    )
    return _upgraded(
        taken, better, stay, timeline.days, _Left(timeline.quota.left, taken), _Left(timeline.mentors.left, taken, True)
    )


class _Left:
    """The room that the columns taken leave, unit by unit and day by day."""

    def __init__(self, room: Floats, taken: Columns, mentors: bool = False) -> None:
        self._room = room.copy()
        self._taken = taken
        self._amount = taken.mentor.astype(float) if mentors else taken.load
        for i in np.flatnonzero(self._amount):
            self._room[taken.unit[i], taken.first[i] : taken.stop[i]] -= self._amount[i]

    def lasts(self, i: int, stop: int) -> bool:
        """Whether column i could stay until `stop`: what it fills already is its own."""
        unit, begin = self._taken.unit[i], self._taken.stop[i]
        amount = self._amount[i]
        return not amount or bool((self._room[unit, begin:stop] >= amount - TOLERANCE).all())

    def move(self, i: int, stop: int) -> None:
        """Column i stays until `stop` instead."""
        unit, begin = self._taken.unit[i], self._taken.stop[i]
        self._room[unit, begin:stop] -= self._amount[i]
        self._room[unit, stop:begin] += self._amount[i]


def _upgraded(taken: Columns, better: Bools, stay: Ints, days: Ints, *rooms: _Left) -> Columns:
    scheme, end, last = taken.scheme.copy(), taken.end.copy(), taken.stop.copy()
    ends = taken.start[:, None] + WEEK * stay
    stops = np.searchsorted(days, ends)
    for i, s in zip(*np.nonzero(better), strict=True):
        if s < scheme[i] == taken.scheme[i] and all(room.lasts(i, stops[i, s]) for room in rooms):
            for room in rooms:
                room.move(i, stops[i, s])
            scheme[i], end[i], last[i] = s, ends[i, s], stops[i, s]
    return replace(taken, scheme=scheme, end=end, stop=last)
