"""One opening: changed without losing what another wrote, never breaking a promise; paused and closed."""

import pytest
from fastapi.testclient import TestClient

from companies.tables import Opening
from core.db import Database
from placements.tables import Proposal, ProposalState
from tests.integration.web import sample
from tests.integration.web.opening_form import PAGE, form


def test_what_is_changed_is_kept_with_a_receipt(else_: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Proposal, sample.TO_BENT).state = ProposalState.EXPIRED
    sent = form(else_.get(PAGE).text, title="Bagersvend", weeks="10", offers=["mentor", "meals"], prospects="yes")
    answer = else_.post(PAGE, data=sent | {"standing": "true", "description": "Tidligt op"})

    assert "Ændringerne er gemt." in answer.text
    with sqlite.reading() as session:
        found = session.get_one(Opening, sample.BAKERY)
        assert (found.title, found.offers, found.standing) == ("Bagersvend", ["mentor", "meals"], True)


def test_what_somebody_has_said_yes_to_stands_and_the_rest_may_change(else_: TestClient, sqlite: Database) -> None:
    page = else_.get(PAGE).text
    assert "Nogen har sagt ja til pladsen" in page
    refused = else_.post(PAGE, data=form(page, weeks="10", seats="0"))
    assert refused.status_code == 422
    assert "nogen har sagt ja til det her" in refused.text

    kept = else_.post(PAGE, data=form(page, title="Hjælper i bageriet", seats="3"))
    assert "Ændringerne er gemt." in kept.text
    with sqlite.reading() as session:
        found = session.get_one(Opening, sample.BAKERY)
        assert (found.title, found.seats, found.weeks) == ("Hjælper i bageriet", 3, 13)


def test_unanswered_proposals_give_way_where_the_terms_change(else_: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Proposal, sample.TO_BENT).state = ProposalState.CITIZEN_NO
    assert "Ændringerne er gemt." in else_.post(PAGE, data=form(else_.get(PAGE).text, weeks="10")).text

    with sqlite.reading() as session:
        assert session.get_one(Proposal, sample.TO_AMINA).state is ProposalState.SUPERSEDED


def test_two_who_change_the_same_opening_lose_nothing(else_: TestClient, sqlite: Database) -> None:
    page = else_.get(PAGE).text
    else_.post(PAGE, data=form(page, description="Den første skrev det her"))
    second = else_.post(PAGE, data=form(page, title="Den andens titel", seats="4"))

    assert second.status_code == 409
    assert "En anden har ændret opslaget imens" in second.text
    assert "nu står der «Den første skrev det her»" in second.text
    again = form(second.text)
    assert (again["title"], again["seats"], again["description"]) == ("Den andens titel", "4", "")
    with sqlite.reading() as session:
        assert session.get_one(Opening, sample.BAKERY).description == "Den første skrev det her"
    assert "Ændringerne er gemt." in else_.post(PAGE, data=again).text


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (["paused"], "Opslaget er på pause"),
        (["paused", "open"], "Opslaget er åbent igen"),
        (["closed"], "Opslaget er lukket"),
    ],
)
def test_an_opening_is_paused_reopened_and_closed(else_: TestClient, states: list[str], said: str) -> None:
    for state in states:
        answer = else_.post(f"{PAGE}/tilstand", data={"state": state})
    assert str(answer.url).endswith(f"?gemt=opening_{states[-1]}#opening-{sample.BAKERY}")
    assert said in answer.text


def test_a_closed_opening_shows_no_form_and_cannot_be_changed(else_: TestClient, sqlite: Database) -> None:
    sent = form(else_.get(PAGE).text, title="Efter lukketid")
    else_.post(f"{PAGE}/tilstand", data={"state": "closed"})

    assert 'name="title"' not in else_.get(PAGE).text
    assert else_.post(PAGE, data=sent).status_code == 409
    with sqlite.reading() as session:
        assert session.get_one(Opening, sample.BAKERY).title == "Bagermedhjælper"
