"""«Min virksomhed»: what waits, who is there today, what is offered, whom to call; and only names that are shared."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from accounts.tables import User
from companies.tables import Company, CompanyUser, Opening, OpeningState, Unit
from core import clock
from core.audit import AuditEntry
from core.db import Database
from placements.agreements.tables import Signature, Signer
from placements.evidence.tables import EmployeeStatement
from placements.tables import Agreement, Outcome, Placement, Proposal, ProposalState
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]
PAGE = "/virksomhed"
NOTHING_WAITS = "Der venter ikke noget på jer."


@pytest.fixture
def text(visit_as: VisitAs) -> str:
    return visit_as(people.EMPLOYER).get(PAGE).text.partition("<main")[2]


@pytest.fixture
def named(client: TestClient, sqlite: Database) -> None:
    """The citizen who works in the bakery today, on an agreement and with the first name shared."""
    with sqlite.transaction() as session:
        proposal = session.get_one(Proposal, sample.TO_BENT)
        proposal.citizen_id, proposal.state, proposal.name_shared = people.IN_PRAKTIK, ProposalState.PLACED, True
        days = [{"weekday": day, "from": "08:00", "to": "12:00"} for day in range(1, 8)]
        session.add(
            Agreement(id=1, proposal_id=proposal.id, tasks="Bage", regard="", agreed_on=clock.today(), timetable=days)
        )
        session.flush()
        working = select(Placement).where(Placement.citizen_id == people.IN_PRAKTIK)
        session.scalars(working).one().agreement_id = 1


def in_state(database: Database, state: ProposalState) -> None:
    with database.transaction() as session:
        session.get_one(Proposal, sample.TO_BENT).state = state


def test_an_employer_sees_their_own_units_only(text: str) -> None:
    assert "Prøvebageriet ApS, Havnegade" in text
    assert "Havnens Smedje" not in text


def test_the_quota_is_one_line_with_the_way_to_its_figures(text: str) -> None:
    assert "1 af 2 pladser er brugt" in text
    assert "1 plads er ledig" in text
    assert f'href="/enheder/{sample.BAKERY}/kvote"' in text


def test_openings_tell_seats_and_starts(text: str) -> None:
    row = text.partition(f'id="opening-{sample.BAKERY}"')[2]

    assert f'href="/virksomhed/aabninger/{sample.BAKERY}">Bagermedhjælper' in row
    assert "0 af 2 pladser er optaget, 13 uger" in row
    assert "Virksomhedspraktik, Løntilskud" in row
    assert "Mulig start" in row


def test_a_proposal_is_seen_only_after_the_citizens_yes(text: str) -> None:
    assert "1 ting venter på jer." in text
    assert f'href="/forslag/{sample.TO_BENT}"' in text
    assert f'href="/forslag/{sample.TO_AMINA}"' not in text


@pytest.mark.parametrize(
    ("state", "waiting", "said"),
    [
        (ProposalState.EMPLOYER_YES, NOTHING_WAITS, "Konsulenten skriver aftalen"),
        (ProposalState.AGREEMENT, "1 ting venter på jer.", "Venter på jeres underskrift"),
        (ProposalState.SIGNED, "1 ting venter på jer.", "Mangler medarbejdernes udtalelse"),
    ],
)
def test_what_waits_follows_the_proposal(
    visit_as: VisitAs, client: TestClient, sqlite: Database, state: ProposalState, waiting: str, said: str
) -> None:
    in_state(sqlite, state)
    text = visit_as(people.EMPLOYER).get(PAGE).text

    assert waiting in text
    assert said in text


def test_what_is_signed_waits_no_more_once_the_employees_have_spoken(
    visit_as: VisitAs, client: TestClient, sqlite: Database
) -> None:
    in_state(sqlite, ProposalState.SIGNED)
    assert f'href="/forslag/{sample.TO_BENT}#udtalelse"' in visit_as(people.EMPLOYER).get(PAGE).text
    said = {"name": "Tove", "role": "shop_steward", "said_on": clock.today(), "agrees": True, "remark": ""}
    with sqlite.transaction() as session:
        session.add(
            EmployeeStatement(proposal_id=sample.TO_BENT, recorded_at=clock.now(), recorded_by=people.EMPLOYER, **said)
        )

    text = visit_as(people.EMPLOYER).get(PAGE).text
    assert NOTHING_WAITS in text
    assert "Aftalen er underskrevet" in text


def test_what_is_agreed_stays_on_the_page_until_it_ends_also_before_it_begins(
    visit_as: VisitAs, client: TestClient, named: None, sqlite: Database
) -> None:
    with sqlite.transaction() as session:
        placed = session.scalars(select(Placement).where(Placement.citizen_id == people.IN_PRAKTIK)).one()
        placed.start, placed.end = clock.today() + timedelta(days=20), clock.today() + timedelta(days=40)
        number = placed.id
    text = visit_as(people.EMPLOYER).get(PAGE).text
    assert f'href="/forloeb/{number}">Dorte' in text
    assert f'href="/forslag/{sample.TO_BENT}#aftale"' in text
    assert "Begynder senere" in text
    with sqlite.transaction() as session:
        ended = session.get_one(Placement, number)
        ended.ended_on, ended.outcome = clock.today() - timedelta(days=1), Outcome.BROKEN_OFF

    assert f"/forloeb/{number}" not in visit_as(people.EMPLOYER).get(PAGE).text


def test_an_agreement_waits_no_more_once_its_newest_version_is_signed(
    visit_as: VisitAs, client: TestClient, sqlite: Database
) -> None:
    in_state(sqlite, ProposalState.AGREEMENT)
    signed = {"name": "Else", "user_id": people.EMPLOYER, "signed_on": clock.today(), "at": clock.now(), "digest": "0"}
    with sqlite.transaction() as session:
        agreed = {"tasks": "Bage", "regard": "", "agreed_on": clock.today()}
        session.add(Agreement(id=1, proposal_id=sample.TO_BENT, version=2, **agreed))
        session.flush()
        session.add(Signature(agreement_id=1, version=1, side=Signer.EMPLOYER, **signed))
    assert "1 ting venter på jer." in visit_as(people.EMPLOYER).get(PAGE).text
    with sqlite.transaction() as session:
        session.add(Signature(agreement_id=1, version=2, side=Signer.EMPLOYER, **signed))

    text = visit_as(people.EMPLOYER).get(PAGE).text
    assert NOTHING_WAITS in text
    assert "I har skrevet under" in text


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


def test_those_who_come_today_are_shown_with_the_way_to_attendance_and_trouble(
    visit_as: VisitAs, client: TestClient, sqlite: Database
) -> None:
    with sqlite.transaction() as session:
        working = select(Placement.id).where(Placement.citizen_id == people.IN_PRAKTIK)
        placed = session.scalars(working).one()
        start = session.get_one(Placement, placed).start
    text = visit_as(people.EMPLOYER).get(PAGE).text
    coming = clock.today().isoweekday() < 6

    assert (f'href="/forloeb/{placed}/galt"' in text) == coming
    assert (f'href="/forloeb/{placed}/fremmoede"' in text) == coming
    assert ("En borger i virksomhedspraktik, begyndt" in text) == coming
    assert start < clock.today()


def test_a_first_name_is_shown_where_it_is_shared_and_the_look_is_in_the_trail(
    visit_as: VisitAs, named: None, sqlite: Database
) -> None:
    text = visit_as(people.EMPLOYER).get(PAGE).text

    assert "Dorte" in text
    assert "Åkjær" not in text
    with sqlite.reading() as session:
        looks = select(AuditEntry.subject).where(AuditEntry.user_id == people.EMPLOYER, AuditEntry.action == "looked")
        assert session.scalars(looks).all() == [f"citizen:{people.IN_PRAKTIK}"]


def test_the_one_consultant_to_call_is_named_with_number_and_address(
    visit_as: VisitAs, client: TestClient, sqlite: Database
) -> None:
    assert "Ring til kommunen" in visit_as(people.EMPLOYER).get(PAGE).text
    with sqlite.transaction() as session:
        session.get_one(Company, sample.BAKERY).consultant_id = people.CONSULTANT
        session.get_one(User, people.CONSULTANT).phone = "12 34 56 78"

    text = visit_as(people.EMPLOYER).get(PAGE).text
    assert "<strong>Karen Konsulent</strong>" in text
    assert 'href="tel:12345678"' in text
    assert 'href="mailto:bruger1@eksempel.invalid"' in text


def test_closed_openings_are_gone_and_one_whose_last_start_has_passed_says_so(
    visit_as: VisitAs, client: TestClient, sqlite: Database
) -> None:
    with sqlite.transaction() as session:
        opening = session.get_one(Opening, sample.BAKERY)
        opening.start_earliest = opening.start_latest = clock.today() - timedelta(days=1)
    assert "Sidste start er passeret" in visit_as(people.EMPLOYER).get(PAGE).text
    with sqlite.transaction() as session:
        session.get_one(Opening, sample.BAKERY).state = OpeningState.CLOSED
    assert "Bagermedhjælper</a>" not in visit_as(people.EMPLOYER).get(PAGE).text


@pytest.mark.parametrize("without", ["company", "unit"])
def test_an_employer_without_a_unit_is_told_what_to_do(
    visit_as: VisitAs, client: TestClient, sqlite: Database, without: str
) -> None:
    if without == "unit":
        with sqlite.transaction() as session:
            session.add(CompanyUser(company_id=sample.HARBOUR, user_id=people.IDLE_EMPLOYER))
            session.get_one(Unit, sample.HARBOUR).company_id = sample.BAKERY
    for page in (PAGE, "/virksomhed/aabninger/ny"):
        assert "enheden skal være registreret" in visit_as(people.IDLE_EMPLOYER).get(page).text


def test_consultants_have_no_access(visit_as: VisitAs) -> None:
    assert visit_as(people.CONSULTANT).get(PAGE).status_code == 403


def test_a_unit_where_an_answer_is_awaited_comes_first(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Opening, sample.BAKERY).unit_id = sample.STALL

    text = visit_as(people.EMPLOYER).get(PAGE).text
    assert re.findall(r'<section id="unit-([0-9]+)"', text) == ["4", "1", "3"]
