"""Who may use the demo's file: one that builds it, or those that serve it.

The operating system takes a lock back when its holder dies, however it dies, so nothing is left that blocks.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import make_url

from core.errors import ConflictError

BUILT = "En anden demokommune er ved at blive bygget i denne mappe. Vent, til den er færdig."
SERVED = (
    "Databasen i denne mappe er i brug af en server. Stop den først med Ctrl-C, eller vælg en anden mappe med "
    "TOVHOLDER_VAR."
)


@contextmanager
def building(database: Path) -> Iterator[None]:
    """Nobody else builds or serves the file meanwhile. Raises ConflictError where somebody does; OSError."""
    with _lock_file(database) as lock:
        if not _taken(lock, fcntl.LOCK_EX):
            raise ConflictError(SERVED if _taken(lock, fcntl.LOCK_SH) else BUILT)
        yield


@contextmanager
def serving(database_url: str) -> Iterator[None]:
    """Nobody replaces the database's file meanwhile. Raises ConflictError where it is being built; OSError."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        yield
        return
    with _lock_file(Path(str(url.database))) as lock:
        if not _taken(lock, fcntl.LOCK_SH):
            raise ConflictError(BUILT)
        yield


def _lock_file(database: Path) -> IO[bytes]:
    database.parent.mkdir(parents=True, exist_ok=True)
    return database.with_name(f"{database.name}.lock").open("ab")


def _taken(lock: IO[bytes], how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
