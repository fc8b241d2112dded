"""Why a place is held back, in words. Nobody is named, since nobody in particular is meant."""

from matcher.engine.ahead.arrivals import Held
from matcher.words import Language, Words

DECIMALS = 2


def reason(held: Held, language: Language = "da") -> str:
    """Why the place was not given now, in a sentence."""
    words = Words(language)
    value, price = (words.number(round(number, DECIMALS)) for number in (held.value, held.price))
    return words(f"arrivals.{'others' if held.for_others else 'better'}", value=value, price=price)
