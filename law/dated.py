"""What one legal figure is: a value with the day it came into force, its source and the day it was last checked."""

from dataclasses import dataclass
from datetime import date

Figure = int | float | bool | date | tuple[int, ...] | None

FIRST_RULES = date(2015, 1, 1)
"""The oldest rules that the project knows. What is older than this is dated here."""
LAST_CHECK = date(2026, 11, 21)
"""The day on which the catalogue as a whole was last read against its sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One legal figure (retlig værdi) from the day it came into force until the next one with the same key.

    `assumed` marks our own default, which the municipality may change; the rest is stated in `source`.
    """

    key: str
    value: Figure
    valid_from: date = FIRST_RULES
    source: str
    checked: date = LAST_CHECK
    assumed: bool = False
    danish: str
    unit: str = ""
    note: str = ""
