"""The clock. Only entry points (CLI, HTTP, worker) read it; everything else takes `today` or `now` as an argument."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.settings import settings

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """This instant, in UTC; a demonstration may have set its clock forward (`Settings.days_ahead`)."""
    return datetime.now(UTC) + timedelta(days=settings().days_ahead)


def local_day(instant: datetime) -> date:
    """The calendar day that `instant` (aware) falls on in Denmark."""
    return instant.astimezone(COPENHAGEN).date()


def today() -> date:
    """Today in Denmark."""
    return local_day(now())


def exists(wall: datetime) -> bool:
    """Whether clocks ever show `wall` (with its zone): in the night when they go forward, an hour is left out."""
    there_and_back = wall.astimezone(UTC).astimezone(wall.tzinfo)
    return there_and_back.replace(tzinfo=None) == wall.replace(tzinfo=None)


def midnight(day: date) -> datetime:
    """The instant at which `day` begins in Denmark."""
    return datetime.combine(day, time(), COPENHAGEN)
