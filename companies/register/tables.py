"""Who to talk to in a company, which companies are the same, and which only look so."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Contact(Base):
    """A contact person of a company, or of one of its units (kontaktperson)."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str]
    title: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    weekends: Mapped[bool] = mapped_column(default=False)
    """Answers also outside working hours."""
    ended_at: Mapped[datetime | None]


class CompanyMerge(Base):
    """Two companies turned out to be one (sammenlægning): who said so, why, and what went over."""

    __tablename__ = "company_merges"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), unique=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str]
    was: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Both as they stood, and the ids of what went over."""


class Distinction(Base):
    """Two companies that look alike and are not the same; they are not shown as duplicates again."""

    __tablename__ = "company_distinctions"
    __table_args__ = (CheckConstraint("one_id < other_id", name="in_order"),)

    one_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True, index=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
