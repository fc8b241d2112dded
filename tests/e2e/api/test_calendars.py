"""One's own calendar, and a citizen's feed, by the API."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from core.db import Database
from scheduler.calendars import apart
from scheduler.calendars.entries import Span
from scheduler.calendars.incoming import busy_spans
from tests.e2e.api.calls import Json, as_
from tests.integration.calendars.people import People, people
from tests.rows import TODAY
from tests.unit.calendars.files import calendar, event

ICS = calendar(*event("DTSTART:20261201T090000Z", "DURATION:PT1H", "SUMMARY:Tandlæge")).decode()
HOURS = [{"weekday": 1, "from": "08:00", "to": "16:00"}]
Ask = Callable[..., Json]


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, which is faster."""

    def here(given: apart.Calendar) -> tuple[Span, ...]:
        return busy_spans(given.content, given.first, given.last, given.domain)

    monkeypatch.setattr(apart, "read", here)


@pytest.fixture
def known(sqlite: Database) -> People:
    return people(sqlite)


@pytest.fixture
def ask(client: TestClient, known: People) -> Ask:
    """Asks for something about the caseworker's calendar, and gives the answer's content."""

    def asked(method: str, path: str = "", body: Json = None, status: int = 200) -> Json:
        answer = client.request(method, f"/api/v1/my-calendar{path}", json=body, headers=as_(known.worker))
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


def test_a_new_calendar_is_empty(ask: Ask) -> None:
    assert ask("GET") == {"feed": None, "sources": [], "hours": [], "absences": []}


def test_an_address_is_told_once_renewed_and_closed(client: TestClient, ask: Ask) -> None:
    first, second = (ask("POST", "/feed", status=201)["address"] for _ in range(2))
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    assert ask("GET")["feed"] == {"made_at": "2026-11-23T10:00:00+01:00", "opened_on": "2026-11-23"}
    assert ask("DELETE", "/feed")["feed"] is None
    assert client.get(second).status_code == 404


def test_a_citizens_address_is_made_by_who_carries_the_case_and_by_nobody_else(
    client: TestClient, known: People
) -> None:
    path = f"/api/v1/citizens/{known.citizen.id}/feed"
    made = client.post(path, headers=as_(known.worker))
    assert made.status_code == 201
    assert len(Calendar.from_ical(client.get(made.json()["address"]).content).walk("VEVENT")) == 1
    assert client.post(path, headers=as_(known.colleague)).status_code == 404


def test_a_file_is_read_and_forgotten(ask: Ask) -> None:
    (source,) = ask("PUT", "/file", {"ics": ICS})["sources"]
    assert source == {"kind": "file", "times": 1, "read_at": "2026-11-23T10:00:00+01:00", "fault": None}
    assert ask("DELETE", "/sources/file")["sources"] == []


def test_a_bad_file_is_answered_with_its_lines(ask: Ask) -> None:
    problem = ask("PUT", "/file", {"ics": ICS.replace("20261201T090000Z", "sludder")}, status=422)
    assert problem["faults"][0]["place"] == "linje 4"
    assert "Tandlæge" not in str(problem)


def test_an_address_that_may_not_be_fetched_is_answered_with_why(ask: Ask) -> None:
    problem = ask("PUT", "/address", {"address": "https://127.0.0.1/hemmelig.ics"}, status=422)
    assert problem["faults"][0]["place"] == "address"
    assert "hemmelig" not in str(problem)
    assert ask("GET")["sources"] == []


def test_hours_are_set_and_bad_ones_refused(ask: Ask) -> None:
    assert ask("PUT", "/hours", {"hours": HOURS})["hours"] == HOURS
    overlapping = [*HOURS, {"weekday": 1, "from": "15:00", "to": "17:00"}]
    assert ask("PUT", "/hours", {"hours": overlapping}, status=422)["faults"][0]["place"] == "1"
    assert ask("GET")["hours"] == HOURS


def test_days_away_are_noted_once_and_struck(client: TestClient, ask: Ask, known: People) -> None:
    days = {"first": str(TODAY), "last": str(TODAY + timedelta(days=2)), "substitute": known.colleague.id}
    (absence,) = ask("POST", "/absences", days, status=201)["absences"]
    assert absence == {"id": absence["id"], **days}
    ask("POST", "/absences", days, status=409)
    path = f"/api/v1/absences/{absence['id']}"
    assert client.delete(path, headers=as_(known.colleague)).status_code == 403
    assert client.delete(path, headers=as_(known.worker)).json()["absences"] == []
    assert client.delete(path, headers=as_(known.worker)).status_code == 404


@pytest.mark.parametrize("path", ["/file", "/address"])
def test_nobody_reads_calendars_without_saying_who_they_are(client: TestClient, path: str) -> None:
    body = {"ics": ICS} if path == "/file" else {"address": "https://example.org/k.ics"}
    assert client.put(f"/api/v1/my-calendar{path}", json=body).status_code == 401
