"""From a proposal to a placement and its end."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class ProposalState(StrEnum):
    """The life of a proposal, from advice to the end of the placement that came of it."""

    PROPOSED = "proposed"
    CITIZEN_YES = "citizen_yes"
    CITIZEN_NO = "citizen_no"
    EMPLOYER_YES = "employer_yes"
    EMPLOYER_NO = "employer_no"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """Taken back by the municipality."""
    AGREEMENT = "agreement"
    """An agreement is written and waits for the three signatures."""
    SIGNED = "signed"
    """All three have signed; something that the law asks for before the start is still missing."""
    PLACED = "placed"
    COMPLETED = "completed"
    JOB = "job"
    BROKEN_OFF = "broken_off"


OPEN_PROPOSALS = (
    ProposalState.PROPOSED,
    ProposalState.CITIZEN_YES,
    ProposalState.EMPLOYER_YES,
    ProposalState.AGREEMENT,
    ProposalState.SIGNED,
)
"""States on the way to a placement: the proposal holds its seat."""


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
    reason: Mapped[str | None]
    """Why the last who said no did so; for a placement, why it ended."""
    answer_by: Mapped[date | None]
    """The last day on which the answer that is awaited counts."""
    name_shared: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether the citizen lets the employer know the first name."""
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    """The proposal whose placement this is the next step of (trappen)."""
    own_opening: Mapped[bool] = mapped_column(default=False, server_default="0")
    """The opening was made for this proposal alone; it is closed, so that nobody else is matched with it."""


class ProposalChange(Base):
    """A step in a proposal's life: who took it, when and why (historik)."""

    __tablename__ = "proposal_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Null where time or a run did it."""
    side: Mapped[str]
    """Whose step it is (`placements.states.Side`); a consultant may pass on the citizen's."""
    step: Mapped[str]
    """The move of `placements.states`; `propose` for the first of all."""
    was: Mapped[ProposalState | None]
    became: Mapped[ProposalState]
    why: Mapped[str] = mapped_column(default="")
    code: Mapped[str | None]
    """The reason as a word to count by (`placements.reasons`)."""
    told: Mapped[str | None]
    """How the citizen told the consultant who passed it on: `talk`, `phone`, `letter`, `mail`."""


class Overruling(Base):
    """A caseworker lets a proposal pass in spite of a finding that is not absolute, and says why (fravigelse)."""

    __tablename__ = "overrulings"
    __table_args__ = (UniqueConstraint("proposal_id", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    rule: Mapped[str]
    """The finding (`placements.room`): `additional`, `statement`, `longest_stay` ..."""
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str]


class RerunWanted(Base):
    """A place has become free, or somebody stands without one: a run with the least change is wanted (nyt match)."""

    __tablename__ = "reruns_wanted"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    why: Mapped[str]
    """The state that the proposal came to, or how the placement ended."""
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    """When a run took it on; null while it is wanted."""
    run_id: Mapped[int | None]
    """The match run that did; a plain number, because runs are a floor above."""


class Agreement(Base):
    """What citizen, employer and municipality have agreed before the start (aftale)."""

    __tablename__ = "agreements"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), unique=True)
    tasks: Mapped[str]
    regard: Mapped[str]
    """What the workplace takes into account (skånehensyn), in words the citizen has agreed to."""
    agreed_on: Mapped[date]
    purpose: Mapped[str] = mapped_column(default="", server_default="")
    """What the stay is for, precisely (LAB § 59)."""
    new_function: Mapped[str | None]
    """Where the citizen has worked in the firm before: what is new in the work."""
    timetable: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    """Working hours of the week: weekday, from, to."""
    contact_name: Mapped[str] = mapped_column(default="", server_default="")
    contact_phone: Mapped[str] = mapped_column(default="", server_default="")
    """Who answers at the workplace, also at weekends."""
    follow_up_days: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """The days of the follow-ups, ISO."""
    start: Mapped[date | None]
    last_day: Mapped[date | None]
    hours: Mapped[float | None]
    """As they were agreed; an extension moves the proposal and the placement, and leaves what was signed as it was."""
    open_ended: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Nobody has agreed on a last day."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Goes up with each change; signatures are of one version."""
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime | None]


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
    reason_code: Mapped[str | None]
    """The reason as a word to count by (`placements.reasons`)."""
    event_id: Mapped[int | None] = mapped_column(ForeignKey("case_events.id"))
    """The case's event that follow-ups count from."""
