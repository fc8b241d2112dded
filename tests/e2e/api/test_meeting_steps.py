"""What becomes of a meeting, over HTTP."""

import pytest
from starlette.testclient import TestClient

from accounts.tables import Role
from core.db import Database
from scheduler.tables import Meeting
from tests import rows
from tests.e2e.api.calls import Json, as_, get
from tests.e2e.api.cases import Case
from tests.e2e.api.meetings_given import at, planned

WHY = {"why": "Borgeren er syg"}


@pytest.fixture
def past(sqlite: Database, case: Case) -> Meeting:
    """A meeting whose time has come."""
    return planned(sqlite, case, at(23, 7))


@pytest.fixture
def coming(sqlite: Database, case: Case) -> Meeting:
    """A meeting that is still to come."""
    return planned(sqlite, case, at(24, 9))


def step(client: TestClient, case: Case, meeting: Meeting, what: str, body: Json = None) -> Json:
    return client.post(f"/api/v1/meetings/{meeting.id}/{what}", headers=as_(case.coordinator), json=body)


@pytest.mark.parametrize(("what", "body", "state"), [("hold", None, "held"), ("no-show", WHY, "no_show")])
def test_what_became_of_a_meeting_is_kept_with_its_history(
    client: TestClient, case: Case, past: Meeting, what: str, body: Json, state: str
) -> None:
    assert step(client, case, past, what, body).json()["state"] == state
    assert step(client, case, past, what, body).status_code == 200
    (change,) = get(client, f"/meetings/{past.id}/changes", case.coordinator)
    assert (change["from"], change["to"], change["user"]) == ("planned", state, case.coordinator.id)


@pytest.mark.parametrize(("what", "body"), [("hold", None), ("no-show", WHY)])
def test_what_became_of_a_meeting_is_not_known_before_its_time(
    client: TestClient, case: Case, coming: Meeting, what: str, body: Json
) -> None:
    answer = step(client, case, coming, what, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_cancelled_meeting_stays_cancelled(client: TestClient, case: Case, coming: Meeting) -> None:
    assert step(client, case, coming, "cancel", WHY).json()["state"] == "cancelled"
    assert step(client, case, coming, "cancel", WHY).status_code == 200
    assert step(client, case, coming, "no-show", WHY).status_code == 409
    (change,) = get(client, f"/meetings/{coming.id}/changes", case.coordinator)
    assert (change["action"], change["why"]) == ("cancel", "Borgeren er syg")


def test_a_reason_is_asked_for(client: TestClient, case: Case, coming: Meeting) -> None:
    answer = step(client, case, coming, "cancel", {"why": " "})
    assert [fault["place"] for fault in answer.json()["faults"]] == ["why"]


@pytest.mark.parametrize("what", ["hold", "cancel", "no-show"])
def test_a_stranger_is_told_nothing(client: TestClient, sqlite: Database, past: Meeting, what: str) -> None:
    with sqlite.transaction() as session:
        stranger = rows.user(session, Role.COORDINATOR)
    body = None if what == "hold" else WHY
    answer = client.post(f"/api/v1/meetings/{past.id}/{what}", headers=as_(stranger), json=body)
    assert answer.status_code == 404
    assert client.get(f"/api/v1/meetings/{past.id}/changes", headers=as_(stranger)).status_code == 404


def test_whoever_chairs_runs_the_meeting_too(client: TestClient, sqlite: Database, case: Case) -> None:
    with sqlite.transaction() as session:
        chair = rows.user(session, Role.CASEWORKER)
    meeting = planned(sqlite, case, at(23, 7), chair_id=chair.id)
    assert get(client, f"/meetings/{meeting.id}", chair)["chair"] == chair.id
    held = client.post(f"/api/v1/meetings/{meeting.id}/hold", headers=as_(chair))
    assert held.json()["state"] == "held"


def test_another_meeting_is_asked_for_once_in_place_of_a_cancelled_one(
    client: TestClient, case: Case, coming: Meeting
) -> None:
    assert step(client, case, coming, "again").status_code == 409
    step(client, case, coming, "cancel", WHY)
    made = [step(client, case, coming, "again").json() for _ in range(2)]
    assert made[0] == made[1]
    assert (made[0]["state"], made[0]["kind"]) == ("requested", "samtale")
