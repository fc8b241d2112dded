"""Meetings, planning runs and follow-ups over HTTP."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from accounts.tables import Authority, Role, User
from citizens.tables import Citizen, Consent, Household
from core import runs
from core.audit import AuditEntry
from core.db import Database
from scheduler.tables import FollowUp, Meeting, MeetingState, Participant, PlanningRun, Room, Site
from tests import rows
from tests.e2e.api.calls import Json, as_, counted_queries, everything, get
from tests.rows import NOW, TODAY

Row = TypeVar("Row")


@dataclass(frozen=True)
class Case:
    coordinator: User
    citizen: Citizen
    site: Site
    room: Room


@pytest.fixture
def case(sqlite: Database) -> Case:
    with sqlite.transaction() as session:
        coordinator = rows.user(session, Role.COORDINATOR, authority=Authority.JOB)
        citizen = rows.citizen(session, rows.user(session), coordinator_id=coordinator.id)
        site = added(session, Site(name="Rådhuset", lat=57.4, lon=10.5))
        return Case(coordinator, citizen, site, added(session, Room(site_id=site.id, name="Lokale 2", capacity=6)))


def added(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def planned(database: Database, case: Case, at: datetime | None, **values: Any) -> Meeting:
    usual: dict[str, Any] = {
        "kind": "samtale",
        "state": MeetingState.REQUESTED if at is None else MeetingState.PLANNED,
        "citizen_id": case.citizen.id,
        "coordinator_id": case.coordinator.id,
        "minutes": 45,
        "earliest": date(2026, 11, 1),
        "due": date(2026, 12, 1),
        "latest": date(2027, 1, 1),
        "site_ids": [case.site.id],
        "starts_at": at,
        "ends_at": None if at is None else at + timedelta(minutes=45),
        "site_id": None if at is None else case.site.id,
        "room_id": None if at is None else case.room.id,
        "participants": [Participant(citizen_id=case.citizen.id), Participant(user_id=case.coordinator.id)],
    }
    with database.transaction() as session:
        return added(session, Meeting(**usual | values))


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


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
        family = added(session, Household(name="Familien"))
        session.merge(case.citizen).household_id = family.id
        consultant = rows.user(session)
        relative = rows.citizen(session, consultant, household_id=family.id)
        stranger = rows.citizen(session, consultant)
        homes = [
            added(session, Site(name="Hjem", lat=57.4, lon=10.5, needs_room=False, citizen_id=one.id)).id
            for one in (case.citizen, relative, stranger)
        ]
    asked = [{"citizen": one.id} for one in (case.citizen, relative, stranger)]
    refused = request(client, case, participants=asked, sites=homes)
    assert places(refused) == ["participants[2].citizen", "sites[2]"]
    assert request(client, case, participants=asked[:2], sites=homes[:2]).status_code == 201


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


def follow_up(database: Database, citizen: Citizen, due: date, rule: str = "samtaler") -> None:
    with database.transaction() as session:
        number = session.query(FollowUp).count() + 1
        two_weeks = timedelta(days=14)
        session.add(
            FollowUp(
                citizen_id=citizen.id,
                rule=rule,
                of=date(2026, 8, 3),
                number=number,
                earliest=due - two_weeks,
                due=due,
                latest=due + two_weeks,
            )
        )


def test_follow_ups_of_the_week_ahead_come_earliest_first(client: TestClient, sqlite: Database, case: Case) -> None:
    for due, rule in [(date(2026, 11, 30), "plan"), (date(2026, 11, 2), "samtaler"), (date(2026, 11, 30), "fip")]:
        follow_up(sqlite, case.citizen, due, rule)
    follow_up(sqlite, case.citizen, date(2026, 12, 1))
    found = everything(client, "/follow-ups", case.coordinator, limit=1)
    assert [(one["due"], one["rule"], one["overdue"]) for one in found] == [
        ("2026-11-02", "samtaler", True),
        ("2026-11-30", "fip", False),
        ("2026-11-30", "plan", False),
    ]
    assert found[0]["citizen"] == {"id": case.citizen.id, "name": case.citizen.name}
    assert len(get(client, "/follow-ups", case.coordinator, until="2026-12-01")["items"]) == 4


@pytest.mark.parametrize(("overdue", "dues"), [("true", ["2026-11-08"]), ("false", ["2026-11-09"])])
def test_overdue_is_what_should_have_been_held_before_today(
    client: TestClient, sqlite: Database, case: Case, overdue: str, dues: list[str]
) -> None:
    for day in (8, 9):
        follow_up(sqlite, case.citizen, date(2026, 11, day))
    found = get(client, "/follow-ups", case.coordinator, overdue=overdue)["items"]
    assert [one["due"] for one in found] == dues


def test_follow_ups_of_others_are_not_shown_and_a_longer_list_takes_no_more_queries(
    app: FastAPI, client: TestClient, sqlite: Database, case: Case
) -> None:
    with sqlite.transaction() as session:
        stranger = rows.citizen(session, rows.user(session))
    follow_up(sqlite, stranger, TODAY)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            follow_up(sqlite, case.citizen, TODAY)
        with counted_queries(app) as statements:
            found = get(client, "/follow-ups", case.coordinator)["items"]
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert {one["citizen"]["id"] for one in found} == {case.citizen.id}
