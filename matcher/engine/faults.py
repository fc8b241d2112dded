"""What can be wrong in a matching problem that its types cannot say: ids, references and ranges.

Each function yields the faults of one kind of record, with the place in the file and how to mend it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Protocol

from core.errors import Fault
from law.schemes import GROUPS, KNOWN_SCHEMES, SCHEMES

if TYPE_CHECKING:
    from matcher.engine.problem import (
        Busy,
        Citizen,
        Floor,
        Hours,
        Occupied,
        Opening,
        Point,
        Problem,
        Shift,
        Staff,
        Unit,
    )

FLOOR_FIELDS = (
    "birth_year",
    "consultant",
    "driving_licence",
    "gender",
    "language",
    "no_education",
    "single_parent",
    "support_worker",
    "target_group",
)
HOURS_A_WEEK = 168
LONGEST_CODE = 8
EARLIEST_BIRTH = 1900
LARGEST = 10**9
"""Nothing that is counted here is larger; sums of larger numbers would no longer be exact."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


class _Pair(Protocol):
    @property
    def citizen(self) -> str: ...

    @property
    def opening(self) -> str: ...


def faults(problem: Problem) -> list[Fault]:
    """Every fault of `problem`, in the order of its fields. Empty where it can be solved."""
    return [
        *_span("horizon", problem.horizon.from_, problem.horizon.to, "to"),
        *_at_least("delay_cost_per_week", problem.delay_cost_per_week, 0),
        *_citizens(problem),
        *_units(problem),
        *_openings(problem),
        *_staff("consultants", problem.consultants),
        *_staff("support_workers", problem.support_workers),
        *_pairs(problem),
        *_at_least("change_cost", problem.change_cost, 0),
        *(fault for i, floor in enumerate(problem.floors) for fault in _floor(f"floors[{i}]", floor)),
        *_scores(problem),
    ]


def _citizens(problem: Problem) -> Iterator[Fault]:
    consultants = {one.id for one in problem.consultants}
    helpers = {one.id for one in problem.support_workers}
    units = {one.id for one in problem.units}
    yield from _duplicates("citizens", problem.citizens)
    for i, citizen in enumerate(problem.citizens):
        at = f"citizens[{i}]"
        yield from _citizen(at, citizen, problem.horizon.to.year)
        yield from _unknown(f"{at}.consultant", citizen.consultant, consultants, "consultants")
        if citizen.support_worker is not None:
            yield from _unknown(f"{at}.support_worker", citizen.support_worker, helpers, "support_workers")
        for k, unit in enumerate(citizen.excluded_units):
            yield from _unknown(f"{at}.excluded_units[{k}]", unit, units, "units")


def _citizen(at: str, citizen: Citizen, last_year: int) -> Iterator[Fault]:
    yield from _one_of(f"{at}.target_group", citizen.target_group, sorted(GROUPS))
    yield from _within(f"{at}.birth_year", citizen.birth_year, EARLIEST_BIRTH, last_year)
    yield from _point(f"{at}.home", citizen.home)
    yield from _at_least(f"{at}.max_travel_km", citizen.max_travel_km, 0)
    yield from _hours(f"{at}.hours", citizen.hours)
    yield from _at_least(f"{at}.weight", citizen.weight, 0)
    yield from _schemes(f"{at}.schemes", citizen.schemes)
    for k, busy in enumerate(citizen.busy):
        yield from _weekly(f"{at}.busy[{k}]", busy)
    for k, wish in enumerate(citizen.occupations):
        yield from _code(f"{at}.occupations[{k}].code", wish.code)
        yield from _at_least(f"{at}.occupations[{k}].rank", wish.rank, 1)


def _units(problem: Problem) -> Iterator[Fault]:
    yield from _duplicates("units", problem.units)
    for i, unit in enumerate(problem.units):
        yield from _unit(f"units[{i}]", unit)


