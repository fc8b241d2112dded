"""The words of the pages: one folder of catalogues per language, `locales/da` and `locales/en`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matcher.words import Language, catalogue

CATALOGUES = Path(__file__).parent / "locales"
LANGUAGES: Mapping[Language, str] = {"da": "Dansk", "en": "English"}
DEFAULT: Language = "da"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words. Called with a key it gives the text, with facts filled in."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **facts: object) -> str:
        """The text of `key`. Raises KeyError where the catalogue has none."""
        return self.texts[key].format(**facts) if facts else self.texts[key]

    def count(self, key: str, number: int, **facts: object) -> str:
        """The text of `key.one` or `key.other`, as the number asks for; `key.zero` where there are words for none."""
        if number == 0 and f"{key}.zero" in self.texts:
            return self(f"{key}.zero", **facts)
        return self(f"{key}.{'one' if number == 1 else 'other'}", number=number, **facts)

    def code(self, group: str, code: str) -> str:
        """The name of a code (scheme, status, rule). A code nobody has named yet is shown as it is."""
        return self.texts.get(f"{group}.{code}", code.replace("_", " "))

    def codes(self, group: str, codes: Iterable[str]) -> list[tuple[str, str]]:
        """Codes to choose from, each with its name."""
        return [(code, self.code(group, code)) for code in codes]


@cache
def words(language: Language) -> Words:
    """The words of a language in LANGUAGES: those in which matches are explained, and the pages' own over them."""
    return Words(language, {**catalogue(language), **catalogue(language, CATALOGUES)})
