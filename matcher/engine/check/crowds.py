"""The rules that placements keep or break together: H1–H3, H10–H12 and H15–H17."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.days import LAST_DAY
from core.errors import Breach
from law.quota import quota
from law.schemes import KNOWN_SCHEMES, terms
from matcher.engine.check.case import Case, Placed
from matcher.engine.check.pairs import end_of, weekly_hours
from matcher.engine.problem import Citizen, Staff, Unit

EXACT = 1e-9
FULL_TIME = 37
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody at a unit from `begin` up to, not including, `end`, who takes `load` of something scarce there."""

    begin: date
    end: date
    load: float
    new: bool


def citizen(case: Case) -> Iterator[Breach]:
    """H1: at most one placement per citizen."""
    for who, times in Counter(one.citizen for one in case.answer.placements).items():
        if times > 1:
            yield Breach("H1", f"citizens:{who}", f"har {times} placeringer, højst 1")


def seats(case: Case) -> Iterator[Breach]:
    """H2: at most `seats` placements per opening."""
    for where, taken in _by_opening(case).items():
        if taken > case.openings[where].seats:
            yield Breach("H2", f"openings:{where}", f"{taken} placeringer på {case.openings[where].seats} pladser")


def quota_kept(case: Case) -> Iterator[Breach]:
    """H3: on every day, occupied and new places in schemes that count are within the unit's quota."""
    for unit, stays in _stays(case, _quota_load):
        own = unit.quota_override
        most = quota(unit.ordinary_employees, case.problem.rules_day) if own is None else own
        for day, load in _overfull(stays, most):
            yield Breach("H3", f"units:{unit.id}", f"{load:g} pladser den {day}, højst {most} efter rimelighedskravet")


def mentor(case: Case) -> Iterator[Breach]:
    """H10: on every day, occupied places with a mentor and new ones who need one are within the unit's mentors."""
    for unit, stays in _stays(case, _mentor_load):
        for day, load in _overfull(stays, unit.mentor_capacity):
            yield Breach(
                "H10", f"units:{unit.id}", f"{load:g} skal have mentor den {day}, højst {unit.mentor_capacity}"
            )


def consultant(case: Case) -> Iterator[Breach]:
    """H11: new placements per consultant are within the capacity, fixed ones included."""
    loads = Counter(one.citizen.consultant for one in case.placed)
    yield from _overloaded("H11", "consultants", case.problem.consultants, loads)


def support(case: Case) -> Iterator[Breach]:
    """H12: new placements per support worker are within the capacity, fixed ones included."""
    loads = Counter(one.citizen.support_worker for one in case.placed if one.citizen.support_worker is not None)
    yield from _overloaded("H12", "support_workers", case.problem.support_workers, loads)


def floor(case: Case) -> Iterator[Breach]:
    """H15: for each floor, placements of the group are at least its share of all placements."""
    for n, one in enumerate(case.problem.floors):
        inside = sum(_belongs(placed.citizen, one.where) for placed in case.placed)
        if inside < one.share * len(case.placed) - EXACT:
            least = f"mindst {one.share:.0%} af {len(case.placed)}"
            yield Breach("H15", f"floors[{n}]", f"{inside} placeringer i gruppen, {least} kræves")


def fixed(case: Case) -> Iterator[Breach]:
    """H16: fixed placements stand as given."""
    standing = {one.citizen.id for one in case.placed if one.stands}
    for n, one in enumerate(case.problem.fixed):
        if one.citizen not in standing:
            yield Breach("H16", f"fixed[{n}]", f"{one.citizen} -> {one.opening} er fast, men står ikke sådan i svaret")


def least(case: Case) -> Iterator[Breach]:
    """H17: an opening takes nobody or at least `least` people."""
    for where, taken in _by_opening(case).items():
        if taken < case.openings[where].least:
            yield Breach("H17", f"openings:{where}", f"{taken} placeringer, mindst {case.openings[where].least}")


def _by_opening(case: Case) -> Counter[str]:
    return Counter(one.opening.id for one in case.placed)


def _overloaded(code: str, kind: str, people: Iterable[Staff], loads: Counter[str]) -> Iterator[Breach]:
    for person in people:
        if loads[person.id] > person.capacity:
            yield Breach(code, f"{kind}:{person.id}", f"{loads[person.id]} placeringer, højst {person.capacity}")


def _belongs(one: Citizen, where: dict[str, str | int | bool | None]) -> bool:
    return all(getattr(one, field) == value for field, value in where.items())


Load = Callable[[Case, str, float, bool], float]
"""What a stay takes of something scarce, from its scheme, weekly hours and need of a mentor."""


def _quota_load(case: Case, scheme: str, hours: float, _mentor: bool) -> float:
    law = terms(scheme, case.problem.rules_day) if scheme in KNOWN_SCHEMES else None
    if law is None or not law.counts_in_quota:
        return 0
    return hours / FULL_TIME if case.problem.count_mode == "fte" else 1


def _mentor_load(_case: Case, _scheme: str, _hours: float, mentor: bool) -> float:
    return 1 if mentor else 0


def _stays(case: Case, load: Load) -> Iterator[tuple[Unit, list[Stay]]]:
    """Every unit that gets somebody new, with all stays there that take something."""
    new: dict[str, list[Stay]] = defaultdict(list)
    for one in case.placed:
        new[one.unit.id].append(_new_stay(case, one, load))
    for unit_id, stays in new.items():
        unit = case.units[unit_id]
        old = [
            Stay(
                taken.from_,
                min(taken.to, LAST_DAY) + ONE_DAY,
                load(case, taken.scheme, taken.hours, taken.mentor),
                new=False,
            )
            for taken in unit.occupied
        ]
        yield unit, [stay for stay in [*old, *stays] if stay.load > 0]


def _new_stay(case: Case, one: Placed, load: Load) -> Stay:
    hours = weekly_hours(one.citizen, one.opening)
    taken = load(case, one.placement.scheme, hours, "mentor" in one.citizen.needs)
    return Stay(one.placement.start, end_of(case.problem, one), taken, new=True)


def _overfull(stays: list[Stay], most: float) -> Iterator[tuple[date, float]]:
    """The days on which more is taken than there is and somebody new is there. Loads grow only where a stay begins."""
    for day in sorted({stay.begin for stay in stays}):
        here = [stay for stay in stays if stay.begin <= day < stay.end]
        taken = sum(stay.load for stay in here)
        if taken > most + EXACT and any(stay.new for stay in here):
            yield day, taken
