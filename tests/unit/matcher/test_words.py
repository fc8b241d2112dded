"""The catalogue of words says the same things in Danish and English."""

from datetime import date
from string import Formatter
from typing import get_args

import pytest

from law.schemes import SCHEMES
from matcher.engine.scoring.criteria import CRITERIA
from matcher.words import LANGUAGES, Language, Words, catalogue

DANISH, ENGLISH = catalogue("da"), catalogue("en")


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert DANISH.keys() == ENGLISH.keys()
    assert set(LANGUAGES) == set(get_args(Language))


@pytest.mark.parametrize("key", sorted(DANISH))
def test_both_languages_fill_in_the_same_facts(key: str) -> None:
    assert placeholders(DANISH[key]) == placeholders(ENGLISH[key])


@pytest.mark.parametrize("texts", [DANISH, ENGLISH], ids=LANGUAGES)
def test_no_text_is_empty_or_has_codes_in_it(texts: dict[str, str]) -> None:
    assert all(text.strip() == text and text and "_" not in text for text in texts.values())


@pytest.mark.parametrize("texts", [DANISH, ENGLISH], ids=LANGUAGES)
def test_no_two_rules_or_criteria_share_their_words(texts: dict[str, str]) -> None:
    for group in ("criterion.", "rule.", "take.", "scheme."):
        words = [text for key, text in texts.items() if key.startswith(group)]
        assert len(set(words)) == len(words)


def test_every_criterion_and_scheme_has_words() -> None:
    assert {f"criterion.{name}" for name in CRITERIA} == {key for key in DANISH if key.startswith("criterion.")}
    assert {f"scheme.{name}" for name in SCHEMES} == {key for key in DANISH if key.startswith("scheme.")}


def test_facts_are_filled_in() -> None:
    assert Words("da")("take.travel", amount="4") == "4 km længere rejse"
    assert Words("en")("take.language", what="B1") == "language B1"


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words()("take.nothing")


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    assert (Words("da").number(1.25), Words("en").number(1.25), Words("da").number(4.0)) == ("1,25", "1.25", "4")
    assert (Words("da").hours(1), Words("da").hours(1.5), Words("en").hours(2)) == ("1 time", "1,5 timer", "2 hours")
    assert Words("da").day(date(2027, 1, 4)) == "4. januar 2027"
    assert Words("en").day(date(2027, 1, 4)) == "2027-01-04"


def test_lists_are_joined_as_they_are_spoken() -> None:
    assert Words("da").joined([]) == ""
    assert Words("da").joined(["ro"]) == "ro"
    assert Words("da").names(["quiet", "breaks", "mentor"]) == "ro, pauser og mentor"


def test_a_word_that_nobody_has_translated_is_shown_as_it_is_written() -> None:
    assert Words("da").name("glass_blowing") == "glass blowing"
