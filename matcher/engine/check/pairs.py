"""The rules that one citizen at one opening keeps or breaks alone: H4–H9, H13 and H14.

Read straight off the format's table with the standard library, so that no mistake is shared with the solver.
"""

import math
from collections.abc import Iterator
from datetime import date, time, timedelta

from core.errors import Breach
from law.schemes import KNOWN_SCHEMES, Terms, terms
from matcher.engine.check.case import Case, Placed
from matcher.engine.problem import Citizen, Opening, Point, Problem, Unit

EARTH_KM = 6371.0088
EXACT = 1e-9
MONDAY = 1
WEEK = timedelta(days=7)
LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")


def scheme(case: Case) -> Iterator[Breach]:
    """H4: the scheme is offered by the opening, open to the citizen, and lawful for the citizen on the start day."""
    for one in _free(case):
        if longest_weeks(case.problem, one) is None:
            yield _breach("H4", one, "scheme", f"ordningen {one.placement.scheme} er ikke mulig her")


def hours(case: Case) -> Iterator[Breach]:
    """H5: the weekly hours reach what the citizen, the opening and the scheme ask at least."""
    for one in _free(case):
        given, asked = weekly_hours(one.citizen, one.opening), least_hours(case.problem, one)
        if given < asked - EXACT:
            yield _breach("H5", one, "hours", f"{given:g} timer om ugen, mindst {asked:g} kræves")


def travel(case: Case) -> Iterator[Breach]:
    """H6: the great-circle distance from home to unit is at most what the citizen can travel."""
    for one in _free(case):
        way = kilometres(one.citizen.home, one.unit.location)
        if way > one.citizen.max_travel_km + EXACT:
            yield _breach("H6", one, "opening", f"{way:.3f} km, højst {one.citizen.max_travel_km:g} km")


def language(case: Case) -> Iterator[Breach]:
    """H7: the citizen's Danish is at least what the opening asks for."""
    for one in _free(case):
        if LEVELS.index(one.citizen.language) < LEVELS.index(one.opening.language):
            yield _breach("H7", one, "opening", f"dansk {one.citizen.language}, {one.opening.language} kræves")


def skills(case: Case) -> Iterator[Breach]:
    """H8: the citizen has every skill the opening asks for, and the driving licence where it asks for one."""
    for one in _free(case):
        missing = sorted(set(one.opening.skills) - set(one.citizen.skills))
        if one.opening.driving_licence and not one.citizen.driving_licence:
            missing.append("driving_licence")
        if missing:
            yield _breach("H8", one, "opening", f"mangler {', '.join(missing)}")


def needs(case: Case) -> Iterator[Breach]:
    """H9: the unit accommodates every need of the citizen."""
    for one in _free(case):
        unmet = sorted(set(one.citizen.needs) - set(one.unit.accommodates))
        if unmet:
            yield _breach("H9", one, "opening", f"stedet kan ikke give {', '.join(unmet)}")


def excluded(case: Case) -> Iterator[Breach]:
    """H13: not a unit that the citizen is kept from, and not a forbidden pair."""
    for one in _free(case):
        if one.unit.id in one.citizen.excluded_units:
            yield _breach("H13", one, "opening", f"enheden {one.unit.id} er udelukket")
        if (one.citizen.id, one.opening.id) in case.forbidden:
            yield _breach("H13", one, "opening", "parret er forbudt")


def start(case: Case) -> Iterator[Breach]:
    """H14: the start is the first possible day or a Monday after it, and not after the opening's latest."""
    for one in _free(case):
        first, begins = first_start(case.problem, one.citizen, one.opening), one.placement.start
        on_a_start_day = begins == first or (begins > first and begins.isoweekday() == MONDAY)
        if not on_a_start_day or begins > one.opening.start.latest:
            yield _breach("H14", one, "start", f"{begins} er ingen mulig startdag (første er {first})")


def _free(case: Case) -> Iterator[Placed]:
    return (one for one in case.placed if not one.stands)


def _breach(code: str, one: Placed, field: str, message: str) -> Breach:
    return Breach(code, f"{one.place}.{field}", f"{one.citizen.id} -> {one.opening.id}: {message}")


def first_start(problem: Problem, citizen: Citizen, opening: Opening) -> date:
    """The first day on which this citizen could begin at this opening, were the window long enough."""
    return max(citizen.available_from, opening.start.earliest, problem.horizon.from_)


