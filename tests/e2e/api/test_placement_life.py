"""From both sides' yes to the end of a placement over HTTP: agreement, signatures, extension, next step, job."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from accounts.tables import Role, User
from core.db import Database
from placements.tables import Placement
from tests import rows
from tests.e2e.api.calls import Json, as_, get
from tests.integration.placements.cases import Case
from tests.integration.placements.way import accepted, placed, say, written
from tests.rows import TODAY

DRAFT = {
    "tasks": "Opvask",
    "purpose": "At nå 14 timer om ugen",
    "regard": "En pause hver time",
    "contact_name": "Karen Kok",
    "contact_phone": "12 34 56 78",
    "start": "2026-12-07",
    "last_day": "2027-03-07",
    "hours": 14.0,
    "steps": [{"from_week": 1, "hours": 8.0}, {"from_week": 5, "hours": 14.0}],
    "timetable": [{"weekday": 1, "from": "09:00", "to": "13:00"}],
    "milestones": [{"text": "Møder alle aftalte dage", "by": "2027-01-15"}],
}


@pytest.fixture
def given(sqlite: Database) -> Case:
    """Both have said yes."""
    with sqlite.transaction() as session:
        return accepted(session)


@pytest.fixture
def running(sqlite: Database) -> tuple[Case, Placement]:
    """Signed by all three, and begun in four days' time."""
    with sqlite.transaction() as session:
        found = placed(session, start=TODAY, end=TODAY + timedelta(weeks=8))
        found[0].citizen.needs = ["breaks"]
        return found


