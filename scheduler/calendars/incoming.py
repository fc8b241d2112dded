"""When the owner of a calendar is busy. Recurrences are expanded; why somebody is busy is dropped at reading.

Read a stranger's file in a process of its own (`apart.py`): the libraries remember time zones from file to file, and a
recurrence that never comes to an end takes for ever to be found out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.timezone import tzp

from core.errors import BadInputError, Fault
from scheduler.calendars import entries
from scheduler.calendars.entries import Entry, Span
from scheduler.calendars.lines import lines_about_time
from scheduler.calendars.outgoing import is_ours

MOST_TIMES = 20_000
"""Times between `first` and `last`, all recurrences together."""
MARGIN = timedelta(days=2)
"""Times without a zone are compared as if in another; this much wider is asked, and cut afterwards."""
RECURS = frozenset({"RRULE", "RDATE"})
FREE = frozenset({"FREE", "WORKINGELSEWHERE"})
"""How Outlook marks a time that is not taken, whatever TRANSP says."""


def busy_spans(content: bytes, first: datetime, last: datetime, domain: str) -> tuple[Span, ...]:
    """The times between `first` and `last` (aware) when the calendar's owner is busy, in order and without overlap.

    Not busy: what is cancelled, marked as free, or one of our own meetings (`domain`), which the plan knows already.
    Times without a zone are Danish. Raises BadInputError, naming lines and nothing that they say.
    """
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    lines = lines_about_time(content)
    found = entries.read(lines)
    zone = next((line.text.partition(":")[2] for line in lines if line.name == "X-WR-TIMEZONE"), None)
    known_zone = None if zone is None or tzp.timezone(zone) is None else zone
    spans: list[Span] = []
    for series in _series(found):
        if not is_ours(series[0].uid, domain):
            times = (entries.span(event) for event in _occurrences(series, known_zone, first, last) if _takes(event))
            spans.extend(_within(times, first, last))
        if len(spans) > MOST_TIMES:
            raise BadInputError([Fault("filen", f"har mere end {MOST_TIMES} tider; eksportér en kortere periode")])
    return tuple(_merged(spans))


def _series(found: Iterable[Entry]) -> Iterable[Sequence[Entry]]:
    """Events by UID: a recurring one with its exceptions, or one that stands alone."""
    series: dict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        series[entry.uid].append(entry)
    return series.values()


def _occurrences(series: Sequence[Entry], zone: str | None, first: datetime, last: datetime) -> Sequence[Event]:
    """The events of one series; where it recurs, those near the time asked for. `zone` is the calendar's own."""
    events = [entry.event for entry in series]
    if len(events) == 1 and not RECURS.intersection(events[0]):
        return events
    alone = Calendar()
    if zone is not None:
        alone.add("X-WR-TIMEZONE", zone)
    for event in events:
        alone.add_component(event)
    try:
        found: Sequence[Event] = recurring_ical_events.of(alone).between(first - MARGIN, last + MARGIN)
    except Exception as error:  # whatever the library trips over, it is this series that made it
        raise BadInputError(
            [series[0].fault("har en gentagelse, der ikke kan regnes ud; ret eller slet den")]
        ) from error
    return found


def _takes(event: Event) -> bool:
    """Whether its owner is busy meanwhile."""
    words = {name: str(event.get(name, "")).upper() for name in ("TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS")}
    free = words["TRANSP"] == "TRANSPARENT" or words["X-MICROSOFT-CDO-BUSYSTATUS"] in FREE
    return not free and words["STATUS"] != "CANCELLED"


def _within(spans: Iterable[Span], first: datetime, last: datetime) -> Iterator[Span]:
    cut = (Span(max(one.starts_at, first), min(one.ends_at, last)) for one in spans)
    return (one for one in cut if one.starts_at < one.ends_at)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """The same time without overlap: how many things somebody does at once is private as well."""
    current: Span | None = None
    for span in sorted(spans):
        if current is None or span.starts_at > current.ends_at:
            if current is not None:
                yield current
            current = span
        else:
            current = Span(current.starts_at, max(current.ends_at, span.ends_at))
    if current is not None:
        yield current
