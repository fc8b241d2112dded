"""What can be wrong in a matching problem that its types cannot say: ids, references and ranges.

Each function yields the faults of one kind of record, with the place in the file and how to mend it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from core.days import LAST_DAY, unknown_day
from core.errors import Fault
from law.schemes import GROUPS, KNOWN_SCHEMES, SCHEMES
from matcher.engine import fields

if TYPE_CHECKING:
    from matcher.engine.problem import Citizen, Floor, Occupied, Opening, Problem, Staff, Unit

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
EARLIEST_BIRTH = 1900
LONGEST_WINDOW = 5
"""Years: each Monday of a start window is weighed for every citizen who fits."""
LONGEST_STAY = 52 * 100
"""Weeks: a placement outlasts nobody."""


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
        *fields.days("horizon", problem.horizon.from_, problem.horizon.to),
        *(unknown_day("rules", problem.rules) if problem.rules else ()),
        *fields.at_least("delay_cost_per_week", problem.delay_cost_per_week, 0),
        *_citizens(problem),
        *_units(problem),
        *_openings(problem),
        *_staff("consultants", problem.consultants),
        *_staff("support_workers", problem.support_workers),
        *_pairs(problem),
        *fields.at_least("change_cost", problem.change_cost, 0),
        *(fault for i, floor in enumerate(problem.floors) for fault in _floor(f"floors[{i}]", floor)),
        *_scores(problem),
    ]


def _citizens(problem: Problem) -> Iterator[Fault]:
    consultants = {one.id for one in problem.consultants}
    helpers = {one.id for one in problem.support_workers}
    units = {one.id for one in problem.units}
    yield from _ids("citizens", problem.citizens)
    for i, citizen in enumerate(problem.citizens):
        at = f"citizens[{i}]"
        yield from _citizen(at, citizen, problem.horizon.to.year)
        yield from fields.unknown(f"{at}.consultant", citizen.consultant, consultants, "consultants")
        if citizen.support_worker is not None:
            yield from fields.unknown(f"{at}.support_worker", citizen.support_worker, helpers, "support_workers")
        for k, unit in enumerate(citizen.excluded_units):
            yield from fields.unknown(f"{at}.excluded_units[{k}]", unit, units, "units")


def _citizen(at: str, citizen: Citizen, last_year: int) -> Iterator[Fault]:
    yield from fields.one_of(f"{at}.target_group", citizen.target_group, sorted(GROUPS))
    yield from fields.within(f"{at}.birth_year", citizen.birth_year, EARLIEST_BIRTH, last_year)
    yield from _citizen_days(at, citizen)
    yield from fields.point(f"{at}.home", citizen.home)
    yield from fields.at_least(f"{at}.max_travel_km", citizen.max_travel_km, 0)
    yield from fields.hours(f"{at}.hours", citizen.hours)
    yield from fields.at_least(f"{at}.weight", citizen.weight, 0)
    yield from fields.schemes(f"{at}.schemes", citizen.schemes)
    for k, busy in enumerate(citizen.busy):
        yield from fields.weekly(f"{at}.busy[{k}]", busy)
    for k, wish in enumerate(citizen.occupations):
        yield from fields.code(f"{at}.occupations[{k}].code", wish.code)
        yield from fields.at_least(f"{at}.occupations[{k}].rank", wish.rank, 1)


def _citizen_days(at: str, citizen: Citizen) -> Iterator[Fault]:
    yield from unknown_day(f"{at}.unemployed_since", citizen.unemployed_since)
    if citizen.resident_since is not None:
        yield from unknown_day(f"{at}.resident_since", citizen.resident_since)
    yield from unknown_day(f"{at}.available_from", citizen.available_from)


def _units(problem: Problem) -> Iterator[Fault]:
    yield from _ids("units", problem.units)
    for i, unit in enumerate(problem.units):
        yield from _unit(f"units[{i}]", unit)


def _unit(at: str, unit: Unit) -> Iterator[Fault]:
    yield from fields.at_least(f"{at}.ordinary_employees", unit.ordinary_employees, 0)
    if unit.quota_override is not None:
        yield from fields.at_least(f"{at}.quota_override", unit.quota_override, 0)
    yield from fields.point(f"{at}.location", unit.location)
    yield from fields.at_least(f"{at}.mentor_capacity", unit.mentor_capacity, 0)
    for k, place in enumerate(unit.occupied):
        yield from _occupied(f"{at}.occupied[{k}]", place)


def _occupied(at: str, place: Occupied) -> Iterator[Fault]:
    yield from fields.one_of(f"{at}.scheme", place.scheme, KNOWN_SCHEMES)
    # Many systems write 9999-12-31 for a place without a last day.
    yield from fields.days(at, place.from_, min(place.to, LAST_DAY))
    yield from fields.within(f"{at}.hours", place.hours, 0, fields.HOURS_A_WEEK)


def _openings(problem: Problem) -> Iterator[Fault]:
    units = {one.id for one in problem.units}
    yield from _ids("openings", problem.openings)
    for i, opening in enumerate(problem.openings):
        yield from fields.unknown(f"openings[{i}].unit", opening.unit, units, "units")
        yield from _opening(f"openings[{i}]", opening)
        yield from _window(f"openings[{i}].start", problem, opening)


def _opening(at: str, opening: Opening) -> Iterator[Fault]:
    yield from fields.schemes(f"{at}.schemes", opening.schemes)
    yield from fields.code(f"{at}.occupation", opening.occupation)
    yield from fields.at_least(f"{at}.seats", opening.seats, 0)
    yield from fields.at_least(f"{at}.least", opening.least, 0)
    yield from fields.within(f"{at}.weeks", opening.weeks, 1, LONGEST_STAY)
    yield from fields.hours(f"{at}.hours", opening.hours)
    yield from fields.within(f"{at}.paid_hours_prospect", opening.paid_hours_prospect, 0, 1)
    for k, shift in enumerate(opening.shifts):
        yield from fields.weekly(f"{at}.shifts[{k}]", shift)


def _window(at: str, problem: Problem, opening: Opening) -> Iterator[Fault]:
    yield from fields.days(at, opening.start.earliest, opening.start.latest, ("earliest", "latest"))
    first, latest = max(opening.start.earliest, problem.horizon.from_), opening.start.latest
    if (latest.year - LONGEST_WINDOW, latest.month, latest.day) > (first.year, first.month, first.day):
        yield Fault(
            f"{at}.latest",
            f"er {latest}, mere end {LONGEST_WINDOW} år efter {first}, den første mulige dag; vælg en tidligere dag",
        )


def _staff(name: str, people: Sequence[Staff]) -> Iterator[Fault]:
    yield from _ids(name, people)
    for i, person in enumerate(people):
        yield from fields.at_least(f"{name}[{i}].capacity", person.capacity, 0)


def _pairs(problem: Problem) -> Iterator[Fault]:
    citizens, openings = {one.id for one in problem.citizens}, {one.id for one in problem.openings}
    yield from _known_pairs("fixed", problem.fixed, citizens, openings)
    for i, fixed in enumerate(problem.fixed):
        yield from fields.one_of(f"fixed[{i}].scheme", fixed.scheme, SCHEMES)
        yield from unknown_day(f"fixed[{i}].start", fixed.start)
    yield from _once_each("fixed", [fixed.citizen for fixed in problem.fixed])
    yield from _known_pairs("forbidden", problem.forbidden, citizens, openings)
    yield from _known_pairs("previous", problem.previous, citizens, openings)
    yield from _once_each("previous", [pair.citizen for pair in problem.previous])


def _known_pairs(
    name: str, pairs: Sequence[_Pair], citizens: Collection[str], openings: Collection[str]
) -> Iterator[Fault]:
    for i, pair in enumerate(pairs):
        if pair.citizen not in citizens:
            yield from fields.unknown(f"{name}[{i}].citizen", pair.citizen, citizens, "citizens")
        if pair.opening not in openings:
            yield from fields.unknown(f"{name}[{i}].opening", pair.opening, openings, "openings")


def _once_each(name: str, citizens: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, citizen in enumerate(citizens):
        if citizen in seen:
            yield Fault(f"{name}[{i}].citizen", f"{citizen} står her allerede; hver borger kan kun stå én gang")
        seen.add(citizen)


def _floor(at: str, floor: Floor) -> Iterator[Fault]:
    yield from fields.within(f"{at}.share", floor.share, 0, 1)
    if not floor.where:
        yield Fault(f"{at}.where", "er tom; skriv mindst ét felt og dets værdi")
    for field in floor.where:
        yield from fields.one_of(f"{at}.where.{field}", field, FLOOR_FIELDS)


def _scores(problem: Problem) -> Iterator[Fault]:
    """Up to millions of rows: nothing is formatted for a row that is well."""
    scores = problem.scores or ()
    citizens, openings = {one.id for one in problem.citizens}, {one.id for one in problem.openings}
    yield from _known_pairs("scores", scores, citizens, openings)
    for i, row in enumerate(scores):
        if not 0 <= row.score <= 1:
            yield from fields.within(f"scores[{i}].score", row.score, 0, 1)
    seen: set[tuple[str, str]] = set()
    for i, row in enumerate(scores):
        pair = (row.citizen, row.opening)
        if pair in seen:
            yield Fault(f"scores[{i}]", f"{row.citizen} og {row.opening} har allerede en score; behold kun én")
        seen.add(pair)


def _ids(name: str, records: Sequence[_Named]) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, one in enumerate(records):
        if not one.id:
            yield Fault(f"{name}[{i}].id", "er tom; skriv et id")
        elif one.id in seen:
            yield Fault(f"{name}[{i}].id", f"{one.id} er brugt før; hvert id må kun bruges én gang")
        seen.add(one.id)
