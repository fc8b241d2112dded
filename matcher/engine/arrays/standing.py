"""What stands before anybody is placed: occupied places and fixed placements, and the room they leave.

Fixed placements (H16) stand as given: the rules of a pair are not asked of them, but they take seats, quota, mentors
and staff and belong to the floors. Where together they already break one of these rules the file is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.errors import BadInputError, Fault
from law.schemes import KNOWN_SCHEMES, SCHEMES, terms
from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.columns import TOLERANCE, longest_stays, possible_schemes
from matcher.engine.arrays.instance import Bools, Floats, Instance, Ints
from matcher.engine.arrays.starts import WEEK
from matcher.engine.arrays.timeline import Stays, Timeline, loads


@dataclass(frozen=True, slots=True)
class Standing:
    """The fixed placements, one row each, and what they and the occupied places leave for new ones."""

    citizen: Ints
    opening: Ints
    scheme: Ints
    start: Ints
    end: Ints
    hours: Floats
    taken: Stays
    filled: Ints  # O, placements that stand at the opening
    seats: Ints  # O
    consultants: Ints
    support: Ints
    floors: Floats  # by how much the placements that stand exceed each floor; negative where they fall short

    def beside(self, instance: Instance, citizen: Ints, opening: Ints) -> "Standing":
        """What is left beside these placements as well."""
        filled = np.bincount(opening, minlength=len(self.filled))
        helped = instance.citizens.support[citizen]
        shares = np.array([floor.share for floor in instance.problem.floors])
        return replace(
            self,
            filled=self.filled + filled,
            seats=self.seats - filled,
            consultants=_left(self.consultants, instance.citizens.consultant[citizen]),
            support=_left(self.support, helped[helped >= 0]),
            floors=self.floors + (instance.citizens.in_floor[citizen] - shares).sum(axis=0),
        )


def standing(instance: Instance) -> Standing:
    """The room beside what stands. Raises BadInputError naming each fixed placement that breaks a rule."""
    fixed = instance.problem.fixed
    citizen = np.array([instance.citizen_index[one.citizen] for one in fixed], dtype=np.int64)
    opening = np.array([instance.opening_index[one.opening] for one in fixed], dtype=np.int64)
    scheme = np.array([SCHEMES.index(one.scheme) for one in fixed], dtype=np.int64)
    start = np.array([one.start.toordinal() for one in fixed], dtype=np.int64)
    hours = Candidates(instance, citizen, opening).hours
    end = start + WEEK * _weeks(instance, citizen, opening, scheme, start, hours)
    unit = instance.openings.unit[opening]
    stays = Stays(
        unit, start, end, loads(instance, instance.lawful.counts[scheme], hours), instance.citizens.mentor[citizen]
    )
    nothing = np.zeros(len(instance.problem.openings), dtype=np.int64)
    empty = Standing(
        citizen,
        opening,
        scheme,
        start,
        end,
        hours,
        _occupied(instance).beside(stays),
        nothing,
        instance.openings.seats,
        instance.consultant_capacity,
        instance.support_capacity,
        np.zeros(len(instance.problem.floors)),
    )
    found = empty.beside(instance, citizen, opening)
    faults = list(_faults(instance, found, stays))
    if faults:
        raise BadInputError(faults)
    return found


def _left(capacity: Ints, used: Ints) -> Ints:
    return capacity - np.bincount(used, minlength=len(capacity))


def _weeks(instance: Instance, citizen: Ints, opening: Ints, scheme: Ints, start: Ints, hours: Floats) -> Ints:
    """The stay the scheme allows, or the opening's weeks where it would not be lawful: a fixed one stands."""
    rows, weeks = np.arange(len(citizen)), instance.openings.weeks[opening]
    lawful = possible_schemes(instance, citizen, opening, hours)[rows, scheme]
    lawful &= (instance.lawful.first[citizen, scheme] <= start) & (start <= instance.lawful.last[citizen, scheme])
    longest = longest_stays(instance, citizen, instance.openings.unit[opening])[rows, scheme]
    return np.where(lawful, np.minimum(weeks, longest), weeks)


def _occupied(instance: Instance) -> Stays:
    places = [(i, place) for i, unit in enumerate(instance.problem.units) for place in unit.occupied]
    rules = instance.problem.rules_day
    known = {scheme: terms(scheme, rules) for scheme in KNOWN_SCHEMES}
    counting = {scheme for scheme, one in known.items() if one is not None and one.counts_in_quota}
    hours = np.array([place.hours for _, place in places], dtype=float)
    return Stays(
        np.array([unit for unit, _ in places], dtype=np.int64),
        np.array([place.from_.toordinal() for _, place in places], dtype=np.int64),
        np.array([place.to.toordinal() + 1 for _, place in places], dtype=np.int64),
        loads(instance, np.array([place.scheme in counting for _, place in places], dtype=bool), hours),
        np.array([place.mentor for _, place in places], dtype=bool),
    )


def _faults(instance: Instance, fixed: Standing, stays: Stays) -> Iterator[Fault]:
    if instance.problem.scores is not None:
        listed = {(row.citizen, row.opening) for row in instance.problem.scores}
        unscored = np.array([(one.citizen, one.opening) not in listed for one in instance.problem.fixed], dtype=bool)
        yield from _named(unscored, "parret har ingen score; tilføj det i scores")
    yield from _named(fixed.seats[fixed.opening] < 0, "flere faste placeringer end pladser (seats)")
    yield from _over_time(instance, fixed, stays)
    over = fixed.consultants[instance.citizens.consultant[fixed.citizen]] < 0
    yield from _named(over, "konsulenten har flere faste placeringer end capacity")
    helped = instance.citizens.support[fixed.citizen]
    over = (helped >= 0) & (np.append(fixed.support, 0)[helped] < 0)
    yield from _named(over, "støttemedarbejderen har flere faste placeringer end capacity")


def _over_time(instance: Instance, fixed: Standing, stays: Stays) -> Iterator[Fault]:
    timeline = Timeline.of(instance, stays.start, fixed.taken)
    first, stop = timeline.span(stays.start, stays.end)
    over = (stays.load > 0) & (timeline.quota.least(stays.unit, first, stop) < -TOLERANCE)
    yield from _named(over, "overskrider rimelighedskravet på mindst én dag; ret start, ordning eller optagne pladser")
    over = stays.mentor & (timeline.mentors.least(stays.unit, first, stop) < -TOLERANCE)
    yield from _named(over, "der er ikke mentor nok på mindst én dag; ret start eller mentor_capacity")


def _named(wrong: Bools, message: str) -> Iterator[Fault]:
    for i in np.flatnonzero(wrong):
        yield Fault(f"fixed[{i}]", message)


def is_fixed(instance: Instance, fixed: Standing) -> Bools:
    """Which citizens stand fixed."""
    mask = np.zeros(len(instance.problem.citizens), dtype=bool)
    mask[fixed.citizen] = True
    return mask
