"""Why, as facts: codes of rules, ids and numbers. `matcher.wording` puts them into words, in the reader's language.

A capacity is named as prices name it: `seats:OPENING`, `quota:UNIT`, `mentor:UNIT`, `consultant:ID`, `support:ID`; and
`least:OPENING` is a group that would be too small.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would have to be otherwise: the rule it is about, what kind of change, how much, and of what.

    `amount`: kilometres, hours a week or people. `codes`: skills, needs, a scheme, a level, a day or a weekday.
    """

    rule: str
    kind: str
    amount: float = 0.0
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An opening that no placement is possible at today, and the smallest changes that would open it, all of them."""

    opening: str
    changes: tuple[Change, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that stand in the way."""
        return tuple(dict.fromkeys(one.rule for one in self.changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A citizen who got what another one lacks, and the value of that placement."""

    citizen: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A scarce capacity that took a lawful opening from a citizen, and whom it went to.

    `value` is what the citizen's placement at `opening` would have been worth on the first day. `holders` are those in
    the answer who hold the capacity while the citizen would have needed it, the least value first, a few of `held`.
    Where nobody does, places that were taken before hold it.
    """

    on: str
    opening: str
    value: float
    holders: tuple[Holder, ...] = ()
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A citizen without a place. `blocked`: by rule, how many openings it took away."""

    citizen: str
    blocked: Mapping[str, int] = field(default_factory=dict)
    nearest: tuple[Near, ...] = ()
    lost: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """Another lawful opening for a citizen with a place, and what a placement there would have been worth.

    `value` is that of the best start with room beside all other placements; where `lacks` names what there is no room
    in, that of the first possible day. With room and yet not chosen it is worth no more than the own place, unless it
    is within the gap of the answer.
    """

    opening: str
    score: float
    value: float
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why, for everybody: runners-up of who has a place (by citizen, best first), what stood in the way of the others.

    Who stands fixed has no runners-up: nothing was chosen.
    """

    runners_up: Mapping[str, tuple[RunnerUp, ...]] = field(default_factory=dict)
    stuck: tuple[Stuck, ...] = ()
