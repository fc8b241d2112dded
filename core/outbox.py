"""The outbox: what must leave the system, written in the transaction that causes it and sent later, once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base


class OutboxState(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENDING = "sending"
    """Handed over, with no word yet of what came of it: it may have left."""
    SENT = "sent"
    WITHHELD = "withheld"
    """Looked at again before sending, there was no reason to send it any more."""
    GIVEN_UP = "given_up"


class OutboxMessage(Base):
    """One message waiting to leave, or that has left. `key` is unique: putting the same thing twice is refused.

    A sender takes it for as long as a lease lasts (`try_after`), and marks it under its own attempt's number; one that
    dies leaves a lease that runs out.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it was sent, withheld or given up; null while it waits."""
    state: Mapped[OutboxState] = mapped_column(
        index=True, default=OutboxState.WAITING, server_default=OutboxState.WAITING.value
    )
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    try_after: Mapped[datetime | None] = mapped_column(index=True)
    """Not sent before this; also until when whoever took it has it alone."""
    note: Mapped[str | None]
    """In Danish: why it was withheld, or what went wrong the last time."""


def put(session: Session, now: datetime, kind: str, key: str, **payload: object) -> None:
    """Queue a message; it leaves only if the caller's transaction commits."""
    session.add(OutboxMessage(key=key, kind=kind, payload=payload, created_at=now))
