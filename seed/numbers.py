"""Numbers that look right and can belong to nobody: replacement CPR numbers, test CVR and P numbers."""

from collections.abc import Iterator
from datetime import date

from stdnum.dk import cvr

REPLACEMENT_DAYS = 60
"""Added to the day of birth in a replacement CPR number (erstatningspersonnummer): no day of a month is above 31."""
FIRST_CVR = 9_000_000
"""Without its check digit. CVR numbers from 90 000 000 have never been given out."""
FIRST_P_NUMBER = 1_900_000_000
"""Far above the P-numbers in use, which begin with 100-103."""
CENTURY_2000 = 4
"""The seventh digit that, with a year below 37, means the 2000s; 0-3 mean the 1900s."""


class CprNumbers:
    """Gives out replacement CPR numbers, each once."""

    def __init__(self) -> None:
        self._given: dict[tuple[date, str], int] = {}

    def next(self, born: date, gender: str) -> str:
        """Ten digits: birthday with day + 60, then a running number that is even for women and odd for men."""
        running = self._given.get((born, gender), 0) + 1
        self._given[born, gender] = running
        century = CENTURY_2000 if born.year >= 2000 else 0
        serial = century * 1000 + running * 2 + (0 if gender == "F" else 1)
        return f"{born.day + REPLACEMENT_DAYS:02}{born.month:02}{born.year % 100:02}{serial:04}"


def cvr_numbers() -> Iterator[str]:
    """CVR numbers of eight digits that pass the checksum (weights 2, 7, 6, 5, 4, 3, 2, 1; modulus 11)."""
    stem = FIRST_CVR
    while True:
        yield from (number for digit in range(10) if cvr.is_valid(number := f"{stem}{digit}"))
        stem += 1


def p_numbers() -> Iterator[str]:
    """P-numbers (produktionsenhedsnumre) of ten digits; they have no checksum."""
    number = FIRST_P_NUMBER
    while True:
        number += 1
        yield str(number)
