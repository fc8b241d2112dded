"""«Mine møder»: a week or a day of the plan, what has no time yet and why; and what is overdue or due."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import delete, select

from citizens.tables import Citizen
from core import clock
from core.audit import AuditEntry
from core.db import Database
from scheduler.calendars.tables import Absence
from scheduler.followups import service
from scheduler.followups.cases import Referral
from scheduler.followups.tables import FollowUp
from scheduler.tables import Meeting, MeetingAgreement, Participant
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]
MIDWEEK = "2026-11-18T12:00Z"
PLANNED_IN, PLANNED_ON = "2026-W48", "2026-11-23"
"""Where the sample's one planned meeting is, seen from MIDWEEK: the Monday after."""


@pytest.fixture(autouse=True)
def midweek() -> Iterator[None]:
    with time_machine.travel(MIDWEEK, tick=False):
        yield


@pytest.fixture
def text(tove: TestClient) -> str:
    return tove.get(f"/moeder?uge={PLANNED_IN}").text


@pytest.fixture
def follow_ups(tove: TestClient) -> str:
    return tove.get("/moeder/opfoelgninger").text


def section(text: str, name: str) -> str:
    return text.partition(f'<section aria-labelledby="{name}"')[2].partition('<section aria-labelledby="')[0]


def test_a_meeting_tells_when_where_and_who(text: str) -> None:
    shown = section(text, "plan")

    assert "09.00–10.00" in shown
    assert "Rådhuset, Lokale 12" in shown
    assert "Deltagere: Bent Bæk, Søren Sagsbehandler, Tove Tovholder" in shown
    assert "Planlagt" in shown


def test_whoever_is_not_coming_to_a_planned_meeting_is_not_named(text: str) -> None:
    assert "Karen Konsulent" not in section(text, "plan")


def test_a_meeting_after_it_was_due_says_so(text: str) -> None:
    assert "Efter fristen" in section(text, "plan")


def test_another_coordinators_meetings_are_not_shown(text: str) -> None:
    assert "Fremmed" not in text
    assert "Du har 1 møde i ugen." in text


def test_a_week_has_its_five_working_days(text: str) -> None:
    days = re.findall(r'href="/moeder/dag/([0-9-]+)"', section(text, "plan"))

    assert days == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"]


def test_a_day_of_the_weekend_is_shown_where_there_is_a_meeting_on_it(tove: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        meeting = session.get_one(Meeting, sample.PLANNED)
        meeting.starts_at, meeting.ends_at = (sample.at(date(2026, 11, 28), hour) for hour in (9, 10))

    assert "lørdag den 28. november" in tove.get(f"/moeder?uge={PLANNED_IN}").text.lower()


def test_the_weeks_ahead_say_how_many_meetings_they_hold(tove: TestClient) -> None:
    shown = section(tove.get("/moeder").text, "plan")

    assert re.findall(r"Uge (\d+)<span>(\d+) møder?</span>", shown) == [
        ("47", "0"), ("48", "1"), ("49", "0"), ("50", "0"), ("51", "0"), ("52", "0"),
    ]  # fmt: skip


def test_one_turns_to_the_week_before_and_the_week_after_over_new_year(tove: TestClient) -> None:
    shown = section(tove.get("/moeder?uge=2026-W53").text, "plan")

    assert 'href="?uge=2026-W52"' in shown
    assert 'href="?uge=2027-W01"' in shown


@pytest.mark.parametrize(("week", "status"), [("2026-W54", 404), ("2027-W53", 404), ("49", 400), ("1926-W49", 400)])
def test_a_week_that_is_none_is_refused(tove: TestClient, week: str, status: int) -> None:
    assert tove.get(f"/moeder?uge={week}").status_code == status


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_beyond_the_calendar_is_not_found(tove: TestClient, day: str) -> None:
    assert tove.get(f"/moeder/dag/{day}").status_code == 404


def test_the_plan_is_narrowed_to_one_persons_meetings(tove: TestClient) -> None:
    def slots(person: str) -> int:
        return tove.get(f"/moeder?uge={PLANNED_IN}&person={person}").text.count('<article class="slot')

    assert slots("") == slots(f"p{people.CASEWORKER}") == slots(f"c{people.AGREED}") == 1
    assert slots(f"p{people.MANAGER}") == 0


def test_a_public_holiday_is_named(tove: TestClient) -> None:
    assert section(tove.get("/moeder?uge=2026-W53").text, "plan").count("Helligdag") == 1


def test_a_day_shows_its_meetings_and_the_way_to_the_days_beside_it(tove: TestClient) -> None:
    text = tove.get(f"/moeder/dag/{PLANNED_ON}").text

    assert "<h1>Mandag den 23. november</h1>" in text
    assert "Rådhuset, Lokale 12" in text
    assert [day in text for day in ("2026-11-22", "2026-11-24", f"uge={PLANNED_IN}")] == [True] * 3


def test_a_day_shows_no_other_days_and_no_other_coordinators_meetings(tove: TestClient) -> None:
    assert "Du har 0 møder." in tove.get("/moeder/dag/2026-11-24").text


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        ("2026-11-16", "Uge 47"),
        ("2026-11-20", "Uge 47"),
        ("2026-11-21", "Uge 48"),
        ("2026-11-22", "Uge 48"),
        ("2027-01-01", "Uge 53"),
    ],
)
def test_the_first_week_is_the_one_there_is_still_work_in(visit_as: VisitAs, day: str, heading: str) -> None:
    with time_machine.travel(f"{day}T12:00Z", tick=False):
        shown = section(visit_as(people.COORDINATOR).get("/moeder").text, "plan")

    assert heading in shown.partition("week-days")[0]


