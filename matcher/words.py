"""The words in which a match is explained, in Danish and English: criteria, rules, what it would take, whom to ring.

Plain words that a citizen, an employer and a complaints board can read. Every text of the service that depends on the
reader's language is found in one way: a catalogue is a folder of TOML files per language (`locales/da`, `locales/en`),
its tables and keys joined by dots give the key, and keys are the codes that answers and rows use (`rule.quota`). The
matcher's catalogue is here, beside the code it speaks for; the pages lay their own (`web/locales`) over it. Nothing but
codes and numbers is stored with a run, so that it can be read in any language that has a catalogue.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALES = Path(__file__).parent / "locales"
MONTHS = ("januar", "februar", "marts", "april", "maj", "juni",
          "juli", "august", "september", "oktober", "november", "december")  # fmt: skip


@cache
def catalogue(language: Language, folder: Path = LOCALES) -> Mapping[str, str]:
    """The texts of all files in the language's part of `folder`, by key."""
    files = sorted((folder / language).glob("*.toml"))
    return dict(entry for file in files for entry in _flat(tomllib.loads(file.read_text("utf-8"))))


def _flat(tables: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tables.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words."""

    language: Language = "da"

    def __call__(self, key: str, **facts: str) -> str:
        """The text of `key` with its facts filled in. Raises KeyError for a key that the catalogue does not have."""
        return catalogue(self.language)[key].format(**facts)

    def name(self, code: str) -> str:
        """A skill or need in words; one that the catalogue does not know is shown as it is written."""
        return catalogue(self.language).get(f"word.{code}", code.replace("_", " "))

    def names(self, codes: Sequence[str]) -> str:
        """Several skills or needs, joined by commas and "and"."""
        return self.joined([self.name(code) for code in codes])

    def number(self, amount: float) -> str:
        """A number without needless decimals; Danish has a decimal comma."""
        text = f"{amount:g}"
        return text.replace(".", ",") if self.language == "da" else text

    def hours(self, amount: float) -> str:
        """A number of hours."""
        return self("hours.one" if amount == 1 else "hours.other", number=self.number(amount))

    def day(self, day: date) -> str:
        """A date with the month written out in Danish, as 2027-01-04 in English."""
        return f"{day.day}. {MONTHS[day.month - 1]} {day.year}" if self.language == "da" else day.isoformat()

    def joined(self, parts: Sequence[str]) -> str:
        """Parts of a sentence: "a, b and c"."""
        if len(parts) < 2:
            return "".join(parts)
        return self("take.and", first=", ".join(parts[:-1]), last=parts[-1])
