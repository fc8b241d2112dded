"""`tovholder plan` and `tovholder due` on the service's own database."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import delete, select
from typer.testing import CliRunner, Result

from api.cli import app
from core import clock
from core.db import Database
from core.settings import settings
from scheduler.followups import service
from scheduler.followups.cases import Referral
from scheduler.followups.tables import FollowUp
from scheduler.planning.tables import DraftMeeting
from scheduler.tables import Meeting, MeetingState
from tests.e2e.api.cases import Case, coordination
from tests.e2e.api.meetings_given import planned


@pytest.fixture
def case(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """One case, in the database that the settings name."""
    monkeypatch.setenv("TOVHOLDER_DATABASE_URL", sqlite.url)
    monkeypatch.setenv("TOVHOLDER_PLAN_SECONDS", "2")
    settings.cache_clear()
    yield coordination(sqlite)
    settings.cache_clear()


def tovholder(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def wanted(database: Database, case: Case) -> Meeting:
    today = clock.today()
    days = {"earliest": today, "due": today.replace(year=today.year + 1), "latest": today.replace(year=today.year + 1)}
    return planned(database, case, None, **days)


@pytest.mark.slow
def test_a_plan_is_a_draft(sqlite: Database, case: Case) -> None:
    meeting = wanted(sqlite, case)
    shown = tovholder("plan")
    assert shown.exit_code == 0, shown.output
    assert "Møder med tid: 1, heraf 0 efter fristen. Kunne ikke lægges: 0." in shown.output
    with sqlite.reading() as session:
        assert session.scalars(select(DraftMeeting.meeting_id)).all() == [meeting.id]
        assert session.get_one(Meeting, meeting.id).state == MeetingState.REQUESTED


@pytest.mark.slow
def test_a_plan_can_be_published_at_once(sqlite: Database, case: Case) -> None:
    meeting = wanted(sqlite, case)
    shown = tovholder("plan", "--publish")
    assert "Udsendt: 1. Ikke udsendt på grund af konflikter: 0." in shown.output
    with sqlite.reading() as session:
        assert session.get_one(Meeting, meeting.id).state == MeetingState.PLANNED


def test_what_is_due_is_counted_and_nobody_is_forgotten(sqlite: Database, case: Case) -> None:
    with sqlite.transaction() as session:
        service.record(session, clock.now(), None, case.citizen.id, Referral(date=clock.today()))
    shown = tovholder("due", "--until", date(2200, 1, 1).isoformat())
    assert shown.exit_code == 0, shown.output
    assert "Over frist: 0." in shown.output
    assert "til og med 1.1.2200" in shown.output
    assert "Mangler en næste kontakt: 0." in shown.output


def test_somebody_without_a_next_contact_is_an_alarm(sqlite: Database, case: Case) -> None:
    with sqlite.transaction() as session:
        session.execute(delete(FollowUp))
    shown = tovholder("due")
    assert (shown.exit_code, "Mangler en næste kontakt: 1." in shown.output) == (1, True)


@pytest.mark.parametrize("command", ["plan", "due"])
def test_a_database_of_another_version_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, command: str
) -> None:
    monkeypatch.setenv("TOVHOLDER_DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")
    settings.cache_clear()
    shown = tovholder(command)
    settings.cache_clear()
    assert (shown.exit_code, "tovholder migrate" in shown.output) == (2, True)
