"""A meeting's page: everything about it is shown, and each form leads back to it with a receipt."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from core import clock
from core.audit import AuditEntry
from core.db import Database
from scheduler.meetings.tables import AgendaPoint, MeetingChange, MeetingNotice
from scheduler.tables import Meeting, MeetingAgreement, MeetingState
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]
PAGE = f"/moeder/{sample.PLANNED}"
TODAY = clock.today().isoformat()


def key() -> str:
    return uuid4().hex


@pytest.fixture
def begun(client: TestClient, sqlite: Database) -> None:
    """The meeting's time has come."""
    with sqlite.transaction() as session:
        meeting = session.get_one(Meeting, sample.PLANNED)
        meeting.starts_at = clock.now() - timedelta(hours=2)
        meeting.ends_at = clock.now() - timedelta(hours=1)


def test_the_page_says_when_where_who_and_what(tove: TestClient) -> None:
    text = tove.get(PAGE).text

    assert "Tværfagligt møde – Bent Bæk" in text
    assert "09.00–10.00, Rådhuset, Lokale 12" in text
    assert "Søren Sagsbehandler" in text
    assert "Kommer ikke" in text
    assert "Hvad vil jeg gerne tale om?" in text


@pytest.mark.parametrize("path", [f"/moeder/{sample.ELSEWHERE}", "/moeder/4711"])
def test_another_coordinators_meeting_is_not_there(tove: TestClient, sqlite: Database, path: str) -> None:
    with sqlite.transaction() as session:
        meeting = session.get_one(Meeting, sample.ELSEWHERE)
        meeting.citizen_id = None

    assert tove.get(path).status_code == 404


def test_that_the_meeting_was_seen_is_logged(tove: TestClient, sqlite: Database) -> None:
    tove.get(PAGE)

    with sqlite.reading() as session:
        seen = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "looked")).all()
    assert seen == [f"citizen:{people.AGREED}"]


def test_other_roles_have_no_access(visit_as: VisitAs) -> None:
    assert visit_as(people.CONSULTANT).get(PAGE).status_code == 403


def test_before_its_time_a_meeting_is_moved_or_cancelled_and_nothing_else(tove: TestClient) -> None:
    text = tove.get(PAGE).text

    assert [f"{PAGE}/{step}" in text for step in ("flyt", "aflys", "holdt", "udeblevet")] == [True, True, False, False]


def test_a_meeting_is_held_minuted_and_its_minutes_approved(begun: None, tove: TestClient) -> None:
    assert "Mødet er noteret som holdt." in tove.post(f"{PAGE}/holdt").text
    assert "Referatet er gemt." in tove.post(f"{PAGE}/referat", data={"after": 0, "text": "Bent begynder."}).text
    text = tove.post(f"{PAGE}/referat/godkend").text
    assert "Bent begynder." in text
    assert "Godkendt af Tove Tovholder" in text
    added = tove.post(f"{PAGE}/referat", data={"after": 1, "text": "Rettelse: på mandag."}).text
    assert "Tilføjelse" in added
    assert "Bent begynder." in added


def test_whoever_writes_on_old_minutes_is_told_and_nothing_is_lost(begun: None, tove: TestClient) -> None:
    tove.post(f"{PAGE}/referat", data={"after": 0, "text": "Den ene"})
    answer = tove.post(f"{PAGE}/referat", data={"after": 0, "text": "Den anden"})

    assert answer.status_code == 409
    assert "Referatet er ændret, siden du åbnede det." in answer.text
    assert "Den ene" in tove.get(PAGE).text


def test_a_cancelled_meeting_can_be_asked_for_again(tove: TestClient) -> None:
    text = tove.post(f"{PAGE}/aflys", data={"why": "Bent er syg"}).text
    assert "Mødet er aflyst." in text
    assert "Bent er syg" in text
    assert "Ønsket" in tove.post(f"{PAGE}/igen").text


def test_nobody_coming_is_kept_with_its_reason(begun: None, tove: TestClient) -> None:
    text = tove.post(f"{PAGE}/udeblevet", data={"why": "Glemte tiden"}).text

    assert "Udeblivelsen er gemt." in text
    assert "Glemte tiden" in text


def test_a_note_and_points_are_written_and_points_removed(tove: TestClient, sqlite: Database) -> None:
    assert "Læs planen" in tove.post(f"{PAGE}/oplaeg", data={"text": "Læs planen"}).text
    assert "Transport" in tove.post(f"{PAGE}/dagsorden", data={"key": key(), "text": "Transport"}).text
    with sqlite.reading() as session:
        point = session.scalars(select(AgendaPoint)).one().id
    assert "Transport" not in tove.post(f"{PAGE}/dagsorden/{point}/fjern").text


