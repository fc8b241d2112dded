"""Companies, what they offer, and who works there."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company (virksomhed)."""

    id: int
    cvr: str
    name: str
    sector: str
    industry: str
    industry_version: str
    social_economy_since: date | None
    consultant_id: int
    test_data: bool
    social_economy_criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyUser:
    """An employer's user and its company."""

    company_id: int
    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A production unit (produktionsenhed)."""

    id: int
    p_number: str
    company_id: int
    name: str
    address: str
    town: str
    lat: float
    lon: float
    contact_name: str
    contact_phone: str | None
    accommodates: tuple[str, ...]
    mentor_capacity: int
    quota_override: int | None = None
    quota_override_reason: str | None = None
    postcode: str | None = None
    languages: tuple[str, ...] = ()
    day_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact person of a unit (kontaktperson)."""

    id: int
    company_id: int
    unit_id: int
    name: str
    title: str
    phone: str
    email: str
    weekends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeCount:
    """Employees of one unit in one month."""

    unit_id: int
    month: date
    ordinary_fte: float
    ordinary_heads: int
    subsidised: int
    under_18: int
    source: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A place a company offers (åbning)."""

    id: int
    unit_id: int
    state: str
    title: str
    occupation: str
    schemes: tuple[str, ...]
    seats: int
    least: int
    start_earliest: date
    start_latest: date
    weeks: int
    hours_min: float
    hours_max: float
    language: str
    skills: tuple[str, ...]
    driving_licence: bool
    paid_hours_prospect: float
    created_at: datetime
    offers: tuple[str, ...] = ()
    standing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Hours in which an opening can be worked."""

    id: int
    opening_id: int
    weekday: int
    from_: time
    to: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A citizen at work in a unit (forløb)."""

    id: int
    citizen_id: int | None
    unit_id: int
    agreement_id: int | None = None
    scheme: str
    start: date
    end: date | None
    hours: float
    mentor: bool
    ended_on: date | None = None
    outcome: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One day's attendance (fremmøde)."""

    placement_id: int
    day: date
    presence: str
    at: datetime
    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A message that something is wrong (henvendelse)."""

    id: int
    placement_id: int
    state: str
    kind: str
    text: str
    reported_by: int | None
    reported_at: datetime
    assigned_to: int
    take_by: datetime
    escalated_at: datetime | None = None
    pattern_until: date | None = None
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: int | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleNote:
    """What was done about it."""

    id: int
    trouble_id: int
    at: datetime
    user_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """Who is on call from when until when (vagt)."""

    id: int
    user_id: int
    starts_at: datetime
    ends_at: datetime
