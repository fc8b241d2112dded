"""On which days somebody is to come: what the agreement's timetable says, or else the working days. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from law.workdays import ONE_DAY, is_working_day, public_holidays


@dataclass(frozen=True, slots=True)
class Running:
    """The days of a placement: its first, its last (None while open-ended), and the weekdays agreed (1 to 7).

    Without agreed weekdays it runs on working days. A public holiday is never a day: whoever worked it is written
    down nowhere, and nobody is called absent on it.
    """

    first: date
    last: date | None
    weekdays: frozenset[int] = frozenset()

    def on(self, day: date) -> bool:
        """Whether somebody is to come on `day`."""
        if day < self.first or (self.last is not None and day > self.last):
            return False
        if self.weekdays:
            return day.isoweekday() in self.weekdays and day not in public_holidays(day.year)
        return is_working_day(day)

    def days(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, both included, on which somebody is to come, in order."""
        begin, end = max(first, self.first), last if self.last is None else min(last, self.last)
        return [day for day in (begin + ONE_DAY * ahead for ahead in range((end - begin).days + 1)) if self.on(day)]


def weekdays(timetable: Iterable[Mapping[str, Any]]) -> frozenset[int]:
    """The weekdays of an agreement's timetable (`Agreement.timetable`)."""
    return frozenset(int(hours["weekday"]) for hours in timetable)
