"""Companies: registered, changed, told apart and put together; what their units offer, and whom to talk to."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from api import company_examples as examples
from api import company_shapes as shapes
from api.company_examples import good
from api.company_shapes import (
    AlikeShown,
    ChangedCompany,
    CompanyShown,
    ContactGiven,
    MergeWanted,
    MonthsGiven,
    NewCompany,
    OffersGiven,
    UnitGiven,
)
from api.deps import Now, Person, Today, Transaction, allowed
from api.names import CompanyName
from api.once import IdempotencyKey, made
from api.paging import Page, Paged, Paging
from companies.register import alike, contacts, employees, merging, queries, service
from companies.register.access import company_seen_by
from companies.service import STAFF
from core.errors import ConflictError, NotFoundError
from web.fields import LONGEST_TEXT, PLAIN, PathId

router = APIRouter(prefix="/companies", tags=["companies"])
Reader = Annotated[User, Depends(allowed(*STAFF, Role.EMPLOYER))]
Search = Annotated[str, Query(max_length=LONGEST_TEXT, pattern=PLAIN, description="Part of a name or number")]


@router.get("", responses=good(answer={"items": [examples.ALIKE["company"]], "next": None}))
def list_companies(session: Transaction, user: Reader, paging: Paged, search: Search = "") -> Page[CompanyName]:
    """Companies by name. Employers see their own; one that was put together with another is not listed."""
    rows = queries.companies(
        session,
        search=search,
        employer_id=user.id if user.role == Role.EMPLOYER else None,
        after=_after(paging),
        limit=paging.one_more,
    )
    return paging.page(rows, lambda row: (row.name, row.id), CompanyName.model_validate)


@router.post("", status_code=201, responses=good(201), openapi_extra=examples.NEW_BODY)
def register(
    session: Transaction,
    user: Person,
    now: Now,
    today: Today,
    body: NewCompany,
    response: Response,
    key: IdempotencyKey = None,
) -> CompanyShown:
    """Register a company with its first unit: for consultants and caseworkers. 409 names its look-alikes."""

    def make() -> int:
        _check_alike(session, body)
        row = service.register(session, user, now, body.company(), body.unit.unit(), today=today)
        for other in body.none_of:
            alike.distinguish(session, user, now, row.id, other)
        return row.id

    company_id = made(session, now, user, key, "company", make)
    response.headers["Location"] = f"/api/v1/companies/{company_id}"
    return _shown(session, user, company_id)


@router.get("/{company_id}", responses=good())
def show(session: Transaction, user: Reader, company_id: PathId) -> CompanyShown:
    """Everything registered of one company."""
    return _shown(session, user, company_id)


@router.put("/{company_id}", responses=good(), openapi_extra=examples.CHANGED_BODY)
def change(
    session: Transaction, user: Person, now: Now, today: Today, company_id: PathId, body: ChangedCompany
) -> CompanyShown:
    """Change what is registered of a company."""
    service.change_company(session, user, now, company_id, body.company(), body.consultant, today=today)
    return _shown(session, user, company_id)


@router.post("/{company_id}/units", status_code=201, responses=good(201), openapi_extra=examples.UNIT_BODY)
def add_unit(
    session: Transaction, user: Person, now: Now, company_id: PathId, body: UnitGiven, key: IdempotencyKey = None
) -> CompanyShown:
    """Register one more unit."""
    made(session, now, user, key, "unit", lambda: service.add_unit(session, user, now, company_id, body.unit()).id)
    return _shown(session, user, company_id)


@router.put("/{company_id}/units/{unit_id}", responses=good(), openapi_extra=examples.UNIT_BODY)
def change_unit(
    session: Transaction, user: Person, now: Now, company_id: PathId, unit_id: PathId, body: UnitGiven
) -> CompanyShown:
    """Change what is registered of a unit, what it offers with it."""
    service.unit_of(session, user, company_id, unit_id)
    service.change_unit(session, user, now, unit_id, body.unit())
    return _shown(session, user, company_id)


@router.put("/{company_id}/units/{unit_id}/offers", responses=good(), openapi_extra=examples.OFFERS_BODY)
def change_offers(
    session: Transaction, user: Person, now: Now, company_id: PathId, unit_id: PathId, body: OffersGiven
) -> CompanyShown:
    """Change what a unit can offer: for the company itself too."""
    service.unit_of(session, user, company_id, unit_id)
    service.change_offers(session, user, now, unit_id, body.offers())
    return _shown(session, user, company_id)


@router.put("/{company_id}/units/{unit_id}/employees", responses=good(), openapi_extra=examples.MONTHS_BODY)
def record_months(
    session: Transaction, user: Person, now: Now, today: Today, company_id: PathId, unit_id: PathId, body: MonthsGiven
) -> CompanyShown:
    """Tell a unit's employees of some months: for the company itself too."""
    service.unit_of(session, user, company_id, unit_id)
    employees.record(session, user, now, unit_id, [one.draft() for one in body.months], today=today)
    return _shown(session, user, company_id)


