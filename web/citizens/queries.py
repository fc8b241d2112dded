"""What only these pages ask of the database."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from citizens.profile.timetable import Slot
from companies.tables import Company, Unit
from placements.agreements.queries import slot_of
from placements.tables import OPEN_PROPOSALS, Agreement, Placement, Proposal
from scheduler.followups.queries import AHEAD
from scheduler.followups.tables import FollowUp
from scheduler.meetings.states import OPEN
from scheduler.tables import Meeting, Participant

MOST_UNITS = 8
WORK = "work"


def units_like(session: Session, words: str) -> Sequence[Unit]:
    """The production units whose name, town or company has these words in it, with their company; none for no words."""
    if not words.strip():
        return []
    part = f"%{words.strip()}%"
    chosen = select(Unit).join(Company).options(joinedload(Unit.company))
    alike = or_(Unit.name.ilike(part), Unit.town.ilike(part), Company.name.ilike(part))
    open_ones = chosen.where(alike, Unit.closed_on.is_(None))
    return session.scalars(open_ones.order_by(Unit.name, Unit.id).limit(MOST_UNITS)).all()


def next_due(session: Session, citizen_ids: Collection[int]) -> dict[int, FollowUp]:
    """By citizen: the open follow-up that is due first."""
    chosen = select(FollowUp).where(FollowUp.citizen_id.in_(citizen_ids), FollowUp.held_on.is_(None))
    latest_first = session.scalars(chosen.order_by(FollowUp.due.desc(), FollowUp.id.desc()))
    return {row.citizen_id: row for row in latest_first}


def next_meetings(session: Session, citizen_ids: Collection[int], now: datetime) -> dict[int, Meeting]:
    """By citizen: the next meeting that has its published time."""
    chosen = select(Meeting).where(
        Meeting.citizen_id.in_(citizen_ids), Meeting.state.in_(AHEAD), Meeting.starts_at > now
    )
    latest_first = session.scalars(chosen.order_by(Meeting.starts_at.desc(), Meeting.id.desc()))
    return {row.citizen_id: row for row in latest_first if row.citizen_id is not None}


def meetings_of(session: Session, citizen_id: int, now: datetime) -> Sequence[Meeting]:
    """The meetings ahead that the citizen is asked to, with participants: the next first."""
    asked = select(Participant.meeting_id).where(Participant.citizen_id == citizen_id)
    chosen = select(Meeting).where(
        Meeting.id.in_(asked),
        Meeting.state.in_(OPEN),
        or_(Meeting.starts_at.is_(None), Meeting.starts_at > now),
    )
    whole = chosen.options(selectinload(Meeting.participants))
    return session.scalars(
        whole.order_by(Meeting.starts_at.is_(None), Meeting.starts_at, Meeting.due, Meeting.id)
    ).all()


def open_proposals(session: Session, citizen_ids: Collection[int]) -> dict[int, Proposal]:
    """By citizen: the proposal that is on its way to a placement."""
    chosen = select(Proposal).where(Proposal.citizen_id.in_(citizen_ids), Proposal.state.in_(OPEN_PROPOSALS))
    return {row.citizen_id: row for row in session.scalars(chosen.order_by(Proposal.id))}


def working_hours(session: Session, citizen_id: int, today: date) -> list[Slot]:
    """The hours of the week that are agreed for work that goes on or is to begin."""
    chosen = (
        select(Agreement.timetable)
        .join(Placement, Placement.agreement_id == Agreement.id)
        .where(Placement.citizen_id == citizen_id, Placement.ended_on.is_(None))
        .where(or_(Placement.end.is_(None), Placement.end >= today))
    )
    agreed = [slot_of(kept) for timetable in session.scalars(chosen.order_by(Placement.id)) for kept in timetable]
    return [Slot(weekday=one.weekday, from_=one.from_, to=one.to, what=WORK) for one in agreed]
