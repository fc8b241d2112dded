"""What the company itself may change too: offers, contacts and employees; and «Oplysninger», where it does so."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.once import once
from accounts.tables import Role
from companies.register import contacts, employees, queries, service
from companies.register.access import company_changed_by
from companies.register.drafts import ACCOMMODATES, DAY_PARTS, latest_months
from companies.register.tables import Contact
from companies.tables import Company, Unit
from core.errors import Fault, NotFoundError
from web.companies.typed import ContactForm, MonthsForm, NewContact, OffersForm, fields_of, typed_months
from web.companies.visitors import Someone, home, show
from web.fields import PathId
from web.forms import back, tried
from web.rendering import language_of
from web.visits import Visit, visit_as
from web.words import words

router = APIRouter()


@router.get("/virksomhed/oplysninger")
def own(visit: Annotated[Visit, Depends(visit_as(Role.EMPLOYER))]) -> HTMLResponse:
    """The companies that the employer acts for: what they offer, whom to talk to, employees month by month."""
    mine = queries.companies(visit.session, employer_id=visit.person.id)
    units = [unit.id for company in mine for unit in company.units]
    return show(
        visit,
        "own.html",
        companies=mine,
        contacts={company.id: queries.contacts(visit.session, company.id) for company in mine},
        counts=queries.counts(visit.session, units),
        months=latest_months(visit.today),
    )


@router.get("/virksomheder/{company_id:int}/enheder/{unit_id:int}/tilbud")
def offers(visit: Someone, company_id: PathId, unit_id: PathId) -> HTMLResponse:
    """The form of what a unit offers."""
    company, unit = _unit(visit, company_id, unit_id)
    typed = OffersForm(
        mentor_capacity=str(unit.mentor_capacity),
        accommodates=unit.accommodates,
        languages=", ".join(unit.languages),
        day_parts=unit.day_parts,
    )
    return _offers(visit, company, unit, typed)


@router.post("/virksomheder/{company_id:int}/enheder/{unit_id:int}/tilbud", response_model=None)
def change_offers(
    visit: Someone, company_id: PathId, unit_id: PathId, typed: Annotated[OffersForm, Form()]
) -> HTMLResponse | RedirectResponse:
    """Keep what the unit offers."""
    company, unit = _unit(visit, company_id, unit_id)

    def work() -> RedirectResponse:
        service.change_offers(visit.session, visit.person, visit.now, unit_id, typed.offers())
        return back(home(visit, company), "unit", "units")

    return tried(visit, work, lambda faults: _offers(visit, company, unit, typed, faults))


@router.get("/virksomheder/{company_id:int}/enheder/{unit_id:int}/ansatte")
def months(visit: Someone, company_id: PathId, unit_id: PathId) -> HTMLResponse:
    """The form of the latest twelve months' employees."""
    company, unit = _unit(visit, company_id, unit_id)
    known = queries.counts(visit.session, [unit.id]).get(unit.id, {})
    return _months(visit, company, unit, typed_months(latest_months(visit.today), known))


@router.post("/virksomheder/{company_id:int}/enheder/{unit_id:int}/ansatte", response_model=None)
def record_months(
    visit: Someone, company_id: PathId, unit_id: PathId, typed: Annotated[MonthsForm, Form()]
) -> HTMLResponse | RedirectResponse:
    """Keep the months that are filled in."""
    company, unit = _unit(visit, company_id, unit_id)

    def work() -> RedirectResponse:
        employees.record(visit.session, visit.person, visit.now, unit_id, typed.months(), today=visit.today)
        return back(home(visit, company), "employees", "units")

    return tried(visit, work, lambda faults: _months(visit, company, unit, typed, faults))


@router.get("/virksomheder/{company_id:int}/kontakter/ny")
def new_contact(visit: Someone, company_id: PathId) -> HTMLResponse:
    """The form of one more contact person."""
    company = company_changed_by(visit.session, visit.person, company_id)
    return _contact(visit, company, None, NewContact(key=visit.fresh_key()))


