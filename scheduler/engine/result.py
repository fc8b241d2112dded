"""The answer `tovholder-meetings-answer/1`, and what stands in its place where there is none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.errors import Fault
from scheduler.engine.records import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeeting:
    """A meeting with its time (local wall time), place and people. `room` is None where the site needs none."""

    __pydantic_config__ = STRICT
    id: str
    start: datetime
    end: datetime
    site: str
    room: str | None
    attendees: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplanned:
    """A meeting left out, and what stands in the way, in words."""

    __pydantic_config__ = STRICT
    id: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A plan with its cost and a proven lower bound on any plan's cost."""

    __pydantic_config__ = STRICT
    format: Literal["tovholder-meetings-answer/1"] = "tovholder-meetings-answer/1"
    status: Literal["optimal", "feasible"]
    cost: float
    bound: float
    seconds: float
    meetings: tuple[PlannedMeeting, ...]
    unplanned: tuple[Unplanned, ...]

    @property
    def gap(self) -> float:
        """(cost − bound) / cost, 0 where both are 0."""
        return (self.cost - self.bound) / max(self.cost, 1e-9)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """No plan: the pins cannot be kept (`faults` says which; refuse the file), or time ran out before one was found."""

    reason: Literal["pins", "time"]
    faults: tuple[Fault, ...] = ()
