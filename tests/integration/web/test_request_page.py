"""«Nyt møde»: the form is filled in with what is usual, names missing consents, and asks once."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from accounts.tables import Authority, Role, User
from citizens.tables import Consent, Involvement
from core import clock
from core.db import Database
from scheduler.tables import Meeting, MeetingState
from tests.integration.web import people

NURSE = 90
PAGE = f"/moeder/nyt?kind=udviklingsgruppe&borger={people.STUCK}"
TODAY = clock.today()


@pytest.fixture
def nurse(client: TestClient, sqlite: Database) -> None:
    """A nurse at work in the case, from an authority that no consent covers."""
    with sqlite.transaction() as session:
        session.get_one(User, people.COORDINATOR).authority = Authority.JOB
        values: dict[str, Any] = {"role": Role.CASEWORKER, "authority": Authority.HEALTH}
        session.add(User(id=NURSE, name="Nina Sygeplejerske", email="nina@eksempel.invalid", **values))
        session.flush()
        since = TODAY - timedelta(days=9)
        session.add(Involvement(citizen_id=people.STUCK, user_id=NURSE, authority=Authority.HEALTH, since=since))


def form(text: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the form on the page."""
    who = re.findall(r'<option value="([pc]\d+:\w+)" selected>', text)
    hidden = dict(
        re.findall(r'<input type="hidden" name="(key|kind|citizen)" value="([^"]*)">', text.split("</fieldset>")[0])
    )
    sent = {"who": who, "place": ["1", "", ""], "minutes": 60, "chair": ""} | hidden
    days = {
        name: (TODAY + timedelta(days=days)).isoformat() for name, days in (("earliest", 1), ("due", 9), ("latest", 20))
    }
    return sent | days | changes


def meetings(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Meeting)) or 0


def test_first_comes_the_choice_of_citizen_and_kind(tove: TestClient) -> None:
    text = tove.get("/moeder/nyt").text

    assert "Carla Østergård" in text
    assert "Udviklingsgruppe" in text
    assert "Ønsk mødet" not in text


def test_those_usually_there_are_chosen_already(tove: TestClient, nurse: None) -> None:
    chosen = form(tove.get(f"/moeder/nyt?kind=samtale&borger={people.STUCK}").text)["who"]

    assert [one for one in chosen if not one.endswith(":not")] == [
        f"c{people.STUCK}:must",
        f"p{people.CASEWORKER}:must",
    ]


def test_a_missing_consent_is_named_and_can_be_recorded_there(tove: TestClient, nurse: None, sqlite: Database) -> None:
    text = tove.get(PAGE).text
    assert "Samtykke til sundhedsområdet mangler" in text
    assert "Nina Sygeplejerske er fra en anden myndighed" in text
    assert f"p{NURSE}:not" in form(text)["who"]

    consent = {"kind": "udviklingsgruppe", "citizen": people.STUCK, "giver": people.STUCK, "authority": "health"}
    after = tove.post("/moeder/samtykke", data=consent | {"scope": "Møder", "given_on": TODAY.isoformat()})
    assert "Samtykket er gemt." in after.text
    assert "mangler" not in after.text
    assert f"p{NURSE}:must" in form(after.text)["who"]
    with sqlite.reading() as session:
        assert session.scalars(select(Consent.authority)).all() == [Authority.HEALTH]


def without_consent(text: str) -> dict[str, Any]:
    """The form with the nurse chosen by hand, a reason to show it again, and things typed that are not usual."""
    sent = form(text, minutes=45, team_case="true")
    sent["who"] = [*(one for one in sent["who"] if not one.startswith(f"p{NURSE}:")), f"p{NURSE}:must"]
    return sent


