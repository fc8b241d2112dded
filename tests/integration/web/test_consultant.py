"""«Mine borgere»: one's own citizens, why they are proposed a place, and what stands in the way of the others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from core import clock
from core.audit import AuditEntry
from core.db import Database
from matcher.tables import RunHeld
from placements.tables import Proposal, ProposalState
from tests.integration.web import people, sample
from web.formats import Formats

VisitAs = Callable[[int], TestClient]


PAGES = ("/borgere/forslag", "/borgere/uden-forslag", "/borgere/resten")


@pytest.fixture
def text(visit_as: VisitAs) -> str:
    """Every page of the portfolio, one after the other."""
    client = visit_as(people.CONSULTANT)
    return "".join(client.get(page).text for page in ("/borgere", *PAGES))


def section(text: str, name: str) -> str:
    return text.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def test_a_consultant_sees_their_own_citizens_and_nobody_elses(text: str) -> None:
    assert "Du har 5 borgere." in text
    assert all(name in text for name in ("Amina Abdi", "Bent Bæk", "Carla Østergård", "Dorte Åkjær", "Emil Zacho"))
    assert "Fremmed" not in text


def test_every_citizen_is_in_one_of_the_three_groups(text: str) -> None:
    groups = {name: section(text, name) for name in ("proposals", "stuck", "others")}

    found = {name: sum(f">{first} " in group for group in groups.values()) for _, first, name, _, _ in people.CITIZENS}
    assert found == {"Abdi": 1, "Bæk": 1, "Østergård": 1, "Åkjær": 1, "Zacho": 1, "Fremmed": 0}


def test_the_overview_names_nobody(visit_as: VisitAs) -> None:
    text = visit_as(people.CONSULTANT).get("/borgere").text.partition("<main")[2]

    assert not [name for name in people.NAMES if name in text]
    assert all(f'href="{page}"' in text for page in PAGES)


def test_no_cpr_number_is_shown(text: str) -> None:
    assert "610180" not in text


def test_a_proposal_tells_where_when_and_how_good(text: str) -> None:
    shown = section(text, "proposals")

    assert "Bagermedhjælper" in shown
    assert "Prøvebageriet ApS, Havnegade, Prøvekøbing" in shown
    first, last = (Formats("da").short_day(clock.today() + timedelta(days=days)) for days in (7, 7 * 14 - 1))
    assert f"Virksomhedspraktik fra {first} til {last}, 14,5 timer om ugen" in shown
    assert '<span class="score">59</span> af 100 point' in shown


def test_the_reasons_are_told_in_words_and_points(text: str) -> None:
    shown = section(text, "proposals")

    assert "Faget er det, borgeren helst vil." in shown
    assert "32 af 40" in shown
    assert "Stedet kan kun give lidt af den støtte" in shown
    assert "2 af 25" in shown


def test_whoever_is_left_out_is_told_what_blocked_and_what_is_nearest(text: str) -> None:
    shown = section(text, "stuck")

    assert "31 opslag: for langt væk" in shown
    assert ">1 opslag: kræver mere dansk" in shown
    assert "<strong>Smedehjælper</strong>, Havnens Smedje, Havnegade, Prøvekøbing: kræver dansk på niveau B1" in shown
    assert shown.index("31 opslag") < shown.index("12 opslag") < shown.index(">1 opslag:")


def test_the_next_best_place_is_told_with_what_there_was_no_room_in(text: str) -> None:
    shown = section(text, "proposals")

    assert "<strong>Smedehjælper</strong>, Havnens Smedje, Havnegade: 52 af 100 point – pladserne er taget" in shown


def test_whom_a_place_went_to_is_told_by_name_for_ones_own_and_by_consultant_for_others(text: str) -> None:
    shown = section(text, "stuck")

    assert (
        "Smedehjælper</strong>, Havnens Smedje, Havnegade: virksomheden må ikke tage flere (rimelighedskravet)" in shown
    )
    assert "gik til Bent Bæk (0,6), en borger hos Kurt Konsulent (0,6) og 1 til; " in shown
    assert "her ville borgeren selv give 0,5</li>" in shown
    assert "Fremmed" not in text


def test_the_matching_is_compared_with_todays_way(text: str) -> None:
    shown = section(text, "match")

    assert "alle 400 borgere" in shown
    assert shown.index("211") < shown.index("Først til mølle") < shown.index("143")


def test_only_an_unanswered_proposal_can_be_ticked(text: str) -> None:
    assert f'name="proposal" value="{sample.TO_AMINA}"' in text
    assert f'name="proposal" value="{sample.TO_BENT}"' not in text
    assert f'href="/forslag/{sample.TO_BENT}"' in text


def test_several_yes_are_passed_on_at_once_and_each_is_told(visit_as: VisitAs, sqlite: Database) -> None:
    ticked = [sample.TO_AMINA, sample.TO_FRODE]
    text = visit_as(people.CONSULTANT).post("/borgere/svar", data={"do": "accept", "proposal": ticked}).text

    assert "1 af 2 borgeres ja er gemt." in text
    assert "Amina Abdi" in text
    assert "Et forslag, der ikke er dit" in text
    assert "Fremmed" not in text
    with sqlite.reading() as session:
        assert session.get_one(Proposal, sample.TO_AMINA).state == ProposalState.CITIZEN_YES


def test_several_are_taken_back_with_one_reason(visit_as: VisitAs, sqlite: Database) -> None:
    wanted = {"do": "withdraw", "proposal": [sample.TO_AMINA, sample.TO_BENT], "code": "mistake"}
    text = visit_as(people.CONSULTANT).post("/borgere/svar", data=wanted).text

    assert "2 af 2 forslag er trukket tilbage." in text
    with sqlite.reading() as session:
        assert session.get_one(Proposal, sample.TO_BENT).state == ProposalState.WITHDRAWN


def test_nobody_ticked_is_said_plainly(visit_as: VisitAs) -> None:
    assert "Du har ikke valgt nogen" in visit_as(people.CONSULTANT).post("/borgere/svar", data={"do": "accept"}).text


def test_every_citizen_seen_leaves_a_trace(visit_as: VisitAs, sqlite: Database) -> None:
    client = visit_as(people.CONSULTANT)
    for page in ("/borgere", *PAGES):
        client.get(page)

    with sqlite.reading() as session:
        seen = session.scalars(select(AuditEntry).where(AuditEntry.action == "looked")).all()
    assert {(entry.subject, entry.user_id) for entry in seen} == {
        (f"citizen:{row}", people.CONSULTANT) for row in range(1, 6)
    }


@pytest.mark.parametrize("page", ["/borgere", *PAGES])
@pytest.mark.parametrize("person", [people.EMPLOYER, people.COORDINATOR])
def test_other_roles_have_no_access(visit_as: VisitAs, person: int, page: str) -> None:
    answer = visit_as(person).get(page)

    assert answer.status_code == 403
    assert "Amina" not in answer.text


def test_nobody_in_particular_has_no_access(client: TestClient) -> None:
    answer = client.get("/borgere")

    assert answer.status_code == 403
    assert "Vælg først, hvem du er." in answer.text


def test_a_consultant_without_citizens_is_told_so(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        people.move_citizens(session, people.OTHER_CONSULTANT)

    client = visit_as(people.CONSULTANT)
    assert "Du har 0 borgere." in client.get("/borgere").text
    assert "Ingen forslag lige nu" in client.get("/borgere/forslag").text


def test_the_page_speaks_english_too(visit_as: VisitAs) -> None:
    client = visit_as(people.CONSULTANT)
    text = "".join(client.get(f"{page}?lang=en").text for page in ("/borgere", *PAGES))

    assert "You have 5 citizens." in text
    assert "The occupation is the one the citizen wants most." in text
    assert "takes language B1" in text
    assert "went to Bent Bæk (0.6), a citizen of Kurt Konsulent (0.6) and 1 more; " in text


def test_a_place_that_is_held_back_is_named_with_the_reason(sqlite: Database, visit_as: VisitAs) -> None:
    with sqlite.transaction() as session:
        session.add(RunHeld(run_id=1, citizen_id=people.STUCK, opening_id=sample.HARBOUR, price=0.8, value=0.41))
    shown = section(visit_as(people.CONSULTANT).get("/borgere/uden-forslag").text, "stuck")
    assert "En plads holdes tilbage" in shown
    assert "her ville den give 41 point af 100, for andre ventes den at give 80" in shown
