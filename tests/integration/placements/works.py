"""A citizen at work at a firm, for tests of what happens from day to day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen
from core.audit import AuditEntry
from core.db import Database
from core.outbox import OutboxMessage
from placements.daily.tables import OnCall, Trouble
from placements.tables import Placement
from scheduler.tables import WorkingHours
from tests import rows

NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
"""A Friday at noon."""
TODAY = date(2026, 11, 20)
NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
BEGAN = date(2026, 11, 2)


@dataclass(frozen=True, slots=True)
class Works:
    """Who there is: everybody has a telephone but the employer."""

    employer: User
    colleague: User
    """A consultant of others, who may be on call."""
    consultant: User
    manager: User
    citizen: Citizen
    himself: User
    placement: Placement


def works(session: Session, **placement: Any) -> Works:
    """The placement began on BEGAN and is open-ended; the consultants work from 8 to 16 on working days."""
    employer = rows.user(session, Role.EMPLOYER)
    consultant, colleague = (rows.user(session, phone=f"+45111111{number}") for number in (11, 22))
    manager = rows.user(session, Role.MANAGER, phone="+4511111133")
    himself = rows.user(session, Role.CITIZEN)
    citizen = rows.citizen(session, consultant, user_id=himself.id)
    unit = rows.unit(session, employer=employer)
    usual = {"start": BEGAN, "end": None}
    made = rows.placement(session, unit, citizen, **usual | placement)
    for who in (consultant, colleague):
        hours = {"user_id": who.id, "from_": time(8), "to": time(16)}
        session.add_all(WorkingHours(weekday=day, **hours) for day in range(1, 6))
    session.flush()
    return Works(employer, colleague, consultant, manager, citizen, himself, made)


def watch(session: Session, who: User, now: datetime, hours: int = 12) -> OnCall:
    """On call from an hour ago, for so many hours more."""
    return rows.added(
        session, OnCall(user_id=who.id, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=hours))
    )


def messages(session: Session) -> list[tuple[str, int, str]]:
    """What waits in the outbox: kind, receiver and channel."""
    found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.kind, row.payload["to"]["user"], row.payload["channel"]) for row in found]


def trail(database: Database, action: str) -> list[dict[str, Any]]:
    """The facts of every entry of one kind, in order."""
    with database.reading() as session:
        chosen = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
        return [row.facts for row in session.scalars(chosen)]


def troubles(session: Session) -> list[Trouble]:
    """Every message, oldest first."""
    return list(session.scalars(select(Trouble).order_by(Trouble.id)))
