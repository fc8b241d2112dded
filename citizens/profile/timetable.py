"""The week that all authorities have filled for a citizen, and where two of them want the same hour. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import combinations


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A fixed time of the week (skemalagt aktivitet); Monday is 1. id: its row, None where it comes from elsewhere."""

    weekday: int
    from_: time
    to: time
    what: str
    authority: str | None = None
    id: int | None = None

    def meets(self, other: "Slot") -> bool:
        """Whether the two take the same time; one that begins when the other ends does not."""
        return self.weekday == other.weekday and self.from_ < other.to and other.from_ < self.to


def week(slots: Iterable[Slot]) -> list[Slot]:
    """The slots by day and time."""
    return sorted(slots, key=lambda one: (one.weekday, one.from_, one.to, one.what))


def clashes(slots: Iterable[Slot]) -> list[tuple[Slot, Slot]]:
    """Each pair of slots that take the same time, in the order of the week."""
    return [(one, other) for one, other in combinations(week(slots), 2) if one.meets(other)]
