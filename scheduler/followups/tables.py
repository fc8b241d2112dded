"""Follow-ups that fall due, courses of critical time intervention, and what went on to a manager."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class FollowUp(Base):
    """One follow-up that falls due (opfølgning). Rows follow from a case's events and change with them.

    One that was held stays as a closed row and says when and by whom; the next of its series is a row of its own.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (UniqueConstraint("citizen_id", "rule", "of", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    rule: Mapped[str]
    of: Mapped[date]
    number: Mapped[int]
    earliest: Mapped[date]
    due: Mapped[date] = mapped_column(index=True)
    latest: Mapped[date] = mapped_column(index=True)
    held_on: Mapped[date | None] = mapped_column(index=True)
    """Null while it is open."""
    held_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who ticked it off; null where it was told by another system."""


class Escalation(Base):
    """A follow-up so long overdue that the manager was told, once (eskalering)."""

    __tablename__ = "escalations"

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


class CtiBasis(StrEnum):
    """The paragraph of serviceloven that a course of critical time intervention rests on."""

    SECTION_85 = "section_85"
    SECTION_82B = "section_82b"


class CtiCourse(Base):
    """A course of critical time intervention (CTI-forløb): who gives it, and how far it has come.

    Its contacts are follow-ups that count from the event; the event goes, and the course with it.
    """

    __tablename__ = "cti_courses"

    event_id: Mapped[int] = mapped_column(ForeignKey("case_events.id", ondelete="CASCADE"), primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    basis: Mapped[CtiBasis]
    introductions: Mapped[list[str]] = mapped_column(default=list)
    """The days (ISO) of the contacts before the start."""
    over_capacity: Mapped[str | None]
    """Why the worker took one more than there is room for; null where there was room."""
    plan_on: Mapped[date | None]
    """The day the long-term plan (langsigtet plan) was agreed."""
