"""The pages of companies: staff register, import and decide; a firm changes its own details and sees no other's."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from companies.register.tables import CompanyMerge, Contact, Distinction
from companies.tables import Company, EmployeeCount, Unit
from core.db import Database
from tests.integration.web import people

VisitAs = Callable[[int], TestClient]
NEW = {
    "key": "k" * 16,
    "cvr": "10 15 08 17",
    "name": "Havnekøkkenet ApS",
    "sector": "private",
    "industry": "561110",
    "industry_version": "DB25",
    "p_number": "1055500001",
    "unit_name": "Køkkenet",
    "address": "Kajen 2",
    "town": "Skagen",
    "lat": "57,72",
    "lon": "10,58",
}


def found(database: Database, cvr: str = "10150817") -> Company:
    with database.reading() as session:
        return session.scalars(select(Company).where(Company.cvr == cvr)).one()


def units(database: Database, company_id: int) -> list[Unit]:
    with database.reading() as session:
        return list(session.scalars(select(Unit).where(Unit.company_id == company_id).order_by(Unit.id)))


def own(database: Database) -> Unit:
    """A unit of the company that the sample's employer acts for."""
    with database.reading() as session:
        return session.scalars(select(Unit).order_by(Unit.id)).first() or pytest.fail("the sample has units")


def test_a_company_is_registered_once_however_often_the_form_is_sent(visit_as: VisitAs, sqlite: Database) -> None:
    karen = visit_as(people.CONSULTANT)
    page = karen.get("/virksomheder/ny")
    assert page.status_code == 200
    for _ in range(2):
        answer = karen.post("/virksomheder/ny", data=NEW)
        assert answer.status_code == 200, answer.text
        assert "Virksomheden er gemt." in answer.text
        assert "Køkkenet" in answer.text
    assert [unit.p_number for unit in units(sqlite, found(sqlite).id)] == ["1055500001"]


def test_a_mistake_shows_the_form_again_with_what_was_typed_and_keeps_nothing(
    visit_as: VisitAs, sqlite: Database
) -> None:
    karen = visit_as(people.CONSULTANT)
    answer = karen.post("/virksomheder/ny", data=NEW | {"cvr": "12345678", "lat": "nord", "name": "<b>Kok"})
    assert answer.status_code == 422
    assert "skal være et tal" in answer.text
    assert 'value="&lt;b&gt;Kok"' in answer.text
    answer = karen.post("/virksomheder/ny", data=NEW | {"cvr": "12345678", "address": ""})
    assert answer.status_code == 422
    assert 'href="#cvr"' in answer.text
    assert 'href="#address"' in answer.text
    with sqlite.reading() as session:
        assert session.scalars(select(Company).where(Company.name.contains("Kok"))).all() == []


def test_one_that_looks_like_another_is_decided_before_it_is_registered(visit_as: VisitAs, sqlite: Database) -> None:
    karen = visit_as(people.CONSULTANT)
    karen.post("/virksomheder/ny", data=NEW)
    again = NEW | {"key": "l" * 16, "cvr": "29189846", "p_number": "1055500002", "name": "Havnekøkkenet I/S"}
    answer = karen.post("/virksomheder/ny", data=again)
    assert "Den ligner en virksomhed, der er registreret" in answer.text
    seen = re.findall(r'name="seen" value="(\d+)"', answer.text)
    assert seen == [str(found(sqlite).id)]
    answer = karen.post("/virksomheder/ny", data=again | {"seen": seen, "new": "true"})
    assert "Virksomheden er gemt." in answer.text
    with sqlite.reading() as session:
        assert session.query(Distinction).count() == 1
    assert "Den ligner" not in karen.get(f"/virksomheder/{found(sqlite, '29189846').id}").text


def test_companies_are_searched_and_listed(visit_as: VisitAs) -> None:
    karen = visit_as(people.CONSULTANT)
    karen.post("/virksomheder/ny", data=NEW)
    assert "Havnekøkkenet ApS" in karen.get("/virksomheder", params={"soeg": "1015"}).text
    assert "Ingen virksomheder" in karen.get("/virksomheder", params={"soeg": "findes ikke"}).text


