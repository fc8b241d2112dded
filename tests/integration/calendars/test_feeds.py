"""What stands in a person's feed."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select

from core.audit import AuditEntry
from core.db import Database
from core.errors import NotFoundError
from scheduler.calendars import feeds, queries
from scheduler.calendars.tables import CalendarFeed
from scheduler.tables import Meeting, MeetingState, Participant, Site
from tests.integration.calendars.people import DOMAIN, PUBLISHED, STARTS, People, change, meeting, people
from tests.rows import NOW


@pytest.fixture
def database(sqlite: Database) -> Database:
    """One kind of database is enough here; `test_both_databases` asks both the same."""
    return sqlite


@pytest.fixture
def known(database: Database) -> People:
    return people(database)


def read(database: Database, secret: str, now: datetime = NOW) -> list[Event]:
    """The meetings in the feed."""
    with database.transaction() as session:
        content = feeds.read(session, now, secret, DOMAIN).content
    return [event for event in Calendar.from_ical(content).walk("VEVENT") if isinstance(event, Event)]


def test_a_feed_has_the_persons_published_meetings_with_time_and_place(database: Database, known: People) -> None:
    (event,) = read(database, known.renewed(database))
    assert event["UID"] == f"meeting-{known.meeting}@{DOMAIN}"
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CONFIRMED")
    assert (event["SUMMARY"], event["LOCATION"]) == ("Møde", "Rådhuset, Lokale 2")
    assert (event.start, event.end) == (STARTS, STARTS + timedelta(hours=1))
    assert event.DTSTAMP == PUBLISHED


def test_a_feed_tells_no_name_no_kind_and_no_reason(database: Database, known: People) -> None:
    secret = known.renewed(database)
    with database.transaction() as session:
        text = feeds.read(session, NOW, secret, DOMAIN).content.decode().lower()
    for private in (
        "amina",
        "hemmelig",
        "udviklingsgruppe",
        "oplæg",
        known.worker.name.lower(),
        "attendee",
        "organizer",
    ):
        assert private not in text


def test_a_meeting_at_a_home_tells_neither_address_nor_whose_home_it_is_but_to_them(
    database: Database, known: People
) -> None:
    with database.transaction() as session:
        home = Site(name="Hjemme hos Amina Hemmelig", lat=57.4, lon=10.5, citizen_id=known.citizen.id, needs_room=False)
        session.add(home)
        session.flush()
        found = session.get_one(Meeting, known.meeting)
        found.site_id, found.room_id = home.id, None
    assert [event["LOCATION"] for event in read(database, known.renewed(database))] == ["Hos borgeren"]
    with database.transaction() as session:
        secret = feeds.renew(session, NOW, known.worker.id, CalendarFeed(citizen_id=known.citizen.id))
    assert [event["LOCATION"] for event in read(database, secret)] == ["Hjemme hos dig"]


def test_a_citizen_has_a_feed_too(database: Database, known: People) -> None:
    with database.transaction() as session:
        secret = feeds.renew(session, NOW, known.worker.id, CalendarFeed(citizen_id=known.citizen.id))
    assert len(read(database, secret)) == 1


def test_a_cancelled_meeting_says_so_for_some_weeks_and_then_goes(database: Database, known: People) -> None:
    with database.transaction() as session:
        found = session.get_one(Meeting, known.meeting)
        found.state, found.sequence = MeetingState.CANCELLED, 2
    secret = known.renewed(database)
    (event,) = read(database, secret)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)
    assert len(read(database, secret, STARTS + timedelta(weeks=4))) == 1
    assert read(database, secret, STARTS + timedelta(weeks=4, hours=2)) == []


@pytest.mark.parametrize("left_out", ["requested", "stays away", "somebody else's"])
def test_what_is_not_the_persons_to_attend_is_not_there(database: Database, known: People, left_out: str) -> None:
    with database.transaction() as session:
        made = meeting(
            session, known, state=MeetingState.REQUESTED if left_out == "requested" else MeetingState.PLANNED
        )
        (mine,) = session.scalars(select(Participant).where(Participant.meeting_id == made.id, Participant.user_id > 0))
        mine.attends = left_out != "stays away"
        mine.user_id = known.colleague.id if left_out == "somebody else's" else known.worker.id
    assert len(read(database, known.renewed(database))) == 1


def test_a_moved_meeting_keeps_its_name_and_has_a_new_stamp(database: Database, known: People) -> None:
    secret = known.renewed(database)
    (before,) = read(database, secret)
    with database.transaction() as session:
        found = session.get_one(Meeting, known.meeting)
        found.starts_at, found.ends_at, found.sequence = STARTS + timedelta(days=1), STARTS + timedelta(days=1.1), 2
        change(session, found, NOW)
    (after,) = read(database, secret)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert (after.DTSTAMP, after.start) == (NOW, STARTS + timedelta(days=1))


def test_the_tag_is_another_when_and_only_when_the_content_is(database: Database, known: People) -> None:
    secret = known.renewed(database)
    with database.transaction() as session:
        first = feeds.read(session, NOW, secret, DOMAIN)
    with database.transaction() as session:
        again = feeds.read(session, NOW + timedelta(days=2), secret, DOMAIN)
        meeting(session, known, starts_at=STARTS + timedelta(days=7), ends_at=STARTS + timedelta(days=7, hours=1))
    with database.transaction() as session:
        more = feeds.read(session, NOW, secret, DOMAIN)
    assert first == again
    assert first.tag != more.tag


def test_with_a_new_address_the_old_one_is_dead_at_once(database: Database, known: People) -> None:
    old = known.renewed(database)
    with database.transaction() as session:
        feed = queries.feed_of_user(session, known.worker.id)
        assert feed is not None
        new = feeds.renew(session, NOW, known.worker.id, feed)
    assert len(read(database, new)) == 1
    with pytest.raises(NotFoundError):
        read(database, old)


def test_a_closed_feed_is_not_found(database: Database, known: People) -> None:
    secret = known.renewed(database)
    with database.transaction() as session:
        feed = queries.feed_of_user(session, known.worker.id)
        assert feed is not None
        feeds.close(session, NOW, known.worker.id, feed)
    with pytest.raises(NotFoundError):
        read(database, secret)


def test_the_database_knows_no_secret(database: Database, known: People) -> None:
    secret = known.renewed(database)
    with database.reading() as session:
        feed = queries.feed_of_user(session, known.worker.id)
        assert feed is not None
        assert secret not in {str(getattr(feed, column.key)) for column in CalendarFeed.__table__.columns}
        assert not [
            entry for entry in session.scalars(select(AuditEntry)) if secret in f"{entry.subject} {entry.facts}"
        ]
    assert len(secret) * 6 >= 256


def test_reading_is_logged_once_a_day(database: Database, known: People) -> None:
    secret = known.renewed(database)
    midnight = datetime(2026, 11, 23, 23, tzinfo=UTC)
    for at in (NOW, NOW + timedelta(hours=1), midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=5)):
        read(database, secret, at)
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "calendar_feed.read")).all()
    assert [(entry.at, entry.subject) for entry in entries] == [
        (NOW, f"user:{known.worker.id}"),
        (midnight, f"user:{known.worker.id}"),
    ]


def test_a_feed_without_changes_on_record_is_stamped_with_its_own_making() -> None:
    starts = datetime(2026, 12, 1, 9, tzinfo=UTC)
    one = queries.Published(1, 0, starts, starts + timedelta(hours=1), None, stands=True, changed_at=None)
    (event,) = Calendar.from_ical(feeds.written([one], NOW, DOMAIN)).walk("VEVENT")
    assert isinstance(event, Event)
    assert event.DTSTAMP == NOW
