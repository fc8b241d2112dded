"""One solve as it goes: how long it may take, who wants to know, and whether somebody has called it off."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

from scheduler.engine.effort import Effort
from scheduler.engine.space import Space

NO_LIMIT = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a solve stands, in the file's costs. `gap` is (best − bound) / best."""

    phase: str
    best: float
    bound: float
    gap: float
    seconds: float


@dataclass(slots=True)
class Run:
    """The clock and the best figures so far (units)."""

    space: Space
    time_limit: float | None = None
    tell: Callable[[Progress], None] | None = None
    cancelled: Callable[[], bool] | None = None
    workers: int = 1
    bound: int = 0
    told_apart: set[tuple[int, int]] = field(default_factory=set)
    """Sites and days on which counting rooms was found to deceive, so that models tell them apart."""
    began: float = field(default_factory=perf_counter)

    def seconds(self) -> float:
        """Seconds since the solve began."""
        return perf_counter() - self.began

    def left(self) -> float:
        """Seconds that may still be used; none once somebody has called it off."""
        if self.cancelled is not None and self.cancelled():
            return 0.0
        return max(0.0, (NO_LIMIT if self.time_limit is None else self.time_limit) - self.seconds())

    def effort(self, nodes: int | None = None) -> Effort:
        """What is left for a model, with so many nodes of its search tree."""
        left = Effort(self.left(), cancelled=self.cancelled)
        return left if nodes is None else replace(left, nodes=nodes)

    def over(self) -> bool:
        """Whether to stop."""
        return self.left() <= 0

    def raise_bound(self, bound: int) -> None:
        """Keep the best bound proven."""
        self.bound = max(self.bound, bound)

    def report(self, phase: str, cost: int) -> None:
        """Tell whoever listens."""
        if self.tell is not None:
            best, bound = self.space.prices.amount(cost), self.space.prices.amount(min(cost, self.bound))
            gap = (best - bound) / best if best > 0 else 0.0
            self.tell(Progress(phase=phase, best=best, bound=bound, gap=gap, seconds=self.seconds()))
