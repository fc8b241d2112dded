"""Is this firm known already? Finds the firms in the register that a new name and address may belong to.

Two looks: a quick one over everybody, name against name letter by letter, and a closer one at those it leaves. Nothing
is merged here: a person decides, and sees why each was shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from companies.folding import Street, firm_name, fold

LOOKED_AT = 40
"""Firms that the closer look is taken at."""
WORTH_A_LOOK = 60
LIKELY = 85.0
"""From here on a firm is shown for a decision. Chosen on the labelled set, see docs/duplicates.md."""
SAME_STREET = 88
AT_THE_SAME_HOUSE, ELSEWHERE, UNKNOWN_PLACE = 0.55, 0.88, 0.97
"""How an address moves the likeness of two names: towards 100 by this part of what is missing, or down to this part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm as it is compared: `id` is the caller's."""

    id: int
    name: str
    address: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A firm that may be the same: score 0 to 100, the likeness of the names, and whether the house is the same
    (None where one of the addresses is not known).
    """

    firm: Firm
    score: float
    name: float
    same_house: bool | None


@dataclass(frozen=True, slots=True)
class Register:
    """Firms made ready for comparison; build it once, ask it often."""

    firms: Sequence[Firm]
    names: Sequence[str]
    joined: Sequence[str]
    sorted: Sequence[str]
    streets: Sequence[Street]
    rarity: Mapping[str, float]
    """What a word says about a firm: little where many have it in their name."""

    @classmethod
    def of(cls, firms: Sequence[Firm]) -> Self:
        """The register of these firms."""
        names = [firm_name(one.name, one.town) for one in firms]
        return cls(
            firms,
            names,
            [_joined(name) for name in names],
            [_sorted(name) for name in names],
            [Street.of(one.address) for one in firms],
            _rarity(names),
        )

    def like(self, name: str, address: str = "", town: str = "", limit: int = 5) -> list[Likeness]:
        """The firms that may be the one described, the likeliest first; none below `LIKELY`."""
        asked, street = firm_name(name, town), Street.of(address)
        if not asked:
            return []
        found = [self._closer(place, asked, street, fold(town)) for place in self._candidates(asked, street)]
        likely = [one for one in found if one.score >= LIKELY]
        return sorted(likely, key=lambda one: (-one.score, one.firm.id))[:limit]

    @property
    def _unseen(self) -> float:
        """The rarity of a word that nobody has."""
        return log(1 + len(self.names))

    def _candidates(self, asked: str, street: Street) -> NDArray[np.int64]:
        """The places of those whose name is most like the one asked for, and of those in the same house."""
        letters = process.cdist([_joined(asked)], self.joined, scorer=fuzz.ratio, dtype=np.uint8)[0]
        words = process.cdist([_sorted(asked)], self.sorted, scorer=fuzz.ratio, dtype=np.uint8)[0]
        best = np.maximum(letters, words)
        if street.number:
            here = [place for place, one in enumerate(self.streets) if one == street]
            best[here] = np.maximum(best[here], WORTH_A_LOOK)
        nearest = np.argsort(-best.astype(np.int16), kind="stable")[:LOOKED_AT]
        return np.asarray(nearest[best[nearest] >= WORTH_A_LOOK])

    def _closer(self, place: int, asked: str, street: Street, town: str) -> Likeness:
        firm, name = self.firms[place], _alike(asked, self.names[place], self.rarity, self._unseen)
        there = self.streets[place]
        same = _same_house(street, there, town, fold(firm.town))
        if same is None:
            score = name * UNKNOWN_PLACE
        elif same:
            score = name + (100 - name) * AT_THE_SAME_HOUSE if name >= WORTH_A_LOOK else name
        else:
            score = name * ELSEWHERE
        return Likeness(firm=firm, score=score, name=name, same_house=same)


def _rarity(names: Sequence[str]) -> Mapping[str, float]:
    seen = Counter(word for name in names for word in set(name.split()))
    return {word: log(1 + len(names) / count) for word, count in seen.items()}


def _alike(one: str, other: str, rarity: Mapping[str, float], unseen: float) -> float:
    """How like two folded names are, 0 to 100: word by word, the rare words counting most. Where one has its words
    joined or parted otherwise than the other, as many letters in a row as they share.
    """
    mine, theirs = one.split(), other.split()
    alike = process.cdist(mine, theirs, scorer=fuzz.ratio)
    weights = [np.array([rarity.get(word, unseen) for word in words]) for words in (mine, theirs)]
    best = np.concatenate([alike.max(axis=1), alike.max(axis=0)])
    weighted = float(np.average(best, weights=np.concatenate(weights)))
    joined = float(fuzz.ratio(_joined(one), _joined(other)))
    return max(weighted, joined) if len(mine) != len(theirs) else weighted


def _same_house(one: Street, other: Street, town: str, other_town: str) -> bool | None:
    if not one.name or not other.name:
        return None
    same_street = fuzz.ratio(_joined(one.name), _joined(other.name)) >= SAME_STREET
    same_town = not town or not other_town or fuzz.ratio(town, other_town) >= SAME_STREET
    return same_street and same_town and (one.number == other.number or not one.number or not other.number)


def _joined(name: str) -> str:
    return name.replace(" ", "")


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))
