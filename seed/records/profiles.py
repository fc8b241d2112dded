"""What citizens bring along, and what the catalogue offers them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """An earlier job or education (erfaring)."""

    id: int
    citizen_id: int
    kind: str
    title: str
    occupation: str | None
    from_year: int
    to_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModule:
    """A module of Danish, followed or passed."""

    citizen_id: int
    programme: int
    module: int
    begun_on: date
    passed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueOffer:
    """An offer of the catalogue (tilbud), mentors among them."""

    id: int
    theme: str
    title: str
    text_professional: str
    text_citizen: str
    contact_name: str
    contact_phone: str
    access: str
    authority: str | None
    places: int | None
    competences: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCourse:
    """A course of an offer (hold)."""

    id: int
    offer_id: int
    first: date
    last: date
    places: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanActivity:
    """What a citizen takes part in, waits for or has asked for."""

    id: int
    citizen_id: int
    offer_id: int
    course_id: int | None
    state: str
    from_: date | None
    to: date | None
    asked_at: datetime
    asked_by: int
    decided_at: datetime | None
    decided_by: int | None
