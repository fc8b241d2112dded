"""The days of a placement: who came, what went wrong, and who answers then."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Presence(StrEnum):
    """Whether somebody came (fremmøde)."""

    CAME = "came"
    LATE = "late"
    EXCUSED = "excused"
    """Stayed away and said so."""
    AWAY = "away"


class Attendance(Base):
    """One day's attendance, as the employer reported it (fremmøde)."""

    __tablename__ = "attendances"

    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    presence: Mapped[Presence]
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class TroubleState(StrEnum):
    """How far a message that something is wrong has come."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class Trouble(Base):
    """«Something is wrong»: a message about a placement that is followed until it is closed (henvendelse)."""

    __tablename__ = "troubles"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"), index=True)
    state: Mapped[TroubleState] = mapped_column(index=True)
    kind: Mapped[str]
    """`absence`, `wellbeing`, `tasks`, `accident`, `other` (`placements.daily.kinds`)."""
    text: Mapped[str]
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Null where a pattern of absence raised it."""
    reported_at: Mapped[datetime]
    assigned_to: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    """The consultant, or whoever was on call."""
    take_by: Mapped[datetime]
    """Where nobody has taken it by then, the managers are told."""
    escalated_at: Mapped[datetime | None]
    """When they were told."""
    pattern_until: Mapped[date | None]
    """The last of the absences that raised it; what came before raises nothing more."""
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str | None]


class TroubleNote(Base):
    """What was done about a message (notat)."""

    __tablename__ = "trouble_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    trouble_id: Mapped[int] = mapped_column(ForeignKey("troubles.id"), index=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]


class OnCall(Base):
    """Who answers outside the consultants' working hours from one moment to another (vagt)."""

    __tablename__ = "on_call"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="times"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
