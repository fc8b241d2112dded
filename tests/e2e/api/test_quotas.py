"""Quota and evidence over the API: what is free ahead, another figure, decisions that stand, and who sees how much."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from accounts.tables import Role, User
from citizens.tables import Citizen
from companies.quotas import Stay
from companies.tables import Unit
from core.db import Database
from placements.evidence.chain import content
from placements.evidence.tables import QuotaDecision
from placements.tables import Proposal, ProposalState
from tests import rows
from tests.e2e.api.calls import as_, everything, get
from tests.integration.evidence.decided import LAST, PLACE, asked, decided
from tests.integration.placements.cases import case
from tests.rows import START

SUBSIDISED = Stay(scheme="loentilskud", start=START, end=LAST, hours=37)


@dataclass(frozen=True)
class Given:
    """A unit with two places under the cap and its employer, the citizen's consultant, and a caseworker."""

    unit: Unit
    employer: User
    consultant: User
    caseworker: User
    proposal: Proposal


@pytest.fixture
def given(sqlite: Database) -> Given:
    with sqlite.transaction() as session:
        made = case(session)
        return Given(made.unit, made.employer, made.consultant, rows.user(session, Role.CASEWORKER), made.proposal)


def decisions(session: Session) -> list[QuotaDecision]:
    return list(session.scalars(select(QuotaDecision).order_by(QuotaDecision.id)))


def override(client: TestClient, user: User, unit: Unit, places: int | None, reason: str = "Ny afdeling") -> Any:
    body = {"places": places, "reason": reason}
    return client.put(f"/api/v1/units/{unit.id}/quota-override", json=body, headers=as_(user))


def test_free_places_ahead_are_steps(client: TestClient, sqlite: Database, given: Given) -> None:
    with sqlite.transaction() as session:
        rows.placement(session, given.unit, end=LAST)
    found = get(client, f"/units/{given.unit.id}/quota/ahead", given.employer, weeks=26)
    assert [(one["first"], one["used"], one["free"]) for one in found] == [
        ("2026-11-23", 0, 2),
        ("2026-12-07", 1, 1),
        ("2027-03-08", 0, 2),
    ]
    assert found[-1]["last"] == "2027-05-23"


def test_a_caseworkers_figure_holds_until_it_is_taken_back(client: TestClient, given: Given) -> None:
    assert override(client, given.caseworker, given.unit, 5).status_code == 200
    assert (
        override(client, given.caseworker, given.unit, 5).json()
        == override(client, given.caseworker, given.unit, 5).json()
    )
    assert get(client, f"/units/{given.unit.id}/quota", given.employer)["places"] == 5
    override(client, given.caseworker, given.unit, None, "Aflyst")
    assert get(client, f"/units/{given.unit.id}/quota", given.employer)["places"] == 2
    history = get(client, f"/units/{given.unit.id}/quota-overrides", given.employer)
    assert [(one["places"], one["reason"], one["user"]) for one in history] == [
        (None, "Aflyst", given.caseworker.id),
        (5, "Ny afdeling", given.caseworker.id),
    ]


def test_a_figure_that_cannot_be_is_refused(client: TestClient, given: Given) -> None:
    for places, reason in ((-1, "x"), (501, "x"), (3, " ")):
        assert override(client, given.caseworker, given.unit, places, reason).status_code == 422


def test_others_than_caseworkers_do_not_decide_otherwise(client: TestClient, given: Given) -> None:
    assert [override(client, user, given.unit, 5).status_code for user in (given.employer, given.consultant)] == [
        403
    ] * 2


def test_a_decision_is_shown_with_its_evidence_and_can_be_sealed_again(
    client: TestClient, sqlite: Database, given: Given
) -> None:
    with sqlite.transaction() as session:
        row = decided(session, given.unit, asked(proposal_id=given.proposal.id), user_id=given.employer.id)
    found = get(client, f"/quota-decisions/{row.id}", given.consultant)
    assert (found["allowed"], found["proposal"], found["user"]) == (True, given.proposal.id, given.employer.id)
    assert found["verdict"] == {"decision": row.id, "linked": True, "intact": True, "differences": []}
    sealed = content(row) | {"record": found["record"]}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256(text.encode()).hexdigest() == found["digest"]


