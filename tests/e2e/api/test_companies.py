"""Companies over HTTP, as another system of the municipality or the firm itself would use them."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from accounts.tables import Role, User
from api import company_examples as examples
from companies.tables import Company, Unit
from core.db import Database
from tests import rows
from tests.e2e.api.calls import Json, as_, everything, get

NEW = examples.COMPANY | {"unit": examples.UNIT}
Call = Callable[..., Json]


@pytest.fixture
def karen(sqlite: Database) -> User:
    with sqlite.transaction() as session:
        return rows.user(session)


def call(client: TestClient, user: User, method: str, path: str, body: object = None, status: int = 200) -> Json:
    answer = client.request(method, f"/api/v1/companies{path}", headers=as_(user), json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def registered(client: TestClient, user: User, **change: Any) -> Json:
    return call(client, user, "POST", "", NEW | change, 201)


def firm(database: Database, employer: User | None = None) -> Unit:
    with database.transaction() as session:
        unit = rows.unit(session, employer=employer)
        session.get_one(Company, unit.company_id).name = f"Firma {unit.id}"
        return unit


def test_a_company_is_registered_as_it_is_shown(client: TestClient, karen: User) -> None:
    made = registered(client, karen)
    assert made["units"][0] | {"id": 0} == examples.UNIT | {
        "id": 0,
        "months": [],
        "offers": examples.OFFERS | {"accommodates": ["mentor", "breaks", "step_free"]},
    }
    assert (made["source"], made["consultant"], made["contacts"]) == ("hand", karen.id, [])
    assert call(client, karen, "GET", f"/{made['id']}") == made


def test_the_same_key_registers_once(client: TestClient, karen: User) -> None:
    headers = as_(karen) | {"Idempotency-Key": "en"}
    answers = [client.post("/api/v1/companies", headers=headers, json=NEW) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[0].headers["Location"] == f"/api/v1/companies/{answers[0].json()['id']}"


def test_faults_are_told_each_with_its_place(client: TestClient, karen: User) -> None:
    wrong = NEW | {"cvr": "99000016", "unit": examples.UNIT | {"town": ""}}
    problem = call(client, karen, "POST", "", wrong, 422)
    assert [fault["place"] for fault in problem["faults"]] == ["cvr", "town"]


def test_a_look_alike_is_a_conflict_until_it_is_said_to_be_another(client: TestClient, karen: User) -> None:
    first = registered(client, karen)
    twin = NEW | {"cvr": "99000023", "name": "Prøvekøkkenet I/S", "unit": examples.UNIT | {"p_number": "1999000002"}}
    problem = call(client, karen, "POST", "", twin, 409)
    assert problem["facts"] == {"rule": "look_alike", "companies": [first["id"]]}
    second = registered(client, karen, **twin | {"none_of": [first["id"]]})
    assert call(client, karen, "GET", f"/{second['id']}/look-alikes") == []


def test_companies_are_listed_by_name_page_by_page_and_searched(
    client: TestClient, sqlite: Database, karen: User
) -> None:
    for _ in range(3):
        firm(sqlite)
    found = [one["name"] for one in everything(client, "/companies", karen, limit=2)]
    assert found == sorted(found)
    assert len(found) == 3
    assert [one["name"] for one in get(client, "/companies", karen, search=found[1])["items"]] == [found[1]]
    assert client.get("/api/v1/companies?after=WzFd", headers=as_(karen)).status_code == 400


def test_company_and_unit_are_changed(client: TestClient, karen: User) -> None:
    made = registered(client, karen)
    path, unit = f"/{made['id']}", made["units"][0]["id"]
    changed = call(client, karen, "PUT", path, examples.COMPANY | {"name": "Nyt navn"})
    assert (changed["name"], changed["consultant"]) == ("Nyt navn", None)
    changed = call(client, karen, "PUT", f"{path}/units/{unit}", examples.UNIT | {"name": "Kantinen", "offers": {}})
    assert (changed["units"][0]["name"], changed["units"][0]["offers"]["accommodates"]) == ("Kantinen", [])
    more = call(client, karen, "POST", f"{path}/units", examples.UNIT | {"p_number": "1999000009"}, 201)
    assert len(more["units"]) == 2
    call(client, karen, "PUT", f"/{made['id'] + 1}/units/{unit}", examples.UNIT, 404)


def test_a_firm_tells_its_own_offers_employees_and_contacts(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        else_ = rows.user(session, Role.EMPLOYER)
    unit = firm(sqlite, else_)
    path = f"/{unit.company_id}"
    shown = call(client, else_, "PUT", f"{path}/units/{unit.id}/offers", examples.OFFERS)
    assert shown["units"][0]["offers"]["languages"] == ["da", "ar"]
    shown = call(client, else_, "PUT", f"{path}/units/{unit.id}/employees", {"months": [examples.MONTH]})
    assert [one["source"] for one in shown["units"][0]["months"]] == ["CVR", "CVR", "CVR", "virksomheden"]
    contact = examples.CONTACT | {"unit": unit.id}
    shown = call(client, else_, "POST", f"{path}/contacts", contact, 201)
    number = shown["contacts"][0]["id"]
    shown = call(client, else_, "PUT", f"{path}/contacts/{number}", contact | {"name": "Bo"})
    assert [one["name"] for one in shown["contacts"]] == ["Bo"]
    for _ in range(2):
        assert call(client, else_, "DELETE", f"{path}/contacts/{number}")["contacts"] == []
    call(client, else_, "PUT", path, examples.COMPANY, 403)


def test_a_firm_sees_its_own_company_only(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        else_ = rows.user(session, Role.EMPLOYER)
    own, foreign = firm(sqlite, else_), firm(sqlite)
    assert [one["id"] for one in get(client, "/companies", else_)["items"]] == [own.company_id]
    call(client, else_, "GET", f"/{foreign.company_id}", status=404)
    call(client, else_, "PUT", f"/{foreign.company_id}/units/{foreign.id}/offers", examples.OFFERS, 404)
    call(client, else_, "GET", f"/{own.company_id}/look-alikes", status=403)


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.INTERPRETER])
def test_those_without_a_task_in_it_see_no_company(client: TestClient, sqlite: Database, role: Role) -> None:
    unit = firm(sqlite)
    with sqlite.transaction() as session:
        stranger = rows.user(session, role)
    call(client, stranger, "GET", f"/{unit.company_id}", status=403)


def test_two_that_are_one_are_put_together_and_two_that_are_not_are_told_apart(
    client: TestClient, sqlite: Database, karen: User
) -> None:
    kept, gone, other = firm(sqlite), firm(sqlite), firm(sqlite)
    for _ in range(2):
        call(client, karen, "PUT", f"/{kept.company_id}/distinct-from/{other.company_id}")
    wanted = {"gone": gone.company_id, "reason": "Samme ejer"}
    for _ in range(2):
        shown = call(client, karen, "POST", f"/{kept.company_id}/merges", wanted)
        assert [unit["id"] for unit in shown["units"]] == [kept.id, gone.id]
    call(client, karen, "POST", f"/{other.company_id}/merges", wanted, 409)
    assert len(get(client, "/companies", karen)["items"]) == 2