def end_of(problem: Problem, one: Placed) -> date:
    """The first day after the placement. A fixed one whose scheme is not lawful, or asks for more weekly hours, lasts
    the opening's weeks.
    """
    weeks = longest_weeks(problem, one)
    too_few = weekly_hours(one.citizen, one.opening) + EXACT < scheme_hours(problem, one)
    return one.placement.start + (one.opening.weeks if weeks is None or too_few else weeks) * WEEK


def longest_weeks(problem: Problem, one: Placed) -> int | None:
    """How many weeks the placement lasts, or None where its scheme is not offered, not open or not lawful."""
    name = one.placement.scheme
    if name not in KNOWN_SCHEMES or not _chosen(name, one.opening.schemes) or not _chosen(name, one.citizen.schemes):
        return None
    law = terms(name, problem.rules_day)
    if law is None or not _lawful(law, one.citizen, one.unit, one.placement.start):
        return None
    most = law.weeks[one.citizen.target_group, one.unit.sector]
    return one.opening.weeks if most is None else min(one.opening.weeks, most)


def _chosen(name: str, schemes: tuple[str, ...] | None) -> bool:
    return schemes is None or name in schemes


def _lawful(law: Terms, citizen: Citizen, unit: Unit, on: date) -> bool:
    return (
        (citizen.target_group, unit.sector) in law.weeks
        and (not law.social_or_public_only or unit.social_economy or unit.sector == "public")
        and (law.last_start is None or on <= law.last_start)
        and _age_fits(law, on.year - citizen.birth_year)
        and _unemployed_long_enough(law, citizen, on)
        and _newly_arrived(law, citizen, on)
    )


def _age_fits(law: Terms, age: int) -> bool:
    return (law.age_from is None or age >= law.age_from) and (law.age_to is None or age <= law.age_to)


def _unemployed_long_enough(law: Terms, citizen: Citizen, on: date) -> bool:
    if law.unemployed_months is None:
        return True
    exempt = (
        (law.exempt_age is not None and on.year - citizen.birth_year >= law.exempt_age)
        or (law.exempt_single_parent and citizen.single_parent)
        or (law.exempt_no_education and citizen.no_education)
    )
    return exempt or whole_months(citizen.unemployed_since, on) >= law.unemployed_months


def _newly_arrived(law: Terms, citizen: Citizen, on: date) -> bool:
    if law.residence_years_below is None:
        return True
    return citizen.resident_since is not None and (
        whole_months(citizen.resident_since, on) < 12 * law.residence_years_below
    )


def whole_months(first: date, last: date) -> int:
    """Whole months from `first` to `last`."""
    return 12 * (last.year - first.year) + last.month - first.month - (1 if last.day < first.day else 0)


def least_hours(problem: Problem, one: Placed) -> float:
    """The fewest weekly hours that citizen, opening and scheme can do with."""
    return max(one.citizen.hours.min, one.opening.hours.min, scheme_hours(problem, one))


def scheme_hours(problem: Problem, one: Placed) -> float:
    """The fewest weekly hours that the scheme can do with."""
    name = one.placement.scheme
    law = terms(name, problem.rules_day) if name in KNOWN_SCHEMES else None
    return law.least_weekly_hours if law else 0.0


def weekly_hours(citizen: Citizen, opening: Opening) -> float:
    """H5's `h`: the least of what both can do and the shifts' hours outside the citizen's busy times."""
    most = min(citizen.hours.max, opening.hours.max)
    return min(most, _free_shift_minutes(citizen, opening) / 60) if opening.shifts else most


def _free_shift_minutes(citizen: Citizen, opening: Opening) -> int:
    free = 0
    for shift in opening.shifts:
        begin, end = _minute(shift.from_), _minute(shift.to)
        free += end - begin
        reached = begin
        for taken_from, taken_to in sorted(
            (_minute(busy.from_), _minute(busy.to)) for busy in citizen.busy if busy.weekday == shift.weekday
        ):
            free -= max(0, min(taken_to, end) - max(taken_from, reached))
            reached = max(reached, taken_to)
    return free


def _minute(clock: time) -> int:
    return 60 * clock.hour + clock.minute


def kilometres(a: Point, b: Point) -> float:
    """Great-circle distance in kilometres, by the haversine formula."""
    south, north = math.radians(a.lat), math.radians(b.lat)
    east = math.radians(b.lon - a.lon)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
