"""Calendars: feeds out, busy times in, and absences."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class CalendarFeed(Base):
    """The secret address at which one person's calendar program reads their meetings (kalenderadresse).

    Only the hash of the secret is kept, so the address can be renewed but never shown again.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (CheckConstraint("(user_id IS NULL) <> (citizen_id IS NULL)", name="one_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"), unique=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    opened_on: Mapped[date | None]
    """The last day it was read; that it was is logged once a day."""


class SourceKind(StrEnum):
    """How a user's own calendar reaches us: uploaded once, or fetched again and again."""

    FILE = "file"
    ADDRESS = "address"


class CalendarSource(Base):
    """A user's own calendar, of which only the busy times are kept (kalenderkilde)."""

    __tablename__ = "calendar_sources"
    __table_args__ = (UniqueConstraint("user_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[SourceKind]
    address: Mapped[str | None]
    """Where to fetch it. As secret as the calendar: shown to its owner only, and never logged."""
    tried_at: Mapped[datetime | None] = mapped_column(index=True)
    read_at: Mapped[datetime | None]
    """When its busy times were last renewed."""
    digest: Mapped[str | None]
    """Of the lines about time that were read then, so that what has not changed need not be expanded again."""
    fault: Mapped[str | None]
    """Why the last try failed, in Danish; the busy times are then those of `read_at`."""


class ImportedBusy(Base):
    """A time when a calendar's owner is taken; what by was dropped at reading (optaget)."""

    __tablename__ = "imported_busy_times"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("calendar_sources.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Absence(Base):
    """Days on which a user is away, both inclusive, and who stands in (fravær). Why is nobody's business here."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("first <= last", name="order"),
        CheckConstraint("substitute_id <> user_id", name="substitute"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    first: Mapped[date]
    last: Mapped[date] = mapped_column(index=True)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
