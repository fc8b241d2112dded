"""The outbox: what must leave the system, written in the transaction that causes it and sent later, once."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base


class OutboxMessage(Base):
    """One message or event waiting to leave. `key` is unique: putting the same thing twice is refused."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)


def put(session: Session, now: datetime, kind: str, key: str, **payload: object) -> None:
    """Queue a message; it leaves only if the caller's transaction commits."""
    session.add(OutboxMessage(key=key, kind=kind, payload=payload, created_at=now))
