"""What is asked of drafts and team days."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from scheduler.calendars.tables import Absence
from scheduler.meetings.states import OPEN, PUBLISHED, Action
from scheduler.meetings.tables import Booking, MeetingChange
from scheduler.planning.tables import ClosedDay, Draft, DraftMeeting, TeamDay
from scheduler.tables import BusyTime, Meeting, Room, Site, WorkingHours

WHOLE = selectinload(DraftMeeting.meeting).options(selectinload(Meeting.participants), selectinload(Meeting.agreements))


def latest_draft(session: Session) -> Draft | None:
    """The newest draft, without its rows."""
    return session.scalars(select(Draft).order_by(Draft.id.desc()).limit(1)).one_or_none()


def draft(session: Session, draft_id: int) -> Draft | None:
    """One draft, without its rows."""
    return session.get(Draft, draft_id)


def rows(session: Session, draft_id: int, meeting_ids: Collection[int] | None = None) -> Sequence[DraftMeeting]:
    """The rows of a draft, of these meetings or of all, with newest values, in the order of the meetings' ids."""
    chosen = select(DraftMeeting).where(DraftMeeting.draft_id == draft_id).order_by(DraftMeeting.meeting_id)
    if meeting_ids is not None:
        chosen = chosen.where(DraftMeeting.meeting_id.in_(meeting_ids))
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def rows_run_by(session: Session, draft_id: int, coordinator_id: int) -> Sequence[DraftMeeting]:
    """The rows of a draft that a coordinator convenes, each with its whole meeting, in order of time; last those
    without one."""
    chosen = select(DraftMeeting).join(Meeting, Meeting.id == DraftMeeting.meeting_id)
    chosen = chosen.where(DraftMeeting.draft_id == draft_id, Meeting.coordinator_id == coordinator_id).options(WHOLE)
    in_order = chosen.order_by(DraftMeeting.starts_at.is_(None), DraftMeeting.starts_at, Meeting.due, Meeting.id)
    return session.scalars(in_order).all()


def row(session: Session, row_id: int) -> DraftMeeting | None:
    """One row of a draft, with newest values."""
    return session.get(DraftMeeting, row_id, populate_existing=True)


def moved_by_hand(session: Session) -> set[int]:
    """The published meetings to which somebody, not a plan, gave the time they have."""
    newest = select(func.max(MeetingChange.id)).where(MeetingChange.action != Action.INVITE.value)
    last_steps = newest.group_by(MeetingChange.meeting_id)
    chosen = select(Meeting.id).join(MeetingChange, MeetingChange.meeting_id == Meeting.id)
    by_hand = MeetingChange.id.in_(last_steps) & (MeetingChange.action == Action.MOVE.value)
    return set(session.scalars(chosen.where(by_hand, Meeting.state.in_(PUBLISHED))))


def sites(session: Session, ids: Collection[int]) -> Sequence[Site]:
    """These sites, in the order of their ids."""
    return session.scalars(select(Site).where(Site.id.in_(ids)).order_by(Site.id)).all()


def rooms_at(session: Session, site_ids: Collection[int]) -> Sequence[Room]:
    """The rooms of these sites, in the order of their ids."""
    return session.scalars(select(Room).where(Room.site_id.in_(site_ids)).order_by(Room.id)).all()


def sites_of(session: Session, meeting_ids: Collection[int]) -> dict[int, int | None]:
    """By meeting: the site at which it is."""
    rows = session.execute(select(Meeting.id, Meeting.site_id).where(Meeting.id.in_(meeting_ids)))
    return dict(rows.all())


def working_hours(session: Session, user_ids: Collection[int]) -> Sequence[WorkingHours]:
    """The usual hours of these users."""
    chosen = select(WorkingHours).where(WorkingHours.user_id.in_(user_ids))
    return session.scalars(chosen.order_by(WorkingHours.user_id, WorkingHours.weekday)).all()


def busy_times(
    session: Session, user_ids: Collection[int], room_ids: Collection[int], first: datetime, last: datetime
) -> Iterable[tuple[int | None, int | None, datetime, datetime]]:
    """When these users and rooms are taken from `first` to `last`: user or room, from and until, in order of time."""
    columns = select(BusyTime.user_id, BusyTime.room_id, BusyTime.starts_at, BusyTime.ends_at)
    asked = or_(BusyTime.user_id.in_(user_ids), BusyTime.room_id.in_(room_ids))
    taken = columns.where(asked, BusyTime.ends_at > first, BusyTime.starts_at < last).order_by(BusyTime.starts_at)
    return ((user, room, starts_at, ends_at) for user, room, starts_at, ends_at in session.execute(taken))


def meetings_of_people(
    session: Session, user_ids: Collection[int], citizen_ids: Collection[int], first: datetime, last: datetime
) -> set[int]:
    """The published meetings that some of these people are in from `first` to `last`."""
    theirs = or_(Booking.user_id.in_(user_ids), Booking.citizen_id.in_(citizen_ids))
    chosen = select(Booking.meeting_id).where(theirs, Booking.ends_at > first, Booking.starts_at < last)
    return set(session.scalars(chosen))


def is_away(session: Session, user_id: int, first: date, last: date) -> bool:
    """Whether an absence of the user's covers the days from `first` to `last`."""
    covering = select(Absence.id).where(Absence.user_id == user_id, Absence.first <= first, Absence.last >= last)
    return session.scalars(covering.limit(1)).one_or_none() is not None


def team_days(session: Session, first: date, last: date) -> Sequence[TeamDay]:
    """The team days that stand at some time from `first` to `last`, with their members."""
    chosen = select(TeamDay).where(
        TeamDay.first_day <= last, or_(TeamDay.last_day.is_(None), TeamDay.last_day >= first)
    )
    return session.scalars(chosen.order_by(TeamDay.id).options(selectinload(TeamDay.members))).all()


def team_cases(session: Session) -> Sequence[int]:
    """The open meetings that a team may take on one of its days."""
    chosen = select(Meeting.id).where(Meeting.team_case, Meeting.state.in_(OPEN)).order_by(Meeting.id)
    return session.scalars(chosen).all()


def closed_days(session: Session, first: date, last: date) -> set[date]:
    """The closing days written down in the service, from `first` to `last`."""
    return set(session.scalars(select(ClosedDay.day).where(ClosedDay.day.between(first, last))))