@router.post("/virksomheder/{company_id:int}/kontakter/ny", response_model=None)
def add_contact(
    visit: Someone, company_id: PathId, typed: Annotated[NewContact, Form()]
) -> HTMLResponse | RedirectResponse:
    """Add a contact person."""
    company = company_changed_by(visit.session, visit.person, company_id)

    def make() -> int:
        return contacts.add(visit.session, visit.person, visit.now, company_id, typed.contact()).id

    def work() -> RedirectResponse:
        once(visit.session, visit.now, visit.person, typed.key, "contact", make)
        return back(home(visit, company), "contact", "contacts")

    return tried(visit, work, lambda faults: _contact(visit, company, None, typed, faults))


@router.get("/virksomheder/{company_id:int}/kontakter/{contact_id:int}")
def contact(visit: Someone, company_id: PathId, contact_id: PathId) -> HTMLResponse:
    """The form of a contact person, as it is registered."""
    company, found = _contact_of(visit, company_id, contact_id)
    typed = ContactForm(
        contact_name=found.name,
        title=found.title or "",
        phone=found.phone or "",
        email=found.email or "",
        unit=str(found.unit_id or ""),
        weekends=found.weekends,
    )
    return _contact(visit, company, found, typed)


@router.post("/virksomheder/{company_id:int}/kontakter/{contact_id:int}", response_model=None)
def change_contact(
    visit: Someone, company_id: PathId, contact_id: PathId, typed: Annotated[ContactForm, Form()]
) -> HTMLResponse | RedirectResponse:
    """Keep the change."""
    company, found = _contact_of(visit, company_id, contact_id)

    def work() -> RedirectResponse:
        contacts.change_to(visit.session, visit.person, visit.now, contact_id, typed.contact())
        return back(home(visit, company), "contact", "contacts")

    return tried(visit, work, lambda faults: _contact(visit, company, found, typed, faults))


@router.post("/virksomheder/{company_id:int}/kontakter/{contact_id:int}/slut")
def end_contact(visit: Someone, company_id: PathId, contact_id: PathId) -> RedirectResponse:
    """The contact person is one no more."""
    company, _ = _contact_of(visit, company_id, contact_id)
    contacts.end(visit.session, visit.person, visit.now, contact_id)
    return back(home(visit, company), "contact_ended", "contacts")


def _unit(visit: Visit, company_id: int, unit_id: int) -> tuple[Company, Unit]:
    company = company_changed_by(visit.session, visit.person, company_id)
    return company, service.unit_of(visit.session, visit.person, company_id, unit_id)


def _contact_of(visit: Visit, company_id: int, contact_id: int) -> tuple[Company, Contact]:
    company = company_changed_by(visit.session, visit.person, company_id)
    found = queries.contact(visit.session, contact_id)
    if found is None or found.company_id != company.id or found.ended_at is not None:
        raise NotFoundError("Kontaktpersonen findes ikke i virksomheden.", contact=contact_id)
    return company, found


def _offers(
    visit: Visit, company: Company, unit: Unit, typed: OffersForm, faults: Sequence[Fault] = ()
) -> HTMLResponse:
    t = words(language_of(visit.request))
    choices = {
        "accommodates": [(one, t.code("word", one)) for one in ACCOMMODATES],
        "day_parts": [(one, t.code("day_part", one)) for one in DAY_PARTS],
    }
    return _form(visit, "offers.html", company, typed, faults, unit=unit, **choices)


def _months(
    visit: Visit, company: Company, unit: Unit, typed: MonthsForm, faults: Sequence[Fault] = ()
) -> HTMLResponse:
    known = queries.counts(visit.session, [unit.id]).get(unit.id, {})
    wrong = {fault.place for fault in faults}
    return _form(visit, "months.html", company, typed, faults, unit=unit, known=known, wrong=wrong)


def _contact(
    visit: Visit, company: Company, found: Contact | None, typed: ContactForm, faults: Sequence[Fault] = ()
) -> HTMLResponse:
    return _form(visit, "contact.html", company, typed, faults, contact=found)


def _form(
    visit: Visit, template: str, company: Company, typed: object, faults: Sequence[Fault], **shown: object
) -> HTMLResponse:
    usual = {"company": company, "home": home(visit, company), "typed": typed}
    return show(visit, template, faults=faults, fields=fields_of(faults), **usual | shown)
