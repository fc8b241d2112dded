"""Match runs: who asked, how it went, what came of it, and what is needed to compute it again."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.runs import Run


class MatchRun(Run, Base):
    """One run of the matching over the whole municipality (matchning)."""

    __tablename__ = "match_runs"

    day: Mapped[date]
    """The first day of the horizon."""
    scope: Mapped[str] = mapped_column(default="all", server_default="all")
    """Whom it may place anew: `all`, one `portfolio`, one `citizen` or one `opening`; others keep what they have."""
    scope_id: Mapped[int | None]
    """The consultant, citizen or opening of the scope."""
    comparison: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """How the proposals differ from those of the run before."""
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Gap and time limit."""
    objective: Mapped[float | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]
    citizens: Mapped[int | None]
    placed: Mapped[int | None]
    by_hand_objective: Mapped[float | None]
    """The same citizens placed first-come within each consultant's own portfolio."""
    by_hand_placed: Mapped[int | None]
    prices: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    advice: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Whom to ring for more places, and how the groups of citizens fare (`matcher.advice.Advice`)."""


class RunProposal(Base):
    """Which proposals a run made, or left as they stood."""

    __tablename__ = "match_run_proposals"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True, index=True)
    runners_up: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    """The citizen's next best openings (`matcher.engine.why.facts.RunnerUp`)."""


class RunUnplaced(Base):
    """A citizen whom a run could not place, and what stood in the way (uden forslag)."""

    __tablename__ = "match_run_unplaced"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), primary_key=True, index=True)
    blocked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How many openings each rule took away."""
    nearest: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """The openings that the smallest changes would open, and these changes (`matcher.engine.why.facts.Near`). Rows from
    before the changes were kept say what it would take in Danish instead (`would_take`).
    """
    lost_to: Mapped[list[str]] = mapped_column(default=list)
    """The scarce capacities that took the best openings, as prices name them."""
    losses: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    """Those capacities with whom they went to (`matcher.engine.why.facts.Loss`)."""


class RunHeld(Base):
    """A place that a run holds back for those who come later, from a citizen who could have had it (tilbageholdt)."""

    __tablename__ = "match_run_held"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), primary_key=True, index=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("openings.id"))
    price: Mapped[float]
    """What others are expected to make of the place."""
    value: Mapped[float]
    """What it would have given here."""


class RunFiles(Base):
    """A run's problem and answer as files, compressed: what it takes to compute it again (dokumentation)."""

    __tablename__ = "match_run_files"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    problem: Mapped[bytes]
    """`tovholder-match/1`, gzip."""
    answer: Mapped[bytes]
    """`tovholder-match-answer/1`, gzip."""
