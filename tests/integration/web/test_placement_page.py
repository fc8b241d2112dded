"""The page of a placement: it is extended, a next step is proposed, and it ends, by those who run it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from accounts.tables import Role, User
from citizens.tables import Citizen
from core import clock
from core.db import Database
from placements.agreements.tables import Milestone
from placements.tables import Agreement, Outcome, Placement, Proposal
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]
PLACEMENT, CITIZEN = 1, 20
PAGE = f"/forloeb/{PLACEMENT}"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def dorte(client: TestClient, sqlite: Database) -> None:
    """Dorte, who is in praktik at the bakery, logs in herself."""
    with sqlite.transaction() as session:
        session.add(User(id=CITIZEN, role=Role.CITIZEN, name="Dorte Åkjær", email="dorte@eksempel.invalid"))
        session.flush()
        session.get_one(Citizen, people.IN_PRAKTIK).user_id = CITIZEN


def send(client: TestClient, part: str, **form: object) -> Response:
    return client.post(f"{PAGE}/{part}", data=form, follow_redirects=False)


def placement(database: Database) -> Placement:
    with database.reading() as session:
        found = session.get_one(Placement, PLACEMENT)
        session.expunge(found)
    return found


def test_the_consultant_sees_how_it_goes_and_what_can_come_next(visit_as: VisitAs) -> None:
    text = visit_as(people.CONSULTANT).get(PAGE).text

    for one in ("Dorte Åkjær: Virksomhedspraktik", "18,5 timer om ugen", "Hvad så nu?", "Næste trin: ", "Fremmøde"):
        assert one in text


def test_the_citizen_sees_it_without_what_the_staff_can_do(visit_as: VisitAs) -> None:
    text = visit_as(CITIZEN).get(PAGE).text

    assert "Virksomhedspraktik hos Prøvebageriet ApS" in text
    assert "Din konsulent" in text
    assert "Hvad så nu?" not in text


def test_the_employer_of_a_place_without_a_proposal_sees_no_name(visit_as: VisitAs) -> None:
    text = visit_as(people.EMPLOYER).get(PAGE).text.replace("Dorte Åkjær</option>", "")

    assert "Virksomhedspraktik, begyndt" in text
    assert "Dorte" not in text
    assert "Åkjær" not in text


def test_a_milestone_is_marked_with_one_button_and_taken_back(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        agreed = {"tasks": "Bage", "regard": "", "agreed_on": clock.today(), "proposal_id": sample.TO_BENT}
        session.add(Agreement(id=1, **agreed))
        session.flush()
        session.add(Milestone(id=1, agreement_id=1, text="Kan stå alene ved ovnen", by=clock.today()))
        session.get_one(Placement, PLACEMENT).agreement_id = 1
    citizen, employer = visit_as(CITIZEN).get(PAGE).text, visit_as(people.EMPLOYER).get(PAGE).text
    assert "Kan stå alene ved ovnen" in citizen
    assert ("Målet er nået" in citizen, "Målet er nået" in employer) == (False, True)

    kept = send(visit_as(people.EMPLOYER), "maal/1", reached="true")
    assert kept.headers["location"] == f"{PAGE}?gemt=milestone_kept#maal"
    assert "noteret af Else Arbejdsgiver" in visit_as(CITIZEN).get(PAGE).text
    send(visit_as(people.CONSULTANT), "maal/1", reached="false")
    assert "noteret af" not in visit_as(people.CONSULTANT).get(PAGE).text
    assert send(visit_as(CITIZEN), "maal/1", reached="true").status_code == 403


def test_nobody_else_sees_it(visit_as: VisitAs) -> None:
    for person in (people.OTHER_CONSULTANT, people.OTHER_EMPLOYER, people.MANAGER):
        assert visit_as(person).get(PAGE).status_code == 404


def test_it_is_extended_with_a_reason(visit_as: VisitAs, sqlite: Database) -> None:
    until = placement(sqlite).start + timedelta(days=7 * 13 - 1)
    answer = send(visit_as(people.CONSULTANT), "forlaeng", last_day=until, why="Det går godt")

    assert answer.headers["location"] == f"{PAGE}?gemt=extended"
    assert placement(sqlite).end == until


@pytest.mark.parametrize(
    ("last_day", "why", "field"), [("", "x", "last_day"), ("i morgen", "x", "last_day"), (None, "", "why")]
)
def test_a_mistake_shows_its_own_form_again(
    visit_as: VisitAs, sqlite: Database, last_day: str | None, why: str, field: str
) -> None:
    end = placement(sqlite).end
    assert end is not None
    answer = send(
        visit_as(people.CONSULTANT), "forlaeng", last_day=end + DAY if last_day is None else last_day, why=why
    )

    assert answer.status_code == 422
    assert f'href="#extend-{field}"' in answer.text
    assert answer.text.count('<details class="details" open>') == 1
    assert placement(sqlite).end == end


def test_a_conflict_shows_its_own_form_again_with_what_was_typed(visit_as: VisitAs) -> None:
    long = clock.today() + 1000 * DAY
    answer = send(visit_as(people.CONSULTANT), "forlaeng", last_day=long, why="Det går så godt")

    assert answer.status_code == 409
    summary, _, form = answer.text.partition('<h2 id="next">')
    assert "Forløbet kan senest slutte" in summary
    assert "Det går så godt" in form
    assert f'value="{long}"' in form


def test_it_becomes_a_job_with_a_page_of_its_own(visit_as: VisitAs, sqlite: Database) -> None:
    answer = send(visit_as(people.CONSULTANT), "job", from_=clock.today() + DAY, hours="25,5", why="Dygtig")

    page = answer.headers["location"]
    assert page.endswith("?gemt=hired")
    assert "25,5 timer om ugen" in visit_as(people.CONSULTANT).get(page).text
    assert placement(sqlite).outcome is Outcome.JOB


def test_it_is_completed_on_its_day(visit_as: VisitAs, sqlite: Database) -> None:
    send(visit_as(people.CONSULTANT), "gennemfoert", on=clock.today())

    assert placement(sqlite).ended_on == clock.today()
    assert "Hvad så nu?" in visit_as(people.CONSULTANT).get(PAGE).text, "a next step can still be proposed"


def test_it_is_broken_off_with_a_reason(visit_as: VisitAs, sqlite: Database) -> None:
    empty = send(visit_as(people.CONSULTANT), "afbryd", on=clock.today(), code="other", reason="")
    assert (empty.status_code, 'href="#break-reason"' in empty.text) == (422, True)

    send(visit_as(people.CONSULTANT), "afbryd", on=clock.today(), code="transport", reason="")
    assert placement(sqlite).outcome is Outcome.BROKEN_OFF
    assert "Forlæng forløbet" not in visit_as(people.CONSULTANT).get(PAGE).text


def test_the_next_step_is_proposed_and_leads_to_its_page(visit_as: VisitAs, sqlite: Database) -> None:
    send(visit_as(people.CONSULTANT), "gennemfoert", on=clock.today())
    answer = send(visit_as(people.CONSULTANT), "trin", scheme="ordinary")

    with sqlite.reading() as session:
        newest = max(one.id for one in session.query(Proposal).filter_by(citizen_id=people.IN_PRAKTIK))
    assert answer.headers["location"] == f"/forslag/{newest}?gemt=ladder"


@pytest.mark.parametrize("part", ["forlaeng", "job", "gennemfoert", "afbryd"])
def test_neither_citizen_nor_employer_ends_it_here(visit_as: VisitAs, sqlite: Database, part: str) -> None:
    today = date.today().isoformat()
    form = {"on": today, "from_": today, "last_day": today, "hours": "20", "why": "x", "code": "work"}
    for person in (CITIZEN, people.EMPLOYER):
        assert send(visit_as(person), part, **form).status_code == 403
    assert placement(sqlite).outcome is None
