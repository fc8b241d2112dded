"""What a citizen brings along: earlier work and schooling, modules of Danish, and the way across the status board."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from citizens.tables import Status
from core.db import Base


class ExperienceKind(StrEnum):
    """What kind of experience it is."""

    JOB = "job"
    EDUCATION = "education"
    VOLUNTARY = "voluntary"


class Experience(Base):
    """An earlier job, education or voluntary work (erfaring)."""

    __tablename__ = "experiences"

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    kind: Mapped[ExperienceKind]
    title: Mapped[str]
    occupation: Mapped[str | None]
    """DISCO-08 code, six digits."""
    place: Mapped[str | None]
    from_year: Mapped[int | None]
    to_year: Mapped[int | None]


class LanguageModule(Base):
    """A module of Danish for adults (danskuddannelse 1-3, modul 1-6) that the citizen follows or has passed."""

    __tablename__ = "language_modules"
    __table_args__ = (
        CheckConstraint("programme BETWEEN 1 AND 3", name="programme"),
        CheckConstraint("module BETWEEN 1 AND 6", name="module"),
    )

    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), primary_key=True)
    programme: Mapped[int] = mapped_column(primary_key=True)
    module: Mapped[int] = mapped_column(primary_key=True)
    begun_on: Mapped[date | None]
    passed_on: Mapped[date | None]


class StatusChange(Base):
    """A step across the status board (statustavle): from where to where, who, when and why."""

    __tablename__ = "status_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Null where a run of the service moved it."""
    was: Mapped[Status | None]
    became: Mapped[Status]
    why: Mapped[str] = mapped_column(default="")
