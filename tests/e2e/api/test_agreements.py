"""Agreements over HTTP."""

from typing import Any

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


def agree(client: TestClient, case: Case, meeting: Meeting, key: str | None = None, **changes: Any) -> Json:
    body = {"what": "Ringer til køkkenet", "user": case.coordinator.id, "by": "2026-12-09"} | changes
    headers = as_(case.coordinator) | ({} if key is None else {"Idempotency-Key": key})
    return client.post(f"/api/v1/meetings/{meeting.id}/agreements", headers=headers, json=body)


def test_what_is_agreed_stands_on_the_meeting_and_on_the_list_until_done(
    client: TestClient, case: Case, meeting: Meeting
) -> None:
    answer = agree(client, case, meeting)
    assert answer.status_code == 201
    assert get(client, f"/meetings/{meeting.id}/agreements", case.coordinator) == [answer.json()]
    assert get(client, "/agreements", case.coordinator) == [answer.json()]
    address = f"/api/v1/agreements/{answer.json()['id']}"
    done = client.post(f"{address}/done", headers=as_(case.coordinator)).json()
    assert (done["done_on"], done["done_by"]) == ("2026-11-23", case.coordinator.id)
    assert get(client, "/agreements", case.coordinator) == []
    assert client.post(f"{address}/reopen", headers=as_(case.coordinator)).json() == answer.json()


def test_the_same_key_agrees_once(client: TestClient, case: Case, meeting: Meeting) -> None:
    assert agree(client, case, meeting, "k").json() == agree(client, case, meeting, "k").json()
    assert len(get(client, f"/meetings/{meeting.id}/agreements", case.coordinator)) == 1


def test_a_citizen_may_promise_something_too(client: TestClient, case: Case, meeting: Meeting) -> None:
    made = agree(client, case, meeting, user=None, citizen=case.citizen.id).json()
    assert (made["user"], made["citizen"]) == (None, case.citizen.id)


@pytest.mark.parametrize(
    ("changes", "place"),
    [({"user": None}, "user"), ({"user": 4711}, "who"), ({"what": ""}, "what"), ({"by": "2026-11-22"}, "by")],
)
def test_a_faulty_agreement_is_refused_at_its_place(
    client: TestClient, case: Case, meeting: Meeting, changes: Json, place: str
) -> None:
    answer = agree(client, case, meeting, **changes)
    assert (answer.status_code, [one["place"] for one in answer.json()["faults"]]) == (422, [place])


def test_nobody_ticks_off_what_is_not_theirs(
    client: TestClient, sqlite: Database, case: Case, meeting: Meeting
) -> None:
    made = agree(client, case, meeting).json()["id"]
    with sqlite.transaction() as session:
        stranger = rows.user(session, Role.CASEWORKER)
    for step in ("done", "reopen"):
        assert client.post(f"/api/v1/agreements/{made}/{step}", headers=as_(stranger)).status_code == 404
