"""The words of the pages: one catalogue per language, chosen by `?lang=` or the cookie it leaves behind."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).parent / "locales"
LANGUAGES = {"da": "Dansk", "en": "English"}
DEFAULT = "da"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words. Called with a key it gives the text, with facts filled in."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **facts: object) -> str:
        """The text of `key`. Raises KeyError where the catalogue has none."""
        return self.texts[key].format(**facts) if facts else self.texts[key]

    def count(self, key: str, number: int, **facts: object) -> str:
        """The text of `key.one` or `key.other`, as the number asks for."""
        return self(f"{key}.{'one' if number == 1 else 'other'}", number=number, **facts)

    def code(self, group: str, code: str) -> str:
        """The name of a code (scheme, status, rule). A code nobody has named yet is shown as it is."""
        return self.texts.get(f"{group}.{code}", code.replace("_", " "))


@cache
def words(language: str) -> Words:
    """The catalogue of a language in LANGUAGES."""
    with (CATALOGUES / f"{language}.toml").open("rb") as file:
        return Words(language, dict(_flat(tomllib.load(file))))


def _flat(tables: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tables.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
