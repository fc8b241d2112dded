"""Calendars where they are used: the worker fetches them, and the planner keeps clear of them."""

import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.steps import clockwork
from core.clock import midnight
from core.db import Database
from core.settings import Settings
from scheduler.calendars import importing, queries, service
from scheduler.calendars.tables import SourceKind
from scheduler.engine.problem import Busy
from scheduler.planning.loading import load_problem
from scheduler.tables import Meeting, MeetingState
from tests.integration.calendars.people import DOMAIN, People, people
from tests.integration.calendars.servers import content, serving
from tests.rows import NOW, TODAY
from tests.unit.calendars.files import calendar, event

PATIENCE_SECONDS = 120


@pytest.fixture
def known(sqlite: Database) -> People:
    return people(sqlite)


def hours(database: Database, user_id: int) -> list[int]:
    """At which hours of the clock in UTC the user is busy by the address."""
    with database.reading() as session:
        found = [one for one in queries.sources(session, user_id) if one.kind is SourceKind.ADDRESS]
        return [busy.starts_at.hour for one in found for busy in queries.imported(session, one.id)]


def test_the_worker_fetches_what_it_is_time_to_fetch(sqlite: Database, known: People, tmp_path: Path) -> None:
    old, new = (calendar(*event(f"DTSTART:20261201T{hour}0000Z", "DURATION:PT1H")) for hour in ("09", "12"))
    settings = Settings(database_url=sqlite.url, local_calendars=True, calendar_domain=DOMAIN, var=tmp_path)
    with serving(content(new)) as server:
        importing.follow(sqlite, NOW, known.worker.id, server.address(), lambda _: old, DOMAIN)
        worker = clockwork(sqlite, settings, lambda: NOW + timedelta(hours=2))
        worker.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while hours(sqlite, known.worker.id) == [9] and time.monotonic() < deadline:
            time.sleep(0.1)
        worker.stop()
    assert hours(sqlite, known.worker.id) == [12]


def test_the_planner_keeps_clear_of_own_calendars_and_absences(sqlite: Database, known: People) -> None:
    lunch = event("DTSTART;TZID=Europe/Copenhagen:20261124T120000", "DURATION:PT30M", "RRULE:FREQ=WEEKLY;COUNT=2")
    importing.import_file(sqlite, NOW, known.worker.id, calendar(*lunch), DOMAIN)
    with sqlite.transaction() as session:
        waiting = session.get_one(Meeting, known.meeting)
        waiting.state, waiting.starts_at, waiting.ends_at = MeetingState.REQUESTED, None, None
        service.absent_from(session, NOW, known.worker, known.worker.id, date(2026, 12, 3), date(2026, 12, 4))
    with sqlite.reading() as session:
        problem = load_problem(session, TODAY)
    (worker,) = [person for person in problem.people if person.id == f"p{known.worker.id}"]
    lunches = [midnight(date(2026, month, day)).replace(hour=12, tzinfo=None) for month, day in ((11, 24), (12, 1))]
    away = [midnight(date(2026, 12, day)).replace(tzinfo=None) for day in (3, 5)]
    expected = [Busy(from_=one, to=one + timedelta(minutes=30)) for one in lunches]
    assert sorted(worker.busy, key=lambda busy: busy.from_) == [*expected, Busy(from_=away[0], to=away[1])]
