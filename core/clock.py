"""The clock. Only entry points (CLI, HTTP, worker) read it; everything else takes `today` or `now` as an argument."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def local_day(instant: datetime) -> date:
    """The calendar day that `instant` (aware) falls on in Denmark."""
    return instant.astimezone(COPENHAGEN).date()


def today() -> date:
    """Today in Denmark."""
    return local_day(now())


def midnight(day: date) -> datetime:
    """The instant at which `day` begins in Denmark."""
    return datetime.combine(day, time(), COPENHAGEN)
