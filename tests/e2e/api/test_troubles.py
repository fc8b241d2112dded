"""Messages that something is wrong, and the rota, over HTTP."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from accounts.tables import User
from core.db import Database
from placements.daily import troubles
from tests.e2e.api.calls import Json, as_, counted_queries, everything, get
from tests.integration.placements.works import Works, watch, works
from tests.rows import NOW

GIVEN = {"kind": "tasks", "text": "Der er ikke nok at lave."}
EVENING = {"starts_at": "2026-11-23T16:00:00+01:00", "ends_at": "2026-11-24T08:00:00+01:00"}


@pytest.fixture
def town(sqlite: Database) -> Works:
    with sqlite.transaction() as session:
        return works(session)


def report(client: TestClient, town: Works, user: User, key: str = "k") -> Json:
    headers = as_(user) | {"Idempotency-Key": key}
    answer = client.post(f"/api/v1/placements/{town.placement.id}/troubles", headers=headers, json=GIVEN)
    assert answer.status_code == 201, answer.text
    return answer.json()


def post(client: TestClient, user: User, trouble: int, step: str, **given: object) -> Json:
    answer = client.post(f"/api/v1/troubles/{trouble}/{step}", headers=as_(user), json=given)
    return answer.status_code, answer.json()


def test_it_is_reported_once_taken_noted_and_closed(client: TestClient, town: Works) -> None:
    made = report(client, town, town.employer)
    assert report(client, town, town.employer)["id"] == made["id"]
    (waiting,) = everything(client, "/troubles", town.consultant)
    assert waiting["citizen"] == {"id": town.citizen.id, "name": town.citizen.name}
    assert (waiting["assigned_to"], waiting["state"]) == (town.consultant.id, "open")
    code, taken = post(client, town.consultant, made["id"], "take")
    assert (code, taken["state"]) == (200, "taken")
    assert post(client, town.consultant, made["id"], "notes", text="Ringet.")[0] == 201
    (note,) = get(client, f"/troubles/{made['id']}/notes", town.consultant)
    assert (note["text"], note["user"]) == ("Ringet.", town.consultant.id)
    code, closed = post(client, town.consultant, made["id"], "close", outcome="Løst")
    assert (code, closed["outcome"]) == (200, "Løst")
    assert everything(client, "/troubles", town.consultant) == []
    assert len(everything(client, "/troubles", town.consultant, state="closed")) == 1


def test_the_reporter_sees_what_became_of_it_and_neither_name_nor_note(client: TestClient, town: Works) -> None:
    made = report(client, town, town.employer)
    report(client, town, town.himself)
    post(client, town.consultant, made["id"], "close", outcome="Løst")
    (mine,) = get(client, f"/placements/{town.placement.id}/troubles", town.employer)
    assert (mine["outcome"], mine["state"]) == ("Løst", "closed")
    assert {"citizen", "assigned_to", "placement"}.isdisjoint(mine)
    for path in (f"/troubles/{made['id']}", f"/troubles/{made['id']}/notes", "/troubles"):
        assert client.get(f"/api/v1{path}", headers=as_(town.employer)).status_code == 403


def test_somebody_else_is_relieved_by_name_or_else_it_is_a_conflict(
    client: TestClient, sqlite: Database, town: Works
) -> None:
    made = report(client, town, town.employer)
    assert post(client, town.colleague, made["id"], "take")[0] == 404
    with sqlite.transaction() as session:
        watch(session, town.colleague, NOW)
    assert post(client, town.colleague, made["id"], "take")[0] == 200
    code, problem = post(client, town.consultant, made["id"], "take")
    assert (code, problem["facts"]["taken_by"]) == (409, town.colleague.id)
    assert post(client, town.consultant, made["id"], "take", instead_of=town.colleague.id)[0] == 200


@pytest.mark.parametrize(
    ("given", "place"), [({"kind": "rude"}, "kind"), ({"text": " "}, "text"), ({"text": "x" * 2001}, "text")]
)
def test_what_cannot_be_reported_is_told_by_its_field(
    client: TestClient, town: Works, given: dict[str, str], place: str
) -> None:
    answer = client.post(
        f"/api/v1/placements/{town.placement.id}/troubles", headers=as_(town.employer), json=GIVEN | given
    )
    assert (answer.status_code, [one["place"] for one in answer.json()["faults"]]) == (422, [place])


def test_a_manager_gives_on_what_nobody_took(client: TestClient, sqlite: Database, town: Works) -> None:
    made = report(client, town, town.employer)
    assert post(client, town.manager, made["id"], "assign", to=town.colleague.id)[0] == 404
    with sqlite.transaction() as session:
        troubles.escalate(session, NOW + timedelta(hours=3))
    assert post(client, town.consultant, made["id"], "assign", to=town.colleague.id)[0] == 403
    (waiting,) = get(client, "/troubles/waiting", town.manager)
    assert set(waiting) == {"id", "kind", "unit", "reported_at", "assigned_to", "take_by"}
    code, given = post(client, town.manager, made["id"], "assign", to=town.colleague.id)
    assert (code, given["assigned_to"]) == (200, town.colleague.id)
    assert get(client, "/troubles/waiting", town.manager) == []
    assert get(client, f"/troubles/{made['id']}", town.colleague)["assigned_to"] == town.colleague.id


def test_a_longer_inbox_takes_no_more_queries(app: FastAPI, client: TestClient, town: Works) -> None:
    counts = []
    for number in (1, 2):
        for extra in range(number):
            report(client, town, town.employer, f"{number}-{extra}")
        with counted_queries(app) as statements:
            get(client, "/troubles", town.consultant)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_rota_is_written_read_and_never_double(client: TestClient, town: Works) -> None:
    headers = as_(town.manager)
    before = get(client, "/on-call", town.colleague)
    assert (before["watches"], before["gaps"][0]["starts_at"]) == ([], EVENING["starts_at"])
    given = EVENING | {"user": town.colleague.id}
    made = client.post("/api/v1/on-call", headers=headers, json=given)
    assert made.status_code == 201
    assert client.post("/api/v1/on-call", headers=headers, json=given).status_code == 409
    after = get(client, "/on-call", town.colleague)
    assert after["watches"] == [made.json()]
    assert after["gaps"][0]["starts_at"] != EVENING["starts_at"]
    assert client.delete(f"/api/v1/on-call/{made.json()['id']}", headers=headers).json() == before
    assert client.delete(f"/api/v1/on-call/{made.json()['id']}", headers=headers).status_code == 404


def test_a_watch_without_a_zone_is_refused_and_employers_have_no_rota(client: TestClient, town: Works) -> None:
    given = EVENING | {"user": town.colleague.id, "starts_at": "2026-11-23T16:00:00"}
    answer = client.post("/api/v1/on-call", headers=as_(town.manager), json=given)
    assert (answer.status_code, answer.json()["faults"][0]["place"]) == (422, "starts_at")
    assert client.get("/api/v1/on-call", headers=as_(town.employer)).status_code == 403
