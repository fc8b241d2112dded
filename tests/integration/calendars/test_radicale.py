"""Our calendars in a real calendar server, and its calendars with us."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from core.clock import COPENHAGEN
from core.db import Database
from core.settings import Settings
from scheduler.calendars import feeds, importing, queries
from scheduler.calendars.fetching import FetchError, fetcher
from scheduler.calendars.outgoing import Invitation, Method, ics, uid
from tests import rows
from tests.integration.calendars.people import people
from tests.integration.calendars.radicale import CALENDAR, Radicale, radicale
from tests.rows import NOW
from tests.unit.calendars.files import DOMAIN, calendar, event

WINTER = datetime(2026, 12, 2, 10, tzinfo=COPENHAGEN)
INVITATION = Invitation(
    uid=uid(17, DOMAIN),
    sequence=1,
    method=Method.REQUEST,
    starts_at=WINTER,
    ends_at=WINTER + timedelta(hours=1),
    place="Rådhuset, lokale 2",
    organizer_name="Tove Holm",
    organizer_email="tove@example.invalid",
    attendee_name="Amina Yusuf",
    attendee_email="amina@example.invalid",
    stamp=NOW,
)
LOCAL = fetcher(Settings(local_calendars=True))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as found:
        yield found


@pytest.fixture(autouse=True)
def empty(server: Radicale) -> Iterator[None]:
    """Each test begins with an empty calendar."""
    yield
    server.ask("PUT", CALENDAR, calendar(), {"Content-Type": "text/calendar"})


def at(server: Radicale, first: datetime, minutes: int = 1) -> list[str]:
    """What the server has in the minutes after `first`."""
    last = first + timedelta(minutes=minutes)
    return server.between(*(f"{one.astimezone(UTC):%Y%m%dT%H%M%SZ}" for one in (first, last)))


def test_an_invitation_is_kept_and_found_at_its_time(server: Radicale) -> None:
    server.put("17.ics", ics(INVITATION))
    (found,) = at(server, WINTER)
    (kept,) = Calendar.from_ical(found).walk("VEVENT")
    assert (kept["UID"], kept["SUMMARY"], kept["LOCATION"]) == (INVITATION.uid, "Møde", "Rådhuset, lokale 2")
    assert at(server, WINTER - timedelta(minutes=2)) == at(server, WINTER + timedelta(hours=1, minutes=1)) == []


@pytest.mark.parametrize(
    "starts",
    [
        datetime(2026, 3, 28, 9, tzinfo=COPENHAGEN),
        datetime(2026, 3, 29, 9, tzinfo=COPENHAGEN),
        datetime(2026, 10, 24, 9, tzinfo=COPENHAGEN),
        datetime(2026, 10, 25, 9, tzinfo=COPENHAGEN),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ],
)
def test_the_server_means_the_same_time_on_both_sides_of_a_clock_change(server: Radicale, starts: datetime) -> None:
    server.put("17.ics", ics(replace(INVITATION, starts_at=starts, ends_at=starts + timedelta(minutes=30))))
    assert len(at(server, starts)) == 1
    assert len(at(server, starts + timedelta(minutes=29))) == 1
    assert at(server, starts - timedelta(minutes=2)) == at(server, starts + timedelta(minutes=31)) == []


def test_a_moved_and_then_cancelled_meeting_stays_one_event(server: Radicale) -> None:
    server.put("17.ics", ics(INVITATION))
    moved = replace(
        INVITATION, sequence=2, starts_at=WINTER + timedelta(days=1), ends_at=WINTER + timedelta(days=1, hours=1)
    )
    server.put("17.ics", ics(moved))
    assert (len(at(server, WINTER)), len(at(server, moved.starts_at))) == (0, 1)
    server.put("17.ics", ics(replace(moved, sequence=3, method=Method.CANCEL)))
    (found,) = at(server, moved.starts_at)
    assert "STATUS:CANCELLED" in found


def test_a_whole_feed_can_be_put_into_a_calendar(server: Radicale, sqlite: Database) -> None:
    known = people(sqlite)
    secret = known.renewed(sqlite)
    with sqlite.transaction() as session:
        content = feeds.read(session, NOW, secret, DOMAIN).content
    server.ask("PUT", CALENDAR, content, {"Content-Type": "text/calendar"})
    (found,) = at(server, WINTER)
    assert f"UID:{uid(known.meeting, DOMAIN)}" in found


def test_busy_times_come_from_the_servers_address_without_our_own_meetings(server: Radicale, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        user = rows.user(session).id
    server.put("17.ics", ics(INVITATION))
    weekly = ("DTSTART;TZID=Europe/Copenhagen:20261124T130000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")
    server.put(
        "privat.ics", calendar(*event(*weekly, "EXDATE;TZID=Europe/Copenhagen:20261201T130000", "SUMMARY:Tandlæge"))
    )
    assert importing.follow(sqlite, NOW, user, server.address, LOCAL, DOMAIN) == 2
    with sqlite.reading() as session:
        (source,) = queries.sources(session, user)
        found = [busy.starts_at.astimezone(COPENHAGEN) for busy in queries.imported(session, source.id)]
    assert found == [datetime(2026, 11, 24, 13, tzinfo=COPENHAGEN), datetime(2026, 12, 8, 13, tzinfo=COPENHAGEN)]


def test_the_server_is_internal_and_not_called_unless_a_setting_says_so(server: Radicale) -> None:
    with pytest.raises(FetchError):
        fetcher(Settings())(server.address.replace("http:", "https:"))
    assert LOCAL(server.address).startswith(b"BEGIN:VCALENDAR")