def test_what_is_overdue_says_by_how_much(follow_ups: str) -> None:
    shown = section(follow_ups, "overdue")

    assert "Amina Abdi" in shown
    assert "Jobsamtale" in shown
    assert "3 dage" in shown


def test_what_still_can_be_held_in_time_is_due_and_not_overdue(follow_ups: str) -> None:
    assert "Bent Bæk" in section(follow_ups, "due")
    assert "Bent Bæk" not in section(follow_ups, "overdue")


def test_what_falls_due_later_is_not_shown(follow_ups: str) -> None:
    assert "Måling af progression" not in follow_ups


def test_a_meeting_without_a_time_says_why_with_names(text: str) -> None:
    shown = section(text, "unplanned")

    assert "Søren Sagsbehandler og Carla Østergård har ingen fælles ledig time" in shown


def test_a_wish_no_plan_has_seen_says_so(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Meeting, sample.LEFT_OUT).obstacles = []

    assert "Mødet har ikke været med i en plan endnu." in visit_as(people.COORDINATOR).get("/moeder").text


def test_every_citizen_seen_leaves_one_trace(visit_as: VisitAs, sqlite: Database) -> None:
    visit_as(people.COORDINATOR).get(f"/moeder?uge={PLANNED_IN}")

    with sqlite.reading() as session:
        seen = session.scalars(select(AuditEntry).where(AuditEntry.action == "looked")).all()
    assert sorted(entry.subject for entry in seen) == [f"citizen:{row}" for row in (people.AGREED, people.STUCK)]


