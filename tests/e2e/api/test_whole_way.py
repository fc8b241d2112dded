"""The whole way over HTTP on a demo municipality: a run is asked for and carried out, its proposal agreed on."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from accounts.queries import people
from accounts.tables import Role, User
from api.app import create_app
from core import clock
from core.db import Database
from core.settings import Settings
from seed.municipality import build
from seed.store import store
from tests.e2e.api.calls import Json, as_, everything, get

PATIENCE_SECONDS = 120


@pytest.fixture
def service(sqlite: Database, tmp_path: Path) -> Iterator[TestClient]:
    with sqlite.transaction() as session:
        store(session, build(40, 1, clock.today()))
    settings = Settings(database_url=sqlite.url, var=tmp_path, solve_seconds=20, plan_seconds=5)
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        yield client


def with_role(database: Database, role: Role) -> list[User]:
    with database.reading() as session:
        return list(people(session, (role,)))


def followed(client: TestClient, address: str, user: User) -> Json:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        run = client.get(address, headers=as_(user)).json()
        if run["state"] not in ("queued", "running"):
            return run
        time.sleep(0.2)
    pytest.fail(f"{address} did not end")


@pytest.mark.slow
def test_a_run_becomes_proposals_and_a_proposal_an_agreement(service: TestClient, sqlite: Database) -> None:
    consultants = with_role(sqlite, Role.CONSULTANT)
    accepted = service.post("/api/v1/match-runs", headers=as_(consultants[0]))
    run = followed(service, accepted.headers["location"], consultants[0])
    assert (run["state"], run["error"]) == ("done", None)
    assert run["objective"] <= run["bound"] + 1e-6
    proposals = {one: everything(service, "/proposals", one, state="proposed") for one in consultants}
    assert sum(map(len, proposals.values())) >= run["placed"] > 0
    consultant, found = next((one, found[0]) for one, found in proposals.items() if found)
    address = f"/api/v1/proposals/{found['id']}/answer"
    assert service.post(address, headers=as_(consultant), json={"answer": "yes"}).json()["state"] == "citizen_yes"
    employer = next(
        one
        for one in with_role(sqlite, Role.EMPLOYER)
        if found["id"] in [seen["id"] for seen in everything(service, "/proposals", one)]
    )
    assert service.post(address, headers=as_(employer), json={"answer": "yes"}).json()["state"] == "employer_yes"
    assert get(service, f"/proposals/{found['id']}", consultant)["state"] == "employer_yes"


@pytest.mark.slow
def test_a_plan_is_a_draft_until_it_is_published(service: TestClient, sqlite: Database) -> None:
    coordinators = with_role(sqlite, Role.COORDINATOR)
    waiting = sum(len(everything(service, "/meetings/unplanned", one)) for one in coordinators)
    accepted = service.post("/api/v1/planning-runs", headers=as_(coordinators[0]))
    run = followed(service, accepted.headers["location"], coordinators[0])
    assert (run["state"], run["error"]) == ("done", None)
    assert sum(len(everything(service, "/meetings/unplanned", one)) for one in coordinators) == waiting
    draft = get(service, "/drafts/latest", coordinators[0])["id"]
    for one in coordinators:
        answer = service.post(f"/api/v1/drafts/{draft}/publish", headers=as_(one), json={})
        assert answer.json()["conflicts"] == []
    left = sum(len(everything(service, "/meetings/unplanned", one)) for one in coordinators)
    assert run["planned"] + run["left_out"] >= waiting > left
