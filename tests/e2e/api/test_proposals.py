"""Proposals over HTTP: who sees what, and the answers."""

from dataclasses import dataclass
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from accounts.tables import Role, User
from citizens.tables import Citizen
from companies.tables import Unit
from core.audit import AuditEntry
from core.db import Database
from placements.tables import Proposal, ProposalState
from tests import rows
from tests.e2e.api.calls import Json, as_, counted_queries, everything, get
from tests.integration.placements.way import written

SECRETS = ("Hemmelig", "Navnesen", "610180", "aktivitetsparat", "occupation", "Havnegade", "0.8", "0.75")


@dataclass(frozen=True)
class People:
    consultant: User
    employer: User
    self: User
    citizen: Citizen
    unit: Unit


@pytest.fixture
def people(sqlite: Database) -> People:
    with sqlite.transaction() as session:
        consultant, employer = rows.user(session), rows.user(session, Role.EMPLOYER)
        self = rows.user(session, Role.CITIZEN)
        values = {
            "first_name": "Hemmelig",
            "last_name": "Navnesen",
            "user_id": self.id,
            "needs": ["mentor", "no_heavy_lifting"],
        }
        citizen = rows.citizen(session, consultant, **values)
        return People(consultant, employer, self, citizen, rows.unit(session, 10, employer, mentor_capacity=1))


def propose(database: Database, people: People, state: ProposalState = ProposalState.CITIZEN_YES) -> Proposal:
    with database.transaction() as session:
        return rows.proposal(session, people.citizen, rows.opening(session, people.unit), state=state)


def answer(client: TestClient, user: User, proposal: Proposal, given: str, reason: str | None = None) -> Json:
    body = {"answer": given} | ({} if reason is None else {"reason": reason})
    return client.post(f"/api/v1/proposals/{proposal.id}/answer", headers=as_(user), json=body)


def test_the_consultant_sees_whom_and_why(client: TestClient, sqlite: Database, people: People) -> None:
    proposal = propose(sqlite, people)
    (found,) = get(client, "/proposals", people.consultant)["items"]
    assert found["id"] == proposal.id
    assert found["citizen"] == {"id": people.citizen.id, "name": "Hemmelig Navnesen"}
    assert found["because"] == [{"criterion": "occupation", "points": 0.4, "of": 0.4}]
    assert (found["start"], found["end"], found["hours"]) == ("2026-12-07", "2027-03-08", 14.0)
    assert found == get(client, f"/proposals/{proposal.id}", people.consultant)


def test_citizens_see_their_own(client: TestClient, sqlite: Database, people: People) -> None:
    proposal = propose(sqlite, people, ProposalState.PROPOSED)
    (found,) = get(client, "/proposals", people.self)["items"]
    assert found == get(client, f"/proposals/{proposal.id}", people.self)
    assert found["citizen"]["id"] == people.citizen.id


