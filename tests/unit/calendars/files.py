"""Calendar files for tests, and what is read from them."""

from datetime import UTC, date, datetime

from core.clock import COPENHAGEN, midnight
from scheduler.calendars.incoming import busy_spans

DOMAIN = "kalender.example.invalid"
FIRST, LAST = midnight(date(2026, 11, 30)), midnight(date(2026, 12, 28))


def calendar(*lines: str) -> bytes:
    """A whole file around these lines."""
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Prøve//DA", *lines, "END:VCALENDAR", "")).encode()


def event(*lines: str, uid: str = "en@example.invalid") -> tuple[str, ...]:
    """The lines of an event."""
    return ("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T080000Z", *lines, "END:VEVENT")


def busy(*lines: str, first: datetime = FIRST, last: datetime = LAST) -> list[tuple[str, str]]:
    """When the owner of a calendar with these lines is busy, as Danish clocks show it."""
    return [(told(span.starts_at), told(span.ends_at)) for span in busy_spans(calendar(*lines), first, last, DOMAIN)]


def told(instant: datetime) -> str:
    """An instant as Danish clocks show it."""
    assert instant.tzinfo is UTC
    return f"{instant.astimezone(COPENHAGEN):%m-%d %H:%M}"
