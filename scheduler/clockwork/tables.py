"""What has been done at which time, so that nothing is done twice and nothing is missed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class JobSlot(Base):
    """One time at which a job was done. Written in the transaction that does it: the key lets only one in."""

    __tablename__ = "job_slots"

    job: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    """The Danish day (ISO), with the part of the job after a slash where it is done in parts."""
    done_at: Mapped[datetime] = mapped_column(index=True)
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Figures, never names."""
