"""How long, how exactly, and who is told: what a caller may ask of a solve beside the problem."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

Progress = Callable[[str, float | None, float | None, float | None], None]
"""Called with the phase and, as far as they are known, the best value, the bound and the gap."""


def _silent(_phase: str, _best: float | None, _bound: float | None, _gap: float | None) -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`gap`: relative, good enough where the exact model would be large; smaller problems are solved to the end.

    `time_limit` in seconds. The work is the same on every run (one worker, no random numbers), so without a limit
    reached the answer is the same too.
    """

    gap: float = 0.001
    time_limit: float | None = None
    progress: Progress = _silent
    cancelled: Callable[[], bool] = _never


class Clock(Protocol):
    """What tells the seconds."""

    def __call__(self) -> float: ...


class Watch:
    """Seconds since the start, and how many are left."""

    def __init__(self, options: Options, clock: Clock = time.monotonic) -> None:
        self._options, self._clock, self._begun = options, clock, clock()

    def elapsed(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._begun

    def left(self) -> float:
        """Seconds left; 0 when they are used up or the caller has cancelled."""
        if self._options.cancelled():
            return 0.0
        limit = self._options.time_limit
        return float("inf") if limit is None else max(0.0, limit - self.elapsed())


def relative_gap(best: float, bound: float) -> float:
    """(bound - best) / |bound|, as the format defines it."""
    return (bound - best) / max(abs(bound), 1e-9)
