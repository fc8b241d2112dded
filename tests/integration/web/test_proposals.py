"""The page of a proposal, for the citizen, the employer and the municipality: each sees what is theirs."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from core import clock
from core.audit import AuditEntry
from core.db import Database
from placements.tables import Proposal, ProposalState
from tests.integration.web import people, sample
from tests.integration.web.proposal_steps import CITIZEN, PAGE, VisitAs, both_say_yes, log_in, send, state


@pytest.fixture(autouse=True)
def amina(client: TestClient, sqlite: Database) -> None:
    log_in(sqlite)


def test_the_citizen_reads_what_it_is_why_and_that_a_no_is_all_right(visit_as: VisitAs) -> None:
    text = visit_as(CITIZEN).get(PAGE).text

    for one in (
        "Bagermedhjælper hos Prøvebageriet ApS",
        "Du bestemmer selv",
        "Derfor foreslår vi det til dig",
        "Karen Konsulent",
    ):
        assert one in text
    assert "af 40" not in text, "points are for the municipality"
    assert "Det er i orden at sige nej" in text


def test_what_fits_less_well_is_told_apart_from_the_reasons_for_it(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Proposal, sample.TO_AMINA).because = [
            {"criterion": "occupation", "points": 0.4, "of": 0.4},
            {"criterion": "distance", "points": 0.0, "of": 0.2},
        ]
    before, _, after = visit_as(CITIZEN).get(PAGE).text.partition("Det skal du også vide")

    assert "Arbejdet er noget af det, du helst vil." in before.partition("Derfor foreslår vi det til dig")[2]
    assert "Der er et stykke vej" in after
    assert "Der er et stykke vej" not in before


def test_how_it_stands_is_told_in_words_to_whoever_looks(visit_as: VisitAs) -> None:
    assert "Venter på dit svar" in visit_as(CITIZEN).get(PAGE).text
    assert "Venter på borgerens svar" in visit_as(people.CONSULTANT).get(PAGE).text
    send(visit_as(CITIZEN), "svar", answer="yes", here="true")

    assert "Du har sagt ja. Venter på virksomheden" in visit_as(CITIZEN).get(PAGE).text
    assert "Venter på jeres svar" in visit_as(people.EMPLOYER).get(PAGE).text


def test_the_employer_sees_nothing_before_the_citizens_yes(visit_as: VisitAs) -> None:
    assert visit_as(people.EMPLOYER).get(PAGE).status_code == 404


def test_after_the_yes_the_employer_sees_what_the_place_asks_for_and_nobodys_name(visit_as: VisitAs) -> None:
    send(visit_as(CITIZEN), "svar", answer="yes", here="true")
    text = visit_as(people.EMPLOYER).get(PAGE).text

    for shown in ("Mindst A1", "14,5 timer om ugen", "Pauser", "Borgerens navn står i aftalen", "Borgeren sagde ja"):
        assert shown in text
    for hidden in ("Amina", "Abdi", "610180", "aktivitetsparat", "Aktivitetsparat", "Derfor er det", "Afstand"):
        assert hidden not in text.replace("Amina Abdi</option>", "")


def test_the_first_name_is_told_where_the_citizen_says_so_and_taken_back_again(visit_as: VisitAs) -> None:
    send(visit_as(CITIZEN), "svar", answer="yes", here="true", share_name="true")
    assert "Amina: Bagermedhjælper" in visit_as(people.EMPLOYER).get(PAGE).text

    assert send(visit_as(CITIZEN), "fornavn", shared="false").headers["location"] == f"{PAGE}?gemt=name_hidden"
    assert "Amina: Bagermedhjælper" not in visit_as(people.EMPLOYER).get(PAGE).text


def test_a_no_without_a_reason_shows_the_form_again_and_keeps_nothing(visit_as: VisitAs, sqlite: Database) -> None:
    answer = send(visit_as(CITIZEN), "svar", answer="no", here="true", code="other", reason="")

    assert answer.status_code == 422
    assert 'href="#no-reason"' in answer.text
    assert '<details class="details" open>' in answer.text
    assert state(sqlite) == ProposalState.PROPOSED


def test_an_answer_that_comes_too_late_is_told_so_on_the_page_itself(visit_as: VisitAs) -> None:
    send(visit_as(people.CONSULTANT), "traek-tilbage", code="mistake")
    answer = send(visit_as(CITIZEN), "svar", answer="yes", here="true")

    assert answer.status_code == 409
    assert "Det kan ikke gøres, som forslaget står nu." in answer.text
    assert "Kommunen har trukket forslaget tilbage." in answer.text


def test_a_no_comes_with_its_reason_and_stops_the_life_where_it_was(visit_as: VisitAs, sqlite: Database) -> None:
    answer = send(visit_as(CITIZEN), "svar", answer="no", here="true", code="distance", reason="To busser")

    assert answer.headers["location"] == f"{PAGE}?gemt=answer_no"
    text = visit_as(people.CONSULTANT).get(PAGE).text
    assert "Der er for langt: " in text
    assert "To busser" in text
    assert "life-stopped" in text


def test_the_employer_does_not_read_the_citizens_reasons(visit_as: VisitAs) -> None:
    both_say_yes(visit_as)
    assert (
        send(visit_as(people.EMPLOYER), "svar", answer="no", here="true", code="hours", reason="Vi lukker").status_code
        == 303
    )

    assert "Vi lukker" in visit_as(people.EMPLOYER).get(PAGE).text
    assert "Vi lukker" in visit_as(people.CONSULTANT).get(PAGE).text


def test_the_consultant_passes_the_answer_on_and_says_how_it_was_told(visit_as: VisitAs) -> None:
    send(visit_as(people.CONSULTANT), "svar", answer="yes", here="true", told="phone")

    assert "givet videre: i telefonen" in visit_as(people.CONSULTANT).get(PAGE).text


def test_the_municipality_takes_a_proposal_back(visit_as: VisitAs, sqlite: Database) -> None:
    assert send(visit_as(people.CONSULTANT), "traek-tilbage", code="mistake").status_code == 303
    assert state(sqlite) == ProposalState.WITHDRAWN


def test_only_the_municipality_can_take_it_back(visit_as: VisitAs, sqlite: Database) -> None:
    assert send(visit_as(CITIZEN), "traek-tilbage", code="mistake").status_code == 403
    assert state(sqlite) == ProposalState.PROPOSED


def test_nobody_else_sees_it(visit_as: VisitAs) -> None:
    for person in (people.OTHER_CONSULTANT, people.OTHER_EMPLOYER, people.COORDINATOR, people.MANAGER):
        assert visit_as(person).get(PAGE).status_code == 404


def test_every_look_of_somebody_else_is_logged(visit_as: VisitAs, sqlite: Database) -> None:
    visit_as(CITIZEN).get(PAGE)
    visit_as(people.CONSULTANT).get(PAGE)

    with sqlite.reading() as session:
        looks = [
            one.user_id
            for one in session.query(AuditEntry).filter_by(action="looked", subject=f"citizen:{people.PROPOSED}")
        ]
    assert CITIZEN not in looks
    assert people.CONSULTANT in looks


def test_the_page_is_there_in_english_too(visit_as: VisitAs) -> None:
    assert "You decide whether you want it." in visit_as(CITIZEN).get(f"{PAGE}?lang=en").text


def test_the_day_to_answer_by_is_told_to_whoever_is_to_answer(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Proposal, sample.TO_AMINA).answer_by = clock.today()

    assert "Svar senest" in visit_as(CITIZEN).get(PAGE).text


def test_the_decision_behind_the_firms_yes_is_a_paper_for_those_who_see_the_unit(visit_as: VisitAs) -> None:
    both_say_yes(visit_as)

    for person in (people.EMPLOYER, people.CONSULTANT):
        answer = visit_as(person).get("/afgoerelser/1.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
    assert visit_as(people.OTHER_EMPLOYER).get("/afgoerelser/1.pdf").status_code == 404


def test_the_caseworker_lets_a_soft_finding_pass_with_a_reason(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        proposal = session.get_one(Proposal, sample.TO_AMINA)
        proposal.end = proposal.start + timedelta(weeks=20)
    assert "Forløbet kan senest slutte" in visit_as(people.CONSULTANT).get(PAGE).text
    assert "Fravig det" not in visit_as(people.CONSULTANT).get(PAGE).text
    assert "Fravig det" in visit_as(people.CASEWORKER).get(PAGE).text

    empty = send(visit_as(people.CASEWORKER), "fravig", rule="longest_stay", reason="")
    assert (empty.status_code, 'href="#overrule_longest_stay-reason"' in empty.text) == (422, True)
    send(visit_as(people.CASEWORKER), "fravig", rule="longest_stay", reason="En ny vurdering")
    assert "Fraveget" in visit_as(people.CONSULTANT).get(PAGE).text


def test_neither_citizen_nor_employer_reads_what_stands_in_the_way(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        proposal = session.get_one(Proposal, sample.TO_AMINA)
        proposal.end = proposal.start + timedelta(weeks=20)
    assert "Forløbet kan senest slutte" not in visit_as(CITIZEN).get(PAGE).text

    send(visit_as(CITIZEN), "svar", answer="yes", here="true")
    assert "Forløbet kan senest slutte" not in visit_as(people.EMPLOYER).get(PAGE).text