@pytest.mark.parametrize("kind", ["udviklingsgruppe", "samtale"])
def test_whoever_is_asked_without_consent_is_named_and_nothing_typed_is_lost(
    tove: TestClient, nurse: None, sqlite: Database, kind: str
) -> None:
    before = meetings(sqlite)
    answer = tove.post(
        "/moeder/nyt", data=without_consent(tove.get(f"/moeder/nyt?kind={kind}&borger={people.STUCK}").text)
    )

    assert answer.status_code == 422
    assert f'<a href="#who-p{NURSE}" lang="da">Nina Sygeplejerske kommer fra sundhedsområdet' in answer.text
    assert "Samtykke til sundhedsområdet mangler" in answer.text
    assert f'value="p{NURSE}:must" selected' in answer.text
    assert 'max="480" step="5" value="45"' in answer.text
    assert 'name="team_case" value="true" checked' in answer.text
    assert meetings(sqlite) == before


def test_a_consent_recorded_on_the_way_keeps_what_was_typed(tove: TestClient, nurse: None, sqlite: Database) -> None:
    sent = without_consent(tove.get(f"/moeder/nyt?kind=samtale&borger={people.STUCK}").text)
    refused = tove.post("/moeder/nyt", data=sent).text
    typed = html.unescape(re.findall(r'name="typed" value="([^"]*)"', refused)[0])
    consent = {"kind": "samtale", "citizen": people.STUCK, "giver": people.STUCK, "authority": "health", "typed": typed}

    empty = tove.post("/moeder/samtykke", data=consent | {"scope": " ", "given_on": TODAY.isoformat()})
    assert empty.status_code == 422
    assert 'href="#scope-1"' in empty.text
    assert f'value="p{NURSE}:must" selected' in empty.text
    after = tove.post("/moeder/samtykke", data=consent | {"scope": "Møder", "given_on": TODAY.isoformat()})
    assert "Samtykket er gemt." in after.text
    assert f'value="p{NURSE}:must" selected' in after.text
    assert 'value="45"' in after.text
    assert "Mødet er ønsket." in tove.post("/moeder/nyt", data=sent).text


def test_a_double_click_asks_once(tove: TestClient, sqlite: Database) -> None:
    before = meetings(sqlite)
    sent = form(tove.get(f"/moeder/nyt?kind=samtale&borger={people.STUCK}").text)
    first, second = (tove.post("/moeder/nyt", data=sent) for _ in range(2))

    assert first.url == second.url
    assert "Mødet er ønsket." in first.text
    assert meetings(sqlite) == before + 1


def test_the_wishes_of_the_form_are_the_meetings(tove: TestClient, sqlite: Database) -> None:
    sent = form(tove.get(f"/moeder/nyt?kind=samtale&borger={people.STUCK}").text, minutes=30, team_case="true")
    tove.post("/moeder/nyt", data=sent)

    with sqlite.reading() as session:
        made = session.scalars(select(Meeting).order_by(Meeting.id.desc())).first()
    assert made is not None
    assert (made.state, made.minutes, made.team_case, made.site_ids) == (MeetingState.REQUESTED, 30, True, [1])
    assert [made.earliest, made.due, made.latest] == [
        date.fromisoformat(sent[one]) for one in ("earliest", "due", "latest")
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"place": ["", "", ""]}, "mindst én deltager og ét sted"),
        ({"due": TODAY.isoformat()}, "fristen skal ligge"),
        ({"minutes": 5}, "15"),
        ({"who": ["x1:must"]}, "udfyldt rigtigt"),
    ],
)
def test_a_faulty_form_says_what_to_mend(tove: TestClient, changes: dict[str, Any], said: str) -> None:
    sent = form(tove.get(f"/moeder/nyt?kind=samtale&borger={people.STUCK}").text, **changes)
    answer = tove.post("/moeder/nyt", data=sent)

    assert answer.status_code == 422
    assert said in answer.text
    assert (">Nyt møde</h1>" in answer.text) == (said != "udfyldt rigtigt")


def test_somebody_elses_citizen_cannot_be_chosen(tove: TestClient) -> None:
    assert tove.get("/moeder/nyt?kind=samtale&borger=4711").status_code == 404
