"""Repeatable chance: the same seed deals the same municipality, and one part's draws never disturb another's."""

import random
from collections.abc import Mapping, Sequence
from math import exp
from typing import TypeVar

T = TypeVar("T")


class Dice(random.Random):
    """Python's generator with the few draws that a municipality is made of."""

    def happens(self, share: float) -> bool:
        """True in `share` (0 to 1) of all calls."""
        return self.random() < share

    def pick(self, shares: Mapping[T, float]) -> T:
        """One key, each with the weight of its value."""
        return self.choices(list(shares), weights=list(shares.values()))[0]

    def some(self, shares: Mapping[T, float]) -> tuple[T, ...]:
        """Each key on its own with the probability of its value."""
        return tuple(key for key, share in shares.items() if self.happens(share))

    def spread(self, median: float, sigma: float, least: float, most: float) -> float:
        """A lognormal draw around `median`, held between `least` and `most`."""
        return min(max(median * exp(self.gauss(0, sigma)), least), most)

    def deal(self, shares: Mapping[T, float], count: int) -> list[T]:
        """`count` keys in random order, as close to their shares as whole numbers come (largest remainder)."""
        whole = sum(shares.values())
        exact = {key: share / whole * count for key, share in shares.items()}
        dealt = {key: int(value) for key, value in exact.items()}
        for key in sorted(exact, key=lambda k: dealt[k] - exact[k])[: count - sum(dealt.values())]:
            dealt[key] += 1
        cards = [key for key, times in dealt.items() for _ in range(times)]
        self.shuffle(cards)
        return cards

    def several(self, choices: Sequence[T], least: int, most: int) -> list[T]:
        """Between `least` and `most` different ones, no more than there are."""
        return self.sample(choices, min(self.randint(least, most), len(choices)))


def dice(seed: int, purpose: str) -> Dice:
    """Dice for one purpose. Seeding by text does not depend on the process's hash seed."""
    return Dice(f"{seed}:{purpose}")
