"""«Min side»: the citizen's own home, and nobody else's."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from accounts.tables import Role, User
from citizens.offers.tables import Access, CatalogueOffer
from citizens.plans.tables import ActivityState, PlanActivity
from citizens.tables import Citizen, Goal, Plan, Wish
from core import clock
from core.audit import AuditEntry
from core.db import Base, Database
from scheduler.meetings.tables import AgendaPoint, QuestionAnswer
from scheduler.tables import Meeting, MeetingState, Participant
from tests.integration.web import people

VisitAs = Callable[[int], TestClient]
AMINA = 40
COOK = "512000"
MEETING = 70


@pytest.fixture
def amina(sqlite: Database, visit_as: VisitAs) -> TestClient:
    today = clock.today()
    with sqlite.transaction() as session:
        session.add(User(id=AMINA, role=Role.CITIZEN, name="Amina Abdi", email="amina@eksempel.invalid"))
        session.flush()
        session.get_one(Citizen, people.PROPOSED).user_id = AMINA
        session.add(Plan(id=1, citizen_id=people.PROPOSED, started_on=today))
        session.flush()
        session.add(Goal(plan_id=1, citizen_id=people.PROPOSED, text="Fast hverdag", long_term=False))
        session.add(
            Meeting(
                id=MEETING,
                kind="samtale",
                state=MeetingState.PLANNED,
                citizen_id=people.PROPOSED,
                coordinator_id=people.COORDINATOR,
                minutes=45,
                earliest=today,
                due=today + timedelta(days=9),
                latest=today + timedelta(days=20),
                site_ids=[],
                starts_at=clock.now() + timedelta(days=8),
                ends_at=clock.now() + timedelta(days=8, minutes=45),
            )
        )
        session.flush()
        session.add(Participant(meeting_id=MEETING, citizen_id=people.PROPOSED, required=True))
        session.add(Participant(meeting_id=MEETING, user_id=people.CASEWORKER, required=True))
    return visit_as(AMINA)


def offer(database: Database, access: Access = Access.DIRECT, places: int | None = 1) -> int:
    with database.transaction() as session:
        row = CatalogueOffer(
            theme="network", title="Gå-hold", text_professional="SEL § 10", text_citizen="Vi går en tur.",
            access=access, places=places,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def stored(database: Database, kind: type[Base]) -> Sequence[Base]:
    with database.reading() as session:
        return session.scalars(select(kind)).all()


def test_the_page_says_what_is_next_and_what_is_asked(amina: TestClient) -> None:
    text = amina.get("/min-side").text
    assert "Hej Amina" in text
    assert 'href="/forslag/1"' in text
    assert "Vil du prøve?" in text
    assert "Prøvebageriet ApS" in text
    assert "Fast hverdag" in text
    assert "Søren Sagsbehandler" in text
    assert "Bæk" not in text


def test_only_citizens_have_such_a_page(visit_as: VisitAs) -> None:
    assert visit_as(people.CONSULTANT).get("/min-side").status_code == 403


def test_a_user_who_is_nobodys_is_told_so(sqlite: Database, visit_as: VisitAs) -> None:
    with sqlite.transaction() as session:
        session.add(User(id=AMINA, role=Role.CITIZEN, name="Ingen", email="ingen@eksempel.invalid"))
    assert visit_as(AMINA).get("/min-side").status_code == 404


def test_the_citizen_finds_and_ranks_wishes(amina: TestClient, sqlite: Database) -> None:
    assert f'value="{COOK}"' in amina.get("/min-side", params={"fag": "kok"}).text
    answer = amina.post("/min-side/oensker", data={"step": "add", "code": COOK}, follow_redirects=False)
    assert answer.headers["location"] == "/min-side?gemt=wishes_mine#wishes"
    assert len(stored(sqlite, Wish)) == 1
    assert amina.post("/min-side/oensker", data={"step": "add", "code": "000000"}).status_code == 404


def test_a_point_of_ones_own_comes_on_the_agenda_once_and_off_again(amina: TestClient, sqlite: Database) -> None:
    for _ in range(2):
        form = {"key": "k" * 16, "text": "Jeg vil tale om bus"}
        assert amina.post(f"/min-side/moeder/{MEETING}/punkt", data=form, follow_redirects=False).status_code == 303
    (point,) = stored(sqlite, AgendaPoint)
    assert isinstance(point, AgendaPoint)
    assert "Jeg vil tale om bus" in amina.get("/min-side").text
    assert amina.post(f"/min-side/punkt/{point.id}/fjern", follow_redirects=False).status_code == 303
    assert stored(sqlite, AgendaPoint) == []


def test_an_empty_point_is_told_at_its_field(amina: TestClient) -> None:
    answer = amina.post(f"/min-side/moeder/{MEETING}/punkt", data={"key": "k" * 16, "text": " "})
    assert answer.status_code == 422
    assert "er tom; skriv en tekst" in answer.text


def test_the_three_questions_are_answered_and_an_empty_one_says_nothing(amina: TestClient, sqlite: Database) -> None:
    form = {"talk_about": "Bus", "change": "", "life": "Min mor er syg"}
    assert amina.post(f"/min-side/moeder/{MEETING}/svar", data=form, follow_redirects=False).status_code == 303
    assert len(stored(sqlite, QuestionAnswer)) == 2
    assert "Min mor er syg" in amina.get("/min-side").text


def test_somebody_elses_meeting_is_not_there(amina: TestClient) -> None:
    assert amina.post("/min-side/moeder/1/svar", data={"talk_about": "Bus"}).status_code == 404


def test_the_citizen_chooses_leaves_and_finds_no_room(amina: TestClient, sqlite: Database) -> None:
    chosen = offer(sqlite)
    text = amina.get(f"/tilbud/{chosen}").text
    assert "Vi går en tur." in text
    assert "SEL § 10" not in text
    answer = amina.post(f"/tilbud/{chosen}/vaelg", follow_redirects=False)
    assert answer.headers["location"] == "/min-side?gemt=activity_granted#activities"
    assert "Du er med" in amina.get("/min-side").text
    assert amina.post(f"/tilbud/{chosen}/vaelg").status_code == 409
    (activity,) = stored(sqlite, PlanActivity)
    assert isinstance(activity, PlanActivity)
    amina.post(f"/min-side/aktiviteter/{activity.id}/forlad", data={"reason": "for langt"})
    (left,) = stored(sqlite, PlanActivity)
    assert isinstance(left, PlanActivity)
    assert (left.state, left.reason) == (ActivityState.DROPPED, "for langt")


def test_what_takes_a_referral_is_not_the_citizens_to_choose(amina: TestClient, sqlite: Database) -> None:
    chosen = offer(sqlite, Access.REFERRAL)
    text = amina.get(f"/tilbud/{chosen}").text
    assert "Din sagsbehandler skal sige ja først." in text
    for shown in (text, amina.get("/tilbud").text):
        assert "sagsbehandler" in shown
        assert "ledig plads" not in shown
    assert amina.post(f"/tilbud/{chosen}/vaelg").status_code == 403


def test_the_log_names_who_has_looked_and_can_be_taken_along(amina: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.add(
            AuditEntry(
                at=clock.now(), user_id=people.CONSULTANT, action="looked", subject=f"citizen:{people.PROPOSED}",
                facts={"why": "=mine borgere"},
            )
        )  # fmt: skip
    amina.get("/min-side")
    assert "Karen Konsulent" in amina.get("/min-side").text
    assert "Så dine oplysninger: =mine borgere" in amina.get("/min-side/log").text
    lines = amina.get("/min-side/log.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Tidspunkt;Hvem;Rolle;Handling;Formål"
    assert any(line.endswith(";Karen Konsulent;consultant;looked;'=mine borgere") for line in lines)
    assert any("Amina Abdi" in line for line in lines)
