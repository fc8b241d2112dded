"""What is filled in about a company, its units, contacts and employees, and what can be wrong with it. Pure.

Places of faults are the names of the fields. Shared by the API, the pages and the import.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from companies.register.numbers import cvr_fault, industry_fault, p_number_fault
from companies.register.social_economy import CRITERIA
from companies.tables import Sector
from core.errors import Fault

MENTOR = "mentor"
"""Follows from having a mentor's hours; nobody ticks it."""
ACCOMMODATES = ("breaks", "quiet", "shielding", "no_heavy_lifting", "step_free", "no_evening")
"""What a place can allow for (skånehensyn), in the words of matching."""
DAY_PARTS = ("day", "evening", "night", "weekend")
LANGUAGE = re.compile(r"[a-z]{2}")
POSTCODE = re.compile(r"[0-9]{4}")
PHONE = re.compile(r"\+?[0-9 ]{8,20}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
MOST_MENTORS, MOST_EMPLOYEES, MOST_LANGUAGES = 100, 100_000, 20
DENMARK = ((54.4, 57.9), (7.9, 15.3))
"""Latitudes and longitudes."""
MONTHS_KEPT = 12
EARLIEST = date(1800, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyDraft:
    """A company as it is to be registered (virksomhed)."""

    cvr: str
    name: str
    sector: Sector = Sector.PRIVATE
    industry: str
    industry_version: str = "DB25"
    form: str | None = None
    social_economy_since: date | None = None
    social_economy_criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What a place can offer people who need something of it."""

    mentor_capacity: int = 0
    accommodates: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    day_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDraft:
    """A production unit as it is to be registered (produktionsenhed).

    lat, lon: where it lies, in degrees; None for the middle of what is known in its town.
    """

    p_number: str
    name: str
    address: str
    postcode: str | None = None
    town: str
    lat: float | None = None
    lon: float | None = None
    offers: Offers = field(default_factory=Offers)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """A contact person (kontaktperson), of the whole company where no unit is named."""

    name: str
    unit_id: int | None = None
    title: str | None = None
    phone: str | None = None
    email: str | None = None
    weekends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDraft:
    """Employees of a unit in one month; `month` is its first day. The ordinary ones are without the other two."""

    month: date
    ordinary_fte: float
    ordinary_heads: int
    subsidised: int = 0
    under_18: int = 0


def company_faults(draft: CompanyDraft, today: date) -> list[Fault]:
    """Everything wrong with the company."""
    return [
        *_said("cvr", cvr_fault(draft.cvr)),
        *_text("name", draft.name, "skriv virksomhedens navn"),
        *_said("industry", industry_fault(draft.industry, draft.industry_version)),
        *_social_economy(draft, today),
    ]


def unit_faults(draft: UnitDraft) -> list[Fault]:
    """Everything wrong with the unit."""
    return [
        *_said("p_number", p_number_fault(draft.p_number)),
        *_text("unit_name", draft.name, "skriv, hvad enheden kaldes"),
        *_text("address", draft.address, "skriv vej og husnummer"),
        *_text("town", draft.town, "skriv byen"),
        *_like("postcode", draft.postcode, POSTCODE, "skal være fire cifre"),
        *_place(draft),
        *offers_faults(draft.offers),
    ]


def offers_faults(offers: Offers) -> list[Fault]:
    """Everything wrong with what the place offers."""
    return [
        *_said("mentor_capacity", _outside(offers.mentor_capacity, 0, MOST_MENTORS)),
        *_unknown("accommodates", offers.accommodates, ACCOMMODATES),
        *_unknown("day_parts", offers.day_parts, DAY_PARTS),
        *_languages(offers.languages),
    ]


def contact_faults(draft: ContactDraft) -> list[Fault]:
    """Everything wrong with the contact person."""
    nowhere = not draft.phone and not draft.email
    return [
        *_text("contact_name", draft.name, "skriv, hvem det er"),
        *_like("phone", draft.phone, PHONE, "skal være et telefonnummer, for eksempel 98 12 34 56"),
        *_like("email", draft.email, EMAIL, "skal være en mailadresse, for eksempel navn@firma.dk"),
        *_said("phone", "skriv et telefonnummer eller en mailadresse" if nowhere else None),
    ]


def month_faults(months: Sequence[MonthDraft], today: date) -> list[Fault]:
    """Everything wrong with the months; a place is `ordinary_fte-2026-10`, and every message begins with the month."""
    return [fault for month in months for fault in _month(month, today)]


def latest_months(today: date, count: int = MONTHS_KEPT) -> list[date]:
    """The first days of the latest whole months before today's, newest first."""
    last = today.year * 12 + today.month - 2
    return [date(one // 12, one % 12 + 1, 1) for one in range(last, last - count, -1)]


def _month(draft: MonthDraft, today: date) -> Iterator[Fault]:
    figures = {
        "ordinary_fte": draft.ordinary_fte,
        "ordinary_heads": draft.ordinary_heads,
        "subsidised": draft.subsidised,
        "under_18": draft.under_18,
    }
    where = f"{draft.month:%Y-%m}"
    if draft.month.day != 1 or draft.month > today or draft.month < EARLIEST:
        yield Fault(f"month-{where}", f"{draft.month:%m-%Y}: skal være den første i en måned, der er begyndt")
    for name, value in figures.items():
        for fault in _said(f"{name}-{where}", _outside(value, 0, MOST_EMPLOYEES)):
            yield Fault(fault.place, f"{draft.month:%m-%Y}: {fault.message}")
    if draft.ordinary_fte > 0 and draft.ordinary_heads == 0:
        yield Fault(f"ordinary_heads-{where}", f"{draft.month:%m-%Y}: der er årsværk, men ingen ansatte")


def _social_economy(draft: CompanyDraft, today: date) -> Iterator[Fault]:
    since = draft.social_economy_since
    if since is not None and not EARLIEST <= since <= today:
        yield Fault("social_economy_since", "skal være en dag til og med i dag")
    if draft.social_economy_criteria and since is None:
        yield Fault("social_economy_since", "skriv den dag, virksomheden blev registreret, eller fjern kriterierne")
    yield from _unknown("social_economy_criteria", draft.social_economy_criteria, CRITERIA)


def _place(draft: UnitDraft) -> Iterator[Fault]:
    if (draft.lat is None) != (draft.lon is None):
        yield Fault("lat" if draft.lat is None else "lon", "skriv begge eller ingen af dem")
    for name, value, (low, high) in (("lat", draft.lat, DENMARK[0]), ("lon", draft.lon, DENMARK[1])):
        if value is not None and not low <= value <= high:
            yield Fault(name, f"ligger ikke i Danmark; skal være fra {low} til {high}".replace(".", ","))


def _languages(languages: Sequence[str]) -> Iterator[Fault]:
    if len(languages) > MOST_LANGUAGES or any(not LANGUAGE.fullmatch(one) for one in languages):
        yield Fault("languages", "skriv højst 20 sprog med to bogstaver hver, for eksempel da, ar, uk")


def _unknown(name: str, given: Sequence[str], known: Collection[str]) -> Iterator[Fault]:
    for place, one in enumerate(given):
        if one not in known:
            yield Fault(f"{name}[{place}]", f"kendes ikke; vælg blandt {', '.join(known)}")


def _text(name: str, text: str, message: str) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(name, message)


def _like(name: str, text: str | None, pattern: re.Pattern[str], message: str) -> Iterator[Fault]:
    if text and not pattern.fullmatch(text):
        yield Fault(name, message)


def _outside(value: float, least: int, most: int) -> str | None:
    return None if least <= value <= most else f"skal være fra {least} til {most}"


def _said(name: str, message: str | None) -> Iterator[Fault]:
    if message:
        yield Fault(name, message)
