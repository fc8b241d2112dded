"""The worker's clock (APScheduler): calls each step again and again, one call of a step at a time.

The clock remembers nothing. What is to be done is rows, and each step asks them; so a worker may die at any moment,
and several may run side by side. Steps recur by elapsed time, which no change of the clocks disturbs; what is done at
a time of day asks the Danish clock itself (`scheduler.clockwork.days`).
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from core.clock import COPENHAGEN

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do every so many seconds. `run` is told when to stop, and is called though there may be nothing."""

    name: str
    every: float
    run: Callable[[Event], object]


class Clockwork:
    """Runs steps in the background from `start` to `stop`.

    begin: when each is first called, by the machine's own clock. At once, as a rule: what was missed while no worker
    ran does not wait for the first interval to be over.
    """

    def __init__(self, steps: Sequence[Step], begin: datetime) -> None:
        self._stopping = Event()
        self._clock = BackgroundScheduler(
            timezone=COPENHAGEN,
            executors={"default": ThreadPoolExecutor(max(1, len(steps)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for step in steps:
            self._clock.add_job(
                self._run, "interval", args=[step], seconds=step.every, next_run_time=begin, id=step.name
            )

    def start(self) -> None:
        """Begin. A step that takes longer than its interval is simply called when it is done."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._clock.start()

    def stop(self) -> None:
        """Call nothing more, and wait for the calls under way, which hear that they are to end."""
        self._stopping.set()
        self._clock.shutdown(wait=True)

    def _run(self, step: Step) -> None:
        try:
            step.run(self._stopping)
        except Exception:
            log.exception("worker.step_failed", step=step.name)