def test_a_company_and_its_unit_are_changed(visit_as: VisitAs, sqlite: Database) -> None:
    karen = visit_as(people.CONSULTANT)
    karen.post("/virksomheder/ny", data=NEW)
    company = found(sqlite)
    unit = units(sqlite, company.id)[0]
    form = {name: NEW[name] for name in ("cvr", "sector", "industry", "industry_version")}
    change = {
        "name": "Havnens Køkken",
        "social_economy_since": "2024-03-01",
        "social_economy_criteria": "social_purpose",
    }
    assert karen.get(f"/virksomheder/{company.id}/ret").status_code == 200
    answer = karen.post(f"/virksomheder/{company.id}/ret", data=form | change | {"consultant": people.OTHER_CONSULTANT})
    assert "Kurt Konsulent" in answer.text
    assert "siden 1. marts 2024" in answer.text
    address = f"/virksomheder/{company.id}/enheder/{unit.id}"
    assert 'value="57,72000"' in karen.get(address).text
    answer = karen.post(
        address, data={"p_number": "1055500001", "unit_name": "Kantinen", "address": "Kajen 4", "town": "Skagen"}
    )
    assert "Enheden er gemt." in answer.text
    assert "Kantinen" in answer.text
    more = {"key": "u" * 16, "p_number": "1055500009", "unit_name": "Filialen", "address": "Kajen 6", "town": "Skagen"}
    for _ in range(2):
        answer = karen.post(f"/virksomheder/{company.id}/enheder/ny", data=more)
    assert len(units(sqlite, company.id)) == 2
    wrong = karen.post(f"/virksomheder/{company.id}/enheder/ny", data=more | {"key": "v" * 16})
    assert wrong.status_code == 422
    assert "er registreret: Filialen" in wrong.text


def test_a_firm_changes_its_own_offers_contacts_and_employees(visit_as: VisitAs, sqlite: Database) -> None:
    else_, unit = visit_as(people.EMPLOYER), own(sqlite)
    place = f"/virksomheder/{unit.company_id}"
    assert else_.get(f"{place}/enheder/{unit.id}/tilbud").status_code == 200
    offers = {
        "mentor_capacity": "2",
        "accommodates": ["breaks", "step_free"],
        "languages": "da, AR",
        "day_parts": "day",
    }
    answer = else_.post(f"{place}/enheder/{unit.id}/tilbud", data=offers)
    assert answer.url.path == "/virksomhed/oplysninger"
    assert "dansk, arabisk" in answer.text
    wrong = else_.post(f"{place}/enheder/{unit.id}/tilbud", data=offers | {"mentor_capacity": "mange"})
    assert wrong.status_code == 422
    assert 'value="mange"' in wrong.text
    contact = {"key": "c" * 16, "contact_name": "Kim Prøve", "phone": "98 12 34 56", "weekends": "true"}
    assert else_.get(f"{place}/kontakter/ny").status_code == 200
    for _ in range(2):
        answer = else_.post(f"{place}/kontakter/ny", data=contact)
    assert answer.text.count("Kim Prøve,") == 0
    with sqlite.reading() as session:
        made = session.scalars(select(Contact)).one()
    assert else_.get(f"{place}/kontakter/{made.id}").status_code == 200
    answer = else_.post(f"{place}/kontakter/{made.id}", data={"contact_name": "Kim", "phone": ""})
    assert answer.status_code == 422
    answer = else_.post(f"{place}/kontakter/{made.id}/slut")
    assert "Kontaktpersonen vises ikke mere." in answer.text


def test_the_months_form_keeps_what_is_filled_in_and_points_at_the_wrong_month(
    visit_as: VisitAs, sqlite: Database
) -> None:
    else_, unit = visit_as(people.EMPLOYER), own(sqlite)
    address = f"/virksomheder/{unit.company_id}/enheder/{unit.id}/ansatte"
    months = re.findall(r'name="month" value="([\d-]+)"', else_.get(address).text)
    assert len(months) == 12
    empty = [""] * 11
    form = {"month": months, "subsidised": ["1", *empty], "under_18": ["", *empty]}
    answer = else_.post(address, data=form | {"ordinary_fte": ["12,5", *empty], "ordinary_heads": ["", *empty]})
    assert answer.status_code == 422
    assert f'href="#ordinary_heads-{months[0][:7]}"' in answer.text
    assert 'value="12,5"' in answer.text
    answer = else_.post(address, data=form | {"ordinary_fte": ["12,5", *empty], "ordinary_heads": ["15", *empty]})
    assert "Ansatte er gemt." in answer.text
    with sqlite.reading() as session:
        rows = session.scalars(select(EmployeeCount).where(EmployeeCount.source == "virksomheden")).all()
    assert [(row.month.isoformat(), row.ordinary_fte, row.ordinary_heads, row.subsidised) for row in rows] == [
        (months[0], 12.5, 15, 1)
    ]


