"""What a municipality has decided about matching: one file, read strictly, and part of every run's record."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, Self

from core.errors import BadInputError, Fault
from core.reading import read
from core.settings import Settings
from matcher.engine.ahead.hold_back import HoldBack
from matcher.engine.problem import STRICT, Floor, Problem
from matcher.engine.scoring.score import Weights

CHANGE_COST = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The municipality's own choices. Every field may be left out; the defaults are those of `docs/policy.md`.

    weights: what each criterion of the score counts for. floors: least shares of placements for groups of citizens.
    waiting_strength: how much more whoever has waited longest counts, from 0 to 1. change_cost: what moving a proposal
    that nobody has answered yet costs, in points of the score. hold_back: places kept for those who come later.
    """

    __pydantic_config__: ClassVar = STRICT
    weights: Weights = field(default_factory=Weights)
    floors: tuple[Floor, ...] = ()
    waiting_strength: float = 0.0
    change_cost: float = CHANGE_COST
    hold_back: HoldBack = field(default_factory=HoldBack)

    def __post_init__(self) -> None:
        faults = [
            Fault(name, f"er {value:g}; skal ligge fra 0 til 1")
            for name, value in (("waiting_strength", self.waiting_strength), ("change_cost", self.change_cost))
            if not 0 <= value <= 1
        ]
        faults += [
            Fault(f"floors[{n}].share", f"er {floor.share:g}; skal ligge fra 0 til 1")
            for n, floor in enumerate(self.floors)
            if not 0 <= floor.share <= 1
        ]
        if faults:
            raise BadInputError(faults)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The policy in force. Raises BadInputError where its file is missing or wrong, with every place."""
        if settings.matching_policy is None:
            return cls()
        try:
            text = settings.matching_policy.read_bytes()
        except OSError:
            raise BadInputError([_unreadable(settings.matching_policy)]) from None
        return read(cls, text)

    def applied(self, problem: Problem) -> Problem:
        """The problem under this policy. Raises BadInputError where a floor names a field that citizens lack."""
        chosen = replace(problem, floors=self.floors, change_cost=self.change_cost)
        if not self.waiting_strength:
            return chosen
        # The solver behind it takes a second to import, which only who asks for this should pay.
        from matcher.engine.advice.fairness import waiting_weights

        return waiting_weights(chosen, self.waiting_strength)


def _unreadable(path: Path) -> Fault:
    return Fault("TOVHOLDER_MATCHING_POLICY", f"filen {path} kan ikke læses; ret stien eller filens rettigheder")
