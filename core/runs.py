"""Runs: rows that wait for a worker, are taken for as long as a lease lasts, and end done, failed or cancelled.

A worker that dies leaves a lease that runs out, and another takes the row. Whoever stores a result does it under the
row's lock and only while the run is still running: a cancelled run writes nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import audit
from core.errors import ConflictError, NotFoundError

LEASE = timedelta(seconds=30)
"""A worker that has not been heard of for this long is taken for dead."""


class RunState(StrEnum):
    """The life of a run."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)


class Run:
    """The columns that every kind of run has."""

    __tablename__: str

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RunState] = mapped_column(index=True, default=RunState.QUEUED)
    key: Mapped[str | None] = mapped_column(unique=True)
    """The asker's own key (Idempotency-Key): the same key is the same run."""
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Phase, best value, bound and gap, as last reported."""
    seconds: Mapped[float | None]
    record: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Problem hash, versions and parameters: what is needed to compute the run again."""
    error: Mapped[str | None]
    """Why there is no answer, in Danish."""


R = TypeVar("R", bound=Run)


def request(session: Session, run: R, now: datetime) -> R:
    """Queue `run`, or give the one that the same asker's key has queued before."""
    kind = type(run)
    if run.key is not None:
        known = session.scalars(select(kind).where(kind.key == run.key)).one_or_none()
        if known is not None:
            return known
    session.add(run)
    session.flush()
    audit.record(session, now, run.requested_by, f"{kind.__tablename__}.requested", f"{kind.__tablename__}:{run.id}")
    return run


def take(session: Session, kind: type[R], now: datetime) -> R | None:
    """Take the oldest run that waits, or whose worker has died. None where there is none."""
    dead = (kind.state == RunState.RUNNING) & (kind.lease_until < now)
    chosen = select(kind).where(or_(kind.state == RunState.QUEUED, dead)).order_by(kind.id).limit(1)
    run = session.scalars(chosen.with_for_update(skip_locked=True)).one_or_none()
    if run is not None:
        run.state, run.lease_until = RunState.RUNNING, now + LEASE
    return run


def running(session: Session, kind: type[R], run_id: int) -> R | None:
    """The run, locked until the transaction ends, if it is still running; else None."""
    run = _locked(session, kind, run_id)
    return run if run.state == RunState.RUNNING else None


def hold(session: Session, kind: type[R], run_id: int, now: datetime, progress: Mapping[str, object]) -> bool:
    """Renew the lease and note the progress. False where the run is no longer ours to go on with."""
    run = running(session, kind, run_id)
    if run is None:
        return False
    run.lease_until = now + LEASE
    run.progress = dict(progress) or run.progress
    return True


def finish(run: Run, now: datetime, seconds: float, record: Mapping[str, object]) -> None:
    """Mark a run that has its answer."""
    run.state, run.finished_at, run.lease_until = RunState.DONE, now, None
    run.seconds, run.record = seconds, dict(record)


def fail(session: Session, kind: type[R], run_id: int, now: datetime, error: str) -> None:
    """Note that a run came to nothing, and why, unless it was cancelled meanwhile."""
    run = running(session, kind, run_id)
    if run is not None:
        run.state, run.finished_at, run.lease_until, run.error = RunState.FAILED, now, None, error


def cancel(session: Session, kind: type[R], run_id: int, user_id: int | None, now: datetime) -> R:
    """Stop a run that has not finished. Raises NotFoundError, or ConflictError where it has."""
    if session.get(kind, run_id) is None:
        raise NotFoundError("Kørslen findes ikke.", run=run_id)
    run = _locked(session, kind, run_id)
    if run.state in FINISHED:
        raise ConflictError("Kørslen er allerede afsluttet og kan ikke stoppes.", run=run_id, state=run.state.value)
    run.state, run.finished_at, run.lease_until = RunState.CANCELLED, now, None
    audit.record(session, now, user_id, f"{kind.__tablename__}.cancelled", f"{kind.__tablename__}:{run.id}")
    return run


def _locked(session: Session, kind: type[R], run_id: int) -> R:
    chosen = select(kind).where(kind.id == run_id).with_for_update()
    return session.scalars(chosen.execution_options(populate_existing=True)).one()