def test_an_empty_calendar_is_said_in_words(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        for table in (FollowUp, Participant, Meeting):
            session.execute(delete(table))

    tove = visit_as(people.COORDINATOR)
    text, follow_ups = tove.get("/moeder").text, tove.get("/moeder/opfoelgninger").text
    assert "Intet er overskredet" in follow_ups
    assert "Intet forfalder til og med uge" in follow_ups
    assert "Alle møder har en tid" in text
    assert text.count("Ingen møder") == 5


@pytest.mark.parametrize("path", ["/moeder", f"/moeder/dag/{PLANNED_ON}", "/moeder/opfoelgninger"])
@pytest.mark.parametrize("person", [people.EMPLOYER, people.CONSULTANT])
def test_other_roles_have_no_access(visit_as: VisitAs, person: int, path: str) -> None:
    assert visit_as(person).get(path).status_code == 403


def test_a_follow_up_is_ticked_off(visit_as: VisitAs, sqlite: Database) -> None:
    tove = visit_as(people.COORDINATOR)
    with sqlite.transaction() as session:
        service.record(session, clock.now(), None, people.NEW, Referral(date=date(2026, 11, 2)))
        row = session.scalars(select(FollowUp).where(FollowUp.citizen_id == people.NEW).order_by(FollowUp.due)).first()
        assert row is not None
        number = row.id
    assert "Emil Zacho" in tove.get("/moeder/opfoelgninger").text
    text = tove.post(f"/moeder/opfoelgninger/{number}/holdt", data={"on": "2026-11-18"}).text
    assert "Opfølgningen er noteret som holdt." in text
    with sqlite.reading() as session:
        closed = session.get_one(FollowUp, number)
        assert (closed.held_on, closed.held_by) == (date(2026, 11, 18), people.COORDINATOR)


def test_what_others_promised_in_her_cases_is_shown_and_nothing_of_other_cases(
    tove: TestClient, sqlite: Database
) -> None:
    with sqlite.transaction() as session:
        session.get_one(Citizen, people.OF_OTHER).coordinator_id = people.MANAGER
        for meeting in (sample.PLANNED, sample.ELSEWHERE):
            values = {"user_id": people.CASEWORKER, "by": date(2026, 11, 20), "what": f"Ringer om møde {meeting}"}
            session.add(MeetingAgreement(meeting_id=meeting, **values))
    shown = section(tove.get("/moeder/opfoelgninger").text, "others")

    assert f"Ringer om møde {sample.PLANNED}" in shown
    assert "Søren Sagsbehandler" in shown
    assert f"Ringer om møde {sample.ELSEWHERE}" not in shown


def test_a_follow_up_is_not_held_in_the_future(tove: TestClient) -> None:
    answer = tove.post(f"/moeder/opfoelgninger/{sample.LATE}/holdt", data={"on": "2026-11-19"})

    assert answer.status_code == 422
    assert "on:" not in answer.text


def test_citizens_without_a_next_contact_are_named_to_their_coordinator(tove: TestClient, sqlite: Database) -> None:
    assert "mangler en næste kontakt" in tove.get("/moeder/opfoelgninger").text
    with sqlite.transaction() as session:
        for citizen in session.scalars(select(Citizen)):
            due = date(2027, 1, 4)
            row = {"rule": "plan", "of": date(2026, 1, 5), "number": 9, "earliest": due, "due": due, "latest": due}
            session.add(FollowUp(citizen_id=citizen.id, **row))
    assert "Ingen mangler en næste kontakt." in tove.get("/moeder/opfoelgninger").text


def test_whoever_stands_in_sees_the_absent_coordinators_follow_ups(visit_as: VisitAs, sqlite: Database) -> None:
    tove = visit_as(people.COORDINATOR)
    with sqlite.transaction() as session:
        citizen = session.get_one(Citizen, people.PROPOSED)
        citizen.coordinator_id, citizen.substitute_id = people.CASEWORKER, people.COORDINATOR
    assert "Amina Abdi" not in tove.get("/moeder/opfoelgninger").text
    with sqlite.transaction() as session:
        session.add(Absence(user_id=people.CASEWORKER, first=date(2026, 11, 16), last=date(2026, 11, 20)))
    assert "Amina Abdi" in tove.get("/moeder/opfoelgninger").text


def test_whoever_stands_in_sees_the_absent_coordinators_meetings(visit_as: VisitAs, sqlite: Database) -> None:
    tove = visit_as(people.COORDINATOR)
    with sqlite.transaction() as session:
        meeting = session.get_one(Meeting, sample.PLANNED)
        citizen = session.get_one(Citizen, meeting.citizen_id)
        meeting.coordinator_id = citizen.coordinator_id = people.CASEWORKER
        citizen.substitute_id = people.COORDINATOR
    assert f"/moeder/{sample.PLANNED}" not in tove.get(f"/moeder/dag/{PLANNED_ON}").text
    with sqlite.transaction() as session:
        session.add(Absence(user_id=people.CASEWORKER, first=date(2026, 11, 16), last=date(2026, 11, 20)))
    assert f"/moeder/{sample.PLANNED}" in tove.get(f"/moeder/dag/{PLANNED_ON}").text
