"""«Min virksomhed»: quota, filled places, openings and proposals, and never a word of who it is about."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from companies.tables import Opening
from core.db import Database
from placements.tables import Proposal, ProposalState
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]


@pytest.fixture
def text(visit_as: VisitAs) -> str:
    return visit_as(people.EMPLOYER).get("/virksomhed").text.partition("<main")[2]


def test_an_employer_sees_their_own_units_only(text: str) -> None:
    assert "Prøvebageriet ApS, Havnegade" in text
    assert "Havnens Smedje" not in text


def test_the_quota_is_told_by_heads_and_in_full_time(text: str) -> None:
    assert "1 af 2 pladser er brugt" in text
    assert "1 plads er ledig" in text
    assert "Omregnet til fuld tid er der brugt 0,5 af 2 pladser." in text


def test_the_quota_says_what_it_rests_on(text: str) -> None:
    assert "Beregnet af 12,5 årsværk, gennemsnittet af de seneste 4 måneder" in text


def test_a_place_that_fills_no_quota_is_shown_as_such(text: str) -> None:
    rows = text.partition('id="filled-1"')[2].partition("</table>")[0].split("<tr>")[2:]

    assert [("Fleksjob" in row, ">Ja<" in row, "Løbende" in row) for row in rows] == [
        (True, False, True),
        (False, True, False),
    ]


def test_openings_tell_seats_and_starts(text: str) -> None:
    row = text.partition('id="openings-1"')[2]

    assert "Bagermedhjælper" in row
    assert "13 uger" in row
    assert "Virksomhedspraktik, Løntilskud" in row


def test_a_proposal_is_seen_only_after_the_citizens_yes(text: str) -> None:
    assert "1 forslag venter på jeres svar." in text
    assert f'action="/forslag/{sample.TO_BENT}/svar"' in text
    assert f'action="/forslag/{sample.TO_AMINA}/svar"' not in text


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("person", [people.EMPLOYER, people.OTHER_EMPLOYER])
def test_no_name_no_cpr_number_and_no_benefit_reaches_an_employer(
    visit_as: VisitAs, person: int, language: str
) -> None:
    text = visit_as(person).get(f"/virksomhed?lang={language}").text

    assert [name for name in people.NAMES if name in text] == []
    assert "610180" not in text
    assert "ktivitetsparat" not in text
    assert "Ready for activity" not in text


def test_an_agreed_proposal_waits_for_nobody(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Proposal, sample.TO_BENT).state = ProposalState.EMPLOYER_YES

    text = visit_as(people.EMPLOYER).get("/virksomhed").text
    assert "0 forslag venter" in text
    assert "I har sagt ja" in text
    assert "/svar" not in text


def test_an_employer_without_a_company_is_told_whom_to_ask(visit_as: VisitAs) -> None:
    text = visit_as(people.IDLE_EMPLOYER).get("/virksomhed").text

    assert "Du er ikke knyttet til en virksomhed endnu." in text


def test_a_unit_without_counted_employees_gets_the_least_quota(visit_as: VisitAs) -> None:
    text = visit_as(people.OTHER_EMPLOYER).get("/virksomhed").text

    assert "Der er ikke oplyst ansatte endnu" in text


def test_consultants_have_no_access(visit_as: VisitAs) -> None:
    assert visit_as(people.CONSULTANT).get("/virksomhed").status_code == 403


def test_a_unit_where_an_answer_is_awaited_comes_first(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Opening, sample.BAKERY).unit_id = sample.STALL

    text = visit_as(people.EMPLOYER).get("/virksomhed").text
    assert re.findall(r'<section id="unit-([0-9]+)"', text) == ["4", "1", "3"]
