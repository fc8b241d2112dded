"""What is asked of follow-ups, and of the cases they follow from."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from citizens.queries import carried_by
from citizens.tables import CaseEvent, Citizen, EventKind, Involvement
from scheduler.followups.tables import CtiCourse, Escalation, FollowUp
from scheduler.tables import Meeting, MeetingState

AHEAD = (MeetingState.PLANNED, MeetingState.INVITED)
"""States of a meeting that has its published time."""


def follow_ups(
    session: Session, user_id: int, until: date, absent: Collection[int] = ()
) -> Sequence[tuple[FollowUp, Citizen]]:
    """What is open and due up to and with `until` for a coordinator's citizens, overdue first.

    absent: coordinators who are away; whoever is their named substitute (stedfortræder) in a case sees it, too.
    """
    rows = session.execute(
        select(FollowUp, Citizen)
        .join(Citizen, Citizen.id == FollowUp.citizen_id)
        .where(carried_by(user_id, absent), FollowUp.held_on.is_(None), FollowUp.due <= until)
        .order_by(FollowUp.due, FollowUp.rule, FollowUp.id)
    )
    return [(follow_up, citizen) for follow_up, citizen in rows]


def follow_up_rows(session: Session, citizens: Iterable[int] | None = None) -> Sequence[FollowUp]:
    """All rows, the held ones too, of these citizens or of everybody, with their newest values."""
    chosen = select(FollowUp).order_by(FollowUp.id).execution_options(populate_existing=True)
    return session.scalars(chosen if citizens is None else chosen.where(FollowUp.citizen_id.in_(citizens))).all()


def follow_up(session: Session, follow_up_id: int) -> FollowUp | None:
    """The row with its newest values."""
    return session.get(FollowUp, follow_up_id, populate_existing=True)


def first_open(session: Session, citizen_id: int, rules: Collection[str], day: date) -> FollowUp | None:
    """The citizen's first open follow-up under one of these rules that could be held on `day`."""
    chosen = select(FollowUp).where(
        FollowUp.citizen_id == citizen_id,
        FollowUp.rule.in_(rules),
        FollowUp.held_on.is_(None),
        FollowUp.earliest <= day,
    )
    return session.scalars(chosen.order_by(FollowUp.due, FollowUp.id).limit(1)).one_or_none()


def count_due(session: Session, first: date, last: date) -> int:
    """How many open follow-ups fall due from `first` to `last`, both included."""
    return _count(session, FollowUp.due.between(first, last))


def count_overdue(session: Session, today: date) -> int:
    """How many open follow-ups should have been held before `today`."""
    return _count(session, FollowUp.latest < today)


def count_escalated(session: Session) -> int:
    """How many open follow-ups a manager was told of."""
    return _count(session, exists().where(Escalation.follow_up_id == FollowUp.id))


def overdue_untold(session: Session, last: date) -> Sequence[FollowUp]:
    """Open follow-ups whose last day was before `last` and that no manager was told of."""
    told = exists().where(Escalation.follow_up_id == FollowUp.id)
    chosen = select(FollowUp).where(FollowUp.held_on.is_(None), FollowUp.latest < last, ~told)
    return session.scalars(chosen.order_by(FollowUp.id)).all()


def escalations(session: Session, today: date) -> Sequence[tuple[FollowUp, Citizen, datetime]]:
    """What managers were told of and is still open: the follow-up, its citizen and when; the oldest first."""
    rows = session.execute(
        select(FollowUp, Citizen, Escalation.at)
        .join(Citizen, Citizen.id == FollowUp.citizen_id)
        .join(Escalation, Escalation.follow_up_id == FollowUp.id)
        .where(FollowUp.held_on.is_(None), FollowUp.latest < today)
        .order_by(FollowUp.latest, FollowUp.id)
    )
    return [(follow_up, citizen, at) for follow_up, citizen, at in rows]


