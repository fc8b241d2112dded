"""Follow-ups over HTTP."""

from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from accounts.tables import Role
from citizens.tables import Citizen
from core.db import Database
from scheduler.followups import service
from scheduler.followups.cases import Referral
from scheduler.followups.tables import FollowUp
from tests import rows
from tests.e2e.api.calls import as_, counted_queries, everything, get
from tests.e2e.api.cases import Case
from tests.rows import NOW, TODAY


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


def test_a_follow_up_is_ticked_off_and_opened_again(client: TestClient, sqlite: Database, case: Case) -> None:
    with sqlite.transaction() as session:
        referral = Referral(date=date(2026, 11, 2))
        service.record(session, NOW, case.coordinator.id, case.citizen.id, referral)
    first = get(client, "/follow-ups", case.coordinator, until="2026-12-31")["items"][0]
    address, headers = f"/api/v1/follow-ups/{first['id']}", as_(case.coordinator)
    closed = client.post(f"{address}/held", headers=headers, json={"on": "2026-11-23"}).json()
    assert (closed["id"], closed["held_on"]) == (first["id"], "2026-11-23")
    left = get(client, "/follow-ups", case.coordinator, until="2026-12-31")["items"]
    assert first["id"] not in [one["id"] for one in left]
    assert client.post(f"{address}/reopen", headers=headers).json()["held_on"] is None


def test_a_follow_up_is_not_held_in_the_future_nor_by_a_stranger(
    client: TestClient, sqlite: Database, case: Case
) -> None:
    with sqlite.transaction() as session:
        service.record(session, NOW, None, case.citizen.id, Referral(date=date(2026, 11, 2)))
        stranger = rows.user(session, Role.CASEWORKER)
    first = get(client, "/follow-ups", case.coordinator, until="2026-12-31")["items"][0]
    address = f"/api/v1/follow-ups/{first['id']}/held"
    early = client.post(address, headers=as_(case.coordinator), json={"on": "2026-11-24"})
    assert (early.status_code, [one["place"] for one in early.json()["faults"]]) == (422, ["on"])
    assert client.post(address, headers=as_(stranger), json={"on": "2026-11-23"}).status_code == 404


def test_whoever_has_no_next_contact_is_named(client: TestClient, sqlite: Database, case: Case) -> None:
    forgotten = get(client, "/follow-ups/forgotten", case.coordinator)
    assert forgotten == [{"id": case.citizen.id, "name": case.citizen.name}]
    follow_up(sqlite, case.citizen, date(2027, 1, 4))
    assert get(client, "/follow-ups/forgotten", case.coordinator) == []
