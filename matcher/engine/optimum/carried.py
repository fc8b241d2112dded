"""What an earlier run found, carried over to a problem that has changed a little: its prices and its answer.

Any prices prove a bound (`prices`), so old ones need no trust: they are put to the new problem by name, asked of every
lawful pair and start of it, and what they prove holds. The old answer keeps what is lawful and still fits. Where the
two are close enough there is little left to do; where they are not, the problem is solved as if there were none.
"""

from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import Columns, columns
from matcher.engine.arrays.instance import Floats, Ints, pair_numbers
from matcher.engine.arrays.rows import Setting
from matcher.engine.optimum.lp import LinearSolution
from matcher.engine.optimum.places import NOWHERE, among, by_id, inverse, moved
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.optimum.prices import Links, Prices, best_by_citizen, bound, priced
from matcher.engine.optimum.relaxation import Relaxation
from matcher.engine.optimum.repair import fitting, repaired

AROUND = 0.02
"""How far below the old level of prices columns are looked for, to find each citizen's level of now."""


@dataclass(frozen=True, slots=True)
class _Places:
    """For each of now the place it had before, -1 for what is new."""

    citizens: Ints
    openings: Ints
    units: Ints
    consultants: Ints
    support: Ints
    days: Ints

    @classmethod
    def of(cls, before: Setting, now: Setting) -> "_Places":
        old, new = before.instance.problem, now.instance.problem
        days = np.searchsorted(before.timeline.days, now.timeline.days)
        same = np.append(before.timeline.days, 0)[days] == now.timeline.days
        return cls(
            by_id(old.citizens, new.citizens),
            by_id(old.openings, new.openings),
            by_id(old.units, new.units),
            by_id(old.consultants, new.consultants),
            by_id(old.support_workers, new.support_workers),
            np.where(same, days, NOWHERE),
        )


def carried(before: Prepared, relaxed: Relaxation | None, taken: Columns | None, ready: Prepared) -> Relaxation | None:
    """The prices of `relaxed` and the answer `taken` of the problem `before`, for the problem `ready`.

    The columns of what is returned are the answer of now.

    None where there were none, where floors or leasts allow no part of the answer, or nobody can be placed.
    """
    if relaxed is None or taken is None or not len(ready.pairs):
        return None
    places = _Places.of(before.setting, ready.setting)
    prices = _prices(relaxed.prices, places, before.setting, ready.setting)
    level = _level(ready, prices, moved(relaxed.level, places.citizens))
    again = _answer(taken, places, before.setting, ready)
    kept = repaired(ready.setting, fitting(ready.setting, again))
    if kept is None:
        return None
    solution = LinearSolution(np.ones(len(kept)), np.zeros(0), float(kept.gain.sum()))
    proven = bound(ready.setting, prices, level)
    return Relaxation(kept, np.zeros(len(kept)), solution, prices, proven, level)


def _prices(old: Prices, places: _Places, before: Setting, now: Setting) -> Prices:
    over_time, in_groups = np.ix_(places.units, places.days), np.ix_(places.openings, places.days)
    # An opening that somebody stands fixed at by now has no switch any more that prices could belong to.
    stands = now.standing.filled > 0
    same_floors = before.instance.problem.floors == now.instance.problem.floors
    return Prices(
        citizen=moved(old.citizen, places.citizens),
        seats=moved(old.seats, places.openings),
        quota=np.pad(old.quota, (0, 1))[over_time],
        mentor=np.pad(old.mentor, (0, 1))[over_time],
        consultant=moved(old.consultant, places.consultants),
        support=moved(old.support, places.support),
        floor=old.floor if same_floors else np.zeros(len(now.instance.problem.floors)),
        least=moved(old.least, places.openings),
        opened=np.where(stands, 0, moved(old.opened, places.openings)),
        group_quota=np.where(stands[:, None], 0, np.pad(old.group_quota, (0, 1))[in_groups]),
        group_mentor=np.where(stands[:, None], 0, np.pad(old.group_mentor, (0, 1))[in_groups]),
        linked=_links(old.linked, places, before, now),
    )


def _links(old: Links, places: _Places, before: Setting, now: Setting) -> Links:
    rows, width = before.instance.problem, len(before.instance.problem.openings)
    citizen, opening = np.divmod(old.on, width)
    citizen = inverse(places.citizens, len(rows.citizens))[citizen]
    opening = inverse(places.openings, width)[opening]
    still = (citizen != NOWHERE) & (opening != NOWHERE) & (now.standing.filled[opening] == 0)
    numbers = pair_numbers(citizen[still], opening[still], len(places.openings))
    order = np.argsort(numbers)
    return Links(numbers[order], old.price[still][order])


def _level(ready: Prepared, prices: Prices, old: Floats) -> Floats:
    """C: the most that a column of each citizen earns at these prices, at least 0."""
    above = np.maximum(old - AROUND, 0)
    near = priced(ready.setting, ready.pairs, prices, above)
    found = np.bincount(near.columns.citizen, minlength=len(old)) > 0
    rest = priced(ready.setting, ready.pairs, prices, np.where(found, np.inf, 0.0))
    level = best_by_citizen(near.columns.citizen, near.reduced, np.where(found, above, 0.0))
    return best_by_citizen(rest.columns.citizen, rest.reduced, level)


def _answer(taken: Columns, places: _Places, before: Setting, ready: Prepared) -> Columns:
    """The old answer in the columns of now: each pair that is still lawful, on the day nearest to the old one."""
    rows = before.instance.problem
    citizen = inverse(places.citizens, len(rows.citizens))[taken.citizen]
    opening = inverse(places.openings, len(rows.openings))[taken.opening]
    wanted = pair_numbers(citizen, opening, len(places.openings))
    pairs = Candidates(ready.setting.instance, ready.pairs.citizen, ready.pairs.opening)
    numbers = pair_numbers(pairs.citizen, pairs.opening, len(places.openings))
    still = (citizen != NOWHERE) & (opening != NOWHERE) & among(wanted, numbers)
    which = np.searchsorted(numbers, wanted[still])
    order = np.argsort(which)
    which, start, scheme = which[order], taken.start[still][order], taken.scheme[still][order]
    found = columns(ready.setting.instance, ready.setting.timeline, ready.pairs, which)
    of = np.searchsorted(which, found.pair)
    best = np.lexsort((found.scheme != scheme[of], np.abs(found.start - start[of]), found.pair))
    return found.take(best[np.diff(found.pair[best], prepend=NOWHERE) > 0])
