"""What is asked of drafts and team days."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from scheduler.meetings.states import OPEN
from scheduler.planning.tables import ClosedDay, Draft, DraftMeeting, TeamDay
from scheduler.tables import Meeting

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
