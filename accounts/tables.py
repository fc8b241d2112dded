"""People who log in."""

from enum import StrEnum

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
    authority: Mapped[Authority | None]
    colour: Mapped[str | None]
    """A consultant's colour on the status board, `#rrggbb`."""
    capacity: Mapped[int | None]
    """How many new placements (consultant) or citizens (support worker) the user has room for."""