def _unit(at: str, unit: Unit) -> Iterator[Fault]:
    yield from _at_least(f"{at}.ordinary_employees", unit.ordinary_employees, 0)
    if unit.quota_override is not None:
        yield from _at_least(f"{at}.quota_override", unit.quota_override, 0)
    yield from _point(f"{at}.location", unit.location)
    yield from _at_least(f"{at}.mentor_capacity", unit.mentor_capacity, 0)
    for k, place in enumerate(unit.occupied):
        yield from _occupied(f"{at}.occupied[{k}]", place)


def _occupied(at: str, place: Occupied) -> Iterator[Fault]:
    yield from _one_of(f"{at}.scheme", place.scheme, KNOWN_SCHEMES)
    yield from _span(at, place.from_, place.to, "to")
    yield from _within(f"{at}.hours", place.hours, 0, HOURS_A_WEEK)


def _openings(problem: Problem) -> Iterator[Fault]:
    units = {one.id for one in problem.units}
    yield from _duplicates("openings", problem.openings)
    for i, opening in enumerate(problem.openings):
        yield from _unknown(f"openings[{i}].unit", opening.unit, units, "units")
        yield from _opening(f"openings[{i}]", opening)


def _opening(at: str, opening: Opening) -> Iterator[Fault]:
    yield from _schemes(f"{at}.schemes", opening.schemes)
    yield from _code(f"{at}.occupation", opening.occupation)
    yield from _at_least(f"{at}.seats", opening.seats, 0)
    yield from _at_least(f"{at}.least", opening.least, 0)
    yield from _span(f"{at}.start", opening.start.earliest, opening.start.latest, "latest")
    yield from _at_least(f"{at}.weeks", opening.weeks, 1)
    yield from _hours(f"{at}.hours", opening.hours)
    yield from _within(f"{at}.paid_hours_prospect", opening.paid_hours_prospect, 0, 1)
    for k, shift in enumerate(opening.shifts):
        yield from _weekly(f"{at}.shifts[{k}]", shift)


def _staff(name: str, people: Sequence[Staff]) -> Iterator[Fault]:
    yield from _duplicates(name, people)
    for i, person in enumerate(people):
        yield from _at_least(f"{name}[{i}].capacity", person.capacity, 0)


def _pairs(problem: Problem) -> Iterator[Fault]:
    citizens, openings = {one.id for one in problem.citizens}, {one.id for one in problem.openings}
    yield from _known_pairs("fixed", problem.fixed, citizens, openings)
    for i, fixed in enumerate(problem.fixed):
        yield from _one_of(f"fixed[{i}].scheme", fixed.scheme, SCHEMES)
    yield from _once_each("fixed", [fixed.citizen for fixed in problem.fixed])
    yield from _known_pairs("forbidden", problem.forbidden, citizens, openings)
    yield from _known_pairs("previous", problem.previous, citizens, openings)
    yield from _once_each("previous", [pair.citizen for pair in problem.previous])


def _known_pairs(
    name: str, pairs: Sequence[_Pair], citizens: Collection[str], openings: Collection[str]
) -> Iterator[Fault]:
    for i, pair in enumerate(pairs):
        if pair.citizen not in citizens:
            yield from _unknown(f"{name}[{i}].citizen", pair.citizen, citizens, "citizens")
        if pair.opening not in openings:
            yield from _unknown(f"{name}[{i}].opening", pair.opening, openings, "openings")


