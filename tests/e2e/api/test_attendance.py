"""Attendance over HTTP."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from companies.tables import Unit
from core.db import Database
from tests import rows
from tests.e2e.api.calls import as_, get
from tests.integration.placements.works import Works, works

MONDAY = "2026-11-23"


@pytest.fixture
def town(sqlite: Database) -> Works:
    with sqlite.transaction() as session:
        return works(session)


def put(client: TestClient, town: Works, day: str, presence: str) -> int:
    address = f"/api/v1/placements/{town.placement.id}/attendance/{day}"
    return client.put(address, headers=as_(town.employer), json={"presence": presence}).status_code


def test_the_employer_sees_who_is_to_come_and_tells_it(client: TestClient, town: Works) -> None:
    (expected,) = get(client, "/attendance", town.employer)
    assert expected == {
        "placement": town.placement.id,
        "unit": town.placement.unit_id,
        "first_name": None,
        "scheme": "virksomhedspraktik",
        "start": "2026-11-02",
        "presence": None,
    }
    for _ in range(2):
        assert put(client, town, MONDAY, "late") == 200
    assert get(client, "/attendance", town.employer)[0]["presence"] == "late"
    assert get(client, "/attendance", town.employer, day="2026-11-22") == []


def test_what_was_told_is_read_by_those_it_concerns(client: TestClient, town: Works) -> None:
    for day in ("2026-11-20", MONDAY):
        put(client, town, day, "came")
    path = f"/placements/{town.placement.id}/attendance"
    for reader in (town.employer, town.himself, town.consultant):
        told = get(client, path, reader)
        assert [(one["day"], one["presence"]) for one in told] == [("2026-11-20", "came"), (MONDAY, "came")]
    assert [one["day"] for one in get(client, path, town.consultant, first=MONDAY)] == [MONDAY]
    assert client.get(f"/api/v1{path}", headers=as_(town.colleague)).status_code == 404


def test_it_is_taken_back(client: TestClient, town: Works) -> None:
    put(client, town, MONDAY, "away")
    address = f"/api/v1/placements/{town.placement.id}/attendance/{MONDAY}"
    for _ in range(2):
        assert client.delete(address, headers=as_(town.employer)).json() == []
    assert get(client, "/attendance", town.employer)[0]["presence"] is None


def test_a_day_that_cannot_be_told_is_a_fault_of_the_day(client: TestClient, town: Works) -> None:
    address = f"/api/v1/placements/{town.placement.id}/attendance"
    for day in ("2026-11-24", "2026-11-22", "2026-11-06"):
        answer = client.put(f"{address}/{day}", headers=as_(town.employer), json={"presence": "came"})
        assert (answer.status_code, [one["place"] for one in answer.json()["faults"]]) == (422, ["day"])
    assert client.put(f"{address}/tomorrow", headers=as_(town.employer), json={"presence": "came"}).status_code == 404


def test_only_the_employer_tells(client: TestClient, town: Works) -> None:
    address = f"/api/v1/placements/{town.placement.id}/attendance/{MONDAY}"
    codes = [
        client.put(address, headers=as_(who), json={"presence": "came"}).status_code
        for who in (town.consultant, town.himself, town.colleague)
    ]
    assert codes == [403, 403, 404]


def test_a_first_name_is_told_where_it_was_shared(client: TestClient, sqlite: Database, town: Works) -> None:
    with sqlite.transaction() as session:
        unit = session.get_one(Unit, town.placement.unit_id)
        opening = rows.opening(session, unit)
        citizen = rows.citizen(session, town.consultant, first_name="Zahra")
        agreement = rows.agreed(session, rows.proposal(session, citizen, opening, name_shared=True))
        rows.placement(session, unit, citizen, start=date(2026, 11, 3), end=None, agreement_id=agreement.id)
    assert [one["first_name"] for one in get(client, "/attendance", town.employer)] == [None, "Zahra"]