def test_a_citizens_user_without_a_case_sees_an_empty_list(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        nobody = rows.user(session, Role.CITIZEN)
    assert get(client, "/proposals", nobody)["items"] == []


@pytest.mark.parametrize("state", [ProposalState.CITIZEN_YES, ProposalState.EMPLOYER_YES, ProposalState.EMPLOYER_NO])
def test_the_employer_sees_the_place_and_nothing_of_the_citizen(
    client: TestClient, sqlite: Database, people: People, state: ProposalState
) -> None:
    proposal = propose(sqlite, people, state)
    for path in ("/api/v1/proposals", f"/api/v1/proposals/{proposal.id}"):
        shown = client.get(path, headers=as_(people.employer)).text
        assert f'"id":{proposal.id}' in shown
        assert [secret for secret in SECRETS if secret in shown] == []
        assert "citizen" not in shown.replace("citizen_yes", "")


def test_no_answer_shows_the_employer_the_citizen(client: TestClient, sqlite: Database, people: People) -> None:
    proposal = propose(sqlite, people)
    for given, reason in (("maybe", None), ("no", None), ("yes", None), ("no", "Hemmeligt?"), ("yes", None)):
        shown = answer(client, people.employer, proposal, given, reason).text
        assert [secret for secret in SECRETS if secret in shown and secret != reason] == []


@pytest.mark.parametrize("state", [ProposalState.PROPOSED, ProposalState.CITIZEN_NO, ProposalState.SUPERSEDED])
def test_without_the_citizens_yes_there_is_nothing_for_the_employer(
    client: TestClient, sqlite: Database, people: People, state: ProposalState
) -> None:
    proposal = propose(sqlite, people, state)
    assert get(client, "/proposals", people.employer)["items"] == []
    assert client.get(f"/api/v1/proposals/{proposal.id}", headers=as_(people.employer)).status_code == 404
    assert answer(client, people.employer, proposal, "yes").status_code == 404


def test_others_cannot_tell_whether_a_proposal_exists(client: TestClient, sqlite: Database, people: People) -> None:
    proposal = propose(sqlite, people)
    with sqlite.transaction() as session:
        strangers = [rows.user(session, role) for role in Role]
    for stranger in strangers:
        there = client.get(f"/api/v1/proposals/{proposal.id}", headers=as_(stranger))
        missing = client.get("/api/v1/proposals/4711", headers=as_(stranger))
        assert (there.status_code, there.json()["detail"]) == (missing.status_code, missing.json()["detail"])
        assert there.status_code == 404


@pytest.mark.parametrize("role", [Role.MANAGER, Role.COORDINATOR, Role.ADMIN, Role.INTERPRETER])
def test_managers_and_others_get_no_list(client: TestClient, sqlite: Database, role: Role) -> None:
    with sqlite.transaction() as session:
        user = rows.user(session, role)
    assert client.get("/api/v1/proposals", headers=as_(user)).status_code == 403


def test_the_way_from_proposal_to_yes_on_both_sides(client: TestClient, sqlite: Database, people: People) -> None:
    proposal = propose(sqlite, people, ProposalState.PROPOSED)
    first, second = (answer(client, one, proposal, "yes") for one in (people.self, people.employer))
    assert (first.json()["state"], second.json()["state"]) == ("citizen_yes", "employer_yes")


def test_a_no_without_a_reason_is_refused(client: TestClient, sqlite: Database, people: People) -> None:
    refused = answer(client, people.employer, propose(sqlite, people), "no")
    assert (refused.status_code, refused.json()["faults"][0]["place"]) == (422, "reason")


def test_an_acceptance_without_room_is_refused_with_the_rule(
    client: TestClient, sqlite: Database, people: People
) -> None:
    proposal = propose(sqlite, people)
    with sqlite.transaction() as session:
        for _ in range(2):
            rows.placement(session, people.unit)
    refused = answer(client, people.employer, proposal, "yes")
    assert (refused.status_code, refused.json()["facts"]["rule"]) == (409, "quota")
    assert get(client, f"/proposals/{proposal.id}", people.employer)["state"] == "citizen_yes"


def test_every_look_is_logged(client: TestClient, sqlite: Database, people: People) -> None:
    proposal = propose(sqlite, people)
    get(client, "/proposals", people.consultant)
    get(client, f"/proposals/{proposal.id}", people.employer)
    client.get(f"/api/v1/proposals/{proposal.id + 1}", headers=as_(people.consultant))
    with sqlite.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "looked").order_by(AuditEntry.id))
        seen = [(entry.user_id, entry.subject) for entry in entries]
    subject = f"citizen:{people.citizen.id}"
    assert seen == [(people.consultant.id, subject), (people.employer.id, subject)]


@pytest.mark.parametrize("whose", ["consultant", "employer", "self"])
def test_lists_come_by_id_in_pages_and_by_state(
    client: TestClient, sqlite: Database, people: People, whose: str
) -> None:
    user: User = getattr(people, whose)
    made = [propose(sqlite, people, state).id for state in (ProposalState.CITIZEN_YES, ProposalState.EMPLOYER_NO) * 2]
    assert [one["id"] for one in everything(client, "/proposals", user, limit=3)] == made
    refused = everything(client, "/proposals", user, limit=1, state="employer_no")
    assert [one["id"] for one in refused] == made[1::2]


@pytest.mark.parametrize("whose", ["consultant", "employer", "self"])
def test_a_longer_list_takes_no_more_queries(
    app: FastAPI, client: TestClient, sqlite: Database, people: People, whose: str
) -> None:
    user: User = getattr(people, whose)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            propose(sqlite, people)
        with counted_queries(app) as statements:
            get(client, "/proposals", user)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_employer_sees_what_the_place_asks_and_what_regard_to_show(
    client: TestClient, sqlite: Database, people: People
) -> None:
    found = get(client, f"/proposals/{propose(sqlite, people).id}", people.employer)
    assert (found["hours"], found["language"], found["skills"]) == (14.0, "A1", [])
    assert found["regard"] == ["mentor", "no_heavy_lifting"]
    assert (found["name"], found["steps"]) == (None, ["yes", "no"])


