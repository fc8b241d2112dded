"""Cleaning up: what the house kept for a time, and no longer than the settings say.

Only what is no record is deleted here: messages that are done, looks in the trail, slots, files of failed runs, sheets
that were sent in, the keys of forms, and when somebody was busy or away; and what the rooms above hand in. Cases,
plans, minutes and changes in the trail are the municipality's records (journal) and are never touched.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from sqlalchemy.orm import Session

from core.db import Database
from core.settings import Settings
from scheduler.clockwork import queries

KEEP_SLOTS = timedelta(days=90)
KEEP_CALENDARS = timedelta(days=30)
"""When somebody was busy or away is of no use to anybody once it is over."""
KEEP_KEYS = timedelta(days=7)
"""For how long a form or a request that is sent again makes no second thing."""

Periods = Mapping[str, tuple[Callable[[Session, datetime], int], timedelta]]
"""By kind: what deletes a batch of what is older than an instant, and how long the kind is kept."""


def clean_up(
    database: Database, settings: Settings, now: datetime, above: Periods = MappingProxyType({})
) -> dict[str, int]:
    """Delete what is older than its period, batch by batch. Says how much of each kind. Doing it twice is harmless.

    above: the kinds of the rooms above this one.
    """
    periods: Periods = {
        "messages": (queries.delete_messages, timedelta(days=settings.keep_messages_days)),
        "looks": (queries.delete_looks, timedelta(days=settings.keep_looks_days)),
        "slots": (queries.delete_slots, KEEP_SLOTS),
        "busy_times": (queries.delete_busy_times, KEEP_CALENDARS),
        "absences": (queries.delete_absences, KEEP_CALENDARS),
        "keys": (queries.delete_keys, KEEP_KEYS),
        "uploads": (queries.delete_uploads, timedelta(days=settings.keep_uploads_days)),
        **above,
    }
    deleted = {
        "files": _delete_files(settings.var / "failed-runs", now - timedelta(days=settings.keep_failed_runs_days))
    }
    for kind, (delete, period) in periods.items():
        deleted[kind], batch = 0, queries.BATCH
        while batch == queries.BATCH:
            with database.transaction() as session:
                batch = delete(session, now - period)
            deleted[kind] += batch
    return deleted


def _delete_files(folder: Path, before: datetime) -> int:
    old = [path for path in folder.glob("*.json") if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
