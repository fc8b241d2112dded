"""A stranger's calendar is read in a process of its own, with little time and memory; only busy times come back."""

import resource
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from core.errors import BadInputError, Fault
from core.work import Limits, Progress, converse
from scheduler.calendars.entries import Span
from scheduler.calendars.incoming import busy_spans

CPU_SECONDS = 10
LIMITS = Limits(seconds=60, megabytes=1024)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A file to read, the time asked about (aware), the domain of our own meetings, and how long it may take."""

    content: bytes
    first: datetime
    last: datetime
    domain: str
    cpu_seconds: int = CPU_SECONDS


@dataclass(frozen=True, slots=True)
class _Refused:
    faults: tuple[Fault, ...]


def read(calendar: Calendar) -> tuple[Span, ...]:
    """When the calendar's owner is busy (`incoming.busy_spans`). Raises BadInputError, also where it takes too much."""
    *_, found = converse(_read, calendar, LIMITS, Event())
    if isinstance(found, _Refused):
        raise BadInputError(found.faults)
    if not isinstance(found, tuple):
        message = (
            "er for tung at regne ud; eksportér en kortere periode, eller slet aftaler med usædvanlige gentagelser"
        )
        raise BadInputError([Fault("filen", message)])
    return found


def _read(calendar: Calendar, _report: Callable[[Progress], None]) -> tuple[Span, ...] | _Refused:
    resource.setrlimit(resource.RLIMIT_CPU, (calendar.cpu_seconds, calendar.cpu_seconds))
    warnings.simplefilter("ignore")  # the library tells of its guesses, in words from the file
    try:
        return busy_spans(calendar.content, calendar.first, calendar.last, calendar.domain)
    except BadInputError as error:
        return _Refused(error.faults)
