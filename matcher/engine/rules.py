"""The hard rules, one function each, its docstring the rule in words, its name the rule's code.

The rules of a pair (H4-H9, H13, H14) are masks over candidates: True where the pair is allowed. The rules of capacity
(H1-H3, H10-H12, H15, H17) are rows of the model over columns. H16, what stands fixed, is `standing.standing`: it is the
room that the rows of capacity start from. `RULES` lists them all.
"""

from collections.abc import Callable, Sequence

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import TOLERANCE, Columns, possible_schemes
from matcher.engine.arrays.instance import Bools, Ints, pair_numbers
from matcher.engine.arrays.rows import (
    RowRule,
    Rows,
    Setting,
    counted,
    over_time,
    remaining,
    switched,
    switched_over_time,
)
from matcher.engine.arrays.standing import standing
from matcher.engine.arrays.starts import any_start_within

# Rules of a pair


def scheme(candidates: Candidates) -> Bools:
    """H4: some scheme is offered by the opening, among the citizen's own, lawful for the citizen at the unit on a
    possible start day, and its least weekly hours are met."""
    instance, any_day = candidates.instance, candidates.instance.any_day
    public = instance.units.public[candidates.unit].astype(np.int64)
    allowed = (any_day.citizen[candidates.citizen, public] & any_day.opening[candidates.opening]) != 0
    allowed &= candidates.first_day <= instance.openings.latest[candidates.opening]
    allowed[~allowed] = _lawful_on_a_start(candidates.where(~allowed))
    return np.asarray(allowed)


def _lawful_on_a_start(candidates: Candidates) -> Bools:
    instance, citizen = candidates.instance, candidates.citizen
    possible = possible_schemes(instance, citizen, candidates.opening, candidates.hours)
    latest = instance.openings.latest[candidates.opening]
    allowed = np.zeros(len(candidates), dtype=bool)
    for s in range(possible.shape[1]):
        low, high = instance.lawful.first[citizen, s], instance.lawful.last[citizen, s]
        allowed |= possible[:, s] & any_start_within(candidates.first_day, latest, low, high)
    return allowed


def hours(candidates: Candidates) -> Bools:
    """H5: the weekly hours that both sides' ranges, the shifts and the citizen's busy times leave are no fewer than
    what either side asks at least."""
    least = np.maximum(
        candidates.instance.citizens.least_hours[candidates.citizen],
        candidates.instance.openings.least_hours[candidates.opening],
    )
    return candidates.hours + TOLERANCE >= least


def travel(candidates: Candidates) -> Bools:
    """H6: the great-circle distance from home to unit is at most the citizen's max_travel_km."""
    return candidates.kilometres <= candidates.instance.citizens.max_km[candidates.citizen] + TOLERANCE


def language(candidates: Candidates) -> Bools:
    """H7: the citizen's Danish is at least what the opening asks, in the order of the CEFR."""
    have = candidates.instance.citizens.language[candidates.citizen]
    return np.asarray(have >= candidates.instance.openings.language[candidates.opening])


def skills(candidates: Candidates) -> Bools:
    """H8: the citizen has every skill that the opening asks, and a driving licence where it asks one."""
    citizens, openings = candidates.instance.citizens, candidates.instance.openings
    lacking = openings.skills[candidates.opening] & ~citizens.skills[candidates.citizen]
    unlicensed = openings.licence[candidates.opening] & ~citizens.licence[candidates.citizen]
    return ~(lacking.any(axis=1) | unlicensed)


def needs(candidates: Candidates) -> Bools:
    """H9: the unit accommodates every need of the citizen."""
    needed = candidates.instance.citizens.needs[candidates.citizen]
    unmet = needed & ~candidates.instance.units.accommodates[candidates.unit]
    return np.asarray(~unmet.any(axis=1))


def excluded(candidates: Candidates) -> Bools:
    """H13: the unit is not one the citizen is excluded from, and the pair is not forbidden."""
    instance = candidates.instance
    units = pair_numbers(candidates.citizen, candidates.unit, len(instance.problem.units))
    pairs = pair_numbers(candidates.citizen, candidates.opening, len(instance.problem.openings))
    return ~(_member(units, instance.excluded) | _member(pairs, instance.forbidden))


def start(candidates: Candidates) -> Bools:
    """H14: the first possible day is not after the opening's latest start. (The starts are that day and the Mondays
    after it, see `starts`.)"""
    return candidates.first_day <= candidates.instance.openings.latest[candidates.opening]


# Rules of capacity


