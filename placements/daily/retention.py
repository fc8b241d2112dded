"""How long the days of placements are kept."""

from datetime import timedelta

from core.settings import Settings
from placements.daily import queries
from scheduler.clockwork.retention import Periods


def periods(settings: Settings) -> Periods:
    """What is deleted when its time is over: attendance by its day, messages by when they were closed."""
    return {
        "attendance": (queries.delete_attendance, timedelta(days=settings.keep_attendance_days)),
        "troubles": (queries.delete_troubles, timedelta(days=settings.keep_troubles_days)),
    }
