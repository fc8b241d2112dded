"""The answer to a matching problem: `tovholder-match-answer/1` as frozen data.

Infeasible and timed out are values of `status`, not exceptions.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from matcher.engine.problem import STRICT

Status = Literal["optimal", "feasible", "infeasible", "timeout"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One criterion of the score: the points it gave, of how many it could have given."""

    __pydantic_config__: ClassVar = STRICT
    criterion: str
    points: float
    of: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A citizen at an opening from `start` up to, not including, `end`, with weekly hours and value."""

    __pydantic_config__: ClassVar = STRICT
    citizen: str
    opening: str
    scheme: str
    start: date
    end: date
    hours: float
    value: float
    score: float
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """An opening that a small change would have made possible."""

    __pydantic_config__: ClassVar = STRICT
    opening: str
    rules: tuple[str, ...]
    would_take: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A citizen without a place: how many openings each rule took away, and what the rest was lost to."""

    __pydantic_config__: ClassVar = STRICT
    citizen: str
    blocked: dict[str, int] = field(default_factory=dict)
    nearest: tuple[Nearest, ...] = ()
    lost_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one more of a scarce capacity would add to the objective (its dual value).

    `on` is `quota:UNIT`, `seats:OPENING`, `mentor:UNIT`, `consultant:ID` or `support:ID`.
    """

    __pydantic_config__: ClassVar = STRICT
    on: str
    price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Who goes where, what it is worth, and how much better any other answer could be at most.

    `objective` <= the best possible <= `bound`. `gap` is (bound - objective) / max(|bound|, 1e-9). Where `status` is
    infeasible or timeout there are no placements and no unplaced.
    """

    __pydantic_config__: ClassVar = STRICT
    format: Literal["tovholder-match-answer/1"] = "tovholder-match-answer/1"
    status: Status
    objective: float
    bound: float
    gap: float
    seconds: float
    rules: date
    placements: tuple[Placement, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    prices: tuple[Price, ...] = ()
