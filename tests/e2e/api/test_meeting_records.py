"""What is written down about a meeting, over HTTP."""

import pytest
from starlette.testclient import TestClient

from accounts.tables import Role
from core.db import Database
from scheduler.tables import Meeting
from tests import rows
from tests.e2e.api.calls import Json, as_, get
from tests.e2e.api.cases import Case
from tests.e2e.api.meetings_given import at, planned


@pytest.fixture
def meeting(sqlite: Database, case: Case) -> Meeting:
    return planned(sqlite, case, at(23, 7))


@pytest.fixture
def address(meeting: Meeting) -> str:
    return f"/api/v1/meetings/{meeting.id}"


def put(client: TestClient, case: Case, path: str, body: Json) -> Json:
    return client.put(path, headers=as_(case.coordinator), json=body)


def point(client: TestClient, case: Case, address: str, text: str, **headers: str) -> Json:
    return client.post(f"{address}/agenda", headers=as_(case.coordinator) | headers, json={"text": text})


def test_points_are_put_on_the_agenda_and_taken_off(client: TestClient, case: Case, address: str) -> None:
    first, second = (point(client, case, address, text) for text in ("Timer", "Transport"))
    assert (first.status_code, first.json()["source"], first.json()["added_by"]) == (201, "staff", case.coordinator.id)
    left = client.delete(f"{address}/agenda/{first.json()['id']}", headers=as_(case.coordinator)).json()
    assert left == [second.json()] == client.get(f"{address}/agenda", headers=as_(case.coordinator)).json()


def test_the_same_key_adds_a_point_once(client: TestClient, case: Case, address: str) -> None:
    keys = ("en", "to", "to")
    made = [point(client, case, address, "Timer", **{"Idempotency-Key": key}).json()["id"] for key in keys]
    assert made[0] != made[1] == made[2]
    assert len(client.get(f"{address}/agenda", headers=as_(case.coordinator)).json()) == 2


def test_a_note_is_kept_for_those_who_come(client: TestClient, sqlite: Database, case: Case, address: str) -> None:
    assert put(client, case, f"{address}/note", {"text": "Læs planen"}).json() == {"text": "Læs planen"}
    with sqlite.reading() as session:
        assert session.query(Meeting.note).scalar() == "Læs planen"


def test_the_citizens_answers_are_kept_one_by_one(client: TestClient, case: Case, address: str) -> None:
    put(client, case, f"{address}/answers", {"talk_about": "Mine timer"})
    kept = put(client, case, f"{address}/answers", {"life": "Min søn"}).json()
    assert kept == {"talk_about": "Mine timer", "change": None, "life": "Min søn"}


def test_minutes_are_written_in_versions_and_approved(client: TestClient, case: Case, address: str) -> None:
    for after, text in enumerate(("Udkast", "Referat")):
        assert put(client, case, f"{address}/minutes", {"text": text, "after": after}).status_code == 200
    client.post(f"{address}/hold", headers=as_(case.coordinator))
    approved = client.post(f"{address}/minutes/approval", headers=as_(case.coordinator)).json()
    assert [one["text"] for one in approved["versions"]] == ["Udkast", "Referat"]
    assert approved["approved_by"] == case.coordinator.id
    added = put(client, case, f"{address}/minutes", {"text": "Rettelse", "after": 2}).json()
    assert [one["addition"] for one in added["versions"]] == [False, False, True]


def test_two_who_write_at_once_do_not_lose_each_others_words(client: TestClient, case: Case, address: str) -> None:
    put(client, case, f"{address}/minutes", {"text": "Den ene", "after": 0})
    answer = put(client, case, f"{address}/minutes", {"text": "Den anden", "after": 0})
    assert (answer.status_code, answer.json()["facts"]) == (409, {"newest": 1})


@pytest.mark.parametrize("path", ["agenda", "answers", "minutes"])
def test_a_stranger_reads_nothing(client: TestClient, sqlite: Database, address: str, path: str) -> None:
    with sqlite.transaction() as session:
        stranger = rows.user(session, Role.CASEWORKER)
    assert client.get(f"{address}/{path}", headers=as_(stranger)).status_code == 404


def test_nothing_is_put_on_the_agenda_of_a_meeting_that_is_over(client: TestClient, case: Case, address: str) -> None:
    client.post(f"{address}/hold", headers=as_(case.coordinator))
    assert point(client, case, address, "For sent").status_code == 409
    assert get(client, address.removeprefix("/api/v1"), case.coordinator)["state"] == "held"
