"""What a run tells about what is missing, whom to ring, and who gets a place; kept with the run and read back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

from core.reading import read
from matcher.engine.advice.fairness import Fairness, fairness
from matcher.engine.advice.guidance import Call, call_list
from matcher.engine.advice.market import Market
from matcher.engine.solve import Solved
from matcher.tables import MatchRun

SEATS = 3
"""Asked for at each firm on the call list."""


@dataclass(frozen=True, slots=True)
class Advice:
    """The call list, the most promising first, and how the groups of citizens fare."""

    calls: tuple[Call, ...]
    fairness: Fairness

    @classmethod
    def by(cls, solved: Solved) -> Self:
        """What a solve tells."""
        market, problem = Market.by(solved), solved.ready.setting.instance.problem
        calls = () if market is None else call_list(market, solved.result, seats=SEATS)
        return cls(calls, fairness(problem, solved.result))

    @classmethod
    def of(cls, run: MatchRun) -> Self | None:
        """What a finished run told; None for one of before this was kept."""
        return read(cls, json.dumps(run.advice).encode()) if run.advice else None