@router.post("/{company_id}/contacts", status_code=201, responses=good(201), openapi_extra=examples.CONTACT_BODY)
def add_contact(
    session: Transaction, user: Person, now: Now, company_id: PathId, body: ContactGiven, key: IdempotencyKey = None
) -> CompanyShown:
    """Add a contact person: for the company itself too."""
    made(session, now, user, key, "contact", lambda: contacts.add(session, user, now, company_id, body.contact()).id)
    return _shown(session, user, company_id)


@router.put("/{company_id}/contacts/{contact_id}", responses=good(), openapi_extra=examples.CONTACT_BODY)
def change_contact(
    session: Transaction, user: Person, now: Now, company_id: PathId, contact_id: PathId, body: ContactGiven
) -> CompanyShown:
    """Change a contact person."""
    _check_contact(session, company_id, contact_id)
    contacts.change_to(session, user, now, contact_id, body.contact())
    return _shown(session, user, company_id)


@router.delete("/{company_id}/contacts/{contact_id}", responses=good())
def end_contact(session: Transaction, user: Person, now: Now, company_id: PathId, contact_id: PathId) -> CompanyShown:
    """A contact person is one no more; asking again changes nothing."""
    _check_contact(session, company_id, contact_id)
    contacts.end(session, user, now, contact_id)
    return _shown(session, user, company_id)


@router.get("/{company_id}/look-alikes", responses=good(answer=[examples.ALIKE]))
def look_alikes(
    session: Transaction, user: Annotated[User, Depends(allowed(*STAFF))], company_id: PathId
) -> list[AlikeShown]:
    """The companies that this one may be, the likeliest first, without those that somebody has said it is not."""
    company = company_seen_by(session, user, company_id)
    return [AlikeShown.model_validate(one) for one in alike.like_company(session, company)]


@router.put("/{company_id}/distinct-from/{other_id}", responses=good(answer=[examples.ALIKE]))
def distinguish(session: Transaction, user: Person, now: Now, company_id: PathId, other_id: PathId) -> list[AlikeShown]:
    """The two are not the same; the look-alikes that are left. Asking again changes nothing."""
    alike.distinguish(session, user, now, company_id, other_id)
    return look_alikes(session, user, company_id)


@router.post("/{company_id}/merges", responses=good(), openapi_extra=examples.MERGE_BODY)
def merge(session: Transaction, user: Person, now: Now, company_id: PathId, body: MergeWanted) -> CompanyShown:
    """Another company turned out to be this one: everything goes over, and its history stays. Asking again is once."""
    merging.merge(session, user, now, company_id, body.gone, body.reason)
    return _shown(session, user, company_id)


def _after(paging: Paging) -> tuple[str, int]:
    """The name and id before the page. Raises HTTPException 400 for a cursor that none of our pages gave."""
    match paging.after:
        case None:
            return "", 0
        case (str() as name, int() as row_id):
            return name, row_id
        case _:
            raise HTTPException(400)


def _check_alike(session: Session, body: NewCompany) -> None:
    found = alike.like(session, body.name, body.unit.address, body.unit.town)
    others = [one.company for one in found if one.company.id not in body.none_of and one.company.cvr != body.cvr]
    if others:
        raise ConflictError(
            "Den ligner en virksomhed, der er registreret. Brug den, eller nævn den i none_of, hvis det er en anden.",
            rule="look_alike",
            companies=[one.id for one in others],
        )


def _check_contact(session: Session, company_id: int, contact_id: int) -> None:
    row = queries.contact(session, contact_id)
    if row is None or row.company_id != company_id:
        raise NotFoundError("Kontaktpersonen findes ikke i virksomheden.", contact=contact_id)


def _shown(session: Session, user: User, company_id: int) -> CompanyShown:
    session.flush()
    session.expire_all()
    company = company_seen_by(session, user, company_id)
    people = [shapes.contact_shown(one) for one in queries.contacts(session, company.id)]
    return shapes.shown(company, people, queries.counts(session, [unit.id for unit in company.units]))
