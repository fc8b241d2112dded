"""«Virksomheder»: the list, a new one, one company, and changing it and its units."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from accounts.once import once
from accounts.queries import people, users_by_id
from accounts.tables import Role
from companies.register import alike, queries, service
from companies.register.access import check_may_register, company_seen_by
from companies.register.alike import Alike
from companies.register.drafts import latest_months
from companies.register.numbers import VERSIONS
from companies.register.social_economy import CRITERIA
from companies.register.sources import configured
from companies.tables import Company
from core.errors import Fault
from web.companies.typed import (
    ChangedCompany,
    CompanyForm,
    NewCompany,
    NewUnit,
    UnitForm,
    fields_of,
    offers_of,
    typed_company,
    typed_unit,
)
from web.companies.visitors import Reader, show
from web.fields import LONGEST_TEXT, PLAIN, PathId
from web.forms import back, tried
from web.visits import Visit

router = APIRouter()
A_PAGE = 50
Search = Annotated[str, Query(alias="soeg", max_length=LONGEST_TEXT, pattern=PLAIN)]
After = Annotated[str, Query(alias="efter", max_length=LONGEST_TEXT, pattern=PLAIN)]


@router.get("/virksomheder")
def companies(
    visit: Reader, search: Search = "", after: After = "", after_id: Annotated[int, Query(alias="nr", ge=0)] = 0
) -> HTMLResponse:
    """Companies by name, or those that a text finds."""
    found = queries.companies(visit.session, search=search, after=(after, after_id), limit=A_PAGE + 1)
    following = found[A_PAGE - 1] if len(found) > A_PAGE else None
    consultants = users_by_id(visit.session, {one.consultant_id for one in found if one.consultant_id is not None})
    shown = {"companies": found[:A_PAGE], "following": following, "search": search, "consultants": consultants}
    return show(visit, "list.html", **shown)


@router.get("/virksomheder/ny")
def new(
    visit: Reader,
    cvr: Annotated[str, Query(pattern="^[0-9]{0,8}$")] = "",
    fetched: Annotated[Literal["none", "failed"] | None, Query(alias="hentet")] = None,
) -> HTMLResponse:
    """The form of a company and its first unit; `fetched` tells why the register gave nothing."""
    check_may_register(visit.person)
    return _new(visit, NewCompany(key=visit.fresh_key(), cvr=cvr), fetched=fetched)


@router.post("/virksomheder/ny", response_model=None)
def register(visit: Reader, typed: Annotated[NewCompany, Form()]) -> HTMLResponse | RedirectResponse:
    """Register it; one that looks like one that is registered is shown for a decision first."""
    if not typed.new and (others := _others(visit, typed)):
        return _new(visit, typed, others=others)

    def work() -> RedirectResponse:
        made = once(visit.session, visit.now, visit.person, typed.key, "company", lambda: _register(visit, typed))
        return back(f"/virksomheder/{made}", "company")

    return tried(visit, work, lambda faults: _new(visit, typed, faults))


@router.get("/virksomheder/{company_id:int}", response_model=None)
def company(visit: Reader, company_id: PathId) -> HTMLResponse | RedirectResponse:
    """Everything registered of one company; one that turned out to be another leads to that."""
    found = company_seen_by(visit.session, visit.person, company_id)
    if found.merged_into_id is not None:
        return back(f"/virksomheder/{found.merged_into_id}", "company_is_other")
    merges = queries.merges(visit.session, found.id)
    people_of = {one.user_id for one in queries.users_of(visit.session, [found.id])} | {one.user_id for one in merges}
    return show(
        visit,
        "company.html",
        company=found,
        contacts=queries.contacts(visit.session, found.id),
        counts=queries.counts(visit.session, [unit.id for unit in found.units]),
        months=latest_months(visit.today),
        criteria=CRITERIA,
        others=alike.like_company(visit.session, found),
        merges=merges,
        gone=queries.companies_by_id(visit.session, [one.gone_id for one in merges]),
        names=users_by_id(visit.session, people_of | {found.consultant_id or 0}),
    )


@router.get("/virksomheder/{company_id:int}/ret")
def changing(visit: Reader, company_id: PathId) -> HTMLResponse:
    """The form of a company, as it is registered."""
    check_may_register(visit.person)
    found = company_seen_by(visit.session, visit.person, company_id)
    return _change(visit, found, typed_company(found))


@router.post("/virksomheder/{company_id:int}/ret", response_model=None)
def change(
    visit: Reader, company_id: PathId, typed: Annotated[ChangedCompany, Form()]
) -> HTMLResponse | RedirectResponse:
    """Keep the change."""
    found = company_seen_by(visit.session, visit.person, company_id)
    consultant = int(typed.consultant) if typed.consultant else None

    def work() -> RedirectResponse:
        draft = typed.company()
        service.change_company(visit.session, visit.person, visit.now, company_id, draft, consultant, today=visit.today)
        return back(f"/virksomheder/{company_id}", "company")

    return tried(visit, work, lambda faults: _change(visit, found, typed, faults))


@router.get("/virksomheder/{company_id:int}/enheder/ny")
def new_unit(visit: Reader, company_id: PathId) -> HTMLResponse:
    """The form of one more unit."""
    check_may_register(visit.person)
    found = company_seen_by(visit.session, visit.person, company_id)
    return _unit(visit, found, NewUnit(key=visit.fresh_key()))


@router.post("/virksomheder/{company_id:int}/enheder/ny", response_model=None)
def add_unit(visit: Reader, company_id: PathId, typed: Annotated[NewUnit, Form()]) -> HTMLResponse | RedirectResponse:
    """Register one more unit."""
    found = company_seen_by(visit.session, visit.person, company_id)

    def make() -> int:
        return service.add_unit(visit.session, visit.person, visit.now, company_id, typed.unit()).id

    def work() -> RedirectResponse:
        once(visit.session, visit.now, visit.person, typed.key, "unit", make)
        return back(f"/virksomheder/{company_id}", "unit", "units")

    return tried(visit, work, lambda faults: _unit(visit, found, typed, faults))


@router.get("/virksomheder/{company_id:int}/enheder/{unit_id:int}")
def changing_unit(visit: Reader, company_id: PathId, unit_id: PathId) -> HTMLResponse:
    """The form of a unit, as it is registered."""
    check_may_register(visit.person)
    found = company_seen_by(visit.session, visit.person, company_id)
    unit = service.unit_of(visit.session, visit.person, company_id, unit_id)
    return _unit(visit, found, typed_unit(unit))


@router.post("/virksomheder/{company_id:int}/enheder/{unit_id:int}", response_model=None)
def change_unit(
    visit: Reader, company_id: PathId, unit_id: PathId, typed: Annotated[UnitForm, Form()]
) -> HTMLResponse | RedirectResponse:
    """Keep the change; what the unit offers has a form of its own."""
    found = company_seen_by(visit.session, visit.person, company_id)
    unit = service.unit_of(visit.session, visit.person, company_id, unit_id)

    def work() -> RedirectResponse:
        service.change_unit(visit.session, visit.person, visit.now, unit_id, typed.unit(offers_of(unit)))
        return back(f"/virksomheder/{company_id}", "unit", "units")

    return tried(visit, work, lambda faults: _unit(visit, found, typed, faults))


def _others(visit: Visit, typed: NewCompany) -> list[Alike]:
    """Those it looks like; one with the same CVR number is no look-alike, but itself."""
    found = alike.like(visit.session, typed.name, typed.address, typed.town)
    return [one for one in found if one.company.cvr != "".join(typed.cvr.split())]


def _register(visit: Visit, typed: NewCompany) -> int:
    made = service.register(visit.session, visit.person, visit.now, typed.company(), typed.unit(), today=visit.today)
    for other in typed.seen:
        alike.distinguish(visit.session, visit.person, visit.now, made.id, other)
    return made.id


def _new(
    visit: Visit,
    typed: NewCompany,
    faults: Sequence[Fault] = (),
    others: Sequence[Alike] = (),
    fetched: str | None = None,
) -> HTMLResponse:
    register = configured(visit.request.app.state.settings) is not None
    return _form(visit, "new.html", typed, faults, others=others, fetched=fetched, register=register)


def _change(visit: Visit, company: Company, typed: ChangedCompany, faults: Sequence[Fault] = ()) -> HTMLResponse:
    consultants = people(visit.session, (Role.CONSULTANT,))
    return _form(visit, "change.html", typed, faults, company=company, consultants=consultants)


def _unit(visit: Visit, company: Company, typed: UnitForm, faults: Sequence[Fault] = ()) -> HTMLResponse:
    return _form(visit, "unit.html", typed, faults, company=company)


def _form(
    visit: Visit, template: str, typed: CompanyForm | UnitForm, faults: Sequence[Fault], **shown: object
) -> HTMLResponse:
    usual = {"versions": [(one, one) for one in VERSIONS], "criteria": CRITERIA}
    return show(visit, template, typed=typed, faults=faults, fields=fields_of(faults), **usual | shown)
