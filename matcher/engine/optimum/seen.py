"""Lawful pairs of an earlier problem, taken over where nothing that a pair's rules look at has changed.

From one run to the next a municipality changes little: a pair is refused, somebody is fixed, a firm reports an opening.
Only pairs of citizens and openings that are new or differ are looked at again; the others were lawful and still are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import Bools, Instance, Ints, pair_numbers
from matcher.engine.arrays.pairs import lawful, lawful_candidates
from matcher.engine.optimum.places import NOWHERE, among, inverse
from matcher.engine.optimum.prepare import Prepared
from matcher.engine.problem import Citizen, Opening, Problem, Unit

BLOCK = 4_000_000
MUCH = 0.05
"""Where more than this part of all pairs would have to be looked at again, one by one, all are looked at together."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the pairs of an earlier problem: a source for `prepare`."""

    before: Prepared

    def __call__(self, instance: Instance, left_out: Bools) -> Iterator[Candidates]:
        """The lawful pairs of `instance`, in the order of citizens."""
        old, new = self.before.setting.instance.problem, instance.problem
        citizens, openings = self._same_citizens(new), self._same_openings(new)
        differ, other = np.flatnonzero((citizens == NOWHERE) & ~left_out), np.flatnonzero(openings == NOWHERE)
        alike = np.flatnonzero((citizens != NOWHERE) & ~left_out)
        much = len(differ) * len(openings) + len(alike) * len(other) > MUCH * len(citizens) * len(openings)
        if much or _ruled(old) != _ruled(new) or new.scores is not None or old.scores is not None:
            return lawful_candidates(instance, left_out)
        known = self._known(instance, np.where(left_out, NOWHERE, citizens), openings)
        anew = (_lawful_among(instance, differ, np.arange(len(openings))), _lawful_among(instance, alike, other))
        return _in_blocks(instance, np.sort(np.concatenate([known, *anew]), kind="stable"))

    def _known(self, instance: Instance, citizens: Ints, openings: Ints) -> Ints:
        """The pairs before, as pair numbers of now, without those that are forbidden now."""
        pairs = self.before.pairs
        citizen = inverse(citizens, len(self._old.citizens))[pairs.citizen]
        opening = inverse(openings, len(self._old.openings))[pairs.opening]
        still = (citizen != NOWHERE) & (opening != NOWHERE)
        numbers = pair_numbers(citizen[still], opening[still], len(openings))
        return numbers[~among(numbers, instance.forbidden)]

    @property
    def _old(self) -> Problem:
        return self.before.setting.instance.problem

    def _same_citizens(self, new: Problem) -> Ints:
        """C: the place before of each citizen who is as before, and whose pairs were looked at then."""
        index = self.before.setting.instance.citizen_index
        allowed_again = {pair.citizen for pair in set(self._old.forbidden) - set(new.forbidden)}
        unknown = allowed_again | {one.citizen for one in self._old.fixed}
        return _places(new.citizens, self._old.citizens, index, unknown)

    def _same_openings(self, new: Problem) -> Ints:
        """O: the place before of each opening that is as before, as is its unit. Of one that was full, or that too few
        could fill, the pairs were dropped."""
        index, stands = self.before.setting.instance.opening_index, self.before.setting.standing
        least = self.before.setting.instance.openings.least
        dropped = (np.bincount(self.before.pairs.opening, minlength=len(least)) == 0) & (
            (stands.seats <= 0) | (least > 1)
        )
        units = {one.id: _asked(one) for one in self._old.units}
        moved = {one.id for one in new.units if units.get(one.id) != _asked(one)}
        unknown = {one.id for one in new.openings if one.unit in moved}
        unknown |= {self._old.openings[place].id for place in np.flatnonzero(dropped)}
        return _places(new.openings, self._old.openings, index, unknown)


def _places(
    new: Sequence[Citizen] | Sequence[Opening],
    old: Sequence[Citizen] | Sequence[Opening],
    index: dict[str, int],
    unknown: Iterable[str],
) -> Ints:
    without = {name: place for name, place in index.items() if name not in unknown}
    places = (without.get(one.id, NOWHERE) for one in new)
    same = (
        place if place != NOWHERE and old[place] == one else NOWHERE for place, one in zip(places, new, strict=True)
    )
    return np.fromiter(same, dtype=np.int64, count=len(new))


def _lawful_among(instance: Instance, citizens: Ints, openings: Ints) -> Ints:
    found = lawful(Candidates(instance, np.repeat(citizens, len(openings)), np.tile(openings, len(citizens))))
    return pair_numbers(found.citizen, found.opening, len(instance.problem.openings))


def _in_blocks(instance: Instance, numbers: Ints) -> Iterator[Candidates]:
    for part in range(0, len(numbers), BLOCK):
        yield Candidates(instance, *np.divmod(numbers[part : part + BLOCK], len(instance.problem.openings)))


def _ruled(problem: Problem) -> tuple[object, ...]:
    """What the rules of all pairs look at."""
    return problem.horizon, problem.rules_day


def _asked(unit: Unit) -> tuple[object, ...]:
    """What the rules of a pair look at in a unit; its room is not the pair's matter."""
    return unit.location, unit.accommodates, unit.sector, unit.social_economy
