"""People who log in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Role(StrEnum):
    """What a user may do; the codes are those of the domain."""

    CONSULTANT = "consultant"
    EMPLOYER = "employer"
    COORDINATOR = "coordinator"
    CASEWORKER = "caseworker"
    SUPPORT_WORKER = "support_worker"
    INTERPRETER = "interpreter"
    MANAGER = "manager"
    ADMIN = "admin"
    CITIZEN = "citizen"


class Authority(StrEnum):
    """The authority (myndighed) a member of staff works for; consents are given per authority."""

    JOB = "job"
    SOCIAL = "social"
    HEALTH = "health"
    BENEFITS = "benefits"
    CHILDREN = "children"
    LANGUAGE_SCHOOL = "language_school"


class User(Base):
    """One person who uses the service (bruger)."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(index=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str | None]
    """Where somebody on call is reached at once."""
    authority: Mapped[Authority | None]
    colour: Mapped[str | None]
    """A consultant's colour on the status board, `#rrggbb`."""
    capacity: Mapped[int | None]
    """How many new placements (consultant) or citizens (support worker) the user has room for."""


class MadeOnce(Base):
    """What one key of one user has made, so that asking again makes no second (gentagen anmodning)."""

    __tablename__ = "made_once"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str]
    row_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)


class Upload(Base):
    """A sheet that somebody has sent in, kept from its report until it is decided what becomes of it (indlæsning)."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str]
    """What its rows are: `companies`, `citizens`, `catalogue` ..."""
    name: Mapped[str]
    """The file's own name."""
    content: Mapped[bytes | None]
    """The file; null once it is imported or dropped."""
    at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How many rows were taken and left, once it is done."""
