"""Registering companies and their units, and changing what is registered. Nothing here commits."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from companies.queries import lock_unit
from companies.register import queries
from companies.register.access import check_may_register, company_seen_by, unit_changed_by
from companies.register.drafts import (
    MENTOR,
    CompanyDraft,
    Offers,
    UnitDraft,
    company_faults,
    offers_faults,
    unit_faults,
)
from companies.register.traces import change
from companies.tables import Company, Unit
from core import audit
from core.errors import BadInputError, ConflictError, Fault, NotFoundError


def register(
    session: Session,
    user: User,
    now: datetime,
    company: CompanyDraft,
    unit: UnitDraft,
    *,
    today: date,
    source: str = "hand",
) -> Company:
    """Register a company with its first unit. A consultant who does so is its one number to call.

    Raises ForbiddenError, BadInputError with every fault of both, ConflictError where somebody is doing the same.
    """
    check_may_register(user)
    lat, lon, missing = position(queries.places_of_towns(session), unit)
    found = [*company_faults(company, today), *unit_faults(unit), *missing, *taken(session, company.cvr, unit.p_number)]
    if found:
        raise BadInputError(found)
    row = create(session, user, now, company, source)
    create_unit(session, user, now, row, unit, (lat, lon))
    return row


def add_unit(session: Session, user: User, now: datetime, company_id: int, draft: UnitDraft) -> Unit:
    """Register one more unit of a company. Raises ForbiddenError, NotFoundError, BadInputError, ConflictError."""
    check_may_register(user)
    company = _alive(session, company_seen_by(session, user, company_id).id)
    lat, lon, missing = position(queries.places_of_towns(session), draft)
    found = [*unit_faults(draft), *missing, *taken(session, None, draft.p_number)]
    if found:
        raise BadInputError(found)
    return create_unit(session, user, now, company, draft, (lat, lon))


def change_company(
    session: Session,
    user: User,
    now: datetime,
    company_id: int,
    draft: CompanyDraft,
    consultant_id: int | None,
    *,
    today: date,
) -> Company:
    """Change what is registered of a company. Raises ForbiddenError, NotFoundError, BadInputError, ConflictError."""
    check_may_register(user)
    company = _alive(session, company_seen_by(session, user, company_id).id)
    found = company_faults(draft, today)
    if draft.cvr != company.cvr:
        found += taken(session, draft.cvr, None)
    if consultant_id is not None and not _is_consultant(session, consultant_id):
        found.append(Fault("consultant", "vælg en virksomhedskonsulent"))
    if found:
        raise BadInputError(found)
    values = _company_values(draft) | {"consultant_id": consultant_id}
    change(session, now, user, "company.changed", f"company:{company.id}", company, values)
    _flush(session, draft.cvr)
    return company


def change_unit(session: Session, user: User, now: datetime, unit_id: int, draft: UnitDraft) -> Unit:
    """Change what is registered of a unit. Raises ForbiddenError, NotFoundError, BadInputError, ConflictError."""
    check_may_register(user)
    unit_changed_by(session, user, unit_id)
    unit = lock_unit(session, unit_id)
    lat, lon, missing = _still_there(session, unit, draft)
    found = [*unit_faults(draft), *missing]
    if draft.p_number != unit.p_number:
        found += taken(session, None, draft.p_number)
    if found:
        raise BadInputError(found)
    values = _unit_values(draft, (lat, lon)) | _offer_values(draft.offers)
    change(session, now, user, "unit.changed", f"unit:{unit.id}", unit, values)
    _flush(session, draft.p_number)
    return unit


def change_offers(session: Session, user: User, now: datetime, unit_id: int, offers: Offers) -> Unit:
    """Change what a unit can offer: for staff who register, and for the company itself.

    Raises ForbiddenError, NotFoundError, BadInputError.
    """
    unit_changed_by(session, user, unit_id)
    if found := offers_faults(offers):
        raise BadInputError(found)
    unit = lock_unit(session, unit_id)
    change(session, now, user, "unit.changed", f"unit:{unit.id}", unit, _offer_values(offers))
    return unit


def unit_of(session: Session, user: User, company_id: int, unit_id: int) -> Unit:
    """A unit of a company that the user sees. Raises NotFoundError."""
    company = company_seen_by(session, user, company_id)
    unit = next((one for one in company.units if one.id == unit_id), None)
    if unit is None:
        raise NotFoundError("Produktionsenheden findes ikke i virksomheden.", unit=unit_id, company=company_id)
    return unit


def create(session: Session, user: User, now: datetime, draft: CompanyDraft, source: str) -> Company:
    """The company as a row, with its trace; the draft is checked already. Raises ConflictError."""
    consultant_id = user.id if user.role == Role.CONSULTANT else None
    row = Company(**_company_values(draft), source=source, registered_at=now, consultant_id=consultant_id)
    session.add(row)
    _flush(session, draft.cvr)
    audit.record(session, now, user.id, "company.registered", f"company:{row.id}", cvr=row.cvr, source=source)
    return row


def create_unit(
    session: Session, user: User, now: datetime, company: Company, draft: UnitDraft, where: tuple[float, float]
) -> Unit:
    """The unit as a row, with its trace; the draft is checked already. Raises ConflictError."""
    unit = Unit(company_id=company.id, **_unit_values(draft, where), **_offer_values(draft.offers))
    session.add(unit)
    _flush(session, draft.p_number)
    audit.record(session, now, user.id, "unit.registered", f"unit:{unit.id}", company=company.id, p=unit.p_number)
    return unit


def taken(session: Session, cvr: str | None, p_number: str | None) -> list[Fault]:
    """What of these numbers is registered already, with where."""
    found = []
    if cvr and (company := queries.known_cvr(session, [cvr]).get(cvr)):
        found.append(Fault("cvr", f"er registreret: {company.name}"))
    if p_number and (unit := queries.known_p_numbers(session, [p_number]).get(p_number)):
        found.append(Fault("p_number", f"er registreret: {unit.name}"))
    return found


def position(middles: Mapping[str, tuple[float, float]], draft: UnitDraft) -> tuple[float, float, list[Fault]]:
    """Where the unit lies: as given, or the middle of what is known in its town; with a fault where nothing is."""
    if draft.lat is not None and draft.lon is not None:
        return draft.lat, draft.lon, []
    middle = middles.get(draft.town.strip().lower())
    if middle is not None or not draft.town.strip():
        return *(middle or (0.0, 0.0)), []
    return 0.0, 0.0, [Fault("town", "er ny her, så afstande kan ikke regnes ud; skriv breddegrad og længdegrad")]


def _still_there(session: Session, unit: Unit, draft: UnitDraft) -> tuple[float, float, list[Fault]]:
    if draft.lat is None and (draft.address.strip(), draft.town.strip()) == (unit.address, unit.town):
        return unit.lat, unit.lon, []
    return position(queries.places_of_towns(session), draft)


def _alive(session: Session, company_id: int) -> Company:
    """The company under lock. Raises ConflictError where it turned out to be another."""
    company = queries.lock_companies(session, [company_id])[company_id]
    if company.merged_into_id is not None:
        raise ConflictError(
            "Virksomheden er lagt sammen med en anden. Ret den, der er tilbage.", kept=company.merged_into_id
        )
    return company


def _flush(session: Session, number: str) -> None:
    """Write to the database, which has the last word on who registers a number first. Raises ConflictError."""
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError(
            "En anden har netop registreret det samme nummer. Genindlæs siden.", number=number
        ) from error


def _company_values(draft: CompanyDraft) -> dict[str, object]:
    criteria = list(dict.fromkeys(draft.social_economy_criteria))
    return asdict(draft) | {"name": draft.name.strip(), "social_economy_criteria": criteria}


def _unit_values(draft: UnitDraft, where: tuple[float, float]) -> dict[str, object]:
    return {
        "p_number": draft.p_number,
        "name": draft.name.strip(),
        "address": draft.address.strip(),
        "postcode": draft.postcode,
        "town": draft.town.strip(),
        "lat": where[0],
        "lon": where[1],
    }


def _offer_values(offers: Offers) -> dict[str, object]:
    mentor = [MENTOR] if offers.mentor_capacity else []
    return {
        "mentor_capacity": offers.mentor_capacity,
        "accommodates": [*mentor, *dict.fromkeys(offers.accommodates)],
        "languages": list(dict.fromkeys(offers.languages)),
        "day_parts": list(dict.fromkeys(offers.day_parts)),
    }


def _is_consultant(session: Session, user_id: int) -> bool:
    user = session.get(User, user_id)
    return user is not None and user.role == Role.CONSULTANT
