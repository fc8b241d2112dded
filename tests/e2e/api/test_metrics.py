"""Figures for whoever watches over the service."""

from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from api.steps import daily
from citizens.tables import CaseEvent, EventKind
from core import outbox
from core.db import Database
from core.outbox import OutboxMessage, OutboxState
from core.settings import Settings
from tests import build
from tests.rows import NOW, TODAY


def read(client: TestClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line.split() for line in answer.text.splitlines() if not line.startswith("#")]
    return {name.removeprefix("tovholder_"): float(value) for name, value in lines}


def do_the_day(database: Database, days: int = 0) -> None:
    for job in daily(Settings(database_url=database.url)):
        job.catch_up(database, lambda: NOW + timedelta(days=days), Event())


def test_an_empty_service_has_nothing_to_tell(client: TestClient) -> None:
    assert read(client) == {
        "without_next_contact": 0, "follow_ups_overdue": 0, "follow_ups_escalated": 0,
        "placements_over_untold": 0, "messages_waiting": 0, "message_oldest_seconds": 0, "messages_given_up": 0,
    }  # fmt: skip


def test_a_citizen_without_a_next_contact_is_counted_until_the_day_is_done(
    client: TestClient, sqlite: Database
) -> None:
    with sqlite.transaction() as session:
        build.citizen(session, build.user(session))
    assert read(client)["without_next_contact"] == 1
    do_the_day(sqlite)
    found = read(client)
    assert (found["without_next_contact"], found["days_since_follow_ups_made"], found["cases_not_computed"]) == (
        0,
        0,
        0,
    )


def test_what_cannot_be_computed_is_counted(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen = build.citizen(session, build.user(session))
        session.add(CaseEvent(citizen_id=citizen.id, kind=EventKind.PLACEMENT, on=TODAY, scheme="sommerjob"))
    do_the_day(sqlite, days=-2)
    found = read(client)
    assert (found["cases_not_computed"], found["days_since_follow_ups_made"]) == (1, 2)


@pytest.mark.parametrize(("state", "waiting", "given_up"), [("sending", 2, 0), ("given_up", 1, 1), ("withheld", 1, 0)])
def test_what_waits_and_what_was_given_up_is_counted(
    client: TestClient, sqlite: Database, state: str, waiting: int, given_up: int
) -> None:
    with sqlite.transaction() as session:
        outbox.put(session, NOW - timedelta(minutes=2), "kind", "a")
        outbox.put(session, NOW - timedelta(minutes=1), "kind", "b")
        session.flush()
        session.execute(update(OutboxMessage).where(OutboxMessage.key == "b").values(state=OutboxState(state)))
    found = read(client)
    assert (found["messages_waiting"], found["messages_given_up"]) == (waiting, given_up)
    assert found["message_oldest_seconds"] == 120


def test_what_is_long_overdue_is_counted_as_told(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen = build.citizen(session, build.user(session), target_group="jobparat")
        referred = CaseEvent(citizen_id=citizen.id, kind=EventKind.REFERRAL, on=TODAY - timedelta(days=30))
        session.add(referred)
    do_the_day(sqlite)
    found = read(client)
    assert (found["follow_ups_overdue"], found["follow_ups_escalated"]) == (1, 1)