def test_the_first_name_is_shown_by_consent_and_no_longer(client: TestClient, sqlite: Database, people: People) -> None:
    proposal = propose(sqlite, people, ProposalState.PROPOSED)
    path = f"/api/v1/proposals/{proposal.id}"
    client.post(f"{path}/answer", headers=as_(people.self), json={"answer": "yes", "share_name": True})
    assert get(client, f"/proposals/{proposal.id}", people.employer)["name"] == "Hemmelig"
    client.put(f"{path}/name-sharing", headers=as_(people.self), json={"shared": False})
    assert get(client, f"/proposals/{proposal.id}", people.employer)["name"] is None
    assert client.put(f"{path}/name-sharing", headers=as_(people.employer), json={"shared": True}).status_code == 403


def test_the_history_is_for_the_citizen_and_the_staff(client: TestClient, sqlite: Database, people: People) -> None:
    proposal = propose(sqlite, people, ProposalState.PROPOSED)
    body = {"answer": "no", "code": "distance", "told": "phone"}
    client.post(f"/api/v1/proposals/{proposal.id}/answer", headers=as_(people.consultant), json=body)
    for user in (people.consultant, people.self):
        (change,) = get(client, f"/proposals/{proposal.id}/history", user)
        assert (change["side"], change["step"], change["code"], change["told"]) == (
            "citizen",
            "no",
            "distance",
            "phone",
        )
    shown = propose(sqlite, people)
    assert client.get(f"/api/v1/proposals/{shown.id}/history", headers=as_(people.employer)).status_code == 403


def test_the_municipality_sees_what_stands_in_the_way_and_a_caseworker_lets_it_pass(
    client: TestClient, sqlite: Database, people: People
) -> None:
    with sqlite.transaction() as session:
        opening = rows.opening(session, people.unit)
        long = rows.proposal(session, people.citizen, opening, end=date(2027, 3, 15), state=ProposalState.CITIZEN_YES)
    path = f"/api/v1/proposals/{long.id}"
    (found,) = get(client, f"/proposals/{long.id}/findings", people.consultant)
    assert (found["rule"], found["soft"], found["overruled"]) == ("longest_stay", True, False)
    assert client.get(f"{path}/findings", headers=as_(people.self)).status_code == 403
    assert answer(client, people.employer, long, "yes").json()["facts"]["rule"] == "gone"
    let = client.post(
        f"{path}/overrulings", headers=as_(people.consultant), json={"rule": "longest_stay", "reason": "Lægens råd"}
    )
    assert [one["overruled"] for one in let.json()] == [True]
    assert answer(client, people.employer, long, "yes").json()["state"] == "employer_yes"


def test_the_municipality_takes_a_proposal_back_with_a_reason(
    client: TestClient, sqlite: Database, people: People
) -> None:
    proposal = propose(sqlite, people)
    path, body = f"/api/v1/proposals/{proposal.id}/withdrawal", {"code": "firm_changed"}
    assert client.post(path, headers=as_(people.employer), json=body).status_code == 403
    for _ in range(2):
        taken = client.post(path, headers=as_(people.consultant), json=body).json()
        assert (taken["state"], taken["reason"], taken["steps"]) == ("withdrawn", "firm_changed", [])


def test_after_their_own_no_the_employer_is_told_nothing_of_the_citizen(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = written(session)
        given.proposal.name_shared, given.citizen.needs = True, ["breaks"]
    refused = answer(client, given.employer, given.proposal, "no", "Lukket")
    assert refused.json()["state"] == "employer_no"
    for found in (refused.json(), get(client, f"/proposals/{given.proposal.id}", given.employer)):
        assert (found["name"], found["regard"]) == (None, [])
    path = f"/api/v1/proposals/{given.proposal.id}/agreement"
    assert client.get(path, headers=as_(given.employer)).status_code == 404
    assert client.get(path, headers=as_(given.consultant)).status_code == 200
