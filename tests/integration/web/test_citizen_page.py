"""A citizen's page for those who carry the case: what is shown to whom, and what each form does."""

from collections.abc import Callable, Sequence
from datetime import time

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select

from accounts.tables import Authority
from citizens.profile.tables import Experience, LanguageModule, StatusChange
from citizens.tables import Citizen, Commitment, Exclusion, Status, Wish
from core.audit import AuditEntry
from core.db import Base, Database
from placements.tables import Outcome, Placement
from tests import rows
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]
ADDRESS = f"/borgere/{people.STUCK}"
KEY = "k" * 16
COOK, WAREHOUSE = "512000", "933410"


@pytest.fixture
def karen(visit_as: VisitAs) -> TestClient:
    return visit_as(people.CONSULTANT)


@pytest.fixture
def soeren(visit_as: VisitAs) -> TestClient:
    return visit_as(people.CASEWORKER)


def send(client: TestClient, part: str, **fields: object) -> Response:
    return client.post(f"{ADDRESS}/{part}", data=fields, follow_redirects=False)


def stored(database: Database, kind: type[Base]) -> Sequence[Base]:
    with database.reading() as session:
        return session.scalars(select(kind)).all()


def carla(database: Database) -> Citizen:
    with database.reading() as session:
        return session.get_one(Citizen, people.STUCK)


def test_the_page_tells_what_is_known_and_what_lacks_and_logs_the_look(karen: TestClient, sqlite: Database) -> None:
    text = karen.get(ADDRESS).text
    assert "Carla Østergård" in text
    assert "5 til 20" in text
    assert "Ønsker vejer mest i en matchning." in text
    assert "610180" not in text
    with sqlite.reading() as session:
        look = session.scalars(select(AuditEntry)).one()
        assert (look.user_id, look.subject) == (people.CONSULTANT, f"citizen:{people.STUCK}")


@pytest.mark.parametrize("person", [people.OTHER_CONSULTANT])
def test_whose_citizen_it_is_not_finds_no_page(visit_as: VisitAs, person: int) -> None:
    assert visit_as(person).get(ADDRESS).status_code == 404


@pytest.mark.parametrize("person", [people.EMPLOYER, people.MANAGER])
def test_the_page_is_for_those_who_carry_cases(visit_as: VisitAs, person: int) -> None:
    assert visit_as(person).get(ADDRESS).status_code == 403


def test_an_occupation_is_found_by_everyday_words_and_wished_for(karen: TestClient, sqlite: Database) -> None:
    assert f'value="{WAREHOUSE}"' in karen.get(ADDRESS, params={"fag": "lagermand"}).text
    for step, code in (("add", WAREHOUSE), ("add", COOK), ("up", COOK)):
        answer = send(karen, "oensker", step=step, code=code)
        assert answer.headers["location"] == f"{ADDRESS}?gemt=wishes#wishes"
    with sqlite.reading() as session:
        wishes = session.scalars(select(Wish).order_by(Wish.rank)).all()
        assert [(one.rank, one.occupation) for one in wishes] == [(1, COOK), (2, WAREHOUSE)]
    send(karen, "oensker", step="remove", code=COOK)
    assert len(stored(sqlite, Wish)) == 1


def test_words_that_name_no_occupation_say_so_and_a_code_of_nothing_is_refused(karen: TestClient) -> None:
    assert "Vi fandt intet, der ligner «qqqq»" in karen.get(ADDRESS, params={"fag": "qqqq"}).text
    assert send(karen, "oensker", step="add", code="000000").status_code == 404


def test_hours_are_written_with_a_comma(karen: TestClient, sqlite: Database) -> None:
    assert send(karen, "timer", hours_min="7,5", hours_max="22", available_from="2027-01-04").status_code == 303
    found = carla(sqlite)
    assert (found.hours_min, found.hours_max, str(found.available_from)) == (7.5, 22.0, "2027-01-04")


def test_a_slip_shows_the_form_again_with_what_was_typed(karen: TestClient, sqlite: Database) -> None:
    answer = send(karen, "timer", hours_min="syv", hours_max="22", available_from="2027-01-04")
    assert answer.status_code == 422
    assert 'value="syv"' in answer.text
    assert "skal være et tal, for eksempel 7,5" in answer.text
    assert '<details class="details" open>' in answer.text
    assert carla(sqlite).hours_max == 20