def without_next_contact(session: Session, now: datetime, today: date) -> Sequence[Citizen]:
    """The citizens of open cases whom nobody is to see or call again: there must be none.

    A next contact is an open follow-up (an overdue one stands on the list until it is held), or a meeting ahead with
    its published time. A case that has ended is open again from a later referral on.
    """
    ended = _latest(EventKind.ENDED)
    referred = _latest(EventKind.REFERRAL)
    is_open = or_(ended.is_(None), ended > today, referred > ended)
    due = exists().where(FollowUp.citizen_id == Citizen.id, FollowUp.held_on.is_(None))
    meeting = exists().where(Meeting.citizen_id == Citizen.id, Meeting.state.in_(AHEAD), Meeting.starts_at > now)
    return session.scalars(select(Citizen).where(is_open, ~due, ~meeting).order_by(Citizen.id)).all()


def case_ids(session: Session) -> Sequence[int]:
    """Every citizen's number."""
    return session.scalars(select(Citizen.id).order_by(Citizen.id)).all()


def cases_locked(session: Session, citizens: Iterable[int] | None = None) -> Sequence[Citizen]:
    """The citizens whose follow-ups are wanted, these or everybody, locked until the transaction ends."""
    chosen = select(Citizen).order_by(Citizen.id).with_for_update(key_share=True)
    chosen = chosen if citizens is None else chosen.where(Citizen.id.in_(citizens))
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def events(session: Session, citizens: Iterable[int] | None = None) -> Sequence[CaseEvent]:
    """What has happened in these cases, or in all, in the order it happened."""
    chosen = select(CaseEvent).order_by(CaseEvent.citizen_id, CaseEvent.on, CaseEvent.id)
    chosen = chosen.execution_options(populate_existing=True)
    return session.scalars(chosen if citizens is None else chosen.where(CaseEvent.citizen_id.in_(citizens))).all()


def event(session: Session, event_id: int) -> CaseEvent | None:
    """One event."""
    return session.get(CaseEvent, event_id)


def authorities(session: Session, today: date, citizens: Iterable[int] | None = None) -> dict[int, int]:
    """How many authorities are at work for each citizen, these or all, on `today`."""
    chosen = (
        select(Involvement.citizen_id, func.count(Involvement.authority.distinct()))
        .where(Involvement.since <= today, or_(Involvement.until.is_(None), Involvement.until >= today))
        .group_by(Involvement.citizen_id)
    )
    rows = session.execute(chosen if citizens is None else chosen.where(Involvement.citizen_id.in_(citizens)))
    return dict(rows.all())


def course(session: Session, event_id: int) -> CtiCourse | None:
    """One CTI course, by the event that began it."""
    return session.get(CtiCourse, event_id)


def running_courses(session: Session, worker_id: int, today: date) -> Sequence[tuple[CtiCourse, CaseEvent]]:
    """The CTI courses that a worker gives or is to give, whose case has not ended since: the oldest first.

    One whose months are over is among them until then; `scheduler.followups.cti` tells them apart.
    """
    end = aliased(CaseEvent)
    ended = exists().where(
        end.citizen_id == CaseEvent.citizen_id,
        end.kind == EventKind.ENDED,
        end.on.between(CaseEvent.on, today),
    )
    rows = session.execute(
        select(CtiCourse, CaseEvent)
        .join(CaseEvent, CaseEvent.id == CtiCourse.event_id)
        .where(CtiCourse.worker_id == worker_id, ~ended)
        .order_by(CaseEvent.on, CaseEvent.id)
    )
    return [(course, event) for course, event in rows]


def rows_of(session: Session, citizen_id: int, rule: str, of: date) -> Sequence[FollowUp]:
    """Every row of one series, by number."""
    chosen = select(FollowUp).where(FollowUp.citizen_id == citizen_id, FollowUp.rule == rule, FollowUp.of == of)
    return session.scalars(chosen.order_by(FollowUp.number)).all()


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(FollowUp).where(FollowUp.held_on.is_(None), condition)
    return session.scalar(counted) or 0


def _latest(kind: EventKind) -> ScalarSelect[date]:
    found = select(func.max(CaseEvent.on)).where(CaseEvent.citizen_id == Citizen.id, CaseEvent.kind == kind)
    return found.correlate(Citizen).scalar_subquery()
