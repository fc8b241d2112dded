"""Meetings for tests of the API."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.db import Database
from scheduler.tables import Meeting, MeetingState, Participant
from tests import rows
from tests.e2e.api.cases import Case


def at(day: int, hour: int, month: int = 11) -> datetime:
    """An hour in 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def planned(database: Database, case: Case, when: datetime | None, **values: Any) -> Meeting:
    """A talk of the case, published at a time, or asked for where there is none."""
    usual: dict[str, Any] = {
        "kind": "samtale",
        "state": MeetingState.REQUESTED if when is None else MeetingState.PLANNED,
        "citizen_id": case.citizen.id,
        "coordinator_id": case.coordinator.id,
        "minutes": 45,
        "earliest": date(2026, 11, 1),
        "due": date(2026, 12, 1),
        "latest": date(2027, 1, 1),
        "site_ids": [case.site.id],
        "starts_at": when,
        "ends_at": None if when is None else when + timedelta(minutes=45),
        "site_id": None if when is None else case.site.id,
        "room_id": None if when is None else case.room.id,
        "participants": [
            Participant(citizen_id=case.citizen.id, attends=when is not None),
            Participant(user_id=case.coordinator.id, attends=when is not None),
        ],
    }
    with database.transaction() as session:
        return rows.added(session, Meeting(**usual | values))