def test_the_citizens_answers_are_written_down(tove: TestClient) -> None:
    text = tove.post(f"{PAGE}/svar", data={"talk_about": "Mine timer", "change": "", "life": ""}).text

    assert "Mine timer" in text
    assert text.count("Ikke besvaret endnu.") == 2


def test_an_agreement_is_made_once_ticked_off_and_opened_again(tove: TestClient, sqlite: Database) -> None:
    form = {"key": key(), "what": "Ringer til bageren", "who": f"p{people.COORDINATOR}", "by": TODAY}
    for _ in range(2):
        tove.post(f"{PAGE}/aftaler", data=form)
    with sqlite.reading() as session:
        (agreement,) = session.scalars(select(MeetingAgreement.id)).all()
    assert "Ringer til bageren" in tove.get("/moeder/opfoelgninger").text
    assert "Udført" in tove.post(f"/aftaler/{agreement}/udfoert").text
    assert "Ringer til bageren" not in tove.get("/moeder/opfoelgninger").text
    assert "Aftalen er åben igen." in tove.post(f"/aftaler/{agreement}/genaabn").text


def test_an_open_agreement_is_on_the_next_agenda(begun: None, tove: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Meeting, sample.LEFT_OUT).citizen_id = people.AGREED
    form = {"key": key(), "what": "Ringer til bageren", "who": f"c{people.AGREED}", "by": TODAY}
    tove.post(f"{PAGE}/aftaler", data=form)
    tove.post(f"{PAGE}/holdt")

    assert "Åben aftale: Bent Bæk" in tove.get(f"/moeder/{sample.LEFT_OUT}").text


def test_the_citizens_own_point_is_written_down_as_theirs(tove: TestClient) -> None:
    form = {"key": key(), "text": "Min ryg gør ondt", "source": "citizen"}
    text = tove.post(f"{PAGE}/dagsorden", data=form).text

    shown = text.partition("Min ryg gør ondt")[2].partition("</li>")[0]
    assert "Borgerens punkt" in shown
    assert "Fjern" in shown


def test_what_the_service_did_itself_is_not_told_as_somebodys(tove: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        states = {"from_": MeetingState.PLANNED, "to": MeetingState.INVITED}
        session.add(MeetingChange(meeting_id=sample.PLANNED, at=clock.now(), action="invite", why="", **states))

    assert "<strong>Indkaldt</strong> automatisk, " in tove.get(PAGE).text


def test_a_faulty_agreement_comes_back_as_it_was_typed(begun: None, tove: TestClient) -> None:
    form = {"key": key(), "what": "Ringer til bageren", "who": f"c{people.AGREED}", "by": "2020-01-06"}
    answer = tove.post(f"{PAGE}/aftaler", data=form)

    assert answer.status_code == 422
    assert '<a href="#by" lang="da">Senest: ' in answer.text
    assert 'value="Ringer til bageren"' in answer.text
    assert f'<option value="c{people.AGREED}" selected>' in answer.text
    assert 'value="2020-01-06"' in answer.text


def test_a_form_without_its_fields_is_refused(tove: TestClient) -> None:
    assert tove.post(f"{PAGE}/aftaler", data={"what": "Noget"}).status_code == 422
    assert tove.post(f"{PAGE}/aflys", data={"why": " "}).status_code == 422


def test_a_notice_says_who_was_taken_out(tove: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        facts = {"user": people.CASEWORKER, "authority": "health", "citizen": people.AGREED}
        notice = MeetingNotice(meeting_id=sample.PLANNED, at=clock.now(), kind="consent_withdrawn", facts=facts)
        session.add(notice)

    assert "Søren Sagsbehandler er taget ud af mødet" in tove.get(PAGE).text


def test_whoever_chairs_sees_the_page_of_another_coordinators_meeting(tove: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        meeting = session.get_one(Meeting, sample.ELSEWHERE)
        meeting.chair_id, meeting.citizen_id = people.COORDINATOR, None

    assert tove.get(f"/moeder/{sample.ELSEWHERE}").status_code == 200


def test_an_address_cannot_make_the_page_say_just_anything(tove: TestClient) -> None:
    assert 'role="status"' not in tove.get(f"{PAGE}?gemt=alt").text


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED, MeetingState.NO_SHOW])
def test_a_meeting_that_is_over_is_not_moved(tove: TestClient, sqlite: Database, state: MeetingState) -> None:
    with sqlite.transaction() as session:
        session.get_one(Meeting, sample.PLANNED).state = state

    assert f"{PAGE}/flyt" not in tove.get(PAGE).text
