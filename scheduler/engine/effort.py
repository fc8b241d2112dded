"""How much work may go into one model, and how to leave it when somebody calls it off."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")

POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a model may be worked on. `nodes` of the search tree are repeatable, seconds are not."""

    seconds: float = 3600.0
    nodes: int = 1_000_000
    cancelled: Callable[[], bool] | None = None


def unless(cancelled: Callable[[], bool] | None, work: Callable[[], Result]) -> Result | None:
    """What `work` results in; None as soon as it is called off.

    The solver's library cannot be stopped from outside. Work that is called off goes on until its own limit in a thread
    that nobody waits for.
    """
    if cancelled is None:
        return work()
    outcome: Future[Result] = Future()
    Thread(target=_carry_out, args=(work, outcome), daemon=True).start()
    while not cancelled():
        try:
            return outcome.result(timeout=POLL_SECONDS)
        except TimeoutError:
            continue
    return None


def _carry_out(work: Callable[[], Result], outcome: "Future[Result]") -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:
        outcome.set_exception(error)
