"""Why a place is held back, in Danish and English. Nobody is named, since nobody in particular is meant."""

from collections.abc import Mapping
from types import MappingProxyType

from matcher.engine.ahead.arrivals import Held
from matcher.words import Language, Words

DANISH: Mapping[str, str] = MappingProxyType(
    {
        "others": "Pladsen holdes til en, der kan ventes senere og har mere brug for den: "
        "her ville den give {value}, for andre ventes den at give {price}.",
        "better": "Pladsen holdes lidt endnu: den ville give {value} her, "
        "men borgeren kan vente en bedre plads inden længe.",
    }
)
ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "others": "The place is held for somebody who can be expected later and needs it more: "
        "it would give {value} here, and is expected to give {price} to others.",
        "better": "The place is held a little longer: it would give {value} here, "
        "but the citizen can expect a better place before long.",
    }
)
CATALOGUE: Mapping[Language, Mapping[str, str]] = MappingProxyType({"da": DANISH, "en": ENGLISH})
DECIMALS = 2


def reason(held: Held, language: Language = "da") -> str:
    """Why the place was not given now, in a sentence."""
    words = Words(language)
    text = CATALOGUE[language]["others" if held.for_others else "better"]
    value, price = (words.number(round(number, DECIMALS)) for number in (held.value, held.price))
    return text.format(value=value, price=price)
