"""What is found of pairs looked at by themselves: those that are possible, and those that nearly are. Facts only."""

from dataclasses import dataclass

from matcher.engine.result import Reason
from matcher.engine.why.facts import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A pair that the rules allow: score from 0 to 1 and what it is made of, weekly hours, and what there is no room in
    (`seats`, `quota`, `mentor`, `consultant`, `support`).
    """

    citizen: str
    opening: str
    score: float
    hours: float
    because: tuple[Reason, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Almost:
    """A pair that the rules close, and the smallest changes that would open it."""

    citizen: str
    opening: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """best: the pairs of the highest score, best first. almost: those that ask for the smallest changes, in that order.

    lawful: how many pairs the rules allow. blocked: by rule, how many pairs it takes away.
    """

    best: tuple[Choice, ...]
    almost: tuple[Almost, ...]
    lawful: int
    blocked: dict[str, int]
