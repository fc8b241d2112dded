"""Plans that are not published yet, the standing days of teams, and days on which nobody meets."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from scheduler.tables import Meeting


class Draft(Base):
    """What a planning run proposes (planudkast). Nobody is told of it, and it books nothing, until it is published."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("planning_runs.id"), unique=True)
    made_at: Mapped[datetime]

    rows: Mapped[list["DraftMeeting"]] = relationship(
        order_by="DraftMeeting.id", cascade="all, delete-orphan", lazy="raise"
    )


class DraftMeeting(Base):
    """One meeting in a draft: its time, place and people, or what stands in its way."""

    __tablename__ = "draft_meetings"
    __table_args__ = (
        UniqueConstraint("draft_id", "meeting_id"),
        CheckConstraint("(starts_at IS NULL) = (site_id IS NULL)", name="time_and_place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    sequence: Mapped[int]
    """The meeting's own when the planner read it: where it is another now, the meeting was changed meanwhile."""
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))
    user_ids: Mapped[list[int]] = mapped_column(default=list)
    citizen_ids: Mapped[list[int]] = mapped_column(default=list)
    obstacles: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """What stands in the way, as facts with ids; empty where the meeting has its time."""
    moved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who moved it by hand."""
    published_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(lazy="raise")


class TeamDay(Base):
    """A standing day of a cross-disciplinary team: a weekly slot at one place with short times for cases (teamdag)."""

    __tablename__ = "team_days"
    __table_args__ = (CheckConstraint("from_time < to_time", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    weekday: Mapped[int]
    from_: Mapped[time] = mapped_column("from_time")
    to: Mapped[time] = mapped_column("to_time")
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))
    case_minutes: Mapped[int]
    first_day: Mapped[date]
    last_day: Mapped[date | None]

    members: Mapped[list["TeamDayMember"]] = relationship(
        order_by="TeamDayMember.user_id", cascade="all, delete-orphan", lazy="raise"
    )


class TeamDayMember(Base):
    """Somebody who sits in a team on its days (teammedlem)."""

    __tablename__ = "team_day_members"

    team_day_id: Mapped[int] = mapped_column(ForeignKey("team_days.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)


class ClosedDay(Base):
    """A day on which the municipality holds no meetings, beside weekends, holidays and the settings (lukkedag)."""

    __tablename__ = "closed_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    why: Mapped[str]
