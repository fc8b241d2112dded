"""An offer of the catalogue as somebody writes it, and what can be wrong with it. Forms, API and sheets share it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.tables import Authority
from citizens.offers.tables import Access, CatalogueOffer
from citizens.offers.themes import Theme
from citizens.profile.drafts import EMAIL, PHONE
from citizens.texts import LONGEST_TEXT
from citizens.texts import faults as text_faults
from core.days import unknown_day
from core.errors import Fault

LONGEST_TITLE = 100
MOST_PLACES = 1_000
MOST_WORDS = 15
WORD = re.compile(r".{2,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    """What the catalogue says of an offer. places: how many at once, None without a limit."""

    theme: Theme
    title: str
    text_professional: str
    text_citizen: str
    access: Access
    authority: Authority | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    places: int | None = None
    competences: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDraft:
    """A course of an offer (hold): its first and last day, and its places."""

    first: date
    last: date
    places: int | None = None


def faults(draft: OfferDraft) -> list[Fault]:
    """Everything wrong with the draft; a place is the name of the field."""
    return [
        *text_faults("title", draft.title, LONGEST_TITLE),
        *text_faults("text_professional", draft.text_professional, LONGEST_TEXT),
        *text_faults("text_citizen", draft.text_citizen, LONGEST_TEXT),
        *_places(draft.places),
        *_contact(draft),
        *_words("competences", draft.competences),
        *_words("interests", draft.interests),
    ]


def course_faults(draft: CourseDraft) -> list[Fault]:
    """Everything wrong with a course."""
    found = [*unknown_day("first", draft.first), *unknown_day("last", draft.last), *_places(draft.places)]
    if draft.last < draft.first:
        found.append(Fault("last", "er før den første dag; ret den ene"))
    return found


def draft_of(offer: CatalogueOffer) -> OfferDraft:
    """The offer as it stands."""
    return OfferDraft(
        theme=Theme(offer.theme),
        title=offer.title,
        text_professional=offer.text_professional,
        text_citizen=offer.text_citizen,
        access=offer.access,
        authority=offer.authority,
        contact_name=offer.contact_name,
        contact_phone=offer.contact_phone,
        contact_email=offer.contact_email,
        places=offer.places,
        competences=tuple(offer.competences),
        interests=tuple(offer.interests),
    )


def _places(places: int | None) -> Iterator[Fault]:
    if places is not None and not 0 <= places <= MOST_PLACES:
        yield Fault("places", f"skal være fra 0 til {MOST_PLACES}; lad feltet stå tomt, hvis der er plads til alle")


def _contact(draft: OfferDraft) -> Iterator[Fault]:
    if draft.contact_name is not None and len(draft.contact_name) > LONGEST_TITLE:
        yield Fault("contact_name", f"er for lang; højst {LONGEST_TITLE} tegn")
    if draft.contact_phone is not None and not PHONE.fullmatch(draft.contact_phone):
        yield Fault("contact_phone", "skal være et telefonnummer med mindst otte cifre")
    if draft.contact_email is not None and not EMAIL.fullmatch(draft.contact_email):
        yield Fault("contact_email", "er ikke en e-mailadresse")


def _words(place: str, words: Sequence[str]) -> Iterator[Fault]:
    for i, word in enumerate(words):
        if not WORD.fullmatch(word):
            yield Fault(f"{place}[{i}]", "skal være fra 2 til 60 tegn")
    if len(words) > MOST_WORDS:
        yield Fault(place, f"er flere end {MOST_WORDS}")
