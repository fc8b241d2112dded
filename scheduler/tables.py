"""Meetings, what they agreed, and the calendars they must fit into."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.runs import Run


class Site(Base):
    """A place where meetings can be held (mødested): an office, or a citizen's home."""

    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    needs_room: Mapped[bool] = mapped_column(default=True)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"), unique=True)
    """Set where the site is that citizen's home."""


class Room(Base):
    """A meeting room of a site (mødelokale)."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    name: Mapped[str]
    capacity: Mapped[int]


class WorkingHours(Base):
    """A user's usual hours on one weekday, Danish wall-clock time (arbejdstid)."""

    __tablename__ = "working_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    weekday: Mapped[int]
    from_: Mapped[time] = mapped_column("from_time")
    to: Mapped[time] = mapped_column("to_time")


class BusyTime(Base):
    """A time when a user or a room is taken by something outside the plan; no reason is kept (optaget)."""

    __tablename__ = "busy_times"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (room_id IS NULL)", name="one_owner"),
        CheckConstraint("starts_at < ends_at", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class MeetingState(StrEnum):
    """The life of a meeting."""

    REQUESTED = "requested"
    PLANNED = "planned"
    INVITED = "invited"
    HELD = "held"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class Meeting(Base):
    """A meeting, from request to held (møde)."""

    __tablename__ = "meetings"
    __table_args__ = (CheckConstraint("earliest <= due AND due <= latest", name="window"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    state: Mapped[MeetingState] = mapped_column(index=True)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"), index=True)
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    minutes: Mapped[int]
    earliest: Mapped[date]
    due: Mapped[date] = mapped_column(index=True)
    latest: Mapped[date]
    weight: Mapped[int] = mapped_column(default=1)
    site_ids: Mapped[list[int]]
    """Sites where it may be held, in order of wish."""
    starts_at: Mapped[datetime | None] = mapped_column(index=True)
    ends_at: Mapped[datetime | None]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))
    obstacles: Mapped[list[str]] = mapped_column(default=list)
    """Why the last plan left it out, in words; empty where it is planned."""
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    """Goes up with each change that people are told of (iCalendar SEQUENCE); 0 until first published."""
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who chairs (mødeleder); the coordinator where nobody is named."""
    note: Mapped[str] = mapped_column(default="", server_default="")
    """Sent beforehand to those who may see it, inside the service only (oplæg)."""
    team_case: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Whether a team may take it as a case on one of its days (`TeamDay`)."""
    again_of_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    """The meeting that nobody came to, or that was cancelled, which this one stands in for."""
    minutes_approved_at: Mapped[datetime | None]
    minutes_approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """From then on the minutes (referat) stand; what is added is added beneath."""

    participants: Mapped[list["Participant"]] = relationship(
        order_by="Participant.id", cascade="all, delete-orphan", lazy="raise"
    )
    agreements: Mapped[list["MeetingAgreement"]] = relationship(
        order_by="MeetingAgreement.id", cascade="all, delete-orphan", lazy="raise"
    )


class Participant(Base):
    """Somebody asked to a meeting (deltager). Those with the same `pool` stand in for each other: one comes."""

    __tablename__ = "participants"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (citizen_id IS NULL)", name="one_person"),
        UniqueConstraint("meeting_id", "user_id"),
        UniqueConstraint("meeting_id", "citizen_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"), index=True)
    required: Mapped[bool] = mapped_column(default=True)
    pool: Mapped[int | None]
    attends: Mapped[bool] = mapped_column(default=False)
    """Whether the plan has this person there."""
    told_sequence: Mapped[int | None]
    """The sequence in the newest invitation sent to this person; null where none was, or it was called off."""


class MeetingAgreement(Base):
    """What a meeting agreed: what, who, by when (mødeaftale)."""

    __tablename__ = "meeting_agreements"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    what: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"))
    by: Mapped[date]
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who ticked it off."""


class PlanningRun(Run, Base):
    """One run of the meeting planner, and what came of it (planlægning)."""

    __tablename__ = "planning_runs"

    planned: Mapped[int | None]
    late: Mapped[int | None]
    left_out: Mapped[int | None]
    cost: Mapped[float | None]
    bound: Mapped[float | None]
    change: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What a replanning has to cope with (`scheduler.planning.changes`); null where all open meetings are planned."""