@pytest.mark.parametrize(
    ("part", "fields", "expected"),
    [
        ("vej", {"transport": ["bus", "car"], "max_travel_km": "25,5", "driving_licence": "true"}, ["bus", "car"]),
        ("sprog", {"language": "B1", "interpreter_language": "ar"}, "B1"),
        ("behov", {"needs": ["quiet"], "skills": ["first_aid"]}, ["quiet"]),
        ("kontakt", {"phone": "12 34 56 78", "email": ""}, "12 34 56 78"),
    ],
)
def test_each_part_of_the_profile_is_kept(
    karen: TestClient, sqlite: Database, part: str, fields: dict[str, object], expected: object
) -> None:
    assert send(karen, part, **fields).status_code == 303
    column = {"vej": "transport", "sprog": "language", "behov": "needs", "kontakt": "phone"}[part]
    assert getattr(carla(sqlite), column) == expected


def test_a_clash_in_the_week_is_shown(karen: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.add(
            Commitment(citizen_id=people.STUCK, weekday=2, from_=time(8), to=time(12), what="language_school",
                       authority=Authority.LANGUAGE_SCHOOL)
        )  # fmt: skip
    send(karen, "uge", key=KEY, weekday=2, **{"from": "11:00"}, to="13:00", what="Læge")
    text = karen.get(ADDRESS).text
    assert "Tirsdag falder sammen: Sprogskole 08.00–12.00 og Læge 11.00–13.00." in text
    doctor = next(one for one in stored(sqlite, Commitment) if isinstance(one, Commitment) and one.what == "Læge")
    assert karen.post(f"/borgere/uge/{doctor.id}/fjern", follow_redirects=False).status_code == 303
    assert "falder sammen" not in karen.get(ADDRESS).text


def test_the_hours_agreed_for_work_stand_in_the_week_until_it_ends(karen: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen, unit = session.get_one(Citizen, people.STUCK), rows.unit(session)
        agreement = rows.agreed(session, rows.proposal(session, citizen, rows.opening(session, unit)))
        agreement.timetable = [{"weekday": 2, "from": "07:00", "to": "10:00"}]
        work = rows.placement(session, unit, citizen, agreement_id=agreement.id).id
        session.add(Commitment(citizen_id=citizen.id, weekday=2, from_=time(9), to=time(12), what="treatment"))
    text = karen.get(ADDRESS).text
    assert "Tirsdag falder sammen: Arbejde 07.00–10.00 og Behandling 09.00–12.00." in text
    assert text.count('action="/borgere/uge/') == 1
    with sqlite.transaction() as session:
        over = session.get_one(Placement, work)
        over.ended_on, over.outcome = rows.TODAY, Outcome.COMPLETED
    assert "falder sammen" not in karen.get(ADDRESS).text


def test_a_fixed_time_that_ends_before_it_begins_is_refused(karen: TestClient, sqlite: Database) -> None:
    answer = send(karen, "uge", key=KEY, weekday=2, **{"from": "13:00"}, to="11:00", what="Læge")
    assert answer.status_code == 422
    assert "ikke efter 13:00" in answer.text
    assert stored(sqlite, Commitment) == []


def test_a_double_click_makes_one_of_each(karen: TestClient, sqlite: Database) -> None:
    before = len(stored(sqlite, Commitment))
    for _ in range(2):
        assert send(karen, "uge", key="u" * 16, weekday=4, **{"from": "11:00"}, to="13:00", what="L").status_code == 303
        assert send(karen, "erfaring", key=KEY, kind="job", title="kok").status_code == 303
    assert (len(stored(sqlite, Commitment)) - before, len(stored(sqlite, Experience))) == (1, 1)


def test_experiences_and_modules_come_and_go(karen: TestClient, sqlite: Database) -> None:
    assert send(karen, "erfaring", key=KEY, kind="job", title="kok", from_year="2015", to_year="").status_code == 303
    (experience,) = stored(sqlite, Experience)
    assert isinstance(experience, Experience)
    assert (experience.occupation, experience.from_year, experience.to_year) == (COOK, 2015, None)
    assert send(karen, "moduler", programme=2, module=3, begun_on="2026-08-10", passed_on="").status_code == 303
    assert "Danskuddannelse 2, modul 3: begyndt 10. aug. 2026" in karen.get(ADDRESS).text
    assert karen.post(f"/borgere/erfaring/{experience.id}/fjern", follow_redirects=False).status_code == 303
    assert send(karen, "moduler/fjern", programme=2, module=3).status_code == 303
    assert (stored(sqlite, Experience), stored(sqlite, LanguageModule)) == ([], [])


def test_faults_of_experiences_and_modules_are_told(karen: TestClient) -> None:
    assert "skal være et helt tal" in send(karen, "erfaring", key=KEY, kind="job", title="kok", from_year="længe").text
    assert "er tom; skriv en tekst" in send(karen, "erfaring", key=KEY, kind="job", title=" ").text
    assert "skal være en dato" in send(karen, "moduler", programme=2, module=3, begun_on="i går").text


def test_the_caseworker_excludes_a_place_and_reads_why_alone(soeren: TestClient, visit_as: VisitAs) -> None:
    assert "Havnens Smedje, Havnegade" in soeren.get(ADDRESS, params={"sted": "smedje"}).text
    assert send(soeren, "udelukket", unit=sample.HARBOUR, reason="").status_code == 422
    assert send(soeren, "udelukket", unit=sample.HARBOUR, reason="Hendes tidligere mand").status_code == 303
    assert "Hendes tidligere mand" in soeren.get(ADDRESS).text
    text = visit_as(people.CONSULTANT).get(ADDRESS).text
    assert "Havnens Smedje, Havnegade" in text
    assert "Hendes tidligere mand" not in text


def test_an_excluded_place_is_admitted_again_and_one_that_is_not_there_is_refused(
    soeren: TestClient, sqlite: Database
) -> None:
    assert send(soeren, "udelukket", unit=4711, reason="nej").status_code == 404
    send(soeren, "udelukket", unit=sample.HARBOUR, reason="nej")
    assert send(soeren, "udelukket/fjern", unit=sample.HARBOUR).status_code == 303
    assert stored(sqlite, Exclusion) == []


def test_schemes_and_exclusions_are_not_the_consultants_to_decide(karen: TestClient) -> None:
    assert "Sagsbehandleren åbner og lukker ordninger." in karen.get(ADDRESS).text
    assert send(karen, "ordninger", schemes=["igu"]).status_code == 403
    assert send(karen, "udelukket", unit=sample.HARBOUR, reason="nej").status_code == 403


def test_the_caseworker_opens_some_schemes_or_all(soeren: TestClient, sqlite: Database) -> None:
    assert send(soeren, "ordninger", schemes=["virksomhedspraktik"]).status_code == 303
    assert carla(sqlite).schemes == ["virksomhedspraktik"]
    assert "vælg mindst én ordning" in send(soeren, "ordninger").text
    assert send(soeren, "ordninger", every="true").status_code == 303
    assert carla(sqlite).schemes is None


def test_a_move_on_the_board_says_why_and_stands_in_the_history(karen: TestClient, sqlite: Database) -> None:
    assert send(karen, "status", to="sick", why="").status_code == 422
    assert send(karen, "status", to="sick", why="Brækket arm").status_code == 303
    assert carla(sqlite).status is Status.SICK
    assert "Brækket arm" in karen.get(ADDRESS).text
    assert send(karen, "status", to="proposed", why="prøv").status_code == 409
    assert len(stored(sqlite, StatusChange)) == 1


def test_the_page_is_there_in_english(karen: TestClient) -> None:
    assert "How much do we know?" in karen.get(ADDRESS, params={"lang": "en"}).text


def test_the_caseworkers_home_lists_the_cases_with_what_lacks(soeren: TestClient, sqlite: Database) -> None:
    text = soeren.get("/sager").text
    assert "Du har 6 borgere." in text
    assert "Mindst to ønsker til arbejde" in text
    assert 'href="/forslag/1"' in text
    with sqlite.reading() as session:
        assert len(session.scalars(select(AuditEntry)).all()) == 6


def test_a_consultant_has_another_home(karen: TestClient) -> None:
    assert karen.get("/sager").status_code == 403
