"""The matching problem as data: `tovholder-match/1`, read strictly, frozen, and never wrong once it exists.

Field names are the format's; Python keywords carry a trailing underscore. Dates are wall dates, clock times
Europe/Copenhagen wall times, distances kilometres, hours per week.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar, Literal

from core.errors import BadInputError
from matcher.engine.faults import faults

Language = Literal["A0", "A1", "A2", "B1", "B2", "C1", "C2"]
CEFR: tuple[Language, ...] = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")


def _without_underscore(name: str) -> str:
    return name.rstrip("_")


STRICT: dict[str, object] = {
    "extra": "forbid",
    "strict": True,
    "allow_inf_nan": False,
    "alias_generator": _without_underscore,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """First and last day of the planning period."""

    __pydantic_config__: ClassVar = STRICT
    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place on the map, in degrees (WGS 84)."""

    __pydantic_config__: ClassVar = STRICT
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A range of weekly hours, both ends included."""

    __pydantic_config__: ClassVar = STRICT
    min: float
    max: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A weekly appointment of the citizen (language school, treatment) that work must leave alone."""

    __pydantic_config__: ClassVar = STRICT
    weekday: int
    from_: time
    to: time
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A weekly span of hours in which an opening's work lies."""

    __pydantic_config__: ClassVar = STRICT
    weekday: int
    from_: time
    to: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """A wish: a DISCO-08 code of up to eight digits, and its rank (1 is dearest)."""

    __pydantic_config__: ClassVar = STRICT
    code: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """Borger: who seeks a place, with what the citizen can and cannot do."""

    __pydantic_config__: ClassVar = STRICT
    id: str
    birth_year: int
    gender: str | None = None
    target_group: str
    unemployed_since: date
    resident_since: date | None = None
    single_parent: bool = False
    no_education: bool = False
    home: Point
    max_travel_km: float
    hours: Hours
    available_from: date
    busy: tuple[Busy, ...] = ()
    language: Language = "A0"
    skills: tuple[str, ...] = ()
    driving_licence: bool = False
    occupations: tuple[Occupation, ...]
    needs: tuple[str, ...] = ()
    schemes: tuple[str, ...] | None = None
    excluded_units: tuple[str, ...] = ()
    consultant: str
    support_worker: str | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupied:
    """A place that is taken already; `to` is its last day."""

    __pydantic_config__: ClassVar = STRICT
    scheme: str
    from_: date
    to: date
    hours: float = 37.0
    mentor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Produktionsenhed (P-nummer): where people work and where the rimelighedskrav is counted."""

    __pydantic_config__: ClassVar = STRICT
    id: str
    company: str
    sector: Literal["private", "public"]
    social_economy: bool
    ordinary_employees: float
    quota_override: int | None = None
    location: Point
    accommodates: tuple[str, ...] = ()
    mentor_capacity: int = 0
    occupied: tuple[Occupied, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWindow:
    """First and last day on which a placement may begin."""

    __pydantic_config__: ClassVar = STRICT
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Åben plads: one kind of work at a unit, with a number of seats."""

    __pydantic_config__: ClassVar = STRICT
    id: str
    unit: str
    schemes: tuple[str, ...] | None = None
    occupation: str
    seats: int
    least: int = 0
    start: StartWindow
    weeks: int
    hours: Hours
    shifts: tuple[Shift, ...] = ()
    language: Language = "A0"
    skills: tuple[str, ...] = ()
    driving_licence: bool = False
    paid_hours_prospect: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A consultant or support worker, and how many new placements he or she can carry."""

    __pydantic_config__: ClassVar = STRICT
    id: str
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A placement that stands as given."""

    __pydantic_config__: ClassVar = STRICT
    citizen: str
    opening: str
    scheme: str
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A citizen and an opening, by id."""

    __pydantic_config__: ClassVar = STRICT
    citizen: str
    opening: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """At least `share` of all placements go to citizens whose fields have the values in `where`."""

    __pydantic_config__: ClassVar = STRICT
    where: dict[str, str | int | bool | None]
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How good a pair is, from 0 to 1, as given from outside."""

    __pydantic_config__: ClassVar = STRICT
    citizen: str
    opening: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Who may go where: the whole municipality at once.

    Raises BadInputError with every fault found (duplicate ids, unknown references, values out of range).
    """

    __pydantic_config__: ClassVar = STRICT
    format: Literal["tovholder-match/1"] = "tovholder-match/1"
    horizon: Horizon
    rules: date | None = None
    count_mode: Literal["heads", "fte"] = "heads"
    delay_cost_per_week: float = 0.01
    citizens: tuple[Citizen, ...]
    units: tuple[Unit, ...]
    openings: tuple[Opening, ...]
    consultants: tuple[Staff, ...]
    support_workers: tuple[Staff, ...]
    fixed: tuple[Fixed, ...] = ()
    forbidden: tuple[Pair, ...] = ()
    previous: tuple[Pair, ...] = ()
    change_cost: float = 0.0
    floors: tuple[Floor, ...] = ()
    scores: tuple[Score, ...] | None = None

    def __post_init__(self) -> None:
        found = faults(self)
        if found:
            raise BadInputError(found)

    @property
    def rules_day(self) -> date:
        """The day whose rules apply: `rules`, else the first day of the horizon."""
        return self.rules or self.horizon.from_
