"""What stands in a plan besides its goals: milestones on the way, and what the citizen takes part in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class GoalMilestone(Base):
    """A step towards a goal (delmål)."""

    __tablename__ = "goal_milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id"), index=True)
    text: Mapped[str]
    by: Mapped[date | None]
    done_on: Mapped[date | None]


class ActivityState(StrEnum):
    """How far an activity of a plan has come."""

    WAITING = "waiting"
    ASKED = "asked"
    """Needs somebody's referral, which is asked for."""
    GRANTED = "granted"
    DONE = "done"
    DROPPED = "dropped"
    REFUSED = "refused"


class PlanActivity(Base):
    """Something from the catalogue that is part of the citizen's plan (aktivitet); a granted one holds a place."""

    __tablename__ = "plan_activities"
    __table_args__ = (CheckConstraint('"from" IS NULL OR "to" IS NULL OR "from" <= "to"', name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("catalogue_offers.id"), index=True)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("offer_courses.id"), index=True)
    state: Mapped[ActivityState] = mapped_column(index=True)
    from_: Mapped[date | None] = mapped_column("from")
    to: Mapped[date | None]
    asked_at: Mapped[datetime]
    """Who asked first is first on the waiting list."""
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str | None]
