"""Openings and quotas over HTTP."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from accounts.tables import Role, User
from api.opening_shapes import CHANGED, GIVEN
from companies.tables import OpeningState, Unit
from core import audit
from core.audit import AuditEntry
from core.db import Database
from matcher.estimates.service import AN_HOUR
from tests import rows
from tests.e2e.api.calls import as_, counted_queries, everything, get

ASKED = GIVEN | {"skills": [], "shifts": []}
"""What many can do."""


@pytest.fixture
def employer(sqlite: Database) -> User:
    with sqlite.transaction() as session:
        return rows.user(session, Role.EMPLOYER)


@pytest.fixture
def unit(sqlite: Database, employer: User) -> Unit:
    with sqlite.transaction() as session:
        return rows.unit(session, 12.5, employer)


def offer(client: TestClient, user: User, at: Unit, **changes: Any) -> Any:
    return client.post("/api/v1/openings", headers=as_(user), json=GIVEN | {"unit": at.id} | changes)


def test_an_employer_offers_a_place_and_finds_it_again(client: TestClient, employer: User, unit: Unit) -> None:
    answer = offer(client, employer, unit)
    assert answer.status_code == 201
    made = answer.json()
    assert made == client.get(answer.headers["location"], headers=as_(employer)).json()
    sent = {name: made[name] for name in GIVEN if name != "unit"}
    assert sent == {name: value for name, value in GIVEN.items() if name != "unit"}
    assert (made["state"], made["unit"]["id"], made["created_at"]) == ("open", unit.id, "2026-11-23T10:00:00+01:00")


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"seats": 0, "weeks": 0}, ["seats", "weeks"]),
        ({"seats": "two"}, ["seats"]),
        ({"start": {"earliest": "2026-13-01", "latest": "2027-01-01"}}, ["start.earliest"]),
        ({"start": {"earliest": "2027-02-01", "latest": "2027-01-01"}}, ["start.latest"]),
        ({"start": {"earliest": "2026-12-01", "latest": "9999-12-31"}}, ["start.latest"]),
        ({"shifts": [{"weekday": 1, "from": "08:00"}]}, ["shifts[0].to"]),
        ({"shifts": [{"weekday": 9, "from": "08:00", "to": "15:00"}]}, ["shifts[0].weekday"]),
        ({"wage": 130}, ["wage"]),
        ({"title": "Kok\u0000"}, ["title"]),
        ({"title": "Kok\u001b[2J"}, ["title"]),
        ({"title": "Kok\u202e"}, ["title"]),
        ({"skills": ["it\u2066"]}, ["skills[0]"]),
        ({"title": None}, ["title"]),
        ({"schemes": "virksomhedspraktik"}, ["schemes"]),
        ({"unit": 2**40}, ["unit"]),
    ],
)
def test_a_faulty_opening_is_refused_with_the_place_of_each_fault(
    client: TestClient, employer: User, unit: Unit, changes: dict[str, Any], places: list[str]
) -> None:
    answer = offer(client, employer, unit, **changes)
    assert answer.status_code == 422
    assert [fault["place"] for fault in answer.json()["faults"]] == places
    assert all(fault["message"] for fault in answer.json()["faults"])


@pytest.mark.parametrize("text", ["", "{", '{"unit": NaN}', "[]"])
def test_what_is_no_opening_at_all_is_refused(client: TestClient, employer: User, text: str) -> None:
    headers = as_(employer) | {"Content-Type": "application/json"}
    assert client.post("/api/v1/openings", headers=headers, content=text).status_code == 422


def test_not_a_number_of_hours_is_refused(client: TestClient, employer: User, unit: Unit) -> None:
    text = '{"hours": {"min": NaN, "max": Infinity}}'
    headers = as_(employer) | {"Content-Type": "application/json"}
    answer = client.post("/api/v1/openings", headers=headers, content=text)
    assert {"hours.min", "hours.max"} <= {fault["place"] for fault in answer.json()["faults"]}


def test_another_employers_unit_and_opening_are_not_there(client: TestClient, sqlite: Database, unit: Unit) -> None:
    with sqlite.transaction() as session:
        other = rows.user(session, Role.EMPLOYER)
        opening = rows.opening(session, unit)
    for answer in (
        offer(client, other, unit),
        client.get(f"/api/v1/openings/{opening.id}", headers=as_(other)),
        client.patch(f"/api/v1/openings/{opening.id}", headers=as_(other), json={"state": "closed"}),
        client.get(f"/api/v1/units/{unit.id}/quota", headers=as_(other)),
    ):
        assert answer.status_code == 404
    assert get(client, "/openings", other)["items"] == get(client, "/units", other)["items"] == []


def test_a_consultant_who_is_not_the_companys_own_may_look_and_not_touch(
    client: TestClient, sqlite: Database, unit: Unit
) -> None:
    with sqlite.transaction() as session:
        consultant, opening = rows.user(session), rows.opening(session, unit)
    assert get(client, f"/openings/{opening.id}", consultant)["id"] == opening.id
    answer = client.patch(f"/api/v1/openings/{opening.id}", headers=as_(consultant), json={"state": "paused"})
    assert answer.status_code == 403


def test_what_is_changed_must_be_what_was_seen(client: TestClient, employer: User, unit: Unit) -> None:
    made = offer(client, employer, unit).json()
    address = f"/api/v1/openings/{made['id']}"
    first, second = (
        client.put(address, headers=as_(employer), json=CHANGED | {"seats": seats, "seen": made["version"]})
        for seats in (3, 4)
    )
    assert (first.status_code, first.json()["seats"]) == (200, 3)
    assert first.json()["version"] != made["version"]
    assert (second.status_code, second.json()["facts"]["rule"]) == (409, "version")
    assert get(client, f"/openings/{made['id']}", employer)["seats"] == 3
    again = {"seats": 4, "seen": first.json()["version"]}
    assert client.put(address, headers=as_(employer), json=CHANGED | again).json()["seats"] == 4


def test_a_copy_is_paused_and_says_what_it_was_copied_from(client: TestClient, employer: User, unit: Unit) -> None:
    made = offer(client, employer, unit).json()
    headers = as_(employer) | {"Idempotency-Key": "once"}
    first, second = (client.post(f"/api/v1/openings/{made['id']}/copy", headers=headers) for _ in range(2))
    assert first.status_code == 201
    copied = get(client, first.headers["location"].removeprefix("/api/v1"), employer)
    assert (copied["state"], copied["copied_from"], copied["version"]) == ("paused", made["id"], made["version"])
    assert second.json() == first.json() == copied


def test_the_same_key_offers_once(client: TestClient, employer: User, unit: Unit) -> None:
    headers = as_(employer) | {"Idempotency-Key": "once"}
    first, second = (client.post("/api/v1/openings", headers=headers, json=GIVEN | {"unit": unit.id}) for _ in range(2))
    assert first.json() == second.json()
    assert len(everything(client, "/openings", employer)) == 1


def test_an_estimate_tells_a_round_number_and_the_quota_and_leaves_its_trace(
    client: TestClient, sqlite: Database, employer: User, unit: Unit
) -> None:
    with sqlite.transaction() as session:
        consultant = rows.user(session)
        for _ in range(10):
            rows.citizen(session, consultant, lat=unit.lat, lon=unit.lon)
    answer = client.post("/api/v1/openings/estimates", headers=as_(employer), json=ASKED | {"unit": unit.id})
    assert answer.json() == {"about": 10, "places": 2, "free": 2}
    none = client.post("/api/v1/openings/estimates", headers=as_(employer), json=GIVEN | {"unit": unit.id})
    assert none.json()["about"] is None
    with sqlite.reading() as session:
        trail = session.scalars(select(AuditEntry).where(AuditEntry.action == "opening.estimated")).all()
        assert [(one.user_id, one.facts["about"]) for one in trail] == [(employer.id, 10), (employer.id, None)]


def test_asking_too_often_is_refused_and_everything_else_still_works(
    client: TestClient, sqlite: Database, employer: User, unit: Unit
) -> None:
    with sqlite.transaction() as session:
        for _ in range(AN_HOUR):
            audit.record(session, rows.NOW, employer.id, "opening.estimated", f"company:{unit.company_id}")
    answer = client.post("/api/v1/openings/estimates", headers=as_(employer), json=GIVEN | {"unit": unit.id})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_often")
    assert offer(client, employer, unit).status_code == 201


@pytest.mark.parametrize(
    ("asked", "code"), [("opvasker", "941210"), ("lagermand", "933410"), ("SOSU-hjaelper", "532110")]
)
def test_occupations_are_found_by_everyday_words(client: TestClient, employer: User, asked: str, code: str) -> None:
    assert get(client, "/occupations", employer, q=asked)["items"][0]["code"] == code
    assert len(get(client, "/occupations", employer, q="medhjælper", limit=2)["items"]) == 2


@pytest.mark.parametrize("path", ["/openings", "/units"])
def test_citizens_have_no_business_in_the_lists_of_companies(client: TestClient, sqlite: Database, path: str) -> None:
    with sqlite.transaction() as session:
        citizen = rows.user(session, Role.CITIZEN)
    assert client.get(f"/api/v1{path}", headers=as_(citizen)).status_code == 403


def test_an_opening_is_paused_reopened_and_closed_for_good(client: TestClient, employer: User, unit: Unit) -> None:
    address = offer(client, employer, unit).headers["location"]
    seen = []
    for state in ("paused", "open", "closed", "closed", "open"):
        answer = client.patch(address, headers=as_(employer), json={"state": state})
        seen.append((answer.status_code, answer.json().get("state")))
    assert seen == [(200, "paused"), (200, "open"), (200, "closed"), (200, "closed"), (409, None)]


def test_lists_come_in_pages_that_join_without_a_gap(
    client: TestClient, sqlite: Database, employer: User, unit: Unit
) -> None:
    with sqlite.transaction() as session:
        made = [rows.opening(session, unit, state=state) for state in (*OpeningState, OpeningState.OPEN)]
    assert [item["id"] for item in everything(client, "/openings", employer, limit=1)] == rows.ids(made)
    assert [item["id"] for item in everything(client, "/openings", employer, limit=2)] == rows.ids(made)
    assert get(client, "/openings", employer, limit=4)["next"] is None
    opened = everything(client, "/openings", employer, limit=1, state="open", unit=unit.id)
    assert [item["id"] for item in opened] == [made[0].id, made[3].id]


@pytest.mark.parametrize("path", ["/openings", "/units"])
def test_a_longer_list_takes_no_more_queries(app: FastAPI, client: TestClient, sqlite: Database, path: str) -> None:
    def add(number: int) -> None:
        with sqlite.transaction() as session:
            for _ in range(number):
                rows.opening(session, rows.unit(session), shifts=[])

    with sqlite.transaction() as session:
        consultant = rows.user(session)
    add(1)
    with counted_queries(app) as few:
        assert len(get(client, path, consultant)["items"]) == 1
    add(2)
    with counted_queries(app) as many:
        assert len(get(client, path, consultant)["items"]) == 3
    assert len(many) == len(few)


def test_the_quota_tells_what_is_used_and_what_it_was_counted_from(
    client: TestClient, sqlite: Database, employer: User, unit: Unit
) -> None:
    with sqlite.transaction() as session:
        rows.placement(session, unit, hours=18.5)
    found = get(client, f"/units/{unit.id}/quota", employer, on="2026-12-07")
    assert [month["month"] for month in found.pop("months")] == [str(month) for month in rows.MONTHS]
    assert found == {
        "unit": unit.id,
        "day": "2026-12-07",
        "rules": "2026-07-01",
        "employees": 12.5,
        "employees_heads": 12.0,
        "override": None,
        "override_reason": None,
        "places": 2,
        "used": 1,
        "free": 1,
        "used_fte": 0.5,
        "free_fte": 1.5,
    }


def test_the_quota_is_todays_where_no_day_is_asked_for(client: TestClient, employer: User, unit: Unit) -> None:
    found = get(client, f"/units/{unit.id}/quota", employer)
    assert (found["day"], found["used"]) == ("2026-11-23", 0)


def test_units_tell_their_company(client: TestClient, employer: User, unit: Unit) -> None:
    (found,) = get(client, "/units", employer)["items"]
    assert (found["id"], found["p_number"], found["company"]["id"]) == (unit.id, unit.p_number, unit.company_id)


def test_no_answer_is_kept_on_the_way(client: TestClient, employer: User) -> None:
    for path in ("/api/v1/openings", "/api/v1/openings/99"):
        assert client.get(path, headers=as_(employer)).headers["cache-control"] == "no-store"
