"""Attendance in one tap, «Noget er galt», the inbox and the rota, as pages: each sees what is theirs and no more."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import select

from accounts.tables import Role, User
from citizens.tables import Citizen
from core.audit import AuditEntry
from core.db import Database
from core.outbox import OutboxMessage
from placements.daily.tables import Attendance, OnCall, Presence, Trouble, TroubleState
from scheduler.tables import WorkingHours
from tests.integration.web import people

VisitAs = Callable[[int], TestClient]
NOON = "2026-11-18T11:00Z"
"""A Wednesday; the sample's citizen in praktik began twenty days before."""
TODAY = date(2026, 11, 18)
PLACEMENT = 1
GONE_WRONG = {"key": "k" * 32, "what": "tasks", "text": "Der er ikke nok at lave."}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def at_work(client: TestClient, sqlite: Database) -> None:
    """The consultant has working hours, so that messages are theirs."""
    with sqlite.transaction() as session:
        hours = {"user_id": people.CONSULTANT, "from_": time(8), "to": time(16)}
        session.add_all(WorkingHours(weekday=day, **hours) for day in range(1, 6))


def tap(client: TestClient, presence: str, day: date = TODAY, placement: int = PLACEMENT) -> int:
    sent = {"placement": placement, "day": str(day), "presence": presence}
    return client.post("/fremmoede", data=sent, follow_redirects=False).status_code


def report(client: TestClient, **more: str) -> str:
    answer = client.post(f"/forloeb/{PLACEMENT}/galt", data=GONE_WRONG | more)
    return answer.text


def pressed(text: str) -> list[str]:
    return re.findall(r'value="([a-z]+)" aria-pressed="true"', text)


def trouble_of(database: Database) -> Trouble:
    with database.reading() as session:
        return session.scalars(select(Trouble)).one()


def test_everybody_at_the_units_today_has_four_buttons_and_no_name(visit_as: VisitAs) -> None:
    text = visit_as(people.EMPLOYER).get("/fremmoede").text
    assert "Virksomhedspraktik, begyndt 29. oktober 2026" in text
    assert text.count('class="tap tap-') == 4
    assert "0 af 1 er meldt" in text
    assert [name for name in people.NAMES if name in text] == []
    assert 'href="/fremmoede" aria-current="page"' in text


def test_one_tap_is_kept_shown_and_taken_back(visit_as: VisitAs, sqlite: Database) -> None:
    client = visit_as(people.EMPLOYER)
    for _ in range(2):
        assert tap(client, "late") == 303
    text = client.get("/fremmoede").text
    assert (pressed(text), "1 af 1 er meldt" in text) == (["late"], True)
    assert tap(client, "undo") == 303
    assert pressed(client.get("/fremmoede").text) == []
    with sqlite.reading() as session:
        assert session.scalars(select(Attendance)).all() == []


def test_a_tap_leads_back_to_the_person_with_a_receipt(visit_as: VisitAs) -> None:
    sent = {"placement": PLACEMENT, "day": str(TODAY), "presence": "came"}
    answer = visit_as(people.EMPLOYER).post("/fremmoede", data=sent, follow_redirects=False)
    assert answer.headers["location"] == "/fremmoede?gemt=attendance#p-1"
    assert "Fremmødet er gemt." in visit_as(people.EMPLOYER).get(answer.headers["location"]).text


def test_a_day_that_is_none_is_told_at_the_top_and_nothing_is_kept(visit_as: VisitAs, sqlite: Database) -> None:
    client = visit_as(people.EMPLOYER)
    sent = {"placement": PLACEMENT, "day": "2026-11-19", "presence": "came"}
    answer = client.post("/fremmoede", data=sent)
    assert answer.status_code == 422
    assert "ligger i fremtiden" in answer.text
    with sqlite.reading() as session:
        assert session.scalars(select(Attendance)).all() == []


def test_earlier_days_are_corrected_two_weeks_back(visit_as: VisitAs) -> None:
    client = visit_as(people.EMPLOYER)
    address = f"/forloeb/{PLACEMENT}/fremmoede"
    text = client.get(address).text
    assert text.count("<form") - text.count('action="/jeg-er"') == 11
    client.post(address, data={"day": "2026-11-04", "presence": "excused"})
    assert pressed(client.get(address).text) == ["excused"]
    assert client.post(address, data={"day": "2026-11-03", "presence": "came"}).status_code == 422


