"""Work that takes its time: a progress line on standard error, and Ctrl-C that ends it in good order."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

from api.cli.exits import Exit

if TYPE_CHECKING:
    from rich.status import Status

T = TypeVar("T")

PATIENCE_SECONDS = 2.0
"""Quicker work needs no progress line; a plain one is not written more often than this either."""
SILENCE_SECONDS = 10.0
"""So long a plain line may say nothing new before it says that work goes on."""
TICK_SECONDS = 0.1

PHASES = {
    "read": "læser",
    "relaxation": "regner grænsen ud",
    "exact": "løser til bunds",
    "rounding": "afrunder",
    "polishing": "pudser af",
    "construct": "bygger en plan",
    "relax": "regner grænsen ud",
    "round": "afrunder",
    "improve": "forbedrer",
    "prove": "beviser",
    "fill": "fylder huller",
    "explain": "forklarer",
    "check": "efterprøver",
}
"""What the phases of the solvers and of the commands are called."""


class Report(Protocol):
    """How work says how far it is: its phase, and the objective's or cost's best value, proven bound and gap."""

    def __call__(
        self, phase: str, best: float | None = None, bound: float | None = None, gap: float | None = None, /
    ) -> None: ...


class ProgressLine:
    """One line that follows the work: redrawn in place on a terminal, a new line where there is news elsewhere."""

    def __init__(self) -> None:
        self._status: Status | None = None
        self._began = monotonic()
        self._news, self._told, self._told_at = "begynder", "", self._began

    def report(
        self, phase: str, best: float | None = None, bound: float | None = None, gap: float | None = None, /
    ) -> None:
        """Take in how far the work is. May be called from any thread."""
        facts = f"bedste {_number(best)}, grænse {_number(bound)}, afstand {_share(gap)}"
        self._news = f"{PHASES.get(phase, phase)}: {facts}"

    def tick(self) -> None:
        """Show the line if it is due."""
        now = monotonic()
        if now - self._began < PATIENCE_SECONDS:
            return
        news = self._news  # read once: another thread may bring newer ones meanwhile
        text = f"{news} ({now - self._began:.0f} s)"
        if sys.stderr.isatty():
            self._redraw(text)
        elif self._is_due(news, now):
            self._told, self._told_at = news, now
            typer.echo(text, err=True)

    def close(self) -> None:
        """Clear the terminal's line."""
        if self._status:
            self._status.stop()

    def _redraw(self, text: str) -> None:
        if self._status is None:
            # Only work that is slow anyhow pays for rich.
            from rich.console import Console
            from rich.status import Status

            self._status = Status(text, console=Console(stderr=True, highlight=False))
            self._status.start()
        self._status.update(text)

    def _is_due(self, news: str, now: float) -> bool:
        silence = now - self._told_at
        return (news != self._told and silence >= PATIENCE_SECONDS) or silence >= SILENCE_SECONDS


def watched(work: Callable[[Report, Event], T]) -> T:
    """Do `work(report, stopping)` in a thread, so that this one can show its progress and hear Ctrl-C.

    The first Ctrl-C sets `stopping`: the work then ends soon with the best it has. The second ends the program.
    """
    line, stopping, done = ProgressLine(), Event(), Future[T]()
    Thread(target=_do, args=(done, work, line.report, stopping), daemon=True).start()
    try:
        while not done.done():
            _wait_a_little(done, line, stopping)
    finally:
        line.close()
    return done.result()


def _do(done: "Future[T]", work: Callable[[Report, Event], T], report: Report, stopping: Event) -> None:
    try:
        done.set_result(work(report, stopping))
    except BaseException as error:  # whatever it is, the waiting thread raises it
        done.set_exception(error)


def _wait_a_little(done: "Future[T]", line: ProgressLine, stopping: Event) -> None:
    try:
        wait([done], timeout=TICK_SECONDS)
        line.tick()
    except KeyboardInterrupt:
        if stopping.is_set():
            line.close()
            typer.echo("Afbrudt; intet er skrevet.", err=True)
            sys.stdout.flush()
            # The solver's thread cannot be ended from outside, and nothing is left to be put in order.
            os._exit(Exit.INTERRUPTED)
        stopping.set()
        typer.echo("Stopper med det bedste, der er fundet. Tryk Ctrl-C igen for at afbryde uden svar.", err=True)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.6g}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3%}"
