"""The life of a meeting, row by row: changes, agenda, answers, minutes, bookings and what the coordinator must know."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from scheduler.tables import MeetingState


class MeetingChange(Base):
    """One step in a meeting's life: who took it, when and why (ændring)."""

    __tablename__ = "meeting_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Null where the service itself took the step."""
    action: Mapped[str]
    from_: Mapped[MeetingState] = mapped_column("from_state")
    to: Mapped[MeetingState] = mapped_column("to_state")
    why: Mapped[str]
    starts_at: Mapped[datetime | None]
    """When the meeting starts after this step."""


class AgendaSource(StrEnum):
    """Where a point on an agenda comes from."""

    TEMPLATE = "template"
    STAFF = "staff"
    CITIZEN = "citizen"
    AGREEMENT = "agreement"


class AgendaPoint(Base):
    """One point on a meeting's agenda (dagsordenspunkt)."""

    __tablename__ = "agenda_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    source: Mapped[AgendaSource]
    text: Mapped[str]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_agreements.id"))
    """The open agreement that the point asks after; written down when the meeting has been held."""


class Question(StrEnum):
    """The three questions a citizen is asked before a meeting (de tre spørgsmål)."""

    TALK_ABOUT = "talk_about"
    CHANGE = "change"
    LIFE = "life"


class QuestionAnswer(Base):
    """What a citizen answered to one of the three questions before a meeting."""

    __tablename__ = "question_answers"
    __table_args__ = (UniqueConstraint("meeting_id", "citizen_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    question: Mapped[Question]
    text: Mapped[str]
    answered_at: Mapped[datetime]


class MinutesVersion(Base):
    """The minutes as they were once written (referat). A row is never changed: a correction is the next version, and
    what comes after the approval is an addition (tilføjelse)."""

    __tablename__ = "minutes_versions"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    addition: Mapped[bool] = mapped_column(default=False)
    written_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]


class Booking(Base):
    """A person or a room taken by a published meeting (booking).

    The database itself refuses two that overlap: exclusion constraints on PostgreSQL, triggers on SQLite, both in
    migration 0003. Two that touch are fine.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN user_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN citizen_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN room_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_owner",
        ),
        CheckConstraint("starts_at < ends_at", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class MeetingNotice(Base):
    """Something the coordinator must know about a meeting and that no page was open to say (advarsel)."""

    __tablename__ = "meeting_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    settled_at: Mapped[datetime | None]