def _once_each(name: str, citizens: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, citizen in enumerate(citizens):
        if citizen in seen:
            yield Fault(f"{name}[{i}].citizen", f"{citizen} står her allerede; hver borger kan kun stå én gang")
        seen.add(citizen)


def _floor(at: str, floor: Floor) -> Iterator[Fault]:
    yield from _within(f"{at}.share", floor.share, 0, 1)
    if not floor.where:
        yield Fault(f"{at}.where", "er tom; skriv mindst ét felt og dets værdi")
    for field in floor.where:
        yield from _one_of(f"{at}.where.{field}", field, FLOOR_FIELDS)


def _scores(problem: Problem) -> Iterator[Fault]:
    """Up to millions of rows: nothing is formatted for a row that is well."""
    scores = problem.scores or ()
    citizens, openings = {one.id for one in problem.citizens}, {one.id for one in problem.openings}
    yield from _known_pairs("scores", scores, citizens, openings)
    for i, row in enumerate(scores):
        if not 0 <= row.score <= 1:
            yield from _within(f"scores[{i}].score", row.score, 0, 1)
    seen: set[tuple[str, str]] = set()
    for i, row in enumerate(scores):
        pair = (row.citizen, row.opening)
        if pair in seen:
            yield Fault(f"scores[{i}]", f"{row.citizen} og {row.opening} har allerede en score; behold kun én")
        seen.add(pair)


def _duplicates(name: str, records: Sequence[_Named]) -> Iterator[Fault]:
    times = Counter(one.id for one in records)
    seen: set[str] = set()
    for i, one in enumerate(records):
        if times[one.id] > 1 and one.id in seen:
            yield Fault(f"{name}[{i}].id", f"{one.id} er brugt før; hvert id må kun bruges én gang")
        seen.add(one.id)


def _unknown(at: str, name: str, known: Collection[str], where: str) -> Iterator[Fault]:
    if name not in known:
        yield Fault(at, f"{name} findes ikke i {where}; ret id'et eller tilføj det dér")


def _one_of(at: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    if name not in known:
        yield Fault(at, f"{name} kendes ikke her; skal være en af {', '.join(known)}")


def _schemes(at: str, schemes: Sequence[str] | None) -> Iterator[Fault]:
    for k, scheme in enumerate(schemes or ()):
        yield from _one_of(f"{at}[{k}]", scheme, SCHEMES)


def _within(at: str, value: float, low: float, high: float) -> Iterator[Fault]:
    if not low <= value <= high:
        yield Fault(at, f"er {value:g}; skal ligge fra {low:g} til {high:g}")


def _at_least(at: str, value: float, low: float) -> Iterator[Fault]:
    if not low <= value <= LARGEST:
        yield Fault(at, f"er {value:g}; skal være fra {low:g} til {LARGEST:g}")


def _span(at: str, first: date | time, last: date | time, field: str) -> Iterator[Fault]:
    if str(last) < str(first):
        yield Fault(f"{at}.{field}", f"er {last}, før {first}; ret den ene")


def _hours(at: str, hours: Hours) -> Iterator[Fault]:
    yield from _within(f"{at}.min", hours.min, 0, HOURS_A_WEEK)
    yield from _within(f"{at}.max", hours.max, 0, HOURS_A_WEEK)
    if hours.max < hours.min:
        yield Fault(f"{at}.max", f"er {hours.max:g}, mindre end min ({hours.min:g}); ret den ene")


def _weekly(at: str, span: Busy | Shift) -> Iterator[Fault]:
    yield from _within(f"{at}.weekday", span.weekday, 1, 7)
    for name, clock in (("from", span.from_), ("to", span.to)):
        if clock.second or clock.microsecond or clock.tzinfo:
            yield Fault(f"{at}.{name}", "skal være et klokkeslæt TT:MM uden sekunder og tidszone")
    if (span.to.hour, span.to.minute) <= (span.from_.hour, span.from_.minute):
        yield Fault(f"{at}.to", f"er {span.to:%H:%M}, ikke efter {span.from_:%H:%M}; ret den ene")


def _point(at: str, point: Point) -> Iterator[Fault]:
    yield from _within(f"{at}.lat", point.lat, -90, 90)
    yield from _within(f"{at}.lon", point.lon, -180, 180)


def _code(at: str, code: str) -> Iterator[Fault]:
    if not (code.isascii() and code.isdigit() and len(code) <= LONGEST_CODE):
        yield Fault(at, f"{code} er ikke en DISCO-kode; skriv 1 til {LONGEST_CODE} cifre")
