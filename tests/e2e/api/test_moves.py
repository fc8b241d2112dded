"""Finding a time and moving a meeting over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from accounts.tables import Role
from core.db import Database
from scheduler.planning.tables import Draft, DraftMeeting
from scheduler.tables import Meeting, PlanningRun
from tests import rows
from tests.e2e.api.calls import Json, as_, get
from tests.e2e.api.cases import Case
from tests.e2e.api.meetings_given import at, planned
from tests.rows import NOW

LATER = "2026-11-26T10:00:00+01:00"


@pytest.fixture
def meeting(sqlite: Database, case: Case) -> Meeting:
    return planned(sqlite, case, None)


def spot(case: Case, starts_at: str = LATER, **changes: Any) -> Json:
    return {"starts_at": starts_at, "site": case.site.id, "room": case.room.id} | changes


def post(client: TestClient, case: Case, path: str, body: Json) -> Json:
    return client.post(f"/api/v1{path}", headers=as_(case.coordinator), json=body)


def test_one_of_the_ten_best_times_is_chosen(client: TestClient, case: Case, meeting: Meeting) -> None:
    found = get(client, f"/meetings/{meeting.id}/times", case.coordinator)
    assert (len(found["slots"]), found["ways"]) == (10, [])
    best = found["slots"][0]
    assert (best["cost"], best["days_late"], best["missing"]) == (0.0, 0, [])
    wanted = {name: best[name] for name in ("starts_at", "site", "room", "people")}
    moved = post(client, case, f"/meetings/{meeting.id}/move", wanted).json()
    assert (moved["meeting"]["starts_at"], moved["meeting"]["state"]) == (best["starts_at"], "planned")
    assert moved["warnings"] == []


def test_where_there_is_no_time_it_is_said_what_would_open_one(
    client: TestClient, sqlite: Database, case: Case, meeting: Meeting
) -> None:
    with sqlite.transaction() as session:
        session.merge(case.room).capacity = 1
    found = get(client, f"/meetings/{meeting.id}/times", case.coordinator)
    assert found["slots"] == []
    assert {way["kind"] for way in found["ways"]} == {"room"}
    assert "Rådhuset" in found["ways"][0]["text"]


def test_a_preview_changes_nothing_and_tells_what_is_doubtful(client: TestClient, case: Case, meeting: Meeting) -> None:
    path = f"/meetings/{meeting.id}/move/preview"
    told = post(client, case, path, spot(case, "2026-12-05T18:00:00+01:00", room=None)).json()
    assert {"closed", "outside_hours", "late", "no_room"} == {one["kind"] for one in told["warnings"]}
    assert told["clashes"] == []
    assert get(client, f"/meetings/{meeting.id}", case.coordinator)["state"] == "requested"


def test_nobody_is_booked_twice(client: TestClient, sqlite: Database, case: Case, meeting: Meeting) -> None:
    assert post(client, case, f"/meetings/{meeting.id}/move", spot(case)).status_code == 200
    other = planned(sqlite, case, None)
    told = post(client, case, f"/meetings/{other.id}/move/preview", spot(case)).json()["clashes"]
    assert {"user": case.coordinator.id, "citizen": None, "room": None, "meeting": meeting.id} in told
    refused = post(client, case, f"/meetings/{other.id}/move", spot(case))
    assert (refused.status_code, refused.json()["facts"]["rule"]) == (409, "double_booking")


def test_a_meeting_that_somebody_moved_since_is_not_moved(client: TestClient, case: Case, meeting: Meeting) -> None:
    assert post(client, case, f"/meetings/{meeting.id}/move", spot(case, sequence=0)).status_code == 200
    later = spot(case, "2026-11-27T10:00:00+01:00", sequence=0)
    refused = post(client, case, f"/meetings/{meeting.id}/move", later)
    assert (refused.status_code, refused.json()["facts"]) == (409, {"sequence": 1})
    assert post(client, case, f"/meetings/{meeting.id}/move", later | {"sequence": 1}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"starts_at": "2026-11-22T10:00:00+01:00"}, "starts_at"),
        ({"starts_at": "2026-11-26T10:00:00"}, "starts_at"),
        ({"site": 4711}, "site"),
        ({"room": 4711}, "room"),
        ({"people": [{"user": 4711}]}, "people"),
        ({"people": [{}]}, "people[0]"),
    ],
)
def test_a_faulty_spot_is_refused_at_its_place(
    client: TestClient, case: Case, meeting: Meeting, changes: Json, place: str
) -> None:
    answer = post(client, case, f"/meetings/{meeting.id}/move", spot(case) | changes)
    assert answer.status_code == 422
    assert place in [fault["place"] for fault in answer.json()["faults"]]


def test_a_row_is_moved_in_the_draft_alone(client: TestClient, sqlite: Database, case: Case, meeting: Meeting) -> None:
    with sqlite.transaction() as session:
        run = rows.added(session, PlanningRun(requested_at=NOW))
        start = at(25, 9)
        place: dict[str, Any] = {"starts_at": start, "ends_at": start + timedelta(minutes=45), "site_id": case.site.id}
        people: dict[str, Any] = {"user_ids": [case.coordinator.id], "citizen_ids": [case.citizen.id]}
        row = DraftMeeting(meeting_id=meeting.id, sequence=0, room_id=case.room.id, **place, **people)
        draft = rows.added(session, Draft(run_id=run.id, made_at=NOW, rows=[row])).id
    listed = get(client, f"/drafts/{draft}", case.coordinator)["meetings"][0]
    assert post(client, case, f"/drafts/rows/{listed['id']}/move", spot(case)).json() == []
    moved = get(client, f"/drafts/{draft}", case.coordinator)["meetings"][0]
    assert (moved["starts_at"], moved["moved_by"]) == (LATER, case.coordinator.id)
    assert get(client, f"/meetings/{meeting.id}", case.coordinator)["state"] == "requested"


def test_a_stranger_moves_nothing(client: TestClient, sqlite: Database, case: Case, meeting: Meeting) -> None:
    with sqlite.transaction() as session:
        stranger = rows.user(session, Role.COORDINATOR)
    path = f"/api/v1/meetings/{meeting.id}"
    assert client.get(f"{path}/times", headers=as_(stranger)).status_code == 404
    for step in ("move", "move/preview"):
        assert client.post(f"{path}/{step}", headers=as_(stranger), json=spot(case)).status_code == 404
