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
    social_economy_criteria: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Which of the five criteria it is known to meet (`companies.register.social_economy`)."""
    form: Mapped[str | None]
    """How it is organised (virksomhedsform): A/S, ApS, I/S ..."""
    source: Mapped[str] = mapped_column(default="hand", server_default="hand")
    """Where it was registered from: `hand`, `sheet` or `cvr`."""
    registered_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    """The company that this one turned out to be; it is shown no more, and its history stays."""
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
    postcode: Mapped[str | None]
    contact_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    languages: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Languages that somebody at the place speaks, ISO 639-1."""
    day_parts: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """When there is work: `day`, `evening`, `night`, `weekend` (vagter)."""
    accommodates: Mapped[list[str]] = mapped_column(default=list)
    mentor_capacity: Mapped[int] = mapped_column(default=0)
    quota_override: Mapped[int | None]
    quota_override_reason: Mapped[str | None]
    closed_on: Mapped[date | None]

    company: Mapped[Company] = relationship(back_populates="units", lazy="raise")
    employees: Mapped[list["EmployeeCount"]] = relationship(order_by="EmployeeCount.month", lazy="raise")

    @property
    def full_name(self) -> str:
        """The unit and the company it is of (loaded with it), so that one knows both which place and whose."""
        return self.name if self.company.name in self.name else f"{self.name}, {self.company.name}"


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
    recorded_at: Mapped[datetime | None]
    """When the figure came to the municipality; null for those of before this was kept."""
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class QuotaOverride(Base):
    """A caseworker's own figure for a unit's quota, with the reason; the newest is the one in force (fravigelse)."""

    __tablename__ = "quota_overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    places: Mapped[int | None]
    """Null where the figure was taken back and the rule holds again."""
    reason: Mapped[str]


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
    description: Mapped[str] = mapped_column(default="", server_default="")
    """What a day is like and what the place asks, in the firm's own words."""
    label: Mapped[str | None]
    """A free name for a praktik: sprogpraktik, snusepraktik ..."""
    offers: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """What comes with the place (`companies.drafts.OFFERS`)."""
    standing: Mapped[bool] = mapped_column(default=False, server_default="0")
    """A standing opening (stående åbning): its seats are free again when somebody ends, and its window moves along."""
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("openings.id"))

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