def test_a_firm_sees_no_other_firms_forms_and_none_of_the_staffs_pages(visit_as: VisitAs, sqlite: Database) -> None:
    unit = own(sqlite)
    erik = visit_as(people.OTHER_EMPLOYER)
    own_page = erik.get("/virksomhed/oplysninger")
    assert own_page.status_code == 200
    assert f"enheder/{unit.id}/" not in own_page.text
    for address in (f"enheder/{unit.id}/tilbud", f"enheder/{unit.id}/ansatte", "kontakter/ny"):
        assert erik.get(f"/virksomheder/{unit.company_id}/{address}").status_code == 404
    for address in ("", "/ny", f"/{unit.company_id}", "/dubletter", "/indlaes/virksomheder"):
        assert erik.get(f"/virksomheder{address}").status_code == 403


def test_a_manager_reads_and_is_offered_no_change(visit_as: VisitAs, sqlite: Database) -> None:
    lene, unit = visit_as(people.MANAGER), own(sqlite)
    page = lene.get(f"/virksomheder/{unit.company_id}")
    assert page.status_code == 200
    assert "/ret" not in page.text
    assert "kontakter/ny" not in page.text
    for address in ("/ny", f"/{unit.company_id}/ret", "/indlaes/virksomheder"):
        assert lene.get(f"/virksomheder{address}").status_code == 403


def test_duplicates_are_decided_one_by_one(visit_as: VisitAs, sqlite: Database) -> None:
    karen = visit_as(people.CONSULTANT)
    karen.post("/virksomheder/ny", data=NEW)
    twin = NEW | {"cvr": "29189846", "p_number": "1055500002", "name": "Havnekøkkenet I/S", "new": "true"}
    karen.post("/virksomheder/ny", data=twin | {"key": "l" * 16})
    first, second = found(sqlite).id, found(sqlite, "29189846").id
    page = karen.get("/virksomheder/dubletter").text
    assert f"/virksomheder/{second}/sammen/{first}" in page
    together = f"/virksomheder/{second}/sammen/{first}"
    assert karen.get(together).status_code == 200
    answer = karen.post(together, data={"kept": first, "reason": ""})
    assert answer.status_code == 422
    assert "hvordan I ved, at det er den samme" in answer.text
    for _ in range(2):
        answer = karen.post(together, data={"kept": first, "reason": "samme ejer"})
        assert answer.url.path == f"/virksomheder/{first}"
    assert "samme ejer" in answer.text
    assert karen.get(f"/virksomheder/{second}").url.path == f"/virksomheder/{first}"
    with sqlite.reading() as session:
        assert session.query(CompanyMerge).count() == 1


def test_two_that_only_look_alike_are_not_shown_again(visit_as: VisitAs, sqlite: Database) -> None:
    karen = visit_as(people.CONSULTANT)
    karen.post("/virksomheder/ny", data=NEW)
    twin = NEW | {"cvr": "29189846", "p_number": "1055500002", "name": "Havnekøkkenet I/S", "new": "true"}
    karen.post("/virksomheder/ny", data=twin | {"key": "l" * 16})
    pair = {"one": found(sqlite, "29189846").id, "other": found(sqlite).id}
    answer = karen.post("/virksomheder/dubletter", data=pair)
    assert "De vises ikke mere som dubletter." in answer.text
    assert "Havnekøkkenet" not in answer.text


def test_the_pages_speak_english(visit_as: VisitAs, sqlite: Database) -> None:
    unit = own(sqlite)
    karen = visit_as(people.CONSULTANT)
    assert "What is to be mended" not in karen.get("/virksomheder/indlaes/virksomheder?lang=en").text
    assert "Register a company" in karen.get("/virksomheder/ny?lang=en").text
    assert "Employees month by month" in karen.get(f"/virksomheder/{unit.company_id}?lang=en").text
