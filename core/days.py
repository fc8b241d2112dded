"""The days that Tovholder knows: outside them a date is a slip of the pen."""

from collections.abc import Iterator
from datetime import date

from core.errors import Fault

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
"""The public holidays after them are not known, and a sum of dates beyond them may not be one."""


def is_known(day: date) -> bool:
    """Whether `day` (a moment too, without a zone) lies among the days that Tovholder knows."""
    return FIRST_DAY.year <= day.year <= LAST_DAY.year


def unknown_day(place: str, day: date) -> Iterator[Fault]:
    """The fault at `place` where `day` is outside them."""
    if not is_known(day):
        yield Fault(place, f"skal ligge fra {FIRST_DAY} til {LAST_DAY}")
