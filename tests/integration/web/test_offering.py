"""«Nyt opslag»: one opening is offered once, by those who may."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from companies.tables import Company, Opening, OpeningState, Sector, Shift, Unit
from core import clock
from core.db import Database
from tests.integration.web import people, sample
from tests.integration.web.opening_form import NEW, PAGE, form
from web.words import LANGUAGES, words

VisitAs = Callable[[int], TestClient]


def openings(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Opening)) or 0


def newest(database: Database) -> Opening:
    with database.reading() as session:
        found = session.scalars(select(Opening).order_by(Opening.id.desc())).first()
        assert found is not None
        session.expunge(found)
    return found


def offered(client: TestClient, **changes: Any) -> Any:
    return client.post(NEW, data=form(client.get(NEW).text, title="Opvasker", **changes))


def test_the_form_is_filled_in_as_the_units_last_opening_was(else_: TestClient) -> None:
    sent = form(else_.get(NEW).text)

    assert (sent["seats"], sent["weeks"], sent["hours_min"], sent["hours_max"]) == ("2", "13", "5", "37")
    assert set(sent["schemes"]) == {"virksomhedspraktik", "loentilskud"}
    assert sent["title"] == ""
    assert date.fromisoformat(sent["start_earliest"]) == clock.today() + timedelta(days=7)


def test_a_units_first_opening_is_filled_in_with_what_is_usual(else_: TestClient) -> None:
    sent = form(else_.get(f"{NEW}?enhed={sample.SHOP}").text)

    assert (sent["unit"], sent["schemes"], sent["seats"], sent["weeks"]) == ("3", "virksomhedspraktik", "1", "13")


def test_the_name_of_the_work_is_enough_to_offer_a_place(else_: TestClient, sqlite: Database) -> None:
    answer = offered(else_)

    assert answer.status_code == 200
    assert "Opslaget er oprettet" in answer.text
    assert "Færre end fem borgere passer" in answer.text
    assert "giver plads til 2 ad gangen" in answer.text
    made = newest(sqlite)
    assert (made.title, made.occupation, made.unit_id) == ("Opvasker", "941210", sample.BAKERY)


def test_a_scheme_for_others_is_not_among_the_choices(else_: TestClient, sqlite: Database) -> None:
    assert 'value="beskyttet"' not in else_.get(NEW).text
    with sqlite.transaction() as session:
        session.get_one(Company, session.get_one(Unit, sample.BAKERY).company_id).sector = Sector.PUBLIC

    assert 'value="beskyttet"' in else_.get(NEW).text


def test_a_double_click_offers_once(else_: TestClient, sqlite: Database) -> None:
    before = openings(sqlite)
    sent = form(else_.get(NEW).text, title="Opvasker")
    first, second = (else_.post(NEW, data=sent) for _ in range(2))

    assert first.url == second.url
    assert openings(sqlite) == before + 1


def test_without_scripts_a_search_brings_the_occupations_to_choose_among(else_: TestClient, sqlite: Database) -> None:
    before = openings(sqlite)
    sent = form(else_.get(NEW).text, title="sosu-hjælp", seats="7", do="search")
    text = else_.post(NEW, data=sent).text

    found = form(text)
    assert (found["occupation"], found["seats"], found["title"]) == ("532110", "7", "sosu-hjælp")
    assert len(re.findall(r'name="occupation"', text)) > 1
    assert openings(sqlite) == before


def test_with_scripts_the_occupations_come_as_a_part_of_the_form(else_: TestClient) -> None:
    text = else_.get("/virksomhed/aabninger/fag?title=lagermand").text

    assert text.lstrip().startswith('<fieldset class="form-group" id="hits"')
    assert "Lagermedarbejder" in text
    assert "Intet fag ligner" in else_.get("/virksomhed/aabninger/fag?title=qqqqqq").text


def test_an_occupation_must_be_chosen_where_several_are_like_what_was_typed(
    else_: TestClient, sqlite: Database
) -> None:
    before = openings(sqlite)
    answer = else_.post(NEW, data=form(else_.get(NEW).text, title="hjælper i køkkenet"))

    assert answer.status_code == 422
    assert "vælg det fag, der ligner mest" in answer.text
    assert form(answer.text)["occupation"] == "941210"
    assert openings(sqlite) == before


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"seats": "mange"}, "seats", "skriv et helt tal"),
        ({"hours_min": "7,5", "hours_max": "halvt"}, "hours_min", "skriv et tal"),
        ({"start_latest": ""}, "start_earliest", "vælg en dag"),
        ({"weeks": "999"}, "weeks", "skal være fra 1 til 104"),
        ({"days": ["1"], "day_to": "07:00"}, "days", "skal være senere end vagtens begyndelse"),
        ({"days": ["1"], "day_from": ""}, "days", "skriv, hvornår hver vagt begynder"),
        ({"label": "sprogpraktik", "schemes": "ordinary"}, "label", "er et navn til en praktik"),
    ],
)
def test_a_mistake_shows_the_form_again_with_all_that_was_typed(
    else_: TestClient, sqlite: Database, changes: dict[str, Any], field: str, said: str
) -> None:
    before = openings(sqlite)
    sent = form(else_.get(NEW).text, title="Opvasker", description="To linjer & tegn") | changes
    answer = else_.post(NEW, data=sent)

    assert answer.status_code == 422
    assert f'<a href="#{field}" lang="da">' in answer.text
    assert said in answer.text
    again = form(answer.text)
    assert {name: again.get(name) for name in sent if name not in ("occupation", "days")} == {
        name: value for name, value in sent.items() if name not in ("occupation", "days")
    }
    assert openings(sqlite) == before


def test_the_week_is_days_with_the_same_hours_and_shifts_of_their_own(else_: TestClient, sqlite: Database) -> None:
    week = {"days": ["1", "3"], "day_from": "08:00", "day_to": "14:00"}
    other = {"shift_day": ["3", "6"], "shift_from": ["16:00", "9:00"], "shift_to": ["18:00", "12:00"]}
    sent = form(else_.get(NEW).text, title="Opvasker") | week | other
    assert else_.post(NEW, data=sent | {"shift_from": ["16:00", "09:00"]}).status_code == 200

    made = newest(sqlite)
    with sqlite.reading() as session:
        found = session.scalars(select(Shift).where(Shift.opening_id == made.id).order_by(Shift.weekday, Shift.from_))
        assert [(one.weekday, one.from_, one.to) for one in found] == [
            (1, time(8), time(14)),
            (3, time(8), time(14)),
            (3, time(16), time(18)),
            (6, time(9), time(12)),
        ]
    shown = form(else_.get(f"/virksomhed/aabninger/{made.id}").text)
    assert shown["days"] == ["1", "3"]
    assert [day for day in shown["shift_day"] if day] == ["3", "6"]


def test_an_estimate_offers_nothing_and_shows_the_quota(else_: TestClient, sqlite: Database) -> None:
    before = openings(sqlite)
    answer = offered(else_, do="estimate")

    assert answer.status_code == 200
    assert 'id="outlook"' in answer.text
    assert "Færre end fem borgere passer" in answer.text
    assert "1 plads er ledig" in answer.text
    assert form(answer.text)["title"] == "Opvasker"
    assert openings(sqlite) == before


def test_an_estimate_of_what_cannot_be_offered_says_what_to_mend(else_: TestClient) -> None:
    answer = offered(else_, do="estimate", seats="0")

    assert "Ret felterne" in answer.text
    assert '<a href="#seats" lang="da">' in answer.text


def test_a_copy_is_filled_in_whole_and_remembers_what_it_was_copied_from(else_: TestClient, sqlite: Database) -> None:
    sent = form(else_.get(f"{NEW}?kopi={sample.BAKERY}").text)
    assert (sent["title"], sent["occupation"]) == ("Bagermedhjælper", "751200")
    else_.post(NEW, data=sent)

    assert newest(sqlite).copied_from_id == sample.BAKERY


def test_others_openings_and_units_are_not_there(visit_as: VisitAs) -> None:
    erik = visit_as(people.OTHER_EMPLOYER)
    sent = form(erik.get(NEW).text, title="Opvasker", unit=str(sample.BAKERY))

    assert erik.get(PAGE).status_code == erik.post(PAGE, data=sent).status_code == 404
    assert erik.get(f"{NEW}?kopi={sample.BAKERY}").status_code == 404
    assert erik.get(f"{NEW}?enhed={sample.BAKERY}").status_code == 404
    assert erik.post(NEW, data=sent).status_code == 404
    assert erik.post(NEW, data=sent | {"do": "estimate"}).status_code == 404
    assert erik.post(f"{PAGE}/tilstand", data={"state": "closed"}).status_code == 404


def test_the_firms_own_consultant_offers_for_it_and_another_does_not(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Company, sample.BAKERY).consultant_id = people.CONSULTANT
    karen = visit_as(people.CONSULTANT)
    made = karen.post(NEW, data=form(karen.get(f"{NEW}?enhed={sample.SHOP}").text, title="Opvasker"))
    assert "Opslaget er oprettet" in made.text
    assert newest(sqlite).unit_id == sample.SHOP
    assert karen.post(f"{PAGE}/tilstand", data={"state": "paused"}).status_code == 200

    kurt = visit_as(people.OTHER_CONSULTANT)
    for page in (PAGE, f"{NEW}?enhed={sample.SHOP}"):
        assert kurt.get(page).status_code == 403
    assert visit_as(people.COORDINATOR).get(NEW).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_receipt(language: str) -> None:
    texts = words(language).texts
    assert [one for one in OpeningState if f"kept.opening_{one.value}" not in texts] == []


def test_several_units_are_chosen_among(else_: TestClient, sqlite: Database) -> None:
    assert else_.get(NEW).text.count("<option") > len("abc")
    offered(else_, unit=str(sample.STALL))
    with sqlite.reading() as session:
        assert session.get_one(Unit, newest(sqlite).unit_id).id == sample.STALL
