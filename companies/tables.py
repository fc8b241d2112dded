"""Companies, their production units, whom they employ, and what they offer."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base


class Sector(StrEnum):
    """Who owns the company; some rules differ."""

    PRIVATE = "private"
    PUBLIC = "public"


class Company(Base):
    """A company (virksomhed) by its CVR number."""

    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    cvr: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    sector: Mapped[Sector]
    industry: Mapped[str]
    """Industry code (branchekode), six digits."""
    industry_version: Mapped[str]
    """DB07 or DB25."""
    social_economy_since: Mapped[date | None]
    """The day it was registered as a social-economy firm (registreret socialøkonomisk virksomhed, RSV)."""
    consultant_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """The consultant who is the company's one number to call."""
    test_data: Mapped[bool] = mapped_column(default=False)

    units: Mapped[list["Unit"]] = relationship(back_populates="company", lazy="raise")


class CompanyUser(Base):
    """An employer's user and a company it may act for."""

    __tablename__ = "company_users"

    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)


class Unit(Base):
    """A production unit (produktionsenhed) by its P-number: the place where quota is counted."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    p_number: Mapped[str] = mapped_column(unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    name: Mapped[str]
    address: Mapped[str]
    town: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    contact_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    accommodates: Mapped[list[str]] = mapped_column(default=list)
    mentor_capacity: Mapped[int] = mapped_column(default=0)
    quota_override: Mapped[int | None]
    quota_override_reason: Mapped[str | None]

    company: Mapped[Company] = relationship(back_populates="units", lazy="raise")
    employees: Mapped[list["EmployeeCount"]] = relationship(order_by="EmployeeCount.month", lazy="raise")


class EmployeeCount(Base):
    """Employees of one unit in one month, with where the figure comes from (ansatte pr. måned)."""

    __tablename__ = "employee_counts"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """The first day of the month."""
    ordinary_fte: Mapped[float]
    """Ordinary employees in full-time equivalents (årsværk), without subsidised staff and those under 18."""
    ordinary_heads: Mapped[int]
    subsidised: Mapped[int] = mapped_column(default=0)
    under_18: Mapped[int] = mapped_column(default=0)
    source: Mapped[str]


class OpeningState(StrEnum):
    """Whether an opening takes part in matching."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Opening(Base):
    """A place a company offers (åbning)."""

    __tablename__ = "openings"
    __table_args__ = (
        CheckConstraint("seats >= 1", name="seats"),
        CheckConstraint("hours_min <= hours_max", name="hours"),
        CheckConstraint("start_earliest <= start_latest", name="start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    state: Mapped[OpeningState] = mapped_column(index=True, default=OpeningState.OPEN)
    title: Mapped[str]
    occupation: Mapped[str]
    """DISCO-08 code, six digits."""
    schemes: Mapped[list[str]]
    seats: Mapped[int]
    least: Mapped[int] = mapped_column(default=0)
    start_earliest: Mapped[date]
    start_latest: Mapped[date]
    weeks: Mapped[int]
    hours_min: Mapped[float]
    hours_max: Mapped[float]
    language: Mapped[str]
    skills: Mapped[list[str]] = mapped_column(default=list)
    driving_licence: Mapped[bool] = mapped_column(default=False)
    paid_hours_prospect: Mapped[float] = mapped_column(default=0.0)
    created_at: Mapped[datetime]

    unit: Mapped[Unit] = relationship(lazy="raise")
    shifts: Mapped[list["Shift"]] = relationship(order_by="Shift.weekday", cascade="all, delete-orphan", lazy="raise")


class Shift(Base):
    """Hours of the week in which an opening can be worked (vagt)."""

    __tablename__ = "shifts"

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id"), index=True)
    weekday: Mapped[int]
    from_: Mapped[time] = mapped_column("from_time")
    to: Mapped[time] = mapped_column("to_time")
