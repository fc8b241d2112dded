"""What a municipality is made of, as plain frozen values. Names and fields are those of the database's tables."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who logs in."""

    id: int
    role: str
    name: str
    email: str
    authority: str | None = None
    colour: str | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A family (husstand)."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """A citizen (borger)."""

    id: int
    cpr: str
    user_id: int | None
    first_name: str
    last_name: str
    birth_date: date
    gender: str
    household_id: int
    status: str
    target_group: str
    unemployed_since: date
    resident_since: date | None
    single_parent: bool
    no_education: bool
    address: str
    town: str
    lat: float
    lon: float
    max_travel_km: float
    hours_min: float
    hours_max: float
    available_from: date
    language: str
    skills: tuple[str, ...]
    driving_licence: bool
    needs: tuple[str, ...]
    schemes: tuple[str, ...] | None
    weight: float
    consultant_id: int
    caseworker_id: int
    coordinator_id: int
    substitute_id: int
    support_worker_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A ranked occupation (jobønske)."""

    citizen_id: int
    rank: int
    occupation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A fixed hour in the citizen's week."""

    id: int
    citizen_id: int
    weekday: int
    from_: time
    to: time
    what: str
    authority: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A unit the citizen must not be sent to."""

    citizen_id: int
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement:
    """A member of staff at work for the citizen."""

    citizen_id: int
    user_id: int
    authority: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Consent (samtykke) to share with one authority."""

    id: int
    citizen_id: int
    authority: str
    scope: str
    given_on: date
    withdrawn_on: date | None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A family's or a citizen's plan."""

    id: int
    citizen_id: int | None
    household_id: int | None
    started_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One goal of a plan."""

    id: int
    plan_id: int
    citizen_id: int | None
    text: str
    long_term: bool
    by: date
    done_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """Something follow-ups count from, or are settled by."""

    id: int
    citizen_id: int
    kind: str
    on: date
    rule: str | None = None
    of: date | None = None
    months: int | None = None
    scheme: str | None = None
    until: date | None = None


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
class Site:
    """A place where meetings can be held."""

    id: int
    name: str
    lat: float
    lon: float
    needs_room: bool
    citizen_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A meeting room."""

    id: int
    site_id: int
    name: str
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """A user's usual hours on one weekday."""

    id: int
    user_id: int
    weekday: int
    from_: time
    to: time


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyTime:
    """A time when a user or a room is taken."""

    id: int
    user_id: int | None
    room_id: int | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting, asked for or held (møde)."""

    id: int
    kind: str
    state: str
    citizen_id: int | None
    coordinator_id: int
    minutes: int
    earliest: date
    due: date
    latest: date
    weight: int
    site_ids: tuple[int, ...]
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    site_id: int | None = None
    room_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody asked to a meeting."""

    id: int
    meeting_id: int
    user_id: int | None
    citizen_id: int | None
    required: bool
    pool: int | None
    attends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAgreement:
    """What a meeting agreed."""

    id: int
    meeting_id: int
    what: str
    user_id: int | None
    citizen_id: int | None
    by: date
    done_on: date | None
