"""Long work in the background: a thread that looks for it, and a child process with limits that does it.

No transaction is open while a child works. Whoever listens to a child may stop listening at any time: it is killed.
"""

import multiprocessing
import resource
import signal
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Event, Thread
from typing import Any, Generic, Protocol, TypeVar

import structlog
from sqlalchemy.orm import Session

from core import runs
from core.db import Database
from core.errors import BadInputError
from core.runs import R
from core.settings import Settings
from core.writing import write

log = structlog.get_logger()
MEGABYTE = 2**20
POLL_SECONDS = 0.5
GRACE_SECONDS = 60
"""How much longer than its time limit a child may take (starting, explaining, checking) before it is stopped."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solver is. `best` and `bound` are its objective's or cost's; None while there is none."""

    phase: str
    best: float | None = None
    bound: float | None = None
    gap: float | None = None


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer, in Danish."""

    message: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use."""

    seconds: float
    megabytes: int


class Runner:
    """A background thread that calls `step` again and again: at once while it finds work, else after a pause."""

    def __init__(self, name: str, step: Callable[[Event], bool]) -> None:
        self._step = step
        self._stopping = Event()
        self._thread = Thread(target=self._loop, name=name, daemon=True)

    def start(self) -> None:
        """Begin to look for work."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; work under way is given up, and taken again by the next worker when its lease runs out."""
        self._stopping.set()
        self._thread.join(timeout=10)

    def _loop(self) -> None:
        while not self._stopping.is_set():
            if not self._found():
                self._stopping.wait(POLL_SECONDS)

    def _found(self) -> bool:
        try:
            return self._step(self._stopping)
        except Exception:
            log.exception("runner.step_failed", runner=self._thread.name)
            return False


def converse(
    work: Callable[[Any, Report], object], task: object, limits: Limits, stopping: Event
) -> Generator[object, None, None]:
    """Do `work(task, report)` in a child process. Yields each Progress as it comes, None now and then in between, and
    last what `work` returned, or a Failure. Ends without a last word where `stopping` is set.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, work, task, limits), daemon=True)
    _start(process)
    theirs.close()
    deadline = time.monotonic() + limits.seconds + GRACE_SECONDS
    try:
        while not stopping.is_set() and time.monotonic() < deadline:
            if not ours.poll(POLL_SECONDS):
                yield None
                continue
            message = _received(ours)
            yield message
            if not isinstance(message, Progress):
                return
        if not stopping.is_set():
            yield Failure("Beregningen overskred sin tidsgrænse og blev stoppet.")
    finally:
        process.kill()
        process.join()


class Task(Protocol):
    """What a child is given."""

    @property
    def problem(self) -> object:
        """The problem to solve, as frozen data without names."""

    @property
    def seconds(self) -> float:
        """How long the solver may take."""


T = TypeVar("T", bound=Task)


@dataclass(frozen=True, slots=True)
class Job(Generic[R, T]):
    """One kind of run: how its task is read, answered in a child process, and stored.

    `load` may raise BadInputError; `answer` runs in the child and returns an answer or a Failure; `store` writes under
    the run's lock, and nothing where the run was cancelled meanwhile.
    """

    kind: type[R]
    load: Callable[[Session, Settings, R, datetime], T]
    answer: Callable[[T, Report], object]
    store: Callable[[Session, int, datetime, T, Any], None]

    def carry_out_next(
        self,
        database: Database,
        settings: Settings,
        now: Callable[[], datetime],
        stopping: Event,
        watch: Report = lambda _progress: None,
    ) -> bool:
        """Take the next run that waits and carry it out. False where none waits."""
        with database.transaction() as session:
            run = runs.take(session, self.kind, now())
        if run is None:
            return False
        try:
            self._carry_out(run, database, settings, now, stopping, watch)
        except BadInputError as error:
            self._fail(database, run.id, now(), f"Data kan ikke bruges: {error}")
        except Exception:
            self._fail(database, run.id, now(), "Der skete en uventet fejl. Den står i loggen.")
            raise
        return True

    def _carry_out(
        self,
        run: R,
        database: Database,
        settings: Settings,
        now: Callable[[], datetime],
        stopping: Event,
        watch: Report,
    ) -> None:
        with database.reading() as session:
            task = self.load(session, settings, run, now())
        words = converse(self.answer, task, Limits(task.seconds, settings.solve_megabytes), stopping)
        with closing(words):
            found = self._listen(run.id, database, words, now, watch)
        if isinstance(found, Failure):
            self._keep(settings, run.id, task)
            self._fail(database, run.id, now(), found.message)
        elif found is not None:
            with database.transaction() as session:
                self.store(session, run.id, now(), task, found)

    def _listen(
        self, run_id: int, database: Database, words: Iterator[object], now: Callable[[], datetime], watch: Report
    ) -> object:
        """The child's last word; None where the run was cancelled or the worker is stopping. Holds the run's lease."""
        for word in words:
            progress = asdict(word) if isinstance(word, Progress) else {}
            with database.transaction() as session:
                if not runs.hold(session, self.kind, run_id, now(), progress):
                    return None
            if isinstance(word, Progress):
                watch(word)
            elif word is not None:
                return word
        return None

    def _keep(self, settings: Settings, run_id: int, task: T) -> None:
        """A problem that could not be solved is kept for whoever looks into it."""
        kept = settings.var / "failed-runs" / f"{self.kind.__tablename__}-{run_id}.json"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(write(task.problem))

    def _fail(self, database: Database, run_id: int, now: datetime, error: str) -> None:
        with database.transaction() as session:
            runs.fail(session, self.kind, run_id, now, error)


def _start(process: BaseProcess) -> None:
    """Start a child that never hears Ctrl-C, not even while it imports: its parent does, and kills it."""
    resource_tracker.ensure_running()  # it would let the signal through again when it starts
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)


def _received(connection: Connection) -> object:
    try:
        return connection.recv()
    except EOFError:
        return Failure("Beregningen stoppede uventet.")


def _child(connection: Connection, work: Callable[[Any, Report], object], task: object, limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.megabytes * MEGABYTE, limits.megabytes * MEGABYTE))
    # A parent that is gone hears nothing, and has nobody to tell.
    with suppress(BrokenPipeError):
        try:
            connection.send(work(task, connection.send))
        except MemoryError:
            connection.send(Failure(f"Beregningen brugte mere end de tilladte {limits.megabytes} MB hukommelse."))
