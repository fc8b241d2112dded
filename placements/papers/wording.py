"""The words of a paper in one of its languages, and how it writes days and numbers."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Literal

from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal

from core.figures import rounded

Language = Literal["da", "let", "en"]
"""Danish, plain Danish (let dansk), English."""
WORDS = Path(__file__).parent / "words"


@cache
def _words(language: Language) -> dict[str, object]:
    return tomllib.loads((WORDS / f"{language}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's words, found by table and key: `hours.period`."""

    language: Language

    @property
    def code(self) -> str:
        """The language's code, as a reader aloud needs it."""
        return "en" if self.language == "en" else "da"

    @property
    def _locale(self) -> str:
        return "en_GB" if self.code == "en" else "da_DK"

    def __call__(self, key: str, **facts: object) -> str:
        """The text of `key` with its facts filled in. Raises KeyError where there is none."""
        found: object = _words(self.language)
        for name in key.split("."):
            assert isinstance(found, dict)
            found = found[name]
        return str(found).format(**facts)

    def lines(self, key: str, **facts: object) -> tuple[str, ...]:
        """The text of `key`, a paragraph to each of its lines."""
        return paragraphs(self(key, **facts))

    def day(self, day: date) -> str:
        """`1. december 2026`."""
        return format_date(day, "long", locale=self._locale)

    def short_day(self, day: date) -> str:
        """`01.12.2026`, for narrow columns."""
        return format_date(day, "dd.MM.yyyy", locale=self._locale)

    def month(self, day: date) -> str:
        """`december 2026`."""
        return format_skeleton("yMMMM", day, locale=self._locale)

    def days(self, days: Sequence[date]) -> str:
        """Several days: `1. december 2026 og 8. december 2026`."""
        return format_list([self.day(day) for day in days], locale=self._locale)

    def number(self, number: float) -> str:
        """`14,5`: at most two decimals, a half rounded up."""
        return format_decimal(rounded(number, 2), "#,##0.##", locale=self._locale)

    def weekday(self, weekday: int) -> str:
        """`Mandag` for 1."""
        return str(get_day_names("wide", locale=self._locale)[weekday - 1]).capitalize()

    def clock(self, at: time) -> str:
        """`09.05`."""
        return format_time(at, "short", locale=self._locale)

    def phone(self, number: str) -> str:
        """A telephone number that stays on one line."""
        return number.replace(" ", "\N{NO-BREAK SPACE}")


def paragraphs(text: str) -> tuple[str, ...]:
    """What somebody has written, a paragraph to each line that is not empty."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
