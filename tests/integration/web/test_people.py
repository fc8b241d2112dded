"""The front page and the switch «Jeg er …»."""

import re

import pytest
from fastapi.testclient import TestClient

from accounts.tables import Role, User
from companies.tables import CompanyUser
from core.db import Database
from tests.integration.web import people, sample


@pytest.fixture
def interpreter(sqlite: Database, client: TestClient) -> int:
    """One of the people, now in a role that has no workplace."""
    with sqlite.transaction() as session:
        session.get_one(User, people.CASEWORKER).role = Role.INTERPRETER
    return people.CASEWORKER


@pytest.mark.usefixtures("interpreter")
def test_the_front_page_offers_the_people_who_have_a_workplace_and_nobody_else(client: TestClient) -> None:
    text = client.get("/").text

    assert "Karen Konsulent" in text
    assert "Else Arbejdsgiver" in text
    assert "Tove Tovholder" in text
    assert "Søren Sagsbehandler" not in text
    assert "Lene Leder" in text


def test_employers_are_offered_by_their_company(client: TestClient) -> None:
    offered = re.findall(r">([^<]*Arbejdsgiver)</option>", client.get("/").text.partition("<main")[2])

    assert offered == [
        "Ida Arbejdsgiver",
        "Havnens Smedje – Erik Arbejdsgiver",
        "Prøvebageriet ApS – Else Arbejdsgiver",
    ]


def test_an_employer_of_several_companies_is_offered_by_the_first(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.add(CompanyUser(company_id=sample.HARBOUR, user_id=people.EMPLOYER))

    assert "Havnens Smedje – Else Arbejdsgiver" in client.get("/").text


def test_a_static_file_asked_for_by_its_hash_is_kept_and_others_are_asked_for_again(client: TestClient) -> None:
    named = re.findall(r'href="(/static/tovholder\.css\?v=[0-9a-f]+)"', client.get("/").text)

    assert client.get(named[0]).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "cache-control" not in client.get("/static/tovholder.css").headers


def test_the_front_page_says_that_it_is_a_demonstration_without_log_in(client: TestClient) -> None:
    text = client.get("/").text

    assert "Demonstration uden log-in" in text
    assert "kun nås fra denne maskine" in text


def test_an_empty_database_is_explained(empty_client: TestClient) -> None:
    answer = empty_client.get("/")

    assert answer.status_code == 200
    assert "Der er ingen personer endnu" in answer.text


@pytest.mark.parametrize(
    ("person", "home"),
    [
        (people.CONSULTANT, "/borgere"),
        (people.EMPLOYER, "/virksomhed"),
        (people.COORDINATOR, "/moeder"),
        (people.CASEWORKER, "/sager"),
    ],
)
def test_choosing_a_person_leads_to_that_persons_workplace(client: TestClient, person: int, home: str) -> None:
    answer = client.post("/jeg-er", data={"person": person}, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, home)


def test_the_choice_is_kept_where_no_script_and_no_other_site_gets_at_it(client: TestClient) -> None:
    cookie = client.post("/jeg-er", data={"person": people.EMPLOYER}, follow_redirects=False).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_the_chosen_person_is_named_on_every_page(client: TestClient) -> None:
    client.post("/jeg-er", data={"person": people.COORDINATOR}, follow_redirects=False)

    assert "Jeg er: Tove Tovholder, tovholder" in client.get("/").text


@pytest.mark.parametrize("person", [people.CASEWORKER, 999])
@pytest.mark.usefixtures("interpreter")
def test_nobody_can_become_a_person_who_is_not_offered(client: TestClient, person: int) -> None:
    answer = client.post("/jeg-er", data={"person": person}, follow_redirects=False)

    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


def test_a_form_without_a_person_is_sent_back_with_an_explanation(client: TestClient) -> None:
    answer = client.post("/jeg-er", data={"person": "nobody"})

    assert answer.status_code == 422
    assert "Noget er ikke udfyldt rigtigt" in answer.text


@pytest.mark.parametrize("cookie", ["999", "nobody", str(people.CASEWORKER), "1 OR 1"])
@pytest.mark.usefixtures("interpreter")
def test_a_cookie_that_names_nobody_is_no_choice(client: TestClient, cookie: str) -> None:
    client.cookies.set("tovholder_person", cookie)

    assert "Jeg er:" not in client.get("/").text


def test_another_site_cannot_switch_the_person(client: TestClient) -> None:
    answer = client.post("/jeg-er", data={"person": 1}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403


def test_the_service_answers_to_its_own_name_only(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_pages_are_kept_by_no_browser_and_no_proxy(client: TestClient) -> None:
    assert client.get("/").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("query", "title"), [("", "Forside"), ("?lang=en", "Front page"), ("?lang=xx", "Forside")])
def test_the_language_is_the_one_asked_for_where_there_is_one(client: TestClient, query: str, title: str) -> None:
    assert f"<title>{title} – Tovholder</title>" in client.get(f"/{query}").text


def test_the_language_is_remembered(client: TestClient) -> None:
    client.get("/?lang=en")

    assert '<html lang="en">' in client.get("/").text