def test_the_consultant_reads_the_attendance_with_the_name_and_it_is_logged(
    visit_as: VisitAs, sqlite: Database
) -> None:
    with sqlite.transaction() as session:
        row = {"placement_id": PLACEMENT, "user_id": people.EMPLOYER, "at": datetime(2026, 11, 17, tzinfo=UTC)}
        session.add(Attendance(day=date(2026, 11, 17), presence=Presence.AWAY, **row))
    text = visit_as(people.CONSULTANT).get(f"/forloeb/{PLACEMENT}/fremmoede").text
    assert "Dorte Åkjær" in text
    assert "Udeblev" in text
    assert "aria-pressed" not in text
    with sqlite.reading() as session:
        looked = select(AuditEntry.facts).where(AuditEntry.subject == f"citizen:{people.IN_PRAKTIK}")
        assert {"why": "fremmøde"} in list(session.scalars(looked))


@pytest.mark.parametrize("path", ["fremmoede", "galt"])
@pytest.mark.parametrize("person", [people.OTHER_EMPLOYER, people.OTHER_CONSULTANT])
def test_others_find_nothing(visit_as: VisitAs, person: int, path: str) -> None:
    assert visit_as(person).get(f"/forloeb/{PLACEMENT}/{path}").status_code == 404


def test_two_fields_reach_the_consultant_at_once(visit_as: VisitAs, at_work: None, sqlite: Database) -> None:
    text = report(visit_as(people.EMPLOYER))
    assert "Din besked er sendt." in text
    assert "Karen Konsulent har fået besked." in text
    with sqlite.reading() as session:
        told = [(row.kind, row.payload["to"]) for row in session.scalars(select(OutboxMessage))]
    assert told == [("trouble.reported", {"user": people.CONSULTANT})]


def test_the_citizen_reports_too_and_reads_only_their_own(visit_as: VisitAs, at_work: None, sqlite: Database) -> None:
    report(visit_as(people.EMPLOYER))
    with sqlite.transaction() as session:
        himself = User(id=90, role=Role.CITIZEN, name="Dorte Åkjær", email="dorte@eksempel.invalid")
        session.add(himself)
        session.flush()
        session.get_one(Citizen, people.IN_PRAKTIK).user_id = himself.id
    client = visit_as(90)
    assert "Der er ikke nok at lave." not in client.get(f"/forloeb/{PLACEMENT}/galt").text
    assert "Karen Konsulent har fået besked." in report(client, text="Jeg er utryg", what="wellbeing")
    assert "Jeg er utryg" not in visit_as(people.EMPLOYER).get(f"/forloeb/{PLACEMENT}/galt").text
    assert "aria-pressed" not in visit_as(90).get(f"/forloeb/{PLACEMENT}/fremmoede").text


def test_a_double_click_reports_once(visit_as: VisitAs, at_work: None, sqlite: Database) -> None:
    client = visit_as(people.EMPLOYER)
    for _ in range(2):
        report(client)
    assert trouble_of(sqlite).text == "Der er ikke nok at lave."


def test_an_empty_message_comes_back_with_what_was_chosen(visit_as: VisitAs, sqlite: Database) -> None:
    client = visit_as(people.EMPLOYER)
    text = report(client, text=" ")
    assert "skriv kort, hvad det drejer sig om" in text
    assert '<option value="tasks" selected>' in text
    assert 'href="#text"' in text
    assert "skal være en af" in report(client, what="")
    with sqlite.reading() as session:
        assert session.scalars(select(Trouble)).all() == []


def test_the_consultant_takes_it_notes_and_closes_and_the_firm_reads_the_outcome(
    visit_as: VisitAs, at_work: None, sqlite: Database
) -> None:
    report(visit_as(people.EMPLOYER))
    address = f"/henvendelser/{trouble_of(sqlite).id}"
    client = visit_as(people.CONSULTANT)
    inbox = client.get("/henvendelser").text
    assert "Dorte Åkjær – Opgaver eller tider" in inbox
    assert "Du har taget henvendelsen." in client.post(f"{address}/tag").text
    for _ in range(2):
        client.post(f"{address}/notat", data={"key": "n" * 32, "text": "Ringet til Else."})
    page = client.get(address).text
    assert (page.count("Ringet til Else."), "Fra Else Arbejdsgiver, arbejdsgiver" in page) == (1, True)
    assert client.post(f"{address}/luk", data={"outcome": " "}).status_code == 422
    assert "Henvendelsen er lukket." in client.post(f"{address}/luk", data={"outcome": "Nye opgaver"}).text
    told = visit_as(people.EMPLOYER).get(f"/forloeb/{PLACEMENT}/galt").text
    assert "Nye opgaver" in told
    assert "Ringet til Else." not in told


