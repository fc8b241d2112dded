"""Offers as they are written, and how they are found."""

from dataclasses import replace
from datetime import date

import pytest

from citizens.offers.drafts import MOST_WORDS, CourseDraft, OfferDraft, course_faults, faults
from citizens.offers.finding import matching
from citizens.offers.tables import Access, CatalogueOffer
from citizens.offers.themes import Theme

GOOD = OfferDraft(
    theme=Theme.MENTOR,
    title="Mentor: Hanne",
    text_professional="Frivillig mentor",
    text_citizen="Hanne er mentor.",
    access=Access.DIRECT,
    places=2,
    contact_phone="12 34 56 78",
    contact_email="hanne@example.org",
    competences=("breve fra kommunen",),
    interests=("strik",),
)


def test_a_good_offer_has_no_faults() -> None:
    assert faults(GOOD) == []
    assert faults(replace(GOOD, places=None, contact_phone=None, contact_email=None)) == []


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (replace(GOOD, title=""), "title"),
        (replace(GOOD, text_citizen=" "), "text_citizen"),
        (replace(GOOD, text_professional="x" * 2001), "text_professional"),
        (replace(GOOD, places=-1), "places"),
        (replace(GOOD, contact_name="x" * 101), "contact_name"),
        (replace(GOOD, contact_phone="ring"), "contact_phone"),
        (replace(GOOD, contact_email="hanne@"), "contact_email"),
        (replace(GOOD, interests=("x",)), "interests[0]"),
        (replace(GOOD, competences=tuple(f"ord {i}" for i in range(MOST_WORDS + 1))), "competences"),
    ],
)
def test_each_thing_wrong_is_told_at_its_field(wrong: OfferDraft, place: str) -> None:
    assert [fault.place for fault in faults(wrong)] == [place]


def test_a_course_ends_after_it_begins() -> None:
    assert course_faults(CourseDraft(first=date(2026, 12, 1), last=date(2026, 12, 1))) == []
    wrong = CourseDraft(first=date(2026, 12, 2), last=date(2026, 12, 1), places=-1)
    assert [fault.place for fault in course_faults(wrong)] == ["places", "last"]


def offer(title: str, text: str = "", interests: tuple[str, ...] = ()) -> CatalogueOffer:
    return CatalogueOffer(
        title=title, text_citizen=text, text_professional="", competences=[], interests=list(interests)
    )


HANNE = offer("Mentor: Hanne", "Vi kan tale om søvn", ("havearbejde", "strik"))
SLEEP = offer("Sov bedre", "Få hjælp til at sove")
WALK = offer("Gå-hold", "Vi går en tur")


def found(words: str) -> list[str]:
    return [one.title for one in matching([HANNE, SLEEP, WALK], words)]


def test_no_words_find_everything_in_its_order() -> None:
    assert found(" ") == ["Mentor: Hanne", "Sov bedre", "Gå-hold"]


def test_a_word_in_a_text_or_an_interest_is_found_and_a_title_comes_first() -> None:
    assert found("strik") == ["Mentor: Hanne"]
    assert found("have") == ["Mentor: Hanne"]
    assert found("sov") == ["Sov bedre"]


def test_every_word_must_be_there() -> None:
    assert found("mentor strik") == ["Mentor: Hanne"]
    assert found("mentor fodbold") == []


def test_a_slip_of_the_pen_is_forgiven_and_a_small_word_is_no_part_of_another() -> None:
    assert found("mentoor") == ["Mentor: Hanne"]
    assert found("nne") == []
