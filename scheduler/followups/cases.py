"""`tovholder-followups/1`: cases and what has happened in them, read strictly, frozen, checked when made.

Field names are the format's; Python keywords carry a trailing underscore. All dates are Danish wall dates.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from core.errors import BadInputError
from law.followups import RuleCode
from scheduler.engine.records import STRICT
from scheduler.followups import case_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """The citizen was referred to the municipality (henvisning, visitation). Only the latest counts."""

    __pydantic_config__ = STRICT
    kind: Literal["referral"] = "referral"
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMade:
    """A plan was made or renewed (udviklingsplan, Min Plan). Only the latest counts."""

    __pydantic_config__ = STRICT
    kind: Literal["plan"] = "plan"
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A placement in a scheme (forløb i en virksomhed); `to` is its last day, None while open-ended."""

    __pydantic_config__ = STRICT
    kind: Literal["placement"] = "placement"
    scheme: str
    from_: dt.date
    to: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cti:
    """A course of critical time intervention (CTI-forløb) of so many months."""

    __pydantic_config__ = STRICT
    kind: Literal["cti"] = "cti"
    start: dt.date
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A follow-up was held (afholdt). `of` names the placement or CTI course by its first day.

    For rules that count from a referral or plan, `of` may name its day; a held one of an earlier referral or plan
    then settles nothing of the latest. Without it, every held one counts.
    """

    __pydantic_config__ = STRICT
    kind: Literal["held"] = "held"
    rule: RuleCode
    of: dt.date | None = None
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The case was closed (afsluttet); of several, the latest counts."""

    __pydantic_config__ = STRICT
    kind: Literal["ended"] = "ended"
    date: dt.date


Event = Referral | PlanMade | Placement | Cti | Held | Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One citizen's case (sag): target group, how many authorities take part, and the events."""

    __pydantic_config__ = STRICT
    id: str
    target_group: str
    authorities: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowupProblem:
    """Cases, and the days `from_` to `to` (both included) for which follow-ups are wanted.

    Raises BadInputError with every fault that the types alone cannot tell, and its place in the file.
    """

    __pydantic_config__ = STRICT
    format: Literal["tovholder-followups/1"] = "tovholder-followups/1"
    from_: dt.date
    to: dt.date
    closed: tuple[dt.date, ...] = ()
    cases: tuple[Case, ...]

    def __post_init__(self) -> None:
        found = [*case_faults.in_frame(self), *case_faults.in_cases(self.cases)]
        if found:
            raise BadInputError(found)
