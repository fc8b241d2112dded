"""«Min kalender» over HTTP: what it shows, and that each form does what it says."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from core import clock
from core.db import Database
from scheduler.calendars import apart, queries
from scheduler.calendars.entries import Span
from scheduler.calendars.incoming import busy_spans
from scheduler.calendars.tables import CalendarSource, SourceKind
from tests.integration.web.people import CONSULTANT, COORDINATOR, EMPLOYER
from tests.unit.calendars.files import calendar, event

Choose = Callable[[int], TestClient]
DAY = timedelta(days=1)
ADDRESS = re.compile(r'value="(http://127\.0\.0\.1:8000(/kalendere/[\w-]{43}\.ics))"')


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, which is faster."""

    def here(given: apart.Calendar) -> tuple[Span, ...]:
        return busy_spans(given.content, given.first, given.last, given.domain)

    monkeypatch.setattr(apart, "read", here)


@pytest.fixture
def visitor(visit_as: Choose) -> TestClient:
    return visit_as(CONSULTANT)


def post(visitor: TestClient, path: str, **data: object) -> Response:
    """Send a form and go where it leads."""
    return visitor.post(f"/kalender{path}", data=data)


def send(visitor: TestClient, content: bytes) -> Response:
    return visitor.post("/kalender/fil", files={"file": ("min.ics", content, "text/calendar")})


def tomorrows(*lines: str) -> bytes:
    """A calendar with an hour tomorrow."""
    starts = clock.now() + DAY
    return calendar(*event(f"DTSTART:{starts:%Y%m%dT%H%M%SZ}", "DURATION:PT1H", *lines))


@pytest.mark.parametrize("person", [CONSULTANT, EMPLOYER, COORDINATOR])
@pytest.mark.parametrize("language", ["da", "en"])
def test_everybody_has_the_page_in_both_languages(visit_as: Choose, person: int, language: str) -> None:
    answer = visit_as(person).get(f"/kalender?lang={language}")
    assert answer.status_code == 200
    assert ("Min kalender" if language == "da" else "My calendar") in answer.text


def test_nobody_has_the_page_without_saying_who_they_are(client: TestClient) -> None:
    assert client.get("/kalender").status_code == 403
    assert client.post("/kalender/adresse").status_code == 403
    assert send(client, tomorrows()).status_code == 403


def test_a_new_address_is_shown_once_and_works(visitor: TestClient) -> None:
    shown = ADDRESS.search(post(visitor, "/adresse").text)
    assert shown is not None
    assert visitor.get(shown[2]).headers["Content-Type"].startswith("text/calendar")
    again = visitor.get("/kalender").text
    assert shown[1] not in again
    assert "Forny adressen" in again
    renewed = ADDRESS.search(post(visitor, "/adresse").text)
    assert renewed is not None
    assert [visitor.get(one[2]).status_code for one in (shown, renewed)] == [404, 200]
    post(visitor, "/adresse/luk")
    assert visitor.get(renewed[2]).status_code == 404


def test_the_language_can_be_changed_where_a_form_was_answered(visitor: TestClient) -> None:
    for answer in (post(visitor, "/adresse"), send(visitor, b"sludder")):
        (other,) = re.findall(r'<a href="([^"]+)" lang="en"', answer.text)
        assert visitor.get(other).status_code == 200


def test_a_file_is_read_and_told_by_the_number_of_its_times(visitor: TestClient) -> None:
    answer = send(visitor, tomorrows("SUMMARY:Tandlæge"))
    assert answer.status_code == 200
    assert "Filen er læst." in answer.text
    assert "1 optaget tid i det næste halve år." in answer.text
    assert "Tandlæge" not in answer.text
    gone = post(visitor, "/glem", kind="file")
    assert "optaget tid" not in gone.text


def test_a_bad_file_is_told_by_its_line_and_changes_nothing(visitor: TestClient) -> None:
    send(visitor, tomorrows())
    answer = send(visitor, tomorrows("DTEND:sludder"))
    assert answer.status_code == 422
    assert "Linje 4: aftalen, der begynder her" in answer.text
    assert "1 optaget tid i det næste halve år." in answer.text


