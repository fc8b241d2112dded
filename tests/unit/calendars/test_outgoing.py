"""Invitations as the receiver's calendar reads them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from core.clock import COPENHAGEN
from scheduler.calendars.outgoing import Invitation, Method, ics, uid

INVITATION = Invitation(
    uid=uid(17, "kalender.example.invalid"),
    sequence=0,
    method=Method.REQUEST,
    starts_at=datetime(2026, 12, 2, 10, tzinfo=COPENHAGEN),
    ends_at=datetime(2026, 12, 2, 11, tzinfo=COPENHAGEN),
    place="Rådhuset, lokale 2",
    organizer_name="Tove Holm",
    organizer_email="tove@example.invalid",
    attendee_name="Amina Yusuf",
    attendee_email="amina@example.invalid",
    stamp=datetime(2026, 11, 21, 8, tzinfo=UTC),
)
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)).map(
    lambda instant: instant.replace(microsecond=0)
)
CLOCK_CHANGES = st.sampled_from(
    [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)]
)


def read(content: bytes) -> Event:
    """The one event in a file."""
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def test_an_invitation_asks_for_an_answer_and_says_when_and_where() -> None:
    calendar = Calendar.from_ical(ics(INVITATION))
    event = read(ics(INVITATION))
    assert calendar["METHOD"] == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("meeting-17@kalender.example.invalid", 0, "CONFIRMED")
    assert event.start == datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert event.end == datetime(2026, 12, 2, 10, tzinfo=UTC)
    assert (event["SUMMARY"], event["LOCATION"]) == ("Møde", "Rådhuset, lokale 2")
    assert event["ORGANIZER"] == "mailto:tove@example.invalid"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["ATTENDEE"].params["CN"] == "Amina Yusuf"


def test_a_cancellation_is_the_same_meeting_with_a_higher_sequence_and_asks_for_nothing() -> None:
    event = read(ics(replace(INVITATION, method=Method.CANCEL, sequence=3)))
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (INVITATION.uid, 3, "CANCELLED")
    assert "RSVP" not in event["ATTENDEE"].params


def test_the_title_is_neutral_and_nothing_but_the_time_and_the_place_is_told() -> None:
    told = set(read(ics(INVITATION)))
    assert told == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "STATUS", "ORGANIZER", "ATTENDEE",
    }  # fmt: skip


def test_a_meeting_without_a_place_has_no_location() -> None:
    assert "LOCATION" not in read(ics(replace(INVITATION, place=None)))


def test_the_same_invitation_gives_the_same_bytes() -> None:
    assert ics(INVITATION) == ics(replace(INVITATION))


@pytest.mark.parametrize(
    ("wall", "offset"),
    [
        (datetime(2026, 3, 28, 9), "+0100"),
        (datetime(2026, 3, 29, 9), "+0200"),
        (datetime(2026, 10, 24, 9), "+0200"),
        (datetime(2026, 10, 25, 9), "+0100"),
    ],
)
def test_nine_o_clock_is_nine_o_clock_on_either_side_of_a_clock_change(wall: datetime, offset: str) -> None:
    start = wall.replace(tzinfo=COPENHAGEN)
    content = ics(replace(INVITATION, starts_at=start, ends_at=start + timedelta(hours=1)))
    assert f"DTSTART;TZID=Europe/Copenhagen:{wall:%Y%m%dT%H%M%S}".encode() in content
    assert read(content).start.strftime("%z") == offset


@pytest.mark.parametrize("year", [2026, 2027, 2030, 2038])
def test_the_time_zone_in_the_file_is_the_one_danish_clocks_keep(year: int) -> None:
    (zone,) = Calendar.from_ical(ics(INVITATION)).timezones
    keeps = zone.to_tz(lookup_tzid=False)
    for day in range(365):
        wall = datetime(year, 1, 1, 12) + timedelta(days=day)
        assert wall.replace(tzinfo=keeps).utcoffset() == wall.replace(tzinfo=COPENHAGEN).utcoffset(), wall


@given(INSTANTS | st.builds(lambda at, off: at + timedelta(minutes=off), CLOCK_CHANGES, st.integers(-180, 180)))
def test_the_time_that_is_read_is_the_time_that_was_written(start: datetime) -> None:
    end = start + timedelta(minutes=45)
    event = read(ics(replace(INVITATION, starts_at=start, ends_at=end)))
    assert isinstance(event.DTSTART, datetime)
    assert isinstance(event.DTEND, datetime)
    # By their numbers: Python calls no time of the doubled hour equal to one in another zone.
    assert (event.DTSTART.timestamp(), event.DTEND.timestamp()) == (start.timestamp(), end.timestamp())


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=80))
def test_no_name_place_or_address_can_add_a_line(place: str, name: str, email: str) -> None:
    told = set(read(ics(INVITATION)))
    invitation = replace(INVITATION, place="x" + place, organizer_name=name, attendee_name=name, organizer_email=email)
    event = read(ics(invitation))
    assert set(event) == told
    assert event["UID"] == INVITATION.uid


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=300))
def test_a_place_arrives_as_it_was_written_and_every_line_is_short(place: str) -> None:
    printable = "".join(letter if letter.isprintable() else " " for letter in place)
    content = ics(replace(INVITATION, place=place))
    assert read(content)["LOCATION"] == printable
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_line_break_in_a_name_does_not_become_a_property() -> None:
    hostile = replace(
        INVITATION, attendee_name="Bo\r\nATTACH:https://example.invalid/x", place="A\nATTENDEE:mailto:b@c"
    )
    lines = ics(hostile).replace(b"\r\n ", b"").split(b"\r\n")
    assert not [line for line in lines if line.startswith((b"ATTACH", b"ATTENDEE:"))]
