"""«Teamdage»: a team's standing day is set up once, shown, and ended."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from core import clock
from core.db import Database
from scheduler.planning.tables import TeamDay
from tests.integration.web import people

TODAY = clock.today()


def wish(**changes: Any) -> dict[str, Any]:
    usual = {"key": "k" * 32, "name": "Familieteamet", "weekday": 2, "from": "09:00", "to": "12:00", "place": "1:1"}
    usual |= {"case_minutes": 30, "members": [people.COORDINATOR, people.CASEWORKER], "first_day": TODAY.isoformat()}
    return usual | changes


def test_a_team_day_is_set_up_once_and_shown(tove: TestClient, sqlite: Database) -> None:
    for _ in range(2):
        text = tove.post("/moeder/teamdage", data=wish()).text

    assert "Teamdagen er gemt." in text
    assert "Tirsdag 09.00–12.00" in text
    assert "Søren Sagsbehandler" in text
    with sqlite.reading() as session:
        assert len(session.scalars(select(TeamDay)).all()) == 1


def test_a_team_day_is_ended(tove: TestClient, sqlite: Database) -> None:
    tove.post("/moeder/teamdage", data=wish())
    last = TODAY + timedelta(days=30)
    tove.post("/moeder/teamdage/1/slut", data={"last_day": last.isoformat()})

    with sqlite.reading() as session:
        assert session.get_one(TeamDay, 1).last_day == last


@pytest.mark.parametrize("changes", [{"members": []}, {"to": "08:00"}, {"case_minutes": 7}, {"name": " "}])
def test_a_faulty_team_day_is_refused(tove: TestClient, sqlite: Database, changes: dict[str, Any]) -> None:
    assert tove.post("/moeder/teamdage", data=wish(**changes)).status_code == 422
    with sqlite.reading() as session:
        assert session.scalars(select(TeamDay)).all() == []


def test_without_teams_the_page_says_so(tove: TestClient) -> None:
    assert "Ingen teamdage" in tove.get("/moeder/teamdage").text
