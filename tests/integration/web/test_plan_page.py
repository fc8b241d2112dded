"""The plan's page and the catalogue, for staff."""

from collections.abc import Callable, Sequence

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from citizens.offers.tables import Access, CatalogueOffer, OfferCourse
from citizens.plans.tables import ActivityState, GoalMilestone, PlanActivity
from citizens.tables import Goal
from core.db import Base, Database
from tests.integration.web import people

VisitAs = Callable[[int], TestClient]
PLAN = f"/borgere/{people.STUCK}/plan"
KEY = "n" * 16
HANNE = {
    "theme": "mentor", "access": "direct", "authority": "", "title": "Mentor: Hanne",
    "text_citizen": "Hanne er mentor.", "text_professional": "Frivillig.",
    "places": "2", "competences": "breve, penge", "interests": "strik",
}  # fmt: skip


@pytest.fixture
def soeren(visit_as: VisitAs) -> TestClient:
    return visit_as(people.CASEWORKER)


def stored(database: Database, kind: type[Base]) -> Sequence[Base]:
    with database.reading() as session:
        return session.scalars(select(kind)).all()


def post(client: TestClient, address: str, **fields: object) -> int:
    return client.post(address, data=fields, follow_redirects=False).status_code


def offer(database: Database, access: Access) -> int:
    with database.transaction() as session:
        row = CatalogueOffer(
            theme="health",
            title="Samtaler",
            text_professional="8 gange",
            text_citizen="Vi taler.",
            access=access,
            places=1,
        )
        session.add(row)
        session.flush()
        return row.id


def test_goals_and_milestones_come_are_reached_and_go(soeren: TestClient, sqlite: Database) -> None:
    maal = f"/borgere/{people.STUCK}/maal"
    assert "Der er ingen plan endnu" in soeren.get(PLAN).text
    for _ in range(2):
        assert post(soeren, maal, key="k" * 16, text="Fast hverdag", whose="own", term="short", by="2027-03-01") == 303
    (goal,) = stored(sqlite, Goal)
    assert isinstance(goal, Goal)
    assert post(soeren, f"{maal}/{goal.id}/delmaal", key="d" * 16, text="Op klokken otte", by="") == 303
    (step,) = stored(sqlite, GoalMilestone)
    assert isinstance(step, GoalMilestone)
    assert post(soeren, f"/borgere/{people.STUCK}/delmaal/{step.id}", passed="true") == 303
    text = soeren.get(PLAN).text
    assert "Fast hverdag" in text
    assert "✓ Op klokken otte" in text
    for choice in ("reached", "reopen", "drop"):
        assert post(soeren, f"{maal}/{goal.id}", step=choice) == 303
    assert stored(sqlite, Goal) == []


def test_a_goal_without_words_is_told_at_its_field(soeren: TestClient) -> None:
    form = {"key": "k" * 16, "text": " ", "by": "i morgen"}
    answer = soeren.post(f"/borgere/{people.STUCK}/maal", data=form)
    assert answer.status_code == 422
    assert "skal være en dato" in answer.text


def test_a_referral_is_asked_for_by_the_consultant_and_decided_by_the_caseworker(
    visit_as: VisitAs, sqlite: Database
) -> None:
    chosen = offer(sqlite, Access.REFERRAL)
    karen = visit_as(people.CONSULTANT)
    assert "Bed om bevilling" in karen.get(f"/tilbud/{chosen}", params={"borger": people.STUCK}).text
    assert post(karen, f"/borgere/{people.STUCK}/aktiviteter", offer=chosen) == 303
    assert "Venter på bevilling" in karen.get(PLAN).text
    (activity,) = stored(sqlite, PlanActivity)
    assert isinstance(activity, PlanActivity)
    assert post(karen, f"/aktiviteter/{activity.id}/afgoer", answer="yes") == 403
    soeren = visit_as(people.CASEWORKER)
    assert "Carla Østergård: Samtaler" in soeren.get("/sager").text
    assert post(soeren, f"/aktiviteter/{activity.id}/afgoer", answer="no", reason="Egen læge først") == 303
    assert "Egen læge først" in soeren.get(PLAN).text
    assert post(soeren, f"/aktiviteter/{activity.id}/afgoer", answer="yes") == 409