def test_decisions_are_listed_page_by_page_in_their_order(client: TestClient, sqlite: Database, given: Given) -> None:
    with sqlite.transaction() as session:
        made = [decided(session, given.unit, asked(*[PLACE] * number)).id for number in range(3)]
    found = everything(client, f"/units/{given.unit.id}/quota-decisions", given.employer, limit=2)
    assert [(one["id"], one["allowed"], one["rule"]) for one in found] == [
        (made[0], True, None),
        (made[1], True, None),
        (made[2], False, "quota"),
    ]
    checked = get(client, f"/units/{given.unit.id}/quota-check", given.caseworker)
    assert [(one["linked"], one["intact"], one["differences"]) for one in checked] == [(True, True, [])] * 3


def test_an_employer_is_not_told_of_the_citizens_capacity(client: TestClient, sqlite: Database, given: Given) -> None:
    with sqlite.transaction() as session:
        row = decided(session, given.unit, asked(place=SUBSIDISED, target_group="ledighedsydelse"))
    theirs, ours = (
        get(client, f"/quota-decisions/{row.id}", user)["record"] for user in (given.employer, given.consultant)
    )
    assert (theirs["counts"]["exempt"], ours["counts"]["exempt"]) == (False, True)
    assert [[one["rule"] for one in shown["findings"]] for shown in (theirs, ours)] == [
        ["quota"],
        ["quota", "additional"],
    ]
    assert (theirs["found"]["additional"], theirs["counts"]["units"]) == (None, [])


def test_other_employers_see_no_such_unit_or_decision(client: TestClient, sqlite: Database, given: Given) -> None:
    with sqlite.transaction() as session:
        stranger, row = rows.user(session, Role.EMPLOYER), decided(session, given.unit, asked())
    paths = [f"/quota-decisions/{row.id}", "/quota-decisions/999"]
    paths += [
        f"/units/{given.unit.id}/{part}"
        for part in ("quota/ahead", "quota-decisions", "quota-check", "quota-overrides")
    ]
    assert {client.get(f"/api/v1{path}", headers=as_(stranger)).status_code for path in paths} == {404}


def test_a_refused_yes_is_a_409_and_is_kept_with_its_evidence(
    client: TestClient, sqlite: Database, given: Given
) -> None:
    with sqlite.transaction() as session:
        for _ in range(2):
            rows.placement(session, given.unit)
    answer = client.post(
        f"/api/v1/proposals/{given.proposal.id}/answer", json={"answer": "yes"}, headers=as_(given.employer)
    )
    assert (answer.status_code, answer.json()["facts"]["rule"]) == (409, "quota")
    with sqlite.reading() as session:
        (row,) = decisions(session)
        assert session.get_one(Proposal, given.proposal.id).state == ProposalState.CITIZEN_YES
    assert (row.allowed, row.step, row.proposal_id, row.user_id) == (False, "yes", given.proposal.id, given.employer.id)
    assert row.record["words"] == answer.json()["detail"]


def statement(client: TestClient, user: User, proposal: Proposal, **values: object) -> Any:
    body = {"name": "Per Lund", "role": "shop_steward", "said_on": "2026-11-23", "agrees": True} | values
    return client.post(f"/api/v1/proposals/{proposal.id}/employee-statements", json=body, headers=as_(user))


def test_the_employees_statement_is_taken_down_and_the_newest_comes_first(
    client: TestClient, sqlite: Database, given: Given
) -> None:
    with sqlite.transaction() as session:
        session.get_one(Proposal, given.proposal.id).state = ProposalState.AGREEMENT
    statement(client, given.employer, given.proposal)
    answer = statement(client, given.consultant, given.proposal, agrees=False, remark="Vi er for få")
    assert (answer.status_code, [one["agrees"] for one in answer.json()]) == (201, [False, True])
    path = f"/proposals/{given.proposal.id}/employee-statements"
    assert get(client, path, given.employer) == answer.json()
    assert statement(client, given.employer, given.proposal, name=" ").status_code == 422


def test_a_statement_is_not_for_the_citizen_or_strangers(client: TestClient, sqlite: Database, given: Given) -> None:
    with sqlite.transaction() as session:
        stranger, citizen = rows.user(session, Role.EMPLOYER), rows.user(session, Role.CITIZEN)
        proposal = session.get_one(Proposal, given.proposal.id)
        proposal.state = ProposalState.AGREEMENT
        case_of = session.get_one(Citizen, proposal.citizen_id)
        case_of.user_id = citizen.id
    path = f"/api/v1/proposals/{given.proposal.id}/employee-statements"
    assert [client.get(path, headers=as_(user)).status_code for user in (stranger, citizen)] == [404, 403]
    assert [statement(client, user, given.proposal).status_code for user in (stranger, citizen)] == [404, 403]
