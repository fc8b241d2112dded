"""Times in which nobody would answer (huller i vagtplanen). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from core.clock import COPENHAGEN, local_day
from law.workdays import ONE_DAY, is_working_day

Span = tuple[datetime, datetime]
"""From one moment until another, aware."""
Hours = tuple[time, time]
"""From and to on the Danish clock."""


def uncovered(first: datetime, last: datetime, covered: Sequence[Span]) -> Iterator[Span]:
    """The times from `first` until `last` that no span of `covered` holds, in order."""
    for begin, end in sorted(covered):
        if begin > first:
            yield first, min(begin, last)
        first = max(first, end)
        if first >= last:
            return
    yield first, last


def common_hours(weeks: Sequence[Mapping[int, Hours]]) -> Mapping[int, Hours]:
    """By weekday: when everybody who works that day is at work. A weekday on which nobody works is left out."""
    found = {}
    for weekday in range(1, 8):
        at_work = [week[weekday] for week in weeks if weekday in week]
        begin, end = max((one[0] for one in at_work), default=time()), min((one[1] for one in at_work), default=time())
        if begin < end:
            found[weekday] = (begin, end)
    return found


def at_work(hours: Mapping[int, Hours], first: datetime, last: datetime, closed: frozenset[date]) -> Iterator[Span]:
    """The working hours on working days from `first` until `last`, as spans."""
    day = local_day(first)
    while day <= local_day(last):
        if day.isoweekday() in hours and is_working_day(day, closed):
            begin, end = (datetime.combine(day, one, COPENHAGEN) for one in hours[day.isoweekday()])
            yield begin, end
        day += ONE_DAY


def is_at_work(week: Mapping[int, Hours], now: datetime, closed: frozenset[date]) -> bool:
    """Whether these are somebody's working hours."""
    return any(begin <= now < end for begin, end in at_work(week, now, now, closed))


LONGEST_SHIFT = timedelta(days=14)
"""A longer watch is a slip of the pen."""
