"""Error pages say in plain words what is wrong and what to do, and give nothing away."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]


@pytest.mark.parametrize(
    ("path", "number", "title"),
    [
        ("/findes-ikke", 404, "Siden findes ikke"),
        ("/er-optaget", 409, "Det kunne ikke lade sig gøre"),
        ("/gaar-i-stykker", 500, "Der skete en fejl hos os"),
        ("/jeg-er", 405, "Forespørgslen kunne ikke forstås"),
    ],
)
def test_an_error_has_its_page(client: TestClient, path: str, number: int, title: str) -> None:
    answer = client.get(path)

    assert answer.status_code == number
    assert f"<h1>{title}</h1>" in answer.text
    assert f"Fejl {number}" in answer.text


def test_what_the_error_itself_says_is_shown(client: TestClient) -> None:
    assert "Pladsen er lige blevet taget. Vælg en anden." in client.get("/er-optaget").text


def test_a_danish_message_is_left_out_of_an_english_page(client: TestClient) -> None:
    text = client.get("/er-optaget?lang=en").text

    assert "Pladsen" not in text
    assert "That could not be done" in text


def test_a_breakdown_gives_nothing_away(client: TestClient) -> None:
    text = client.get("/gaar-i-stykker").text

    assert "secret" not in text
    assert "Traceback" not in text


def test_error_pages_carry_the_policies_too(client: TestClient) -> None:
    for path in ("/findes-ikke", "/er-optaget", "/gaar-i-stykker"):
        assert "default-src 'none'" in client.get(path).headers["content-security-policy"]


def test_whoever_comes_to_another_roles_page_keeps_menu_and_switch(visit_as: VisitAs) -> None:
    answer = visit_as(people.CONSULTANT).get("/virksomhed")

    assert answer.status_code == 403
    assert answer.text.count("rolle end din") == 1
    assert '<a href="/borgere">Mine borgere</a>' in answer.text
    assert "Jeg er: Karen Konsulent, virksomhedskonsulent" in answer.text
    assert 'action="/jeg-er"' in answer.text


@pytest.mark.parametrize(
    ("reason", "said"), [(" ", "Begrundelse: skriv kort hvorfor"), ("\x1b", "Begrundelse: indeholder tegn")]
)
def test_a_faulty_field_is_told_by_its_danish_name(visit_as: VisitAs, reason: str, said: str) -> None:
    form = {"answer": "no", "code": "other", "reason": reason}
    answer = visit_as(people.EMPLOYER).post(f"/forslag/{sample.TO_BENT}/svar", data=form)

    assert answer.status_code == 422
    assert said in answer.text
    assert "reason:" not in answer.text
    assert "Jeg er: Else Arbejdsgiver" in answer.text


def test_a_fault_in_one_of_a_list_and_its_days_are_told_in_plain_danish(visit_as: VisitAs) -> None:
    tove = visit_as(people.COORDINATOR)
    consent = {"kind": "samtale", "citizen": people.STUCK, "giver": people.STUCK, "authority": "moon"}
    answer = tove.post("/moeder/samtykke", data=consent | {"scope": "Møder", "given_on": "i går"})

    assert "Myndighed: " in answer.text
    assert "Givet den: " in answer.text
    assert "given_on" not in answer.text


def test_a_follow_up_out_of_reach_is_told_with_danish_days(visit_as: VisitAs) -> None:
    form = {"on": "2020-01-06"}
    answer = visit_as(people.COORDINATOR).post(f"/moeder/opfoelgninger/{sample.LATE}/holdt", data=form)

    assert answer.status_code == 422
    assert not re.search(r"\d{4}-\d\d-\d\d", answer.text.partition('<p class="lead">')[2].partition("</p>")[0])
