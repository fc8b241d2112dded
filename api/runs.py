"""What match runs and planning runs have in common over HTTP."""

from typing import Annotated, Any, TypeVar

from fastapi import Header, Response
from pydantic import Field
from sqlalchemy.orm import Session

from accounts.queries import lock_users
from accounts.tables import Role, User
from api.fields import Instant, Shown
from core.errors import ForbiddenError, NotFoundError
from core.runs import Run, RunState

R = TypeVar("R", bound=Run)
POLL_SECONDS = "1"
MANAGERS = (Role.MANAGER, Role.ADMIN)

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,64}$",
        description="Chosen by the caller: the same person's same key is the same run",
    ),
]


class Progress(Shown):
    """How far a run is, as last reported."""

    phase: str
    best: float | None = None
    bound: float | None = None
    gap: float | None = None


class RunShown(Shown):
    """A run: queued, running, and then done, failed or cancelled."""

    id: int
    state: RunState
    requested_at: Instant
    finished_at: Instant | None
    progress: Progress | None
    seconds: float | None = Field(description="What solving took")
    error: str | None = Field(description="Why there is no answer, in Danish")
    record: dict[str, Any] = Field(description="What is needed to compute the run again")


RUN = {
    "id": 3,
    "state": "running",
    "requested_at": "2026-11-23T10:00:00+01:00",
    "finished_at": None,
    "progress": {"phase": "bound", "best": 118.2, "bound": 123.5, "gap": 0.043},
    "seconds": None,
    "error": None,
    "record": {},
}


def own_key(session: Session, user: User, key: str | None) -> str | None:
    """The caller's key with their own mark, and the caller locked: two clicks at once wait for each other."""
    lock_users(session, [user.id])
    return None if key is None else f"{user.id}:{key}"


def accepted(response: Response, address: str) -> None:
    """Say where the run can be followed, and how often it is worth asking."""
    response.headers["Location"] = address
    response.headers["Retry-After"] = POLL_SECONDS


def progress(run: Run) -> Progress | None:
    """The run's progress; None before the first report."""
    return Progress.model_validate(run.progress) if run.progress else None


def there(run: R | None) -> R:
    """The run. Raises NotFoundError where there is none."""
    if run is None:
        raise NotFoundError("Kørslen findes ikke.")
    return run


def check_may_cancel(run: Run | None, user: User) -> None:
    """Whoever asked for a run may stop it, and so may managers. Raises NotFoundError, ForbiddenError."""
    if there(run).requested_by != user.id and user.role not in MANAGERS:
        raise ForbiddenError("Kun den, der har bestilt kørslen, eller en leder kan stoppe den.")
