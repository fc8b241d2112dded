"""Working days in Denmark (hverdage) and the arithmetic of calendar months."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 6


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The Danish public holidays (helligdage) of a year. Municipal closing days are settings, not holidays."""
    return frozenset(holidays.country_holidays("DK", years=year, language="da"))


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """Neither Saturday, Sunday, public holiday nor one of the municipality's own `closed` days."""
    return day.isoweekday() < SATURDAY and day not in public_holidays(day.year) and day not in closed


def working_day_before(day: date, closed: Collection[date] = ()) -> date:
    """`day` itself where it is a working day, else the last working day before it."""
    while not is_working_day(day, closed):
        day -= ONE_DAY
    return day


def add_months(day: date, months: int) -> date:
    """`months` calendar months after `day`, clamped to the month's last day: 31 January + 1 is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """Whole months from `first` to `last`: one is whole when the day of the month is reached, without clamping."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def years_between(first: date, last: date) -> int:
    """Whole years from `first` to `last`, without clamping."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def working_week(today: date) -> date:
    """Monday of the week that work is planned for: this week, from Saturday on the next."""
    monday = today - timedelta(days=today.isoweekday() - 1)
    return monday if today.isoweekday() < SATURDAY else monday + timedelta(weeks=1)


def working_day_after(day: date, number: int, closed: Collection[date] = ()) -> date:
    """The `number`-th working day after `day`, which itself does not count."""
    for _ in range(number):
        day += ONE_DAY
        while not is_working_day(day, closed):
            day += ONE_DAY
    return day
