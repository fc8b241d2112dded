"""Planning runs over HTTP."""

from starlette.testclient import TestClient

from accounts.tables import User
from core import runs
from core.db import Database
from scheduler.tables import PlanningRun
from tests import rows
from tests.e2e.api.calls import Json, as_
from tests.e2e.api.cases import Case
from tests.rows import NOW


def plan(client: TestClient, user: User) -> Json:
    return client.post("/api/v1/planning-runs", headers=as_(user))


def test_a_plan_is_accepted_followed_and_stopped(client: TestClient, case: Case) -> None:
    answer = plan(client, case.coordinator)
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    address = answer.headers["location"]
    assert client.get(address, headers=as_(case.coordinator)).json() == answer.json()
    assert client.post(f"{address}/cancel", headers=as_(case.coordinator)).json()["state"] == "cancelled"
    assert client.post(f"{address}/cancel", headers=as_(case.coordinator)).status_code == 409


def test_asking_again_while_a_plan_waits_gives_the_same(client: TestClient, sqlite: Database, case: Case) -> None:
    assert plan(client, case.coordinator).json() == plan(client, case.coordinator).json()
    with sqlite.transaction() as session:
        runs.take(session, PlanningRun, NOW)
    assert plan(client, case.coordinator).json()["state"] == "queued"


def test_others_do_not_plan_and_what_is_not_there_is_not_found(
    client: TestClient, sqlite: Database, case: Case
) -> None:
    with sqlite.transaction() as session:
        consultant = rows.user(session)
    assert plan(client, consultant).status_code == 403
    assert client.get("/api/v1/planning-runs/4711", headers=as_(case.coordinator)).status_code == 404
    assert client.post("/api/v1/planning-runs/4711/cancel", headers=as_(case.coordinator)).status_code == 404
