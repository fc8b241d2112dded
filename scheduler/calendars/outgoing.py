"""Invitations and cancellations as iCalendar (RFC 5545) for mail (iTIP, RFC 5546).

What leaves the house says when and where, and nothing else: the title is the same for every kind of meeting.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress

from scheduler.calendars import wall_clock

PRODUCT = "-//Tovholder//Tovholder//DA"
TITLE = "Møde"
OURS = "meeting-"


class Method(StrEnum):
    """What the receiver's calendar is asked to do. A changed meeting is a REQUEST with a higher sequence."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One meeting as told to one attendee. All times are aware.

    `uid` is the meeting's for all its life, and `sequence` is higher each time the meeting has changed.
    """

    uid: str
    sequence: int
    method: Method
    starts_at: datetime
    ends_at: datetime
    place: str | None
    organizer_name: str
    organizer_email: str
    attendee_name: str
    attendee_email: str
    stamp: datetime


def uid(meeting_id: int, domain: str) -> str:
    """The name that every calendar knows a meeting by."""
    return f"{OURS}{meeting_id}@{domain}"


def is_ours(name: str, domain: str) -> bool:
    """Whether an event of somebody's calendar is one of our meetings, come back."""
    return name.startswith(OURS) and name.endswith(f"@{domain}")


def ics(invitation: Invitation) -> bytes:
    """The invitation or cancellation as a file. The same invitation gives the same bytes."""
    calendar = empty_calendar(invitation.method)
    calendar.add_component(_event(invitation))
    content: bytes = calendar.to_ical()
    return content


def empty_calendar(method: str) -> Calendar:
    """A calendar of ours without meetings, ready for Danish times."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(wall_clock.timezone())
    return calendar


def meeting_event(
    *, uid: str, sequence: int, stamp: datetime, starts_at: datetime, ends_at: datetime, place: str | None, stands: bool
) -> Event:
    """A meeting's VEVENT: when and where. `stands` is false for a cancelled one."""
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp)
    start, end = wall_clock.written(starts_at, ends_at)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", TITLE)
    if place:
        event.add("location", _printable(place))
    event.add("status", "CONFIRMED" if stands else "CANCELLED")
    return event


def _event(invitation: Invitation) -> Event:
    asked = invitation.method is Method.REQUEST
    event = meeting_event(
        uid=invitation.uid,
        sequence=invitation.sequence,
        stamp=invitation.stamp,
        starts_at=invitation.starts_at,
        ends_at=invitation.ends_at,
        place=invitation.place,
        stands=asked,
    )
    event.add("organizer", _address(invitation.organizer_email, invitation.organizer_name))
    attendee = _address(invitation.attendee_email, invitation.attendee_name)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if asked:
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "TRUE"
    event.add("attendee", attendee)
    return event


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress("mailto:" + quote(email, safe="@+"))
    address.params["CN"] = _printable(name)
    return address


def _printable(text: str) -> str:
    """The library escapes commas and the like; a line break or control character has no place in a name at all."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
