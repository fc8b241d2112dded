"""Every error is an RFC 9457 problem for programs and a page for people, and none tells more than it should."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.testclient import TestClient

from accounts.tables import Role
from core.db import Database
from core.errors import BadInputError, ConflictError, Fault, ForbiddenError, NotFoundError, TovholderError
from tests import rows
from tests.e2e.api.calls import as_

ERRORS: dict[str, Exception] = {
    "bad-input": BadInputError([Fault("a", "mangler"), Fault("b[0]", "er for stor")]),
    "bad-field": BadInputError([Fault("reason", "skriv hvorfor")]),
    "not-found": NotFoundError("Den findes ikke.", citizen=7),
    "conflict": ConflictError("Pladsen er taget.", rule="seats"),
    "forbidden": ForbiddenError("Det må du ikke."),
    "other": TovholderError("Noget andet."),
    "race": IntegrityError("INSERT secret", {}, Exception("secret")),
    "locked": OperationalError("SELECT secret", {}, Exception("secret")),
    "crash": RuntimeError("secret"),
}


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    def fail(error: str) -> None:
        raise ERRORS[error]

    app.add_api_route("/api/v1/fail/{error}", fail)
    app.add_api_route("/fail/{error}", fail)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as caller:
        yield caller


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        ("bad-input", 422, "bad_input"),
        ("not-found", 404, "not_found"),
        ("conflict", 409, "conflict"),
        ("forbidden", 403, "forbidden"),
        ("other", 400, "error"),
        ("race", 409, "conflict"),
        ("locked", 503, "unavailable"),
        ("crash", 500, "internal"),
    ],
)
def test_each_error_has_its_status_and_code(client: TestClient, error: str, status: int, code: str) -> None:
    answer = client.get(f"/api/v1/fail/{error}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["code"], problem["instance"]) == (status, code, f"/api/v1/fail/{error}")
    assert problem["type"] == f"urn:problem-type:tovholder:{code}"
    assert problem["detail"]
    assert "secret" not in answer.text


def test_every_fault_is_told_with_its_place(client: TestClient) -> None:
    assert client.get("/api/v1/fail/bad-input").json()["faults"] == [
        {"place": "a", "message": "mangler"},
        {"place": "b[0]", "message": "er for stor"},
    ]


def test_a_single_fault_is_told_in_the_detail_too(client: TestClient) -> None:
    assert client.get("/api/v1/fail/bad-field").json()["detail"] == "reason: skriv hvorfor"


def test_facts_are_told_where_there_are_any(client: TestClient) -> None:
    assert client.get("/api/v1/fail/conflict").json()["facts"] == {"rule": "seats"}
    assert "facts" not in client.get("/api/v1/fail/forbidden").json()


def test_a_locked_database_asks_the_caller_to_come_back(client: TestClient) -> None:
    assert client.get("/api/v1/fail/locked").headers["retry-after"] == "5"


@pytest.mark.parametrize(("error", "status"), [("conflict", 409), ("crash", 500), ("locked", 503)])
def test_people_get_a_page(client: TestClient, error: str, status: int) -> None:
    answer = client.get(f"/fail/{error}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "secret" not in answer.text


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("PUT", "/openings", 405)])
def test_a_wrong_address_or_method_is_a_problem_too(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, f"/api/v1{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("said", [None, "", "0", "4711", "-1", "1.5", "x", "٣", "9" * 30, "9" * 5000])
def test_who_does_not_say_who_they_are_is_asked_to(client: TestClient, said: str | None) -> None:
    headers = {} if said is None else {b"Tovholder-Person": said.encode()}
    answer = client.get("/api/v1/openings", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_person")
    assert "tovholder_person" in answer.headers["www-authenticate"]


def test_the_switch_of_the_pages_counts_for_the_api(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        consultant = rows.user(session)
    client.cookies.set("tovholder_person", str(consultant.id))
    assert client.get("/api/v1/openings").status_code == 200


@pytest.mark.parametrize("after", ["%", "bnVsbA", "W10", "W251bGxd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTld", "WyJ4Il0", "é"])
def test_a_cursor_that_no_page_gave_is_refused(client: TestClient, sqlite: Database, after: str) -> None:
    with sqlite.transaction() as session:
        consultant = rows.user(session)
    answer = client.get("/api/v1/openings", headers=as_(consultant), params={"after": after})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_query")


@pytest.mark.parametrize(
    ("query", "place"), [("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"), ("state=gone", "state")]
)
def test_a_wrong_query_is_no_payload_and_so_400(client: TestClient, sqlite: Database, query: str, place: str) -> None:
    with sqlite.transaction() as session:
        consultant = rows.user(session)
    answer = client.get(f"/api/v1/openings?{query}", headers=as_(consultant))
    assert answer.status_code == 400
    assert [fault["place"] for fault in answer.json()["faults"]] == [place]


@pytest.mark.parametrize("number", ["x", "0", "-3", "99999999999", "1.5"])
def test_an_id_that_cannot_be_is_not_there(client: TestClient, sqlite: Database, number: str) -> None:
    with sqlite.transaction() as session:
        consultant = rows.user(session)
    answer = client.get(f"/api/v1/openings/{number}", headers=as_(consultant))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_change_that_another_site_asks_for_is_refused(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        employer = rows.user(session, Role.EMPLOYER)
    headers = as_(employer) | {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/api/v1/openings", headers=headers, json={}).status_code == 403
