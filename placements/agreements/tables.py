"""What an agreement says about the weeks to come, and who has signed it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class HoursStep(Base):
    """Weekly hours from a week on (timetrappe): hours often rise as it goes well."""

    __tablename__ = "agreement_hours"
    __table_args__ = (CheckConstraint("from_week >= 1", name="week"), CheckConstraint("hours > 0", name="hours"))

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), primary_key=True)
    from_week: Mapped[int] = mapped_column(primary_key=True)
    hours: Mapped[float]


class Milestone(Base):
    """What is to be reached by a day (milepæl)."""

    __tablename__ = "agreement_milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    text: Mapped[str]
    by: Mapped[date]
    reached_on: Mapped[date | None]
    reached_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who said that it was reached."""


class Signer(StrEnum):
    """The three sides of an agreement."""

    CITIZEN = "citizen"
    EMPLOYER = "employer"
    MUNICIPALITY = "municipality"


class Signature(Base):
    """One side's signature to one version of an agreement (underskrift)."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("agreement_id", "version", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    version: Mapped[int]
    side: Mapped[Signer]
    name: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """Who recorded it: the signer, or the consultant where it was signed on paper."""
    on_paper: Mapped[bool] = mapped_column(default=False)
    signed_on: Mapped[date]
    at: Mapped[datetime]
    """When it was recorded."""
    digest: Mapped[str]
    """SHA-256 of what was signed."""
