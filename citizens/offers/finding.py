"""Finding what fits in the catalogue by everyday words. Pure."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from citizens.offers.tables import CatalogueOffer

LIKENESS = 82.0
"""A word this like one of the offer's is a slip of the pen; below it, another word."""
PART = 4
"""Danish writes compounds in one word: a part of this many letters or more counts."""


def matching(offers: Iterable[CatalogueOffer], words: str) -> list[CatalogueOffer]:
    """The offers that speak of every one of the words, those that do so in their title first. All for no words."""
    asked = utils.default_process(words).split()
    found = [(offer, _nearness(offer, asked)) for offer in offers]
    fitting = [(offer, nearness) for offer, nearness in found if nearness is not None]
    return [offer for offer, _ in sorted(fitting, key=lambda one: -one[1])]


def _nearness(offer: CatalogueOffer, asked: list[str]) -> int | None:
    """How many of the words the title has; None where one of them is nowhere in the offer."""
    title = set(utils.default_process(offer.title).split())
    texts = (offer.text_citizen, offer.text_professional, offer.contact_name or "")
    everything = title.union(*(utils.default_process(text).split() for text in texts))
    everything.update(*(utils.default_process(word).split() for word in (*offer.competences, *offer.interests)))
    if not all(_among(word, everything) for word in asked):
        return None
    return sum(_among(word, title) for word in asked)


def _among(word: str, words: set[str]) -> bool:
    if any(one.startswith(word) or (len(word) >= PART and word in one) for one in words):
        return True
    return process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=LIKENESS) is not None
