"""Sheets over HTTP: sent in, reported row by row, decided upon once."""

from base64 import b64encode

import pytest
from starlette.testclient import TestClient

from accounts.tables import Role, User
from core.db import Database
from tests import rows
from tests.e2e.api.calls import Json, as_, get
from tests.integration.companies.test_imports import HEADING, KITCHEN, SMITHY
from tests.unit.sheets.books import csv


@pytest.fixture
def karen(sqlite: Database) -> User:
    with sqlite.transaction() as session:
        return rows.user(session)


def sent(client: TestClient, user: User, content: bytes, status: int = 201) -> Json:
    answer = client.post(
        "/api/v1/imports/companies", headers=as_(user), json={"name": "f.csv", "content": b64encode(content).decode()}
    )
    assert answer.status_code == status, answer.text
    return answer.json()


def decide(client: TestClient, user: User, report: Json, decision: str, status: int = 200) -> Json:
    path = f"/api/v1/imports/companies/{report['id']}/decision"
    answer = client.post(path, headers=as_(user), json={"decision": decision})
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_sheet_with_a_wrong_row_is_imported_only_when_the_right_ones_are_chosen(
    client: TestClient, karen: User
) -> None:
    report = sent(client, karen, csv(HEADING, KITCHEN, SMITHY.replace("29189846", "29189847")))
    assert (report["right"], report["wrong"], report["outcome"]) == (1, 1, None)
    assert [(one["row"], one["column"], one["given"]) for one in report["faults"]] == [(3, "CVR-nummer", "29189847")]
    assert get(client, f"/imports/companies/{report['id']}", karen) == report
    decide(client, karen, report, "all", 409)
    for _ in range(2):
        done = decide(client, karen, report, "right")
        assert done["outcome"] == {"rows": 1, "left": 1, "companies": 1, "units": 1}
    assert [one["name"] for one in get(client, "/companies", karen)["items"]] == ["Havnekøkkenet ApS"]


def test_a_sheet_can_be_dropped(client: TestClient, karen: User) -> None:
    report = sent(client, karen, csv(HEADING, KITCHEN))
    assert decide(client, karen, report, "drop")["outcome"] == {"rows": 0}
    assert get(client, "/companies", karen)["items"] == []


def test_what_is_no_sheet_is_refused_in_words(client: TestClient, karen: User) -> None:
    problem = sent(client, karen, b"\x89PNG", 422)
    assert problem["faults"] == [
        {"place": "file", "message": "har ingen række med overskrifterne CVR-nummer, Virksomhed, Branchekode, "
         "P-nummer, Enhed, Adresse, By; brug skabelonen"}
    ]  # fmt: skip


def test_a_file_is_its_senders_and_only_those_who_register_send(
    client: TestClient, sqlite: Database, karen: User
) -> None:
    report = sent(client, karen, csv(HEADING, KITCHEN))
    with sqlite.transaction() as session:
        kurt, lene = rows.user(session), rows.user(session, Role.MANAGER)
    decide(client, kurt, report, "all", 404)
    sent(client, lene, csv(HEADING, KITCHEN), 403)
    assert client.get("/api/v1/imports/unknown/1", headers=as_(karen)).status_code == 404
