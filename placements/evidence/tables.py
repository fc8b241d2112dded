"""What a decision under the cap rested on, kept as it was: for the appeals board (Ankestyrelsen)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class QuotaDecision(Base):
    """One decision under the cap (rimelighedskrav), with every count it rests on. Written once, never changed."""

    __tablename__ = "quota_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    step: Mapped[str]
    """What was decided on: the move of `placements.states`."""
    allowed: Mapped[bool]
    rules: Mapped[date]
    """The version of the rules that the decision was made under."""
    first: Mapped[date]
    last: Mapped[date | None]
    """The days of the place in question."""
    record: Mapped[dict[str, Any]]
    """The counts: months with source and date, places filled, the place asked for, heads and full-time figures,
    additional employment, the employees' statement, an override with its reason (`placements.evidence.records`).
    """
    before: Mapped[str | None]
    """The digest of the unit's decision before this one."""
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the whole row and the digest before it: a change would show."""


class EmployeeStatement(Base):
    """What the employees' representative said of a place before it began (udtalelse fra medarbejderne)."""

    __tablename__ = "employee_statements"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    """`shop_steward` (tillidsrepræsentant) or `employee_representative` (medarbejderrepræsentant)."""
    said_on: Mapped[date]
    agrees: Mapped[bool]
    """Whether the conditions are met, as they see it."""
    remark: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
