"""What a decision under the cap (rimelighedskrav) rests on, whole and without names of those placed: for an appeal.

Pure data. `Counts` is what was known; `Record` is that, the figures of the law, and what they came to.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from companies.additional import Additional, UnitMonths
from companies.quotas import Month, Stay

FORMAT = "tovholder-quota-decision/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A user who did something, as they were called then."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The production unit, and the company it belongs to."""

    p_number: str
    unit: str
    cvr: str
    company: str
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A caseworker's own figure instead of the rule's (fravigelse); who and when are None where that was not kept."""

    places: int
    reason: str | None
    by: Who | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruled:
    """A caseworker's decision to go on although the condition `rule` is not met (fravigelse)."""

    rule: str
    by: Who
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the employees' representative said before the start (medarbejdernes udtalelse)."""

    name: str
    role: str
    said_on: date
    agrees: bool
    remark: str
    recorded_at: datetime
    recorded_by: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Everything known when it was decided.

    months: all that are known of the unit, of the latest twelve. units: the months of every unit that is counted
    for additional employment. stays: the other places filled on any day of `place`. exempt: additional employment is
    not asked for, for the sake of the citizen's work capacity.
    """

    where: Where
    at: datetime
    day: date
    by: Who | None
    step: str
    place: Stay
    months: tuple[Month, ...]
    override: Override | None
    stays: tuple[Stay, ...]
    exempt: bool
    units: tuple[UnitMonths, ...]
    statement: Statement | None
    overruled: tuple[Overruled, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFigure:
    """A figure of the law as it was used: since when, from where, and when that was last checked."""

    key: str
    value: bool | int
    danish: str
    unit: str
    valid_from: date
    source: str
    note: str
    checked: date
    assumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Places filled on a day, the one asked for included: by heads, and in full-time equivalents."""

    day: date
    heads: int
    full_time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the counts came to under the rules of the day.

    months: those that the mean is of. by_rule, by_heads: places by the rule, of full-time equivalents (which counts)
    and of heads (beside it). places: what the unit may have, an override considered. fills, stays_fill: whether the
    place, and each of the stays, fills the cap. days: those looked at, fullest the first with most. full_on: the
    first with too many.
    """

    rules: date
    months: tuple[date, ...]
    employees: float
    employees_heads: float | None
    by_rule: int
    by_heads: int | None
    places: int
    fills: bool
    stays_fill: tuple[bool, ...]
    days: tuple[Load, ...]
    fullest: Load
    full_on: date | None
    additional: Additional | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One condition: whether it is met, whether a caseworker goes on all the same, and in Danish words why."""

    rule: str
    holds: bool
    overruled: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A whole decision. `rule` and `words` are those of the first condition that stands in the way, else of the cap."""

    counts: Counts
    law: tuple[LawFigure, ...]
    found: Found
    findings: tuple[Finding, ...]
    allowed: bool
    rule: str | None
    words: str
    format: str = field(default=FORMAT)


_RECORD: TypeAdapter[Record] = TypeAdapter(Record)


def plain(record: Record) -> dict[str, Any]:
    """The record as JSON holds it: dates and instants in ISO 8601."""
    made: dict[str, Any] = _RECORD.dump_python(record, mode="json")
    return made


def read(kept: dict[str, Any]) -> Record:
    """The way back."""
    return _RECORD.validate_python(kept)
