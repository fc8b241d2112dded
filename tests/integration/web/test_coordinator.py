"""«Mine møder»: the weeks ahead, what is overdue or due, and what has no time yet and why."""

from collections.abc import Callable

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import delete, select

from core.audit import AuditEntry
from core.db import Database
from scheduler.tables import FollowUp, Meeting, Participant
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]


@pytest.fixture
def text(visit_as: VisitAs) -> str:
    return visit_as(people.COORDINATOR).get("/moeder").text


def section(text: str, name: str) -> str:
    return text.partition(f'<section aria-labelledby="{name}"')[2].partition('<section aria-labelledby="')[0]


def test_a_meeting_tells_when_where_and_who(text: str) -> None:
    shown = section(text, "weeks")

    assert "09.00–10.00" in shown
    assert "Rådhuset, Lokale 12" in shown
    assert "Deltagere: Bent Bæk, Søren Sagsbehandler, Tove Tovholder" in shown
    assert "Kladde" in shown


def test_whoever_is_not_coming_to_a_planned_meeting_is_not_named(text: str) -> None:
    assert "Karen Konsulent" not in section(text, "weeks")


def test_a_meeting_after_it_was_due_says_so(text: str) -> None:
    assert "Efter fristen" in section(text, "weeks")


def test_another_coordinators_meetings_are_not_shown(text: str) -> None:
    assert "Fremmed" not in text
    assert "Du har 1 møde i de næste seks uger." in text


def test_six_weeks_are_shown(text: str) -> None:
    assert section(text, "weeks").count("week-days") == 6


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        ("2026-11-16", "Uge 47 – denne uge"),
        ("2026-11-20", "Uge 47 – denne uge"),
        ("2026-11-21", "Uge 48 – næste uge"),
        ("2026-11-22", "Uge 48 – næste uge"),
        ("2027-01-01", "Uge 53 – denne uge"),
    ],
)
def test_the_first_week_is_the_one_there_is_still_work_in(visit_as: VisitAs, day: str, heading: str) -> None:
    with time_machine.travel(f"{day}T12:00Z", tick=False):
        shown = section(visit_as(people.COORDINATOR).get("/moeder").text, "weeks")

    assert heading in shown.partition("week-days")[0]


def test_what_is_overdue_says_by_how_much(text: str) -> None:
    shown = section(text, "overdue")

    assert "Amina Abdi" in shown
    assert "Jobsamtale" in shown
    assert "3 dage" in shown


def test_what_still_can_be_held_in_time_is_due_and_not_overdue(text: str) -> None:
    assert "Bent Bæk" in section(text, "due")
    assert "Bent Bæk" not in section(text, "overdue")


def test_what_falls_due_later_is_not_shown(text: str) -> None:
    assert "Måling af progression" not in text


def test_a_meeting_without_a_time_says_why_with_names(text: str) -> None:
    shown = section(text, "unplanned")

    assert "Søren Sagsbehandler og Carla Østergård har ingen fælles ledig time" in shown


def test_a_wish_no_plan_has_seen_says_so(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.get_one(Meeting, sample.LEFT_OUT).obstacles = []

    assert "Mødet har ikke været med i en plan endnu." in visit_as(people.COORDINATOR).get("/moeder").text


def test_every_citizen_seen_leaves_one_trace(visit_as: VisitAs, sqlite: Database) -> None:
    visit_as(people.COORDINATOR).get("/moeder")

    with sqlite.reading() as session:
        seen = session.scalars(select(AuditEntry).where(AuditEntry.action == "looked")).all()
    assert sorted(entry.subject for entry in seen) == [
        f"citizen:{row}" for row in (people.PROPOSED, people.AGREED, people.STUCK)
    ]


def test_an_empty_calendar_is_said_in_words(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        for table in (FollowUp, Participant, Meeting):
            session.execute(delete(table))

    text = visit_as(people.COORDINATOR).get("/moeder").text
    assert "Intet er overskredet" in text
    assert "Intet forfalder til og med uge" in text
    assert "Alle møder har en tid" in text
    assert text.count("Ingen møder.") == 6


@pytest.mark.parametrize("person", [people.EMPLOYER, people.CONSULTANT])
def test_other_roles_have_no_access(visit_as: VisitAs, person: int) -> None:
    assert visit_as(person).get("/moeder").status_code == 403
