"""From a proposal to a placement and its end."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class ProposalState(StrEnum):
    """The life of a proposal until it becomes an agreement."""

    PROPOSED = "proposed"
    CITIZEN_YES = "citizen_yes"
    CITIZEN_NO = "citizen_no"
    EMPLOYER_YES = "employer_yes"
    EMPLOYER_NO = "employer_no"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


OPEN_PROPOSALS = (ProposalState.PROPOSED, ProposalState.CITIZEN_YES, ProposalState.EMPLOYER_YES)
"""States in which a proposal holds its seat."""


class Proposal(Base):
    """Advice that this citizen should try this opening, and why (forslag)."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id"), index=True)
    state: Mapped[ProposalState] = mapped_column(index=True)
    scheme: Mapped[str]
    start: Mapped[date]
    end: Mapped[date]
    """The first day after the placement."""
    hours: Mapped[float]
    score: Mapped[float]
    value: Mapped[float]
    because: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """The score's breakdown: criterion, points, of."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Agreement(Base):
    """What citizen, employer and municipality have agreed before the start (aftale)."""

    __tablename__ = "agreements"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), unique=True)
    tasks: Mapped[str]
    regard: Mapped[str]
    """What the workplace takes into account (skånehensyn), in words the citizen has agreed to."""
    agreed_on: Mapped[date]


class Outcome(StrEnum):
    """How a placement ended."""

    COMPLETED = "completed"
    JOB = "job"
    BROKEN_OFF = "broken_off"


class Placement(Base):
    """A citizen at work in a unit under a scheme (forløb); it fills the unit's quota where the scheme counts."""

    __tablename__ = "placements"
    __table_args__ = (
        CheckConstraint('"end" IS NULL OR "end" >= start', name="days"),
        CheckConstraint("(ended_on IS NULL) = (outcome IS NULL)", name="ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"), index=True)
    """Null for a place taken by somebody outside the service, which still fills the quota."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), unique=True)
    scheme: Mapped[str]
    start: Mapped[date]
    end: Mapped[date | None]
    """The last day; null while open-ended."""
    hours: Mapped[float]
    mentor: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None]
    outcome: Mapped[Outcome | None]
    reason: Mapped[str | None]