def test_who_waits_gets_the_place_of_who_is_done(soeren: TestClient, sqlite: Database) -> None:
    chosen = offer(sqlite, Access.WAITING_LIST)
    for citizen in (people.STUCK, people.NEW):
        assert post(soeren, f"/borgere/{citizen}/aktiviteter", offer=chosen) == 303
    assert "Nummer 1 på ventelisten." in soeren.get(f"/borgere/{people.NEW}/plan").text
    first = next(one for one in stored(sqlite, PlanActivity) if isinstance(one, PlanActivity))
    assert post(soeren, f"/aktiviteter/{first.id}/slut", how="done") == 303
    states = [one.state for one in stored(sqlite, PlanActivity) if isinstance(one, PlanActivity)]
    assert states == [ActivityState.DONE, ActivityState.GRANTED]


def test_the_catalogue_is_found_by_theme_and_words(soeren: TestClient, sqlite: Database) -> None:
    offer(sqlite, Access.DIRECT)
    assert "8 gange" in soeren.get("/tilbud").text
    assert "Samtaler" in soeren.get("/tilbud", params={"tema": "health", "q": "samtale"}).text
    assert "Vi fandt ingen tilbud" in soeren.get("/tilbud", params={"tema": "job"}).text


def test_an_offer_is_written_once_changed_gets_a_course_and_is_closed(soeren: TestClient, sqlite: Database) -> None:
    for _ in range(2):
        assert post(soeren, "/tilbud/ny", key="k" * 16, **HANNE) == 303
    (row,) = stored(sqlite, CatalogueOffer)
    assert isinstance(row, CatalogueOffer)
    assert (row.competences, row.places) == (["breve", "penge"], 2)
    address = f"/tilbud/{row.id}"
    assert post(soeren, f"{address}/ret", **HANNE | {"places": ""}) == 303
    assert "Der er plads til alle." in soeren.get(address).text
    for _ in range(2):
        assert post(soeren, f"{address}/hold", first="2030-01-10", last="2030-01-12", places="6", key=KEY) == 303
    assert "Hold fra 10. jan. 2030 til 12. jan. 2030" in soeren.get(address).text
    assert post(soeren, f"{address}/luk") == 303
    assert "Lukket" in soeren.get(address).text
    assert len(stored(sqlite, OfferCourse)) == 1


def test_faults_of_an_offer_are_told_with_what_was_typed(soeren: TestClient, sqlite: Database) -> None:
    answer = soeren.post("/tilbud/ny", data=HANNE | {"key": "k" * 16, "title": "", "places": "mange"})
    assert answer.status_code == 422
    assert "skal være et helt tal" in answer.text
    assert "Hanne er mentor." in answer.text
    chosen = offer(sqlite, Access.DIRECT)
    assert post(soeren, f"/tilbud/{chosen}/ret", **HANNE | {"title": ""}) == 422
    assert post(soeren, f"/tilbud/{chosen}/hold", first="2030-01-10", last="2030-01-09", key=KEY) == 422


def test_consultants_read_the_catalogue_and_employers_do_not(visit_as: VisitAs) -> None:
    karen = visit_as(people.CONSULTANT)
    assert karen.get("/tilbud").status_code == 200
    assert karen.get("/tilbud/ny").status_code == 403
    assert visit_as(people.EMPLOYER).get("/tilbud").status_code == 403


def test_what_is_not_in_the_catalogue_is_not_found(soeren: TestClient) -> None:
    assert soeren.get("/tilbud/4711").status_code == 404


@pytest.mark.parametrize("address", ["/borgere/indlaes", "/tilbud/indlaes"])
def test_sheets_are_sent_in_by_those_who_register(soeren: TestClient, visit_as: VisitAs, address: str) -> None:
    assert soeren.get(address).status_code == 200
    assert soeren.get(f"{address}/skabelon.xlsx").content.startswith(b"PK")
    assert visit_as(people.CONSULTANT).get(address).status_code == 403
