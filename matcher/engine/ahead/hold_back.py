"""What a municipality decides about places that are held back for those who come later."""

from dataclasses import dataclass
from typing import ClassVar

from core.errors import BadInputError, Fault
from matcher.engine.problem import STRICT

LONGEST = 104
MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBack:
    """A municipality's setting. Raises BadInputError where a number is out of range.

    samples: how many futures are drawn. weeks: how far they reach. weight_of_waiting: a sampled future is known to the
    end and a week's wait brings only a little of that knowledge, so waiting is counted as so many times its cost.
    """

    __pydantic_config__: ClassVar = STRICT
    enabled: bool = False
    samples: int = 4
    weeks: int = 26
    weight_of_waiting: float = 3.0
    seed: int = 1

    def __post_init__(self) -> None:
        faults = [
            Fault(f"hold_back.{name}", f"er {value:g}; skal ligge fra 0 til {most}")
            for name, value, most in (
                ("samples", self.samples, MOST),
                ("weeks", self.weeks, LONGEST),
                ("weight_of_waiting", self.weight_of_waiting, MOST),
            )
            if not 0 <= value <= most
        ]
        if self.seed < 0:
            faults.append(Fault("hold_back.seed", f"er {self.seed}; må ikke være negativ"))
        if faults:
            raise BadInputError(faults)