def citizen(_setting: Setting, columns: Columns) -> Sequence[Rows]:
    """H1: at most one placement per citizen."""
    on, row = np.unique(columns.citizen, return_inverse=True)
    return [Rows("citizen", on, np.ones(len(on)), row, np.arange(len(columns)), np.ones(len(columns)))]


def seats(setting: Setting, columns: Columns) -> Sequence[Rows]:
    """H2: at most `seats` placements per opening, the fixed ones included."""
    return [counted("seats", columns.opening, np.arange(len(columns)), setting.standing.seats)]


def quota(setting: Setting, columns: Columns) -> Sequence[Rows]:
    """H3, rimelighedskravet: on every day the places at a unit that are in schemes that count, occupied, fixed and
    new, are no more than its quota. Days already overfull take nobody more (no column covers them)."""
    counting = np.flatnonzero(columns.load > 0)
    return [over_time("quota", setting.timeline.quota, columns, counting, columns.load)]


def mentor(setting: Setting, columns: Columns) -> Sequence[Rows]:
    """H10: on every day the placements at a unit that need a mentor are no more than its mentor capacity."""
    needing = np.flatnonzero(columns.mentor)
    return [over_time("mentor", setting.timeline.mentors, columns, needing, np.ones(len(columns)))]


def consultant(setting: Setting, columns: Columns) -> Sequence[Rows]:
    """H11: new placements per consultant are at most the capacity, the fixed ones included."""
    on = setting.instance.citizens.consultant[columns.citizen]
    return [counted("consultant", on, np.arange(len(columns)), setting.standing.consultants)]


def support(setting: Setting, columns: Columns) -> Sequence[Rows]:
    """H12: new placements per support worker are at most the capacity, the fixed ones included."""
    on = setting.instance.citizens.support[columns.citizen]
    helped = np.flatnonzero(on >= 0)
    return [counted("support", on[helped], helped, setting.standing.support)]


def floor(setting: Setting, columns: Columns) -> Sequence[Rows]:
    """H15: for each floor, placements of its group are at least `share` of all placements."""
    shares = np.array([one.share for one in setting.instance.problem.floors])
    short = shares - setting.instance.citizens.in_floor[columns.citizen]
    column, row = np.nonzero(short)
    return [Rows("floor", np.arange(len(shares)), setting.standing.floors, row, column, short[column, row])]


def least(setting: Setting, columns: Columns) -> Sequence[Rows]:
    """H17: an opening takes nobody or at least `least` people, the fixed ones included. Where somebody stands fixed,
    the rest must come."""
    wanted, filled = setting.instance.openings.least, setting.standing.filled
    must, may = (filled > 0) & (wanted > filled), (filled == 0) & (wanted > 1)
    counting = np.flatnonzero(may[columns.opening] & (columns.load > 0))
    needing = np.flatnonzero(may[columns.opening] & columns.mentor)
    timeline = setting.timeline
    return [
        remaining(columns, must, wanted - filled),
        *switched(columns, may, wanted, setting.standing.seats),
        switched_over_time("group_quota", timeline.quota, columns, counting, columns.load),
        switched_over_time("group_mentor", timeline.mentors, columns, needing, np.ones(len(columns))),
    ]


def _member(numbers: Ints, sorted_numbers: Ints) -> Bools:
    if not len(sorted_numbers):
        return np.zeros(len(numbers), dtype=bool)
    at = np.minimum(np.searchsorted(sorted_numbers, numbers), len(sorted_numbers) - 1)
    return np.asarray(sorted_numbers[at] == numbers)


PairRule = Callable[[Candidates], Bools]

PAIR_RULES: dict[str, PairRule] = {
    "language": language,
    "skills": skills,
    "needs": needs,
    "start": start,
    "excluded": excluded,
    "travel": travel,
    "hours": hours,
    "scheme": scheme,
}
"""By code, the cheapest first."""
ROW_RULES: dict[str, RowRule] = {
    "citizen": citizen,
    "seats": seats,
    "quota": quota,
    "mentor": mentor,
    "consultant": consultant,
    "support": support,
    "floor": floor,
    "least": least,
}
RULES: dict[str, Callable[..., object]] = {
    "H1": citizen,
    "H2": seats,
    "H3": quota,
    "H4": scheme,
    "H5": hours,
    "H6": travel,
    "H7": language,
    "H8": skills,
    "H9": needs,
    "H10": mentor,
    "H11": consultant,
    "H12": support,
    "H13": excluded,
    "H14": start,
    "H15": floor,
    "H16": standing,
    "H17": least,
}
"""Every hard rule by its number."""
