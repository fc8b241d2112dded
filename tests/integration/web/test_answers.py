"""Answers given on the pages: the citizen's through the consultant, and the employer's own."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from core.db import Database
from placements.tables import Proposal, ProposalState
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]


def answer(client: TestClient, proposal: int, **form: str) -> Response:
    return client.post(f"/forslag/{proposal}/svar", data=form, follow_redirects=False)


def state(database: Database, proposal: int) -> ProposalState:
    with database.reading() as session:
        return session.get_one(Proposal, proposal).state


def test_the_citizens_yes_passes_the_proposal_on_to_the_employer(visit_as: VisitAs, sqlite: Database) -> None:
    given = answer(visit_as(people.CONSULTANT), sample.TO_AMINA, answer="yes")

    assert (given.status_code, given.headers["location"]) == (303, "/borgere?svar=yes")
    assert state(sqlite, sample.TO_AMINA) == ProposalState.CITIZEN_YES
    assert f"/forslag/{sample.TO_AMINA}" in visit_as(people.EMPLOYER).get("/virksomhed").text


def test_the_employers_yes_is_an_agreement(visit_as: VisitAs, sqlite: Database) -> None:
    given = answer(visit_as(people.EMPLOYER), sample.TO_BENT, answer="yes")

    assert given.headers["location"] == "/virksomhed?svar=yes"
    assert state(sqlite, sample.TO_BENT) == ProposalState.EMPLOYER_YES


def test_a_no_comes_with_its_reason(visit_as: VisitAs, sqlite: Database) -> None:
    assert answer(visit_as(people.EMPLOYER), sample.TO_BENT, answer="no", reason="Vi flytter").status_code == 303
    assert state(sqlite, sample.TO_BENT) == ProposalState.EMPLOYER_NO


@pytest.mark.parametrize(("given", "receipt"), [("yes", "Dit ja er gemt."), ("no", "Dit nej er gemt")])
def test_the_receipt_says_what_was_saved(visit_as: VisitAs, given: str, receipt: str) -> None:
    assert receipt in visit_as(people.EMPLOYER).get(f"/virksomhed?svar={given}").text


def test_an_address_made_up_gives_no_receipt(visit_as: VisitAs) -> None:
    text = visit_as(people.EMPLOYER).get("/virksomhed?svar=<script>").text

    assert "alert-success" not in text
    assert "<script>" not in text


def test_an_employer_cannot_answer_before_the_citizen(visit_as: VisitAs, sqlite: Database) -> None:
    assert answer(visit_as(people.EMPLOYER), sample.TO_AMINA, answer="yes").status_code == 404
    assert state(sqlite, sample.TO_AMINA) == ProposalState.PROPOSED


@pytest.mark.parametrize("person", [people.CONSULTANT, people.EMPLOYER, people.COORDINATOR])
def test_nobody_answers_for_others(visit_as: VisitAs, sqlite: Database, person: int) -> None:
    assert answer(visit_as(person), sample.TO_FRODE, answer="no", reason="x").status_code == 404
    assert state(sqlite, sample.TO_FRODE) == ProposalState.CITIZEN_YES


def test_nobody_in_particular_answers_nothing(client: TestClient) -> None:
    assert answer(client, sample.TO_AMINA, answer="yes").status_code == 403


def test_an_answer_that_is_neither_yes_nor_no_is_refused(visit_as: VisitAs) -> None:
    assert answer(visit_as(people.CONSULTANT), sample.TO_AMINA, answer="maybe").status_code == 422


@pytest.mark.parametrize("proposal", [0, int("9" * 23)])
def test_a_proposal_that_cannot_be_is_not_there(visit_as: VisitAs, proposal: int) -> None:
    assert answer(visit_as(people.CONSULTANT), proposal, answer="yes").status_code == 404


@pytest.mark.parametrize("reason", ["V\x1b[2Ji flytter", "V\u202ei flytter", "V\x00i flytter"])
def test_a_reason_with_control_characters_is_refused(visit_as: VisitAs, sqlite: Database, reason: str) -> None:
    assert answer(visit_as(people.EMPLOYER), sample.TO_BENT, answer="no", reason=reason).status_code == 422
    assert state(sqlite, sample.TO_BENT) == ProposalState.CITIZEN_YES
