"""The agreement on the pages: written, changed, signed by three sides, and read as a paper."""

from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from accounts.tables import User
from core.db import Database
from placements.tables import ProposalState
from tests.integration.web import people
from tests.integration.web.proposal_steps import (
    CITIZEN,
    PAGE,
    VisitAs,
    both_say_yes,
    log_in,
    send,
    state,
    write_agreement,
)


@pytest.fixture(autouse=True)
def amina(client: TestClient, sqlite: Database) -> None:
    log_in(sqlite)


def test_the_form_of_the_agreement_begins_with_what_is_known(visit_as: VisitAs) -> None:
    both_say_yes(visit_as)
    text = visit_as(people.CONSULTANT).get(f"{PAGE}/aftale").text

    assert 'name="hours" type="text" value="14,5"' in text
    assert "Amina Abdi: Bagermedhjælper hos Prøvebageriet ApS" in text


def test_the_others_read_the_agreement_on_the_proposals_page(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)

    for person in (CITIZEN, people.EMPLOYER):
        answer = visit_as(person).get(f"{PAGE}/aftale", follow_redirects=False)
        assert answer.headers["location"] == f"{PAGE}#aftale"
        assert "Kan stå alene ved ovnen" in visit_as(person).get(PAGE).text


def test_a_mistake_in_the_agreement_shows_what_was_typed(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    answer = write_agreement(visit_as, sqlite, purpose="", step_week=["uge fem"], step_hours=["14,5"], hours="mange")

    assert answer.status_code == 422
    for one in ('href="#hours"', 'href="#steps"', 'value="mange"', 'value="uge fem"', "Oprydning", 'value="13:00"'):
        assert one in answer.text
    assert state(sqlite) == ProposalState.EMPLOYER_YES


def test_what_cannot_be_agreed_is_told_at_its_field(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    answer = write_agreement(visit_as, sqlite, purpose="", hours="50", contact_phone="")

    assert answer.status_code == 422
    for field in ("purpose", "contact_phone", "hours"):
        assert f'href="#{field}"' in answer.text


def test_a_last_day_beyond_the_longest_stay_is_told_at_its_field(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    answer = write_agreement(visit_as, sqlite, last_day="2099-01-01")

    assert answer.status_code == 422
    for one in ('href="#last_day"', "kan senest være", 'value="2099-01-01"', "Oprydning"):
        assert one in answer.text


def test_what_was_typed_is_shown_again_where_something_came_in_between(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    with sqlite.transaction() as session:
        session.get_one(User, people.CONSULTANT).capacity = 0
    answer = write_agreement(visit_as, sqlite, hours="9", step_week=[], step_hours=[])

    assert answer.status_code == 409
    summary, _, form = answer.text.partition('<form method="post" action="/forslag')
    assert "Kommunen har ikke kapacitet til flere nu." in summary
    for one in ('name="hours" type="text" value="9"', "Oprydning", 'value="13:00"'):
        assert one in form
    assert state(sqlite) == ProposalState.EMPLOYER_YES


def test_all_three_sign_and_the_paper_says_so(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    assert write_agreement(visit_as, sqlite).headers["location"] == f"{PAGE}?gemt=agreement#aftale"

    send(visit_as(people.EMPLOYER), "underskrift", version=1)
    assert "Du har skrevet under." in visit_as(people.EMPLOYER).get(PAGE).text
    send(visit_as(people.CONSULTANT), "underskrift-paa-papir", version=1, side="citizen", name="Amina Abdi")
    send(visit_as(people.CONSULTANT), "underskrift", version=1)

    assert state(sqlite) == ProposalState.SIGNED
    text = visit_as(CITIZEN).get(PAGE).text
    assert "på papir" in text
    assert "Alle har skrevet under" in text


def test_an_agreement_waits_for_whoever_has_not_signed_it(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)
    assert "Venter på din underskrift" in visit_as(CITIZEN).get(PAGE).text
    send(visit_as(CITIZEN), "underskrift", version=1)

    assert "Du har skrevet under. Venter på de andre" in visit_as(CITIZEN).get(PAGE).text
    assert "Venter på jeres underskrift" in visit_as(people.EMPLOYER).get(PAGE).text


def test_who_was_overtaken_sees_what_they_typed_and_may_send_it_again(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)
    late = write_agreement(visit_as, sqlite, tasks="Noget andet")

    assert late.status_code == 409
    for one in ("En anden har skrevet i aftalen", "Noget andet", 'name="seen" value="1"'):
        assert one in late.text
    assert 'name="seen" value="1"' in visit_as(people.CONSULTANT).get(f"{PAGE}/aftale").text
    assert "Noget andet" not in visit_as(people.CONSULTANT).get(PAGE).text
    assert write_agreement(visit_as, sqlite, tasks="Noget andet", seen=1).status_code == 303


def test_a_firm_that_has_said_no_sees_that_and_nothing_more(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)
    send(visit_as(people.EMPLOYER), "svar", answer="no", here="true", code="no_room")
    text = visit_as(people.EMPLOYER).get(PAGE).text.partition("<main")[2]

    assert state(sqlite) == ProposalState.EMPLOYER_NO
    assert "I har sagt nej" in text
    for hidden in ("Amina", "pause", "Kan stå alene ved ovnen", "aftale.pdf", "Arbejdspladsen tager hensyn med"):
        assert hidden not in text
    assert visit_as(people.EMPLOYER).get(f"{PAGE}/aftale.pdf").status_code == 404
    assert visit_as(people.CONSULTANT).get(f"{PAGE}/aftale.pdf").status_code == 200


def test_only_the_municipality_records_signatures_on_paper(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)

    for person in (CITIZEN, people.EMPLOYER):
        assert "Nogen har skrevet under på papir" not in visit_as(person).get(PAGE).text
        on_paper = {"version": 1, "side": "citizen", "name": "Amina Abdi"}
        assert send(visit_as(person), "underskrift-paa-papir", **on_paper).status_code == 403
    for person in (people.CONSULTANT, people.CASEWORKER):
        assert "Nogen har skrevet under på papir" in visit_as(person).get(PAGE).text


def test_a_signature_on_paper_needs_a_name(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)
    answer = send(
        visit_as(people.CONSULTANT), "underskrift-paa-papir", version=1, side="citizen", name="", signed_on="i går"
    )

    assert answer.status_code == 422
    assert 'href="#paper-signed_on"' in answer.text


def test_signing_a_version_that_was_changed_is_refused(visit_as: VisitAs, sqlite: Database) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)
    write_agreement(visit_as, sqlite, tasks="Noget andet", seen=1)

    answer = send(visit_as(CITIZEN), "underskrift", version=1)
    assert answer.status_code == 409
    assert "Aftalen er ændret, siden du læste den." in answer.text
    assert 'name="version" value="2"' in answer.text, "the newest is there to be read and signed"


@pytest.mark.parametrize(
    ("language", "own"), [("da", ""), ("let", "Din aftale kort fortalt"), ("en", "Your agreement in short")]
)
def test_the_agreement_is_a_pdf_in_each_language(visit_as: VisitAs, sqlite: Database, language: str, own: str) -> None:
    both_say_yes(visit_as)
    write_agreement(visit_as, sqlite)
    answers = [visit_as(person).get(f"{PAGE}/aftale.pdf?sprog={language}") for person in (CITIZEN, people.EMPLOYER)]

    assert [one.headers["content-type"] for one in answers] == ["application/pdf"] * 2
    assert answers[0].content == answers[1].content
    assert own in PdfReader(BytesIO(answers[0].content)).pages[-1].extract_text()
    assert answers[0].headers["cache-control"] == "no-store"


def test_there_is_no_paper_before_there_is_an_agreement(visit_as: VisitAs) -> None:
    assert visit_as(CITIZEN).get(f"{PAGE}/aftale.pdf").status_code == 404
