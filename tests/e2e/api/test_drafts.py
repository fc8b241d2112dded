"""Drafts over HTTP: seen, published in part, and once."""

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


@pytest.fixture
def wanted(sqlite: Database, case: Case) -> list[Meeting]:
    """Two talks that have no time yet."""
    return [planned(sqlite, case, None), planned(sqlite, case, None)]


def drafted(database: Database, case: Case, meetings: list[Meeting], hours: list[int | None]) -> int:
    """A draft in which each meeting begins at its hour on 25 November, or has no time."""
    with database.transaction() as session:
        run = rows.added(session, PlanningRun(requested_at=NOW))
        rows_ = [_row(case, meeting, hour) for meeting, hour in zip(meetings, hours, strict=True)]
        return rows.added(session, Draft(run_id=run.id, made_at=NOW, rows=rows_)).id


def _row(case: Case, meeting: Meeting, hour: int | None) -> DraftMeeting:
    if hour is None:
        return DraftMeeting(meeting_id=meeting.id, sequence=meeting.sequence, obstacles=[{"words": "ingen tid"}])
    start = at(25, hour)
    place: dict[str, Any] = {"site_id": case.site.id, "room_id": case.room.id, "starts_at": start}
    people: dict[str, Any] = {"user_ids": [case.coordinator.id], "citizen_ids": [case.citizen.id]}
    ends = start + timedelta(minutes=meeting.minutes)
    return DraftMeeting(meeting_id=meeting.id, sequence=meeting.sequence, ends_at=ends, **place, **people)


def publish(client: TestClient, case: Case, draft: int, meetings: list[int] | None = None) -> Json:
    body = {"meetings": meetings}
    return client.post(f"/api/v1/drafts/{draft}/publish", headers=as_(case.coordinator), json=body).json()


def test_a_draft_is_seen_and_changes_nothing(
    client: TestClient, sqlite: Database, case: Case, wanted: list[Meeting]
) -> None:
    draft = drafted(sqlite, case, wanted, [9, None])
    found = get(client, "/drafts/latest", case.coordinator)
    assert found == get(client, f"/drafts/{draft}", case.coordinator)
    assert [one["starts_at"] for one in found["meetings"]] == ["2026-11-25T10:00:00+01:00", None]
    assert found["meetings"][1]["obstacles"] == [{"words": "ingen tid"}]
    assert get(client, f"/meetings/{wanted[0].id}", case.coordinator)["state"] == "requested"


def test_the_chosen_meetings_are_published_once(
    client: TestClient, sqlite: Database, case: Case, wanted: list[Meeting]
) -> None:
    draft = drafted(sqlite, case, wanted, [9, 12])
    assert publish(client, case, draft, [wanted[0].id]) == {"meetings": [wanted[0].id], "conflicts": []}
    assert publish(client, case, draft, [wanted[0].id]) == {"meetings": [], "conflicts": []}
    meeting = get(client, f"/meetings/{wanted[0].id}", case.coordinator)
    assert (meeting["state"], meeting["sequence"], meeting["room"]) == ("planned", 1, "Lokale 2")
    assert publish(client, case, draft)["meetings"] == [wanted[1].id]


def test_two_meetings_at_once_are_not_both_published(
    client: TestClient, sqlite: Database, case: Case, wanted: list[Meeting]
) -> None:
    draft = drafted(sqlite, case, wanted, [9, 9])
    done = publish(client, case, draft)
    assert done["meetings"] == [wanted[0].id]
    assert done["conflicts"] == [{"meeting": wanted[1].id, "reason": "double_booking"}]


def test_another_coordinators_meetings_are_neither_seen_nor_published(
    client: TestClient, sqlite: Database, case: Case, wanted: list[Meeting]
) -> None:
    draft = drafted(sqlite, case, wanted, [9, 12])
    with sqlite.transaction() as session:
        other = rows.user(session, Role.COORDINATOR)
    assert get(client, f"/drafts/{draft}", other)["meetings"] == []
    answer = client.post(f"/api/v1/drafts/{draft}/publish", headers=as_(other), json={"meetings": [wanted[0].id]})
    assert answer.json() == {"meetings": [], "conflicts": []}


def test_before_the_first_plan_there_is_no_draft(client: TestClient, case: Case) -> None:
    for path in ("latest", "4711"):
        assert client.get(f"/api/v1/drafts/{path}", headers=as_(case.coordinator)).status_code == 404
    assert client.post("/api/v1/drafts/4711/publish", headers=as_(case.coordinator), json={}).status_code == 404
