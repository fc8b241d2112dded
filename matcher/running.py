"""Carries out match runs: takes one, solves it in a child process with limits, stores the checked answer.

No transaction is open while the solver works. A worker that dies leaves a lease that runs out; another takes the run.
"""

import hashlib
import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from threading import Event, Thread

import structlog

from core import clock
from core.db import Database
from core.errors import BadInputError
from core.settings import Settings
from core.writing import write
from matcher import child, loading, service
from matcher.child import Answer, Failure, Message, Progress, Task
from matcher.engine.problem import Problem
from matcher.tables import MatchRun

log = structlog.get_logger()
POLL_SECONDS = 0.5
GRACE_SECONDS = 60
"""How much longer than its time limit a child may take (reading, explaining, checking) before it is stopped."""
GAP = 0.001
SEED = 1

Watcher = Callable[[Progress], None]


class Runner:
    """A background thread that carries out the runs of one database, one at a time."""

    def __init__(self, database: Database, settings: Settings, now: Callable[[], datetime] = clock.now) -> None:
        self._database, self._settings, self._now = database, settings, now
        self._stopping = Event()
        self._thread = Thread(target=self._loop, name="match-runner", daemon=True)

    def start(self) -> None:
        """Begin to look for runs."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; a run under way is given back for the next worker when its lease runs out."""
        self._stopping.set()
        self._thread.join(timeout=10)

    def _loop(self) -> None:
        while not self._stopping.is_set():
            try:
                found = carry_out_next(self._database, self._settings, self._now, stopping=self._stopping)
            except Exception:
                log.exception("match_runner.failed")
                found = False
            if not found:
                self._stopping.wait(POLL_SECONDS)


def carry_out_next(
    database: Database,
    settings: Settings,
    now: Callable[[], datetime],
    watch: Watcher | None = None,
    stopping: Event | None = None,
) -> bool:
    """Take the next run that waits and carry it out. False where none waits."""
    with database.transaction() as session:
        run = service.take(session, now())
    if run is None:
        return False
    try:
        task, record = _task(database, settings, run)
    except BadInputError as error:
        _fail(database, run.id, now(), f"Data kan ikke matches: {error}")
        return True
    message: Message | None = None
    for message in _messages(task, stopping or Event()):
        if not _hold(database, run.id, now(), message):
            return True
        if watch is not None and isinstance(message, Progress):
            watch(message)
    _finish(database, settings, run.id, now, task.problem, message, record)
    return True


def _task(database: Database, settings: Settings, run: MatchRun) -> tuple[Task, dict[str, str]]:
    with database.reading() as session:
        problem, owners = loading.load_problem(session, run.day), loading.owners(session)
    parameters = run.parameters
    task = Task(
        problem=problem,
        owners=owners,
        seconds=float(parameters.get("seconds", settings.solve_seconds)),
        gap=float(parameters.get("gap", GAP)),
        seed=int(parameters.get("seed", SEED)),
        megabytes=settings.solve_megabytes,
    )
    record = {
        "problem": hashlib.sha256(write(problem)).hexdigest(),
        "rules": problem.rules_day.isoformat(),
        "tovholder": version("tovholder"),
        "ortools": version("ortools"),
    }
    return task, record | {"seed": str(task.seed), "gap": str(task.gap)}


def _messages(task: Task, stopping: Event) -> Iterator[Message | None]:
    """What the child says as it says it, and None now and then while it is silent. Ends with its last word.

    The child is stopped when the caller stops listening.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=child.main, args=(theirs, task), daemon=True)
    process.start()
    theirs.close()
    deadline = time.monotonic() + task.seconds + GRACE_SECONDS
    try:
        while not stopping.is_set():
            if time.monotonic() > deadline:
                yield Failure("Matchningen overskred sin tidsgrænse og blev stoppet.")
                return
            if not ours.poll(POLL_SECONDS):
                yield None
                continue
            try:
                message: Message = ours.recv()
            except EOFError:
                process.join()
                yield Failure(f"Beregningen stoppede uventet (kode {process.exitcode}).")
                return
            yield message
            if not isinstance(message, Progress):
                return
    finally:
        process.kill()
        process.join()


def _hold(database: Database, run_id: int, now: datetime, message: Message | None) -> bool:
    progress = asdict(message) if isinstance(message, Progress) else {}
    with database.transaction() as session:
        return service.hold(session, run_id, now, progress)


def _finish(
    database: Database,
    settings: Settings,
    run_id: int,
    now: Callable[[], datetime],
    problem: Problem,
    message: Message | None,
    record: dict[str, str],
) -> None:
    if isinstance(message, Answer):
        with database.transaction() as session:
            service.store(session, run_id, now(), message.result, message.by_hand, record)
    elif isinstance(message, Failure):
        kept = settings.var / "failed-runs" / f"match-run-{run_id}.json"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(write(problem))
        _fail(database, run_id, now(), message.message)


def _fail(database: Database, run_id: int, now: datetime, error: str) -> None:
    log.error("match_run.failed", run=run_id)
    with database.transaction() as session:
        service.fail(session, run_id, now, error)
