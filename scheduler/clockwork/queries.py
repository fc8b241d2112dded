"""What is asked of the slots that were done, and what is deleted when its time is over."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from accounts.tables import MadeOnce, Upload
from core.audit import AuditEntry
from core.clock import local_day
from core.outbox import OutboxMessage, OutboxState
from scheduler.calendars.tables import Absence, ImportedBusy
from scheduler.clockwork.tables import JobSlot

BATCH = 1000
"""Rows deleted at a time, so that nobody waits long for the lock."""
LOOKED = "looked"
FINISHED = (OutboxState.SENT, OutboxState.WITHHELD, OutboxState.GIVEN_UP)


def claim(session: Session, job: str, slot: str, now: datetime) -> bool:
    """Take a slot in the caller's transaction; False where it was taken. Who comes second waits for the first."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"job": job, "slot": slot, "done_at": now, "outcome": {}}
    taken = session.execute(insert(JobSlot).values(row).on_conflict_do_nothing().returning(JobSlot.job))
    return taken.one_or_none() is not None


def slot(session: Session, job: str, name: str) -> JobSlot | None:
    """One slot, if it was done."""
    return session.get(JobSlot, (job, name))


def note(session: Session, job: str, slot: str, outcome: dict[str, Any]) -> None:
    """Write down what came of a slot that was just taken."""
    session.get_one(JobSlot, (job, slot)).outcome = outcome


def last_day(session: Session, job: str) -> date | None:
    """The latest day on which a job was done to its end; None where it never was."""
    whole = select(func.max(JobSlot.slot)).where(JobSlot.job == job, ~JobSlot.slot.contains("/"))
    found = session.scalar(whole)
    return None if found is None else date.fromisoformat(found)


def slots(session: Session, job: str, day: date) -> Sequence[JobSlot]:
    """A day's slots of a job, whole and parts."""
    chosen = select(JobSlot).where(JobSlot.job == job, JobSlot.slot.startswith(day.isoformat()))
    return session.scalars(chosen.order_by(JobSlot.slot)).all()


def delete_slots(session: Session, before: datetime) -> int:
    """Delete a batch of slots done before that instant; how many."""
    old = select(JobSlot.job, JobSlot.slot).where(JobSlot.done_at < before).limit(BATCH)
    keys = session.execute(old).all()
    session.execute(delete(JobSlot).where(tuple_(JobSlot.job, JobSlot.slot).in_(keys)))
    return len(keys)


def delete_messages(session: Session, before: datetime) -> int:
    """Delete a batch of messages that were sent, withheld or given up before that instant; how many."""
    return _delete(session, OutboxMessage, OutboxMessage.state.in_(FINISHED) & (OutboxMessage.done_at < before))


def delete_looks(session: Session, before: datetime) -> int:
    """Delete a batch of looks at citizens' data before that instant from the trail; how many. Changes stay."""
    return _delete(session, AuditEntry, (AuditEntry.action == LOOKED) & (AuditEntry.at < before))


def delete_busy_times(session: Session, before: datetime) -> int:
    """Delete a batch of times, read from people's own calendars, that were over before that instant; how many."""
    return _delete(session, ImportedBusy, ImportedBusy.ends_at < before)


def delete_absences(session: Session, before: datetime) -> int:
    """Delete a batch of absences that were over before that instant; how many."""
    return _delete(session, Absence, Absence.last < local_day(before))


def delete_keys(session: Session, before: datetime) -> int:
    """Delete a batch of the keys of what was made before that instant; what was made stays."""
    old = select(MadeOnce.user_id, MadeOnce.key).where(MadeOnce.at < before).limit(BATCH)
    keys = session.execute(old).all()
    session.execute(delete(MadeOnce).where(tuple_(MadeOnce.user_id, MadeOnce.key).in_(keys)))
    return len(keys)


def delete_uploads(session: Session, before: datetime) -> int:
    """Delete a batch of the sheets that were sent in before that instant, decided or not; how many."""
    return _delete(session, Upload, Upload.at < before)


def _delete(session: Session, table: type[Any], condition: ColumnElement[bool]) -> int:
    old = session.scalars(select(table.id).where(condition).order_by(table.id).limit(BATCH)).all()
    session.execute(delete(table).where(table.id.in_(old)))
    return len(old)
