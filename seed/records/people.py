"""Who the citizens are and what happens in their cases."""

from dataclasses import dataclass
from datetime import date, time


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
    phone: str | None = None


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
    email: str | None
    phone: str | None
    lat: float
    lon: float
    max_travel_km: float
    hours_min: float
    hours_max: float
    available_from: date
    language: str
    transport: tuple[str, ...]
    interpreter_language: str | None
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
class CtiCourse:
    """Who gives a course of critical time intervention (CTI-forløb); named by the event that began it."""

    event_id: int
    worker_id: int
    basis: str
    introductions: tuple[str, ...]
