"""How dates, times and numbers are written, in Danish style or in British English."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent

from core.clock import COPENHAGEN
from core.figures import rounded
from matcher.words import Language

ISO_DAY = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
LOCALES = {"da": "da_DK", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of one language. Instants are shown in Danish time."""

    language: Language

    @property
    def locale(self) -> str:
        """The locale's name as Babel knows it."""
        return LOCALES[self.language]

    def day(self, day: date) -> str:
        """`1. december 2026`."""
        return format_date(day, "long", locale=self.locale)

    def short_day(self, day: date) -> str:
        """`1. dec. 2026`."""
        return format_date(day, "medium", locale=self.locale)

    def with_days(self, text: str) -> str:
        """`text` with every ISO date in it written as `short_day` writes it."""
        return ISO_DAY.sub(lambda found: self.short_day(date.fromisoformat(found[0])), text)

    def weekday(self, day: date) -> str:
        """`tirsdag den 1. december`."""
        pattern = "EEEE 'den' d. MMMM" if self.language == "da" else "EEEE d MMMM"
        return format_date(day, pattern, locale=self.locale)

    def day_of(self, instant: datetime) -> str:
        """`tir. 1. dec.`: the Danish day of an instant."""
        pattern = "EEE d. MMM" if self.language == "da" else "EEE d MMM"
        return format_date(instant.astimezone(COPENHAGEN).date(), pattern, locale=self.locale)

    def clock(self, instant: datetime) -> str:
        """`09.05`."""
        return self.wall_clock(instant.astimezone(COPENHAGEN).time())

    def wall_clock(self, at: time) -> str:
        """`09.05`, of a time that is Danish already."""
        return format_time(at, "short", locale=self.locale)

    def moment(self, instant: datetime) -> str:
        """`1. dec. 2026 kl. 09.05`."""
        local = instant.astimezone(COPENHAGEN)
        between = " kl. " if self.language == "da" else " at "
        return self.short_day(local.date()) + between + self.clock(local)

    def month(self, day: date) -> str:
        """`december 2026`."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def language_name(self, code: str) -> str:
        """`arabisk`, of a language's ISO 639-1 code; one that is not known is shown as it is."""
        return str(Locale.parse(self.locale).languages.get(code, code))

    def number(self, value: float, decimals: int = 2) -> str:
        """`1.234,5`: at most `decimals` decimals, none that are zero; a half is rounded up."""
        pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
        return format_decimal(rounded(value, decimals), pattern, locale=self.locale)

    def percent(self, share: float, decimals: int = 0) -> str:
        """`12 %`; `share` from 0 to 1, with at most `decimals` decimals."""
        pattern = (
            "#,##0"
            + ("." + "#" * decimals if decimals else "")
            + ("%" if self.language == "en" else "\N{NO-BREAK SPACE}%")
        )
        return format_percent(rounded(share, decimals + 2), pattern, locale=self.locale)