def send(client: TestClient, user: User, path: str, body: Any, method: str = "POST") -> Json:
    answer = client.request(method, f"/api/v1{path}", headers=as_(user), json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(client: TestClient, user: User, path: str, body: Any, method: str = "POST") -> tuple[int, Json]:
    answer = client.request(method, f"/api/v1{path}", headers=as_(user), json=body)
    return answer.status_code, answer.json()


def test_an_agreement_is_suggested_written_and_signed_into_a_placement(
    client: TestClient, sqlite: Database, given: Case
) -> None:
    path = f"/proposals/{given.proposal.id}/agreement"
    begun = get(client, f"{path}/suggestion", given.consultant)
    assert (begun["purpose"], begun["start"], begun["hours"]) == ("", "2026-12-07", 14.0)
    shown = send(client, given.consultant, path, DRAFT | {"seen": 0}, "PUT")
    assert shown["agreed"] == DRAFT | {"new_function": None}
    assert (shown["version"], shown["state"], len(shown["follow_up_days"])) == (1, "agreement", 3)
    for user in (given.consultant, given.employer):
        send(client, user, f"{path}/signatures", {"version": 1})
    paper = {"side": "citizen", "name": "Amina Yusuf", "signed_on": "2026-11-23"}
    signed = send(client, given.consultant, f"{path}/signatures", {"version": 1, "paper": paper})
    assert (signed["state"], [one["rule"] for one in signed["missing"]]) == ("signed", ["statement"])
    with sqlite.transaction() as session:
        assert say(session, given) is not None
    done = get(client, path, given.employer)
    assert (done["state"], done["missing"]) == ("placed", [])
    assert get(client, f"/placements/{done['placement']}", given.employer)["name"] == given.citizen.name


def test_nobody_writes_over_a_version_that_they_have_not_read(client: TestClient, given: Case) -> None:
    path = f"/proposals/{given.proposal.id}/agreement"
    send(client, given.consultant, path, DRAFT | {"seen": 0}, "PUT")
    assert send(client, given.consultant, path, DRAFT | {"seen": 0}, "PUT")["version"] == 1
    code, said = refused(client, given.consultant, path, DRAFT | {"tasks": "Andet", "seen": 0}, "PUT")
    assert (code, said["facts"]["rule"]) == (409, "version")
    assert send(client, given.consultant, path, DRAFT | {"tasks": "Andet", "seen": 1}, "PUT")["version"] == 2


def test_mistakes_in_an_agreement_are_told_at_their_fields(client: TestClient, given: Case) -> None:
    path = f"/proposals/{given.proposal.id}/agreement"
    code, said = refused(client, given.consultant, path, DRAFT | {"tasks": "", "hours": 10.0, "seen": 0}, "PUT")
    assert (code, sorted(fault["place"] for fault in said["faults"])) == (422, ["hours", "tasks"])


def test_an_employer_reads_and_signs_and_does_not_write(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
    path = f"/proposals/{given.proposal.id}/agreement"
    assert get(client, path, given.employer)["agreed"]["regard"] == "Pause hver time"
    assert refused(client, given.employer, path, DRAFT | {"seen": 1}, "PUT")[0] == 403
    assert client.get(f"/api/v1{path}/suggestion", headers=as_(given.employer)).status_code == 403
    code, said = refused(client, given.employer, f"{path}/signatures", {"version": 2})
    assert (code, said["facts"]["rule"]) == (409, "version")


def test_strangers_are_not_told_of_agreements_and_placements(
    client: TestClient, sqlite: Database, running: tuple[Case, Placement]
) -> None:
    case, made = running
    with sqlite.transaction() as session:
        strangers = [rows.user(session, role) for role in Role]
    for stranger in strangers:
        for path in (f"/proposals/{case.proposal.id}/agreement", f"/placements/{made.id}"):
            assert client.get(f"/api/v1{path}", headers=as_(stranger)).status_code == 404
        code, _ = refused(client, stranger, f"/placements/{made.id}/completion", {"on": "2026-11-23"})
        assert code == 404


def test_a_placement_is_extended_and_its_next_step_proposed(
    client: TestClient, running: tuple[Case, Placement]
) -> None:
    case, made = running
    path, body = f"/placements/{made.id}", {"last_day": "2027-01-31", "why": "Det går godt"}
    assert send(client, case.consultant, f"{path}/extension", body)["end"] == "2027-01-31"
    steps = get(client, f"{path}/next-steps", case.consultant)
    assert [(one["scheme"], one["start"]) for one in steps] == [
        ("loentilskud", "2027-02-01"),
        ("ordinary", "2027-02-01"),
    ]
    proposed = send(client, case.consultant, f"{path}/next-steps", {"scheme": "ordinary", "hours": 20.0})
    assert (proposed["state"], proposed["follows_id"]) == ("proposed", case.proposal.id)
    assert client.get(f"/api/v1{path}/next-steps", headers=as_(case.employer)).status_code == 403


@pytest.mark.parametrize(
    ("end", "body", "outcome"),
    [
        ("completion", {"on": "2026-11-23"}, "completed"),
        ("break-off", {"on": "2026-11-23", "code": "transport"}, "broken_off"),
        ("job", {"from": "2026-12-01", "hours": 30}, "job"),
    ],
)
def test_a_placement_ends_in_one_of_three_ways(
    client: TestClient, running: tuple[Case, Placement], end: str, body: dict[str, object], outcome: str
) -> None:
    case, made = running
    assert refused(client, case.employer, f"/placements/{made.id}/{end}", body)[0] == 403
    send(client, case.consultant, f"/placements/{made.id}/{end}", body)
    shown = get(client, f"/placements/{made.id}", case.consultant)
    assert shown["outcome"] == outcome
    assert get(client, f"/placements/{made.id}", case.employer)["reason"] is None


def test_each_role_lists_its_own_running_placements(
    client: TestClient, sqlite: Database, running: tuple[Case, Placement]
) -> None:
    case, made = running
    with sqlite.transaction() as session:
        citizen = session.merge(case.citizen)
        citizen.user_id, citizen.caseworker_id = (
            rows.user(session, Role.CITIZEN).id,
            rows.user(session, Role.CASEWORKER).id,
        )
        users = [case.consultant, case.employer]
        users += [session.get_one(User, one) for one in (citizen.user_id, citizen.caseworker_id)]
        nobody = [rows.user(session, role) for role in (Role.EMPLOYER, Role.CITIZEN, Role.CASEWORKER)]
    for user in users:
        assert [one["id"] for one in get(client, "/placements", user)] == [made.id]
    for user in nobody:
        assert get(client, "/placements", user) == []


def test_a_milestone_is_told_as_reached_and_taken_back(client: TestClient, running: tuple[Case, Placement]) -> None:
    given, placement = running
    path = f"/placements/{placement.id}/milestones"
    (goal,) = get(client, path, given.employer)
    assert (goal["text"], goal["reached_on"]) == ("Kan gå selv", None)
    for day in (TODAY.isoformat(), None):
        told = send(client, given.employer, f"{path}/{goal['id']}", {"reached_on": day}, "PUT")
        assert told["reached_on"] == day
    code, said = refused(client, given.consultant, f"{path}/{goal['id']}", {"reached_on": "2099-01-01"}, "PUT")
    assert (code, [fault["place"] for fault in said["faults"]]) == (422, ["reached_on"])
