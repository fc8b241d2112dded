"""What comes in the way of a plan, team days and consents, over HTTP."""

from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from accounts.tables import Authority, Role, User
from core.db import Database
from scheduler.calendars.tables import Absence
from scheduler.tables import PlanningRun
from tests import rows
from tests.e2e.api.calls import Json, as_, get
from tests.e2e.api.cases import Case


@pytest.fixture
def nurse(sqlite: Database) -> User:
    with sqlite.transaction() as session:
        return rows.user(session, Role.CASEWORKER, authority=Authority.HEALTH)


def post(client: TestClient, case: Case, path: str, body: Json, **headers: str) -> Json:
    return client.post(f"/api/v1{path}", headers=as_(case.coordinator) | headers, json=body)


def days(**changes: Any) -> Json:
    return {"first": "2026-12-02", "last": "2026-12-04"} | changes


@pytest.mark.parametrize("kind", ["absent", "closed", "room"])
def test_a_disruption_asks_for_a_plan_once(
    client: TestClient, sqlite: Database, case: Case, nurse: User, kind: str
) -> None:
    given = {
        "absent": days(user=nurse.id),
        "closed": {"day": "2026-12-04", "why": "Personaledag"},
        "room": {
            "room": case.room.id,
            "starts_at": "2026-12-04T08:00:00+01:00",
            "ends_at": "2026-12-04T16:00:00+01:00",
        },
    }
    answers = [post(client, case, "/replans", {kind: given[kind]}, **{"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    run = client.get(answers[0].headers["location"], headers=as_(case.coordinator)).json()
    assert run["state"] == "queued"
    with sqlite.reading() as session:
        assert session.get_one(PlanningRun, run["id"]).change is not None


def test_an_absence_is_kept_with_who_stands_in(client: TestClient, sqlite: Database, case: Case, nurse: User) -> None:
    post(client, case, "/replans", {"absent": days(user=nurse.id, substitute=case.coordinator.id)})
    with sqlite.reading() as session:
        (absence,) = session.scalars(select(Absence)).all()
    assert (absence.user_id, absence.substitute_id) == (nurse.id, case.coordinator.id)


AWAY = {"user": 4711, "first": "2026-12-02", "last": "2026-12-04"}


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({}, ["absent"]),
        ({"closed": {"day": "2026-12-04", "why": "Personaledag"}, "absent": AWAY}, ["absent"]),
        ({"absent": AWAY}, ["who"]),
    ],
)
def test_a_faulty_disruption_is_refused(client: TestClient, case: Case, body: Json, places: list[str]) -> None:
    answer = post(client, case, "/replans", body)
    assert (answer.status_code, [fault["place"] for fault in answer.json()["faults"]]) == (422, places)


def team(case: Case, **changes: Any) -> Json:
    usual = {"name": "Familieteamet", "weekday": 2, "from": "09:00", "to": "12:00", "site": case.site.id}
    usual |= {"room": case.room.id, "case_minutes": 30, "members": [case.coordinator.id], "first_day": "2026-12-01"}
    return usual | changes


def test_a_team_day_is_set_up_once_and_ended(client: TestClient, case: Case) -> None:
    made = [post(client, case, "/team-days", team(case), **{"Idempotency-Key": "k"}).json() for _ in range(2)]
    assert made[0] == made[1]
    assert get(client, "/team-days", case.coordinator) == [made[0]]
    ended = post(client, case, f"/team-days/{made[0]['id']}/end", {"last_day": "2026-12-15"}).json()
    assert ended == made[0] | {"last_day": "2026-12-15"}


def test_a_faulty_team_day_says_where(client: TestClient, case: Case) -> None:
    answer = post(client, case, "/team-days", team(case, to="08:00", members=[4711]))
    assert answer.status_code == 422
    assert len(answer.json()["faults"]) >= 2


def test_a_consent_is_missing_recorded_and_withdrawn(client: TestClient, case: Case, nurse: User) -> None:
    path = f"/citizens/{case.citizen.id}/consents"
    lacking = [{"user": nurse.id, "authority": "health", "citizen": case.citizen.id}]
    assert get(client, f"{path}/missing", case.coordinator, users=nurse.id) == lacking
    made = post(client, case, path, {"authority": "health", "scope": "Møder"})
    assert (made.status_code, made.json()["given_on"]) == (201, "2026-11-23")
    assert get(client, f"{path}/missing", case.coordinator, users=nurse.id) == []
    gone = client.post(f"/api/v1/consents/{made.json()['id']}/withdraw", headers=as_(case.coordinator)).json()
    assert gone["withdrawn_on"] == "2026-11-23"
    assert get(client, f"{path}/missing", case.coordinator, users=nurse.id) == lacking


def test_consents_are_the_business_of_those_who_carry_the_case(client: TestClient, case: Case, nurse: User) -> None:
    body = {"authority": "health", "scope": "Møder"}
    path = f"/api/v1/citizens/{case.citizen.id}/consents"
    assert client.post(path, headers=as_(nurse), json=body).status_code == 404
    assert client.get(f"{path}/missing", headers=as_(nurse), params={"users": nurse.id}).status_code == 404
