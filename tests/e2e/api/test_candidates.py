"""Candidates, where a citizen could go, proposals by hand and answers for many, over HTTP."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from accounts.tables import Role, User
from citizens.tables import Citizen, Status
from companies.tables import Opening
from core.audit import AuditEntry
from core.db import Database
from placements.tables import Proposal, ProposalState
from tests import rows
from tests.e2e.api.calls import as_, get

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Case:
    """Two consultants with a citizen each, and an opening for both."""

    mine: User
    other: User
    citizen: Citizen
    foreign: Citizen
    opening: Opening


@pytest.fixture
def case(sqlite: Database) -> Case:
    with sqlite.transaction() as session:
        mine, other = (rows.user(session, capacity=5) for _ in range(2))
        citizen, foreign = (
            rows.citizen(session, staff, status=Status.READY, max_travel_km=50.0) for staff in (mine, other)
        )
        opening = rows.opening(session, rows.unit(session), seats=2)
        return Case(mine, other, citizen, foreign, opening)


def test_candidates_are_named_to_those_who_carry_the_case_alone(
    client: TestClient, sqlite: Database, case: Case
) -> None:
    found = get(client, f"/openings/{case.opening.id}/candidates", case.mine)
    assert found["lawful"] == 2
    named = {one["consultant_id"]: one["citizen"] for one in found["items"]}
    assert named == {case.mine.id: {"id": case.citizen.id, "name": case.citizen.name}, case.other.id: None}
    assert all(0 < one["score"] <= 1 and one["because"] and one["would_take"] is None for one in found["items"])
    with sqlite.reading() as session:
        looked = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "looked")).all()
    assert looked == [f"citizen:{case.citizen.id}"]


def test_what_nearly_is_possible_says_what_it_takes(client: TestClient, sqlite: Database, case: Case) -> None:
    with sqlite.transaction() as session:
        session.get_one(Opening, case.opening.id).language = "B2"
    (one,) = get(client, f"/citizens/{case.citizen.id}/chances", case.mine)["items"]
    assert (one["opening"]["id"], one["score"], "B2" in one["would_take"]) == (case.opening.id, None, True)


def test_where_a_citizen_could_go_is_for_those_who_carry_the_case(client: TestClient, case: Case) -> None:
    path = f"{PREFIX}/citizens/{case.citizen.id}/chances"
    assert client.get(path, headers=as_(case.mine)).json()["items"][0]["opening"]["id"] == case.opening.id
    assert client.get(path, headers=as_(case.other)).status_code == 404


def test_a_proposal_by_hand_is_made_once(client: TestClient, sqlite: Database, case: Case) -> None:
    path = f"{PREFIX}/openings/{case.opening.id}/candidates"
    first, again = (client.post(path, headers=as_(case.mine), json={"citizen": case.citizen.id}) for _ in range(2))
    assert (first.status_code, first.json()["state"]) == (201, "proposed")
    assert first.json() == again.json()
    refused = client.post(path, headers=as_(case.mine), json={"citizen": case.foreign.id})
    assert refused.status_code == 404
    with sqlite.reading() as session:
        assert [one.citizen_id for one in session.scalars(select(Proposal))] == [case.citizen.id]


def test_a_rule_that_stands_in_the_way_is_a_conflict_that_names_it(
    client: TestClient, sqlite: Database, case: Case
) -> None:
    with sqlite.transaction() as session:
        session.get_one(Opening, case.opening.id).language = "B2"
    path = f"{PREFIX}/openings/{case.opening.id}/candidates"
    refused = client.post(path, headers=as_(case.mine), json={"citizen": case.citizen.id})
    assert refused.status_code == 409
    assert refused.json()["facts"]["rule"] == "language"


def test_many_are_answered_at_once_and_each_says_what_came_of_it(
    client: TestClient, sqlite: Database, case: Case
) -> None:
    with sqlite.transaction() as session:
        own, foreign = (
            rows.proposal(session, session.get_one(Citizen, one.id), session.get_one(Opening, case.opening.id)).id
            for one in (case.citizen, case.foreign)
        )
    said = {"do": "accept", "proposals": [foreign, own]}
    done = client.post(f"{PREFIX}/proposals/many", headers=as_(case.mine), json=said).json()["items"]
    assert [(one["proposal"], one["done"], one["why"] is None) for one in done] == [
        (own, True, True), (foreign, False, False)
    ]  # fmt: skip
    back = {"do": "withdraw", "proposals": [own], "code": "mistake"}
    assert client.post(f"{PREFIX}/proposals/many", headers=as_(case.mine), json=back).json()["items"][0]["done"]
    with sqlite.reading() as session:
        assert session.get_one(Proposal, own).state == ProposalState.WITHDRAWN
        assert session.get_one(Proposal, foreign).state == ProposalState.PROPOSED


@pytest.mark.parametrize("said", [{"do": "delete", "proposals": [1]}, {"do": "accept", "proposals": [0]}, {}])
def test_nonsense_is_refused(client: TestClient, case: Case, said: dict[str, object]) -> None:
    assert client.post(f"{PREFIX}/proposals/many", headers=as_(case.mine), json=said).status_code == 422


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.CITIZEN, Role.COORDINATOR])
def test_others_may_not(client: TestClient, sqlite: Database, case: Case, role: Role) -> None:
    with sqlite.transaction() as session:
        user = rows.user(session, role)
    for path in (f"/openings/{case.opening.id}/candidates", f"/citizens/{case.citizen.id}/chances"):
        assert client.get(f"{PREFIX}{path}", headers=as_(user)).status_code == 403
