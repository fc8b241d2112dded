"""Carries out match runs: takes one, has it solved in a child process, stores the checked answer.

A worker that dies leaves a lease that runs out; another takes the run.
"""

from collections.abc import Callable
from datetime import datetime
from threading import Event

from core import runs
from core.db import Database
from core.errors import BadInputError
from core.settings import Settings
from core.work import Failure, Limits, Progress, carry_out, converse
from core.writing import write
from matcher import loading, recompute, service
from matcher.engine.problem import Problem
from matcher.solving import Answer, Task, answer
from matcher.tables import MatchRun

GAP = 0.001


def carry_out_next(
    database: Database,
    settings: Settings,
    now: Callable[[], datetime],
    stopping: Event,
    watch: Callable[[Progress], None] = lambda _progress: None,
) -> bool:
    """Take the next run that waits and carry it out. False where none waits."""
    with database.transaction() as session:
        run = runs.take(session, MatchRun, now())
    if run is None:
        return False
    try:
        task = _task(database, settings, run)
    except BadInputError as error:
        _fail(database, run.id, now(), f"Data kan ikke matches: {error}")
        return True
    words = converse(answer, task, Limits(task.seconds, settings.solve_megabytes), stopping)
    found = carry_out(database, MatchRun, run.id, words, now, watch)
    if isinstance(found, Answer):
        record = recompute.record(task.problem, found.result, task.gap, task.seconds)
        with database.transaction() as session:
            if service.store(session, run.id, now(), found.result, found.by_hand, record):
                recompute.keep(session, run.id, task.problem, found.result)
    elif isinstance(found, Failure):
        _keep(settings, run.id, task.problem)
        _fail(database, run.id, now(), found.message)
    return True


def _task(database: Database, settings: Settings, run: MatchRun) -> Task:
    with database.reading() as session:
        problem, owners = loading.load_problem(session, run.day), loading.owners(session)
    return Task(
        problem=problem,
        owners=owners,
        seconds=float(run.parameters.get("seconds", settings.solve_seconds)),
        gap=float(run.parameters.get("gap", GAP)),
    )


def _keep(settings: Settings, run_id: int, problem: Problem) -> None:
    """A problem that could not be solved is kept for whoever looks into it; it holds no names."""
    kept = settings.var / "failed-runs" / f"match-run-{run_id}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(write(problem))


def _fail(database: Database, run_id: int, now: datetime, error: str) -> None:
    with database.transaction() as session:
        runs.fail(session, MatchRun, run_id, now, error)
