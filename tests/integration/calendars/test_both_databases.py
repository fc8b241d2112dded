"""Every question and every change that calendars make, once on each kind of database."""

from datetime import time, timedelta

import pytest
from icalendar import Calendar

from core.db import Database
from core.errors import NotFoundError
from scheduler.calendars import apart, feeds, importing, queries, service
from scheduler.calendars.entries import Span
from scheduler.calendars.incoming import busy_spans
from scheduler.calendars.service import Hours
from scheduler.calendars.tables import SourceKind
from tests.integration.calendars.people import DOMAIN, PUBLISHED, People, people
from tests.rows import NOW, TODAY
from tests.unit.calendars.files import calendar, event

ADDRESS = "https://kalender.example.invalid/min.ics"
ONE = calendar(*event("DTSTART:20261201T090000Z", "DURATION:PT1H"))
OTHER = calendar(*event("DTSTART:20261202T090000Z", "DURATION:PT1H"))


@pytest.fixture
def known(database: Database) -> People:
    return people(database)


def test_a_feed_is_made_read_renewed_and_closed(database: Database, known: People) -> None:
    old = known.renewed(database)
    with database.transaction() as session:
        (event,) = Calendar.from_ical(feeds.read(session, NOW, old, DOMAIN).content).walk("VEVENT")
        assert event.DTSTAMP == PUBLISHED
    with database.transaction() as session:
        feed = queries.feed_of_user(session, known.worker.id)
        assert feed is not None
        feeds.renew(session, NOW, known.worker.id, feed)
    with database.transaction() as session, pytest.raises(NotFoundError):
        feeds.read(session, NOW, old, DOMAIN)
    with database.transaction() as session:
        feeds.close(session, NOW, known.worker.id, session.merge(feed))
    with database.reading() as session:
        assert queries.feed_of_user(session, known.worker.id) is None


def test_a_calendar_is_followed_refreshed_and_forgotten(
    database: Database, known: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(given: apart.Calendar) -> tuple[Span, ...]:
        return busy_spans(given.content, given.first, given.last, given.domain)

    monkeypatch.setattr(apart, "read", here)
    user, later = known.worker.id, NOW + timedelta(hours=2)
    importing.import_file(database, NOW, user, ONE, DOMAIN)
    importing.follow(database, NOW, user, ADDRESS, lambda _: ONE, DOMAIN)
    assert importing.refresh_calendars(database, later, lambda _: OTHER, DOMAIN) == 1
    assert importing.refresh_calendars(database, later, lambda _: OTHER, DOMAIN) == 0
    with database.reading() as session:
        assert [starts.day for _, starts, _ in queries.busy_of(session, NOW, NOW + importing.AHEAD)] == [1, 2]
        assert sorted(queries.imported_number(session, user).values()) == [1, 1]
    with database.transaction() as session:
        importing.forget(session, NOW, user, SourceKind.ADDRESS)
    with database.reading() as session:
        assert [starts.day for _, starts, _ in queries.busy_of(session, NOW, NOW + importing.AHEAD)] == [1]


def test_hours_and_absences_are_kept(database: Database, known: People) -> None:
    monday = Hours(1, time(8), time(16))
    with database.transaction() as session:
        for _ in range(2):
            service.set_hours(session, NOW, known.worker.id, [monday])
        absence = service.absent_from(session, NOW, known.worker, known.worker.id, TODAY, TODAY, known.colleague.id)
    with database.reading() as session:
        assert [(one.weekday, one.from_, one.to) for one in queries.hours(session, known.worker.id)] == [
            (monday.weekday, monday.from_, monday.to)
        ]
        assert queries.absent(session, TODAY) == {known.worker.id: known.colleague.id}
    with database.transaction() as session:
        service.cancel_absence(session, NOW, known.worker, absence.id)
        assert queries.absences(session, known.worker.id, TODAY) == []