def test_who_is_on_call_sees_what_is_open_and_others_do_not(visit_as: VisitAs, at_work: None, sqlite: Database) -> None:
    report(visit_as(people.EMPLOYER))
    address = f"/henvendelser/{trouble_of(sqlite).id}"
    client = visit_as(people.OTHER_CONSULTANT)
    assert client.get(address).status_code == 404
    assert "Ingen nye henvendelser" in client.get("/henvendelser").text
    with sqlite.transaction() as session:
        now = datetime(2026, 11, 18, 11, tzinfo=UTC)
        session.add(OnCall(user_id=people.OTHER_CONSULTANT, starts_at=now, ends_at=now + timedelta(hours=9)))
    inbox = client.get("/henvendelser").text
    assert "Du har vagt indtil 18. nov. 2026 kl. 21.00" in inbox
    assert "Dorte Åkjær" in inbox
    assert client.post(f"{address}/tag").status_code == 200


def test_a_manager_sees_what_waits_without_names_and_gives_it_to_somebody(visit_as: VisitAs, sqlite: Database) -> None:
    report(visit_as(people.EMPLOYER))
    client = visit_as(people.MANAGER)
    text = client.get("/henvendelser").text
    assert "Prøvebageriet ApS, Havnegade – Opgaver eller tider" in text
    assert [name for name in (*people.NAMES, "ikke nok at lave") if name in text] == []
    trouble = trouble_of(sqlite).id
    assert "givet videre" in client.post(f"/henvendelser/{trouble}/giv", data={"to": people.OTHER_CONSULTANT}).text
    assert trouble_of(sqlite).assigned_to == people.OTHER_CONSULTANT
    assert client.get(f"/henvendelser/{trouble}").status_code == 404


def test_a_pattern_of_absence_is_on_the_consultants_and_the_coordinators_lists(
    visit_as: VisitAs, at_work: None, sqlite: Database
) -> None:
    client = visit_as(people.EMPLOYER)
    for day in (TODAY - timedelta(days=1), TODAY):
        tap(client, "away", day)
    assert trouble_of(sqlite).state is TroubleState.OPEN
    assert "Udeblev" not in client.get(f"/forloeb/{PLACEMENT}/galt").text
    said = "2 dage uden afbud inden for 5 dage i forløbet, senest 18. nov. 2026."
    assert said in visit_as(people.CONSULTANT).get("/henvendelser").text
    follow_ups = visit_as(people.COORDINATOR).get("/moeder/opfoelgninger").text
    assert "Fravær" in follow_ups.partition('id="troubles"')[2]
    assert "Karen Konsulent" in follow_ups.partition('id="troubles"')[2]


def test_the_rota_shows_its_gaps_and_fills_them(visit_as: VisitAs, at_work: None, sqlite: Database) -> None:
    client = visit_as(people.CONSULTANT)
    text = client.get("/vagt").text
    assert "huller i vagtplanen" in text
    assert 'value="2026-11-18T16:00"' in text
    sent = {"who": people.CONSULTANT, "begins": "2026-11-18T16:00", "ends": "2026-11-19T08:00", "phone": ""}
    missing = client.post("/vagt", data=sent)
    assert (missing.status_code, 'href="#phone"' in missing.text) == (422, True)
    assert "Vagten er lagt ind." in client.post("/vagt", data=sent | {"phone": "12 34 56 78"}).text
    with sqlite.reading() as session:
        (watch,) = session.scalars(select(OnCall)).all()
        assert watch.starts_at == datetime(2026, 11, 18, 15, tzinfo=UTC)
        assert session.get_one(User, people.CONSULTANT).phone == "12345678"
    assert client.post("/vagt", data=sent).status_code == 409
    assert "taget af planen" in client.post(f"/vagt/{watch.id}/slet").text


def test_other_staff_read_the_rota_and_employers_do_not(visit_as: VisitAs) -> None:
    text = visit_as(people.COORDINATOR).get("/vagt").text
    assert "Ny vagt" not in text
    client = visit_as(people.EMPLOYER)
    assert [client.get(page).status_code for page in ("/vagt", "/henvendelser")] == [403, 403]


@pytest.mark.parametrize("page", ["/fremmoede", f"/forloeb/{PLACEMENT}/fremmoede", f"/forloeb/{PLACEMENT}/galt"])
def test_the_pages_are_there_in_english_too(visit_as: VisitAs, page: str) -> None:
    text = visit_as(people.EMPLOYER).get(f"{page}?lang=en").text
    assert "Something is wrong" in text
