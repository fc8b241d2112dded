"""Meetings over HTTP: a coordinator's week, those without a time, and asking for one."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from accounts.tables import Authority, Role
from citizens.tables import Consent, Household
from core.audit import AuditEntry
from core.db import Database
from scheduler.tables import Site
from tests import rows
from tests.e2e.api.calls import Json, as_, counted_queries, everything, get
from tests.e2e.api.cases import Case
from tests.e2e.api.meetings_given import at, planned
from tests.rows import TODAY


def request(client: TestClient, case: Case, **changes: Any) -> Json:
    body = {
        "kind": "tvaerfagligt_moede",
        "citizen": case.citizen.id,
        "sites": [case.site.id],
        "participants": [{"citizen": case.citizen.id}, {"user": case.coordinator.id}],
    }
    return client.post("/api/v1/meetings", headers=as_(case.coordinator), json=body | changes)


def places(answer: Json) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [fault["place"] for fault in answer.json()["faults"]]


def test_a_week_is_shown_in_order_of_time_with_place_and_people(
    client: TestClient, sqlite: Database, case: Case
) -> None:
    later, earlier = planned(sqlite, case, at(25, 12)), planned(sqlite, case, at(24, 9))
    found = get(client, "/meetings", case.coordinator)["items"]
    assert [meeting["id"] for meeting in found] == [earlier.id, later.id]
    assert (found[0]["starts_at"], found[0]["ends_at"]) == ("2026-11-24T10:00:00+01:00", "2026-11-24T10:45:00+01:00")
    assert (found[0]["site"], found[0]["room"]) == ("Rådhuset", "Lokale 2")
    assert [one["name"] for one in found[0]["participants"]] == [case.citizen.name, case.coordinator.name]
    assert found[0] == get(client, f"/meetings/{earlier.id}", case.coordinator)


def test_a_week_runs_from_monday_to_sunday_in_danish_time(client: TestClient, sqlite: Database, case: Case) -> None:
    inside = [planned(sqlite, case, when).id for when in (at(29, 23), at(6, 22, month=12))]
    for when in (at(29, 22), at(6, 23, month=12)):
        planned(sqlite, case, when)
    found = get(client, "/meetings", case.coordinator, week="2026-W49")["items"]
    assert [meeting["id"] for meeting in found] == inside


@pytest.mark.parametrize("week", ["2026-W54", "2026-W00", "2027-W53", "49", "2026-49", "1926-W49", "2026-W4x"])
def test_a_week_that_is_none_is_refused(client: TestClient, case: Case, week: str) -> None:
    answer = client.get("/api/v1/meetings", headers=as_(case.coordinator), params={"week": week})
    assert answer.status_code == 400


def test_meetings_without_a_time_come_by_urgency_with_their_obstacles(
    client: TestClient, sqlite: Database, case: Case
) -> None:
    calm = planned(sqlite, case, None, due=date(2026, 12, 24))
    urgent = planned(sqlite, case, None, obstacles=["ingen fælles fri tid"])
    planned(sqlite, case, at(24, 9))
    found = everything(client, "/meetings/unplanned", case.coordinator, limit=1)
    assert [meeting["id"] for meeting in found] == [urgent.id, calm.id]
    assert (found[0]["obstacles"], found[0]["starts_at"], found[0]["site"]) == (["ingen fælles fri tid"], None, None)


def test_another_coordinators_meetings_are_not_there(client: TestClient, sqlite: Database, case: Case) -> None:
    meeting = planned(sqlite, case, at(24, 9))
    with sqlite.transaction() as session:
        other = rows.user(session, Role.COORDINATOR)
    assert get(client, "/meetings", other)["items"] == get(client, "/meetings/unplanned", other)["items"] == []
    for number in (meeting.id, 4711):
        assert client.get(f"/api/v1/meetings/{number}", headers=as_(other)).status_code == 404


@pytest.mark.parametrize("path", ["/meetings", "/meetings/unplanned", "/follow-ups"])
@pytest.mark.parametrize("role", [Role.MANAGER, Role.EMPLOYER, Role.CITIZEN])
def test_lists_are_for_coordinators(client: TestClient, sqlite: Database, role: Role, path: str) -> None:
    with sqlite.transaction() as session:
        user = rows.user(session, role)
    assert client.get(f"/api/v1{path}", headers=as_(user)).status_code == 403


def test_a_week_comes_in_pages_and_each_look_is_logged(client: TestClient, sqlite: Database, case: Case) -> None:
    made = [planned(sqlite, case, at(24, hour)).id for hour in (9, 9, 11)]
    found = everything(client, "/meetings", case.coordinator, limit=1)
    assert [meeting["id"] for meeting in found] == made
    with sqlite.reading() as session:
        seen = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "looked")).all()
    assert seen == [f"citizen:{case.citizen.id}"] * 3


def test_a_meeting_without_a_citizen_shows_nobody(client: TestClient, sqlite: Database, case: Case) -> None:
    forum = planned(sqlite, case, at(24, 9), citizen_id=None, kind="sparring", participants=[])
    found = get(client, f"/meetings/{forum.id}", case.coordinator)
    assert (found["citizen"], found["participants"]) == (None, [])


@pytest.mark.parametrize("path", ["/meetings", "/meetings/unplanned"])
def test_a_longer_list_takes_no_more_queries(
    app: FastAPI, client: TestClient, sqlite: Database, case: Case, path: str
) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            planned(sqlite, case, at(24, 9))
            planned(sqlite, case, None)
        with counted_queries(app) as statements:
            get(client, path, case.coordinator)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_meeting_is_asked_for_and_waits_for_its_time(client: TestClient, case: Case) -> None:
    answer = request(client, case)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["starts_at"], made["citizen"]["id"]) == ("requested", None, case.citizen.id)
    assert made == client.get(answer.headers["location"], headers=as_(case.coordinator)).json()
    assert [one["id"] for one in get(client, "/meetings/unplanned", case.coordinator)["items"]] == [made["id"]]


def test_a_meeting_about_somebody_elses_citizen_cannot_be_asked_for(
    client: TestClient, sqlite: Database, case: Case
) -> None:
    with sqlite.transaction() as session:
        stranger = rows.citizen(session, rows.user(session))
    assert request(client, case, citizen=stranger.id).status_code == 404
    assert request(client, case, citizen=4711).status_code == 404


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"kind": "kaffe"}, "kind"),
        ({"sites": []}, "sites"),
        ({"sites": [4711]}, "sites[0]"),
        ({"participants": []}, "participants"),
        ({"participants": [{}]}, "participants[0]"),
        ({"participants": [{"user": 4711}]}, "participants[0].user"),
        ({"participants": [{"citizen": 4711}]}, "participants[0].citizen"),
        ({"participants": [{"user": 0}]}, "participants[0].user"),
    ],
)
def test_a_faulty_request_is_refused_at_its_place(
    client: TestClient, case: Case, changes: dict[str, Any], place: str
) -> None:
    assert places(request(client, case, **changes)) == [place]


def test_nobody_is_asked_twice(client: TestClient, case: Case) -> None:
    twice = [{"user": case.coordinator.id}, {"user": case.coordinator.id, "required": False}]
    assert places(request(client, case, participants=twice)) == ["participants[1]"]


def test_another_authority_comes_only_with_consent(client: TestClient, sqlite: Database, case: Case) -> None:
    with sqlite.transaction() as session:
        nurse = rows.user(session, Role.CASEWORKER, authority=Authority.HEALTH)
        colleague = rows.user(session, Role.CASEWORKER, authority=Authority.JOB)
        interpreter = rows.user(session, Role.INTERPRETER)
    asked = [{"user": one.id} for one in (colleague, interpreter, nurse)]
    assert places(request(client, case, participants=asked)) == ["participants[2].user"]
    with sqlite.transaction() as session:
        values: dict[str, Any] = {"citizen_id": case.citizen.id, "scope": "Møder", "given_on": TODAY}
        session.add(Consent(authority=Authority.HEALTH, **values))
    assert request(client, case, participants=asked).status_code == 201


def test_the_family_and_its_homes_may_take_part_and_others_may_not(
    client: TestClient, sqlite: Database, case: Case
) -> None:
    with sqlite.transaction() as session:
        family = rows.added(session, Household(name="Familien"))
        session.merge(case.citizen).household_id = family.id
        consultant = rows.user(session)
        relative = rows.citizen(session, consultant, household_id=family.id)
        stranger = rows.citizen(session, consultant)
        homes = [
            rows.added(session, Site(name="Hjem", lat=57.4, lon=10.5, needs_room=False, citizen_id=one.id)).id
            for one in (case.citizen, relative, stranger)
        ]
    asked = [{"citizen": one.id} for one in (case.citizen, relative, stranger)]
    refused = request(client, case, participants=asked, sites=homes)
    assert places(refused) == ["participants[2].citizen", "sites[2]"]
    assert request(client, case, participants=asked[:2], sites=homes[:2]).status_code == 201


def test_the_same_key_asks_for_one_meeting(client: TestClient, case: Case) -> None:
    body = {"kind": "samtale", "citizen": case.citizen.id, "sites": [case.site.id]}
    body |= {"participants": [{"citizen": case.citizen.id}, {"user": case.coordinator.id}], "minutes": 30}
    headers = as_(case.coordinator) | {"Idempotency-Key": "en-gang"}
    made = [client.post("/api/v1/meetings", headers=headers, json=body).json() for _ in range(2)]
    assert made[0] == made[1]
    assert made[0]["minutes"] == 30


def test_a_meeting_that_waits_can_be_given_other_days(client: TestClient, sqlite: Database, case: Case) -> None:
    window = {"earliest": "2026-12-01", "due": "2026-12-02", "latest": "2026-12-09"}
    waiting, standing = planned(sqlite, case, None), planned(sqlite, case, at(24, 9))
    headers = as_(case.coordinator)
    changed = client.put(f"/api/v1/meetings/{waiting.id}/window", headers=headers, json=window)
    assert {name: changed.json()[name] for name in window} == window
    crooked = client.put(f"/api/v1/meetings/{waiting.id}/window", headers=headers, json=window | {"due": "2026-12-10"})
    assert places(crooked) == ["due"]
    assert client.put(f"/api/v1/meetings/{standing.id}/window", headers=headers, json=window).status_code == 409
