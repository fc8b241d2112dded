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


def written(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """A meeting's time (aware) as Danish clocks show it, or in UTC where they show it twice.

    RFC 5545, 3.3.5: a local time that comes twice is the first one. Calendars count on from it in different ways, so
    both ends of a meeting that touches the doubled hour are in UTC.
    """
    start, end = starts_at.astimezone(COPENHAGEN), ends_at.astimezone(COPENHAGEN)
    if _comes_twice(start) or _comes_twice(end):
        return starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    return start, end


def _comes_twice(local: datetime) -> bool:
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
