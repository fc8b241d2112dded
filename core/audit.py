"""The audit trail: every look at a citizen's data and every change, in the transaction that looks or changes."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base


class AuditEntry(Base):
    """One look or change (logning). `subject` names what was seen or changed, for example `citizen:17`."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(index=True)
    """Who; no foreign key, because the trail outlives the user."""
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


def record(session: Session, now: datetime, user_id: int | None, action: str, subject: str, **facts: object) -> None:
    """Add one entry to the trail; it stands or falls with the caller's transaction."""
    session.add(AuditEntry(at=now, user_id=user_id, action=action, subject=subject, facts=facts))
