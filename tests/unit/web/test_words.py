"""Both languages say the same things, and the pages ask for nothing that no catalogue has."""

import re
import string
from pathlib import Path

import pytest

from matcher.words import catalogue
from seed.industries import DEMANDS, SKILLS
from seed.lives import AREA_NEEDS
from web.words import LANGUAGES, Words, words

WEB = Path(__file__).parents[3] / "web"
SOURCES = sorted([*WEB.rglob("*.html"), *WEB.rglob("*.py")])
KEY = re.compile(r"""\bt\(\s*["']([a-z0-9_.]+)["']\s*[,)]""")
PLURAL = re.compile(r"""\bt\.count\(\s*["']([a-z0-9_.]+)["']""")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_languages_have_the_same_keys() -> None:
    assert words("da").texts.keys() == words("en").texts.keys()


def test_the_languages_fill_in_the_same_facts() -> None:
    danish, english = words("da").texts, words("en").texts

    assert {key for key in danish if blanks(danish[key]) != blanks(english[key])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_a_page_asks_for_is_in_the_catalogue(language: str) -> None:
    text = "\n".join(path.read_text() for path in SOURCES)
    asked = set(KEY.findall(text)) | {f"{key}.{form}" for key in PLURAL.findall(text) for form in ("one", "other")}

    assert len(asked) > 20
    assert asked - words(language).texts.keys() == set()


def test_facts_are_filled_in() -> None:
    assert words("da")("error.number", number=404) == "Fejl 404"


def test_an_unknown_key_is_an_error_and_no_empty_text() -> None:
    with pytest.raises(KeyError):
        words("da")("no.such.key")


def test_one_and_many_have_their_own_words() -> None:
    said = Words("da", {"place.one": "{number} plads", "place.other": "{number} pladser"})

    assert [said.count("place", number) for number in (0, 1, 2)] == ["0 pladser", "1 plads", "2 pladser"]


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    said = Words("da", {"scheme.igu": "IGU"})

    assert said.code("scheme", "igu") == "IGU"
    assert said.code("scheme", "ny_ordning") == "ny ordning"


@pytest.mark.parametrize("texts", [catalogue(language) for language in LANGUAGES], ids=LANGUAGES)
def test_every_skill_and_need_of_the_demonstration_has_a_name(texts: dict[str, str]) -> None:
    skills = SKILLS.keys() | {skill for demand in DEMANDS.values() for skill in demand.skills}
    needs = {need for area in AREA_NEEDS.values() for need in area}

    assert {code for code in skills | needs if f"word.{code}" not in texts} == set()