@pytest.mark.parametrize(
    "address", ["http://example.org/k.ics", "https://127.0.0.1/k.ics", "sludder", "https://localhost/"]
)
def test_an_address_that_may_not_be_fetched_is_told_and_not_kept(visitor: TestClient, address: str) -> None:
    answer = post(visitor, "/hent", address=address)
    assert answer.status_code == 422
    assert "Adressen:" in answer.text
    assert 'value="address"' not in answer.text


def test_the_hours_of_the_week_are_kept(visitor: TestClient, sqlite: Database) -> None:
    rows = {"weekday": [1, 1, 2, 5], "start": ["08:00", "13:00", "", "09:30"], "end": ["12:00", "16:00", "", "14:00"]}
    answer = post(visitor, "/arbejdstid", **rows)
    assert "Arbejdstiden er gemt." in answer.text
    with sqlite.reading() as session:
        kept = [(one.weekday, f"{one.from_:%H:%M}-{one.to:%H:%M}") for one in queries.hours(session, CONSULTANT)]
    assert kept == [(1, "08:00-12:00"), (1, "13:00-16:00"), (5, "09:30-14:00")]


@pytest.mark.parametrize(("start", "end"), [("16:00", "08:00"), ("08:00", ""), ("otte", "16:00")])
def test_hours_that_cannot_be_are_refused(visitor: TestClient, start: str, end: str) -> None:
    answer = post(visitor, "/arbejdstid", weekday=[1], start=[start], end=[end])
    assert answer.status_code == 422
    assert "intet er gemt" in answer.text.lower()


def test_an_absence_is_noted_and_deleted_again(visitor: TestClient) -> None:
    first = clock.today() + DAY
    answer = post(visitor, "/fravaer", first=str(first), last=str(first + DAY), substitute=str(COORDINATOR))
    assert "Fraværet er gemt." in answer.text
    assert "stedfortræder: Tove Tovholder" in answer.text
    (delete,) = re.findall(r"/kalender(/fravaer/\d+/slet)", answer.text)
    assert "Intet fravær" in post(visitor, delete).text


def test_an_absence_needs_no_substitute(visitor: TestClient) -> None:
    first = clock.today() + DAY
    assert "Fraværet er gemt." in post(visitor, "/fravaer", first=str(first), last=str(first), substitute="").text


def test_nobody_can_delete_somebody_elses_absence(visit_as: Choose) -> None:
    first = str(clock.today() + DAY)
    (delete,) = re.findall(
        r"/kalender(/fravaer/\d+/slet)", post(visit_as(COORDINATOR), "/fravaer", first=first, last=first).text
    )
    assert post(visit_as(CONSULTANT), delete).status_code == 403


def test_a_fault_at_the_last_fetch_is_shown(visitor: TestClient, sqlite: Database) -> None:
    failed = CalendarSource(user_id=CONSULTANT, kind=SourceKind.ADDRESS, address="https://x")
    failed.fault = "Serveren svarede 404."
    with sqlite.transaction() as session:
        session.add(failed)
    page = visitor.get("/kalender").text
    assert "Serveren svarede 404." in page
    assert "https://x" not in page


@pytest.mark.parametrize("given", ["sludder", "<script>"])
def test_an_invented_receipt_is_ignored(visitor: TestClient, given: str) -> None:
    answer = visitor.get("/kalender", params={"gjort": given})
    assert "alert-success" not in answer.text
    assert given not in answer.text


def test_the_menu_leads_to_the_page(visitor: TestClient) -> None:
    assert '<a href="/kalender" aria-current="page">' in visitor.get("/kalender").text
    assert '<a href="/kalender">' in visitor.get("/borgere").text


def test_days_are_danish(visitor: TestClient) -> None:
    post(visitor, "/fravaer", first="2098-12-24", last="2098-12-26")
    assert "24. dec. 2098 – 26. dec. 2098" in visitor.get("/kalender").text
    assert date(2098, 12, 24) > clock.today()
