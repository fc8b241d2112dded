"""Carries out match runs: takes one, has it solved in a child process, stores the checked answer.

A worker that dies leaves a lease that runs out; another takes the run.
"""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from threading import Event

from core.db import Database
from core.errors import BadInputError
from core.settings import Settings
from core.work import Failure, Limits, Progress, converse
from core.writing import write
from matcher import loading, service
from matcher.engine.problem import Problem
from matcher.solving import Answer, Task, answer
from matcher.tables import MatchRun

GAP = 0.001
SEED = 1


def carry_out_next(
    database: Database,
    settings: Settings,
    now: Callable[[], datetime],
    stopping: Event,
    watch: Callable[[Progress], None] = lambda _progress: None,
) -> bool:
    """Take the next run that waits and carry it out. False where none waits."""
    with database.transaction() as session:
        run = service.take(session, now())
    if run is None:
        return False
    try:
        task = _task(database, settings, run)
    except BadInputError as error:
        _fail(database, run.id, now(), f"Data kan ikke matches: {error}")
        return True
    last: object = None
    for last in converse(answer, task, Limits(task.seconds, settings.solve_megabytes), stopping):
        if not _hold(database, run.id, now(), last):
            return True
        if isinstance(last, Progress):
            watch(last)
    if isinstance(last, Answer):
        with database.transaction() as session:
            service.store(session, run.id, now(), last.result, last.by_hand, _record(task))
    elif isinstance(last, Failure):
        _keep(settings, run.id, task.problem)
        _fail(database, run.id, now(), last.message)
    return True


def _task(database: Database, settings: Settings, run: MatchRun) -> Task:
    with database.reading() as session:
        problem, owners = loading.load_problem(session, run.day), loading.owners(session)
    return Task(
        problem=problem,
        owners=owners,
        seconds=float(run.parameters.get("seconds", settings.solve_seconds)),
        gap=float(run.parameters.get("gap", GAP)),
        seed=int(run.parameters.get("seed", SEED)),
    )


def _record(task: Task) -> dict[str, object]:
    """What is needed to compute the run again."""
    return {
        "problem": hashlib.sha256(write(task.problem)).hexdigest(),
        "rules": task.problem.rules_day.isoformat(),
        "gap": task.gap,
        "seed": task.seed,
        "tovholder": version("tovholder"),
        "ortools": version("ortools"),
    }


def _hold(database: Database, run_id: int, now: datetime, message: object) -> bool:
    with database.transaction() as session:
        return service.hold(session, run_id, now, asdict(message) if isinstance(message, Progress) else {})


def _keep(settings: Settings, run_id: int, problem: Problem) -> None:
    """A problem that could not be solved is kept for whoever looks into it; it holds no names."""
    kept = settings.var / "failed-runs" / f"match-run-{run_id}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(write(problem))


def _fail(database: Database, run_id: int, now: datetime, error: str) -> None:
    with database.transaction() as session:
        service.fail(session, run_id, now, error)
