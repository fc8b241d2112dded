"""Match runs: who asked, how it went, what came of it, and what is needed to compute it again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.work import RunState


class MatchRun(Base):
    """One run of the matching over the whole municipality (matchning)."""

    __tablename__ = "match_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RunState] = mapped_column(index=True)
    key: Mapped[str | None] = mapped_column(unique=True)
    """The asker's own key (Idempotency-Key): the same key is the same run."""
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    """While running: the worker has died where this has passed, and another may take the run."""
    finished_at: Mapped[datetime | None]
    day: Mapped[date]
    """The first day of the horizon."""
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Gap, time limit, seed, workers."""
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Phase, best value, bound and gap, as last reported."""
    objective: Mapped[float | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]
    seconds: Mapped[float | None]
    citizens: Mapped[int | None]
    placed: Mapped[int | None]
    by_hand_objective: Mapped[float | None]
    """The same citizens placed first-come within each consultant's own portfolio."""
    by_hand_placed: Mapped[int | None]
    prices: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    record: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Problem hash, rules version, versions of code and solver."""
    error: Mapped[str | None]


class RunProposal(Base):
    """Which proposals a run made."""

    __tablename__ = "match_run_proposals"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True, index=True)


class RunUnplaced(Base):
    """A citizen whom a run could not place, and what stood in the way (uden forslag)."""

    __tablename__ = "match_run_unplaced"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), primary_key=True, index=True)
    blocked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How many openings each rule took away."""
    nearest: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """The openings that the smallest change would open."""
    lost_to: Mapped[list[str]] = mapped_column(default=list)
