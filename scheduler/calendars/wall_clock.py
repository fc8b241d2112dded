"""Danish time as calendars write it."""

from datetime import UTC, datetime

from icalendar import Timezone

from core.clock import COPENHAGEN

# The European Union's rule (directive 2000/84/EC), not a list of dates: it holds until the law changes, and the
# bytes are the same whatever time zone database this machine has.
_COPENHAGEN = b"""BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""


def timezone() -> Timezone:
    """The VTIMEZONE that a calendar with our times must carry."""
    zone = Timezone.from_ical(_COPENHAGEN)
    assert isinstance(zone, Timezone)
    return zone


def written(instant: datetime) -> datetime:
    """`instant` (aware) in Danish time, or in UTC in the one hour of a year that Danish clocks show twice.

    RFC 5545, 3.3.5: a local time that comes twice means the first one, so the second can only be said in UTC.
    """
    local = instant.astimezone(COPENHAGEN)
    return instant.astimezone(UTC) if local.fold else local
