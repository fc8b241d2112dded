"""Carries out planning runs: takes one, has the plan made in a child process, stores it as a draft."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from threading import Event

from core import clock, runs
from core.db import Database
from core.errors import BadInputError
from core.settings import Settings
from core.work import Failure, Limits, Progress, carry_out, converse
from core.writing import write
from scheduler import loading, service
from scheduler.engine.result import Answer
from scheduler.solving import Task, answer
from scheduler.tables import PlanningRun

SEED = 1


def carry_out_next(
    database: Database,
    settings: Settings,
    now: Callable[[], datetime],
    stopping: Event,
    watch: Callable[[Progress], None] = lambda _progress: None,
) -> bool:
    """Take the next planning run that waits and carry it out. False where none waits."""
    with database.transaction() as session:
        run = runs.take(session, PlanningRun, now())
    if run is None:
        return False
    try:
        with database.reading() as session:
            problem = loading.load_problem(session, clock.local_day(now()), settings.closed)
    except BadInputError as error:
        _fail(database, run.id, now(), f"Møderne kan ikke planlægges: {error}")
        return True
    task = Task(problem, settings.plan_seconds, SEED)
    words = converse(answer, task, Limits(task.seconds, settings.solve_megabytes), stopping)
    found = carry_out(database, PlanningRun, run.id, words, now, watch)
    if isinstance(found, Answer):
        record = {"problem": hashlib.sha256(write(problem)).hexdigest(), "seed": SEED, "ortools": version("ortools")}
        with database.transaction() as session:
            service.store_plan(session, run.id, now(), found, record)
    elif isinstance(found, Failure):
        _fail(database, run.id, now(), found.message)
    return True


def _fail(database: Database, run_id: int, now: datetime, error: str) -> None:
    with database.transaction() as session:
        runs.fail(session, PlanningRun, run_id, now, error)
