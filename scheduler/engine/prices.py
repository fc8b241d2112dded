"""Costs as whole numbers, which solvers need, without losing a cent where the file's weights allow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from scheduler.engine.problem import Meeting, Problem, Weights

MOST_DIGITS = 6
LARGEST_TOTAL_DIGITS = 15
"""Sums must stay exact in 64-bit whole numbers, with room for a solver's own arithmetic."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The file's weights in units of 10^-digits. `slack` is the most that rounding can move a plan's cost, in units."""

    digits: int
    unplanned: tuple[Decimal, ...]
    late_day: tuple[Decimal, ...]
    optional_missing: Decimal
    moved: Decimal
    slack: int

    def units(self, amount: Decimal) -> int:
        """The amount in whole units."""
        return int(amount.scaleb(self.digits).to_integral_value(ROUND_HALF_EVEN))

    def amount(self, units: int) -> float:
        """Whole units as the file counts."""
        return float(Decimal(units).scaleb(-self.digits))


def prices_of(problem: Problem, weights: Weights | None = None) -> Prices:
    """The prices of a problem, by its own weights or others; `slack` is 0 where six decimals are enough."""
    weights = weights or problem.weights
    weight = [Decimal(str(meeting.weight)) for meeting in problem.meetings]
    unplanned = tuple(Decimal(str(weights.unplanned)) * w for w in weight)
    late_day = tuple(Decimal(str(weights.late_day)) * w for w in weight)
    optional, moved = Decimal(str(weights.optional_missing)), Decimal(str(weights.moved))
    every = (*unplanned, *late_day, optional, moved)
    wanted = max((_decimals(amount) for amount in every), default=0)
    room = LARGEST_TOTAL_DIGITS - _worst(problem.meetings, every, (problem.horizon.to - problem.horizon.from_).days)
    digits = min(wanted, MOST_DIGITS, room)
    terms = sum(2 + len(meeting.optional) for meeting in problem.meetings)
    return Prices(digits, unplanned, late_day, optional, moved, slack=0 if digits >= wanted else terms)


def _worst(meetings: Iterable[Meeting], every: Iterable[Decimal], days: int) -> int:
    """Decimal digits of a sum that no plan's cost exceeds."""
    terms = sum(2 + days + len(meeting.optional) for meeting in meetings)
    return (max(every, default=Decimal(0)) * terms).adjusted() + 1


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "amounts are finite"
    return max(0, -exponent)
