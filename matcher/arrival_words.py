"""Why a place is held back, in words. Nobody is named, since nobody in particular is meant."""

from typing import Protocol

from matcher.words import Language, Words


class HeldBack(Protocol):
    """A place held back, as the engine tells it and as a run's rows keep it."""

    @property
    def price(self) -> float:
        """What others are expected to make of the place."""

    @property
    def value(self) -> float:
        """What it would have given here."""


def reason(held: HeldBack, language: Language = "da") -> str:
    """Why the place was not given now, in a sentence, with points of 100 as scores have them."""
    for_others = held.price > held.value
    value, price = (f"{100 * number:.0f}" for number in (held.value, held.price))
    return Words(language)(f"arrivals.{'others' if for_others else 'better'}", value=value, price=price)
