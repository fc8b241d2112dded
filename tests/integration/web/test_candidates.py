"""Openings for staff, who could come there from all portfolios, and where one citizen could go."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from accounts.tables import User
from citizens.tables import Citizen, Wish
from companies.tables import Company, Opening, OpeningState, Unit
from core.audit import AuditEntry
from core.db import Database
from placements.tables import Proposal, ProposalState
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]
HARBOUR = f"/aabninger/{sample.HARBOUR}/kandidater"
CARLA = f"/borgere/{people.STUCK}/muligheder"


@pytest.fixture(autouse=True)
def room(client: TestClient, sqlite: Database) -> None:
    """The harbour may take three, and the consultants carry ten each."""
    with sqlite.transaction() as session:
        for staff in (people.CONSULTANT, people.OTHER_CONSULTANT):
            session.get_one(User, staff).capacity = 10
        session.get_one(Unit, sample.HARBOUR).quota_override = 3


@pytest.fixture
def seeking(room: None, sqlite: Database) -> None:
    """Frode, whom Kurt looks after, has answered nothing, and his place can be taken by two."""
    with sqlite.transaction() as session:
        session.get_one(Proposal, sample.TO_FRODE).state = ProposalState.PROPOSED
        session.add(Wish(citizen_id=people.OF_OTHER, rank=1, occupation="751200"))


def test_openings_are_listed_with_free_seats(visit_as: VisitAs) -> None:
    text = visit_as(people.CONSULTANT).get("/aabninger").text
    assert "Bagermedhjælper" in text
    assert "0 af 2" in text  # Amina is proposed one, Bent has said yes to the other
    assert "1 af 2" in text


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("q=smedje", "Smedehjælper", "Bagermedhjælper"),
        ("q=bager prøvekøbing", "Bagermedhjælper", "Smedehjælper"),
        ("q=%25", "Bagermedhjælper", "Ingen opslag passer"),
        ("ordning=igu", "Ingen opslag passer", "Smedehjælper"),
        ("ordning=loentilskud", "Smedehjælper", "Ingen opslag passer"),
        ("tilstand=closed", "Smedehjælper", "Bagermedhjælper"),
        ("mine=true", "Bagermedhjælper", "Ingen opslag passer"),
        (f"efter={sample.HARBOUR}", "Ingen opslag passer", "Bagermedhjælper"),
    ],
)
def test_the_list_is_filtered(visit_as: VisitAs, sqlite: Database, query: str, found: str, missing: str) -> None:
    with sqlite.transaction() as session:
        session.get_one(Company, sample.BAKERY).consultant_id = people.CONSULTANT
        if "closed" in query:
            session.get_one(Opening, sample.HARBOUR).state = OpeningState.CLOSED
    text = visit_as(people.CONSULTANT).get(f"/aabninger?{query}").text.partition("<main")[2]
    assert found in text
    assert missing not in text


@pytest.mark.usefixtures("seeking")
def test_candidates_of_others_are_known_by_their_consultant_alone(visit_as: VisitAs, sqlite: Database) -> None:
    text = visit_as(people.CONSULTANT).get(HARBOUR).text
    assert "Carla Østergård" in text
    assert "En borger hos Kurt Konsulent" in text
    assert "Frode" not in text
    assert "Fremmed" not in text
    assert "Har et forslag her" in text
    with sqlite.reading() as session:
        looked = select(AuditEntry.subject).where(
            AuditEntry.action == "looked", AuditEntry.user_id == people.CONSULTANT
        )
        assert set(session.scalars(looked)) == {f"citizen:{row}" for row in (people.PROPOSED, people.STUCK)}


@pytest.mark.usefixtures("seeking")
def test_each_portfolio_has_its_colour_and_the_name_beside_it(visit_as: VisitAs) -> None:
    text = visit_as(people.OTHER_CONSULTANT).get(HARBOUR).text
    assert '<span class="owner colour-1">Karen Konsulent</span>' in text
    assert '<span class="owner colour-2">Kurt Konsulent</span>' in text
    assert "Frode Fremmed" in text


@pytest.mark.usefixtures("seeking")
def test_only_ones_own_can_be_proposed_the_others_are_asked_for(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Proposal, sample.TO_FRODE).state = ProposalState.SUPERSEDED
    text = visit_as(people.CONSULTANT).get(HARBOUR).text
    assert f'name="citizen" value="{people.STUCK}"' in text
    assert f'name="citizen" value="{people.OF_OTHER}"' not in text
    assert "Skriv til Kurt Konsulent" in text


def test_a_proposal_by_hand_leads_to_its_page(visit_as: VisitAs, sqlite: Database) -> None:
    client = visit_as(people.CONSULTANT)
    answer = client.post(HARBOUR, data={"citizen": people.STUCK}, follow_redirects=False)
    assert answer.status_code == 303
    made = int(answer.headers["location"].partition("?")[0].rpartition("/")[2])
    with sqlite.reading() as session:
        proposal = session.get_one(Proposal, made)
        assert (proposal.citizen_id, proposal.opening_id) == (people.STUCK, sample.HARBOUR)


def test_a_proposal_by_hand_that_a_rule_forbids_says_which(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Citizen, people.STUCK).language = "A0"
    answer = visit_as(people.CONSULTANT).post(HARBOUR, data={"citizen": people.STUCK})
    assert answer.status_code == 409
    assert "Det kan ikke foreslås; det kræver" in answer.text


def test_where_a_citizen_could_go_is_told_and_logged(visit_as: VisitAs, sqlite: Database) -> None:
    text = visit_as(people.CONSULTANT).get(CARLA).text
    assert "Muligheder for Carla Østergård" in text
    assert "Smedehjælper" in text
    assert "1 opslag er muligt efter alle regler." in text
    with sqlite.reading() as session:
        assert f"citizen:{people.STUCK}" in session.scalars(select(AuditEntry.subject)).all()


def test_what_would_open_more_is_told(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Opening, sample.HARBOUR).language = "B1"
    text = visit_as(people.CONSULTANT).get(CARLA).text
    assert "Intet opslag er muligt lige nu" in text
    assert "Smedehjælper</strong>, Havnens Smedje, Havnegade, Prøvekøbing: kræver" in text


def test_a_caseworker_may_look_and_propose_to_the_own(visit_as: VisitAs) -> None:
    client = visit_as(people.CASEWORKER)
    assert "Smedehjælper" in client.get(CARLA).text
    answer = client.post(CARLA, data={"opening": sample.HARBOUR}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"].partition("?")[2]) == (303, "gemt=proposed")


@pytest.mark.parametrize(
    ("person", "path", "status"),
    [
        (people.OTHER_CONSULTANT, CARLA, 404),
        (people.CONSULTANT, "/borgere/99/muligheder", 404),
        (people.CONSULTANT, "/aabninger/99/kandidater", 404),
        (people.EMPLOYER, HARBOUR, 403),
        (people.EMPLOYER, "/aabninger", 403),
        (people.COORDINATOR, CARLA, 403),
    ],
)
def test_whose_it_is_not_sees_nothing(visit_as: VisitAs, person: int, path: str, status: int) -> None:
    answer = visit_as(person).get(path)
    assert answer.status_code == status
    assert "Carla" not in answer.text


def test_the_pages_speak_english_too(visit_as: VisitAs) -> None:
    client = visit_as(people.CONSULTANT)
    assert "Candidates for Smedehjælper" in client.get(f"{HARBOUR}?lang=en").text
    assert "Where Carla Østergård could go" in client.get(f"{CARLA}?lang=en").text
    assert "Matchings" in client.get("/matchninger?lang=en").text
