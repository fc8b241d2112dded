"""Reading the days of placements: who comes today, what was told, what is wrong, and who is on call."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.orm import Session

from citizens.queries import carried_by
from citizens.tables import Citizen
from companies.tables import Company, CompanyUser, Unit
from core.clock import local_day
from placements.daily.days import Running, weekdays
from placements.daily.kinds import ABSENCE
from placements.daily.tables import Attendance, OnCall, Presence, Trouble, TroubleNote, TroubleState
from placements.tables import Agreement, Placement, Proposal
from scheduler.clockwork.queries import BATCH
from scheduler.tables import WorkingHours

UNCLOSED = (TroubleState.OPEN, TroubleState.TAKEN)
Whole = Select[Placement, Unit, Company, Citizen, Agreement, Proposal]


@dataclass(frozen=True, slots=True)
class Known:
    """A citizen's placement with all that its days are about."""

    placement: Placement
    unit: Unit
    company: Company
    citizen: Citizen
    agreement: Agreement | None
    proposal: Proposal | None

    @property
    def running(self) -> Running:
        """Its days: to the end that was planned, or to the day it ended."""
        ends = [day for day in (self.placement.end, self.placement.ended_on) if day is not None]
        agreed = weekdays(self.agreement.timetable) if self.agreement is not None else frozenset[int]()
        return Running(self.placement.start, min(ends, default=None), agreed)

    @property
    def shared_name(self) -> str | None:
        """What the employer may call the citizen from day to day: the first name, once an agreement names them."""
        return None if self.agreement is None else self.citizen.first_name


def known(session: Session, placement_id: int) -> Known | None:
    """One placement, unless somebody outside the service is in it."""
    return known_by_id(session, [placement_id]).get(placement_id)


def known_by_id(session: Session, placement_ids: Collection[int]) -> dict[int, Known]:
    """The placements with these ids."""
    found = _read(session, _whole().where(Placement.id.in_(placement_ids)).order_by(Placement.id))
    return {one.placement.id: one for one in found}


def of_employer(session: Session, user_id: int, first: date, last: date) -> list[Known]:
    """The placements at the employer's units that run on any day from `first` to `last`, by unit and start."""
    chosen = (
        _whole()
        .join(CompanyUser, CompanyUser.company_id == Unit.company_id)
        .where(CompanyUser.user_id == user_id, Placement.start <= last)
        .where(or_(Placement.end.is_(None), Placement.end >= first))
        .where(or_(Placement.ended_on.is_(None), Placement.ended_on >= first))
        .order_by(Unit.name, Unit.id, Placement.start, Placement.id)
    )
    return _read(session, chosen)


def attendance(session: Session, placement_id: int, day: date) -> Attendance | None:
    """What was told of one day, with its newest value."""
    return session.get(Attendance, (placement_id, day), populate_existing=True)


def attendance_of(session: Session, placement_id: int, first: date, last: date) -> Sequence[Attendance]:
    """What was told of a placement's days from `first` to `last`, in order."""
    days = (Attendance.placement_id == placement_id, Attendance.day >= first, Attendance.day <= last)
    return session.scalars(select(Attendance).where(*days).order_by(Attendance.day)).all()


def told(session: Session, placement_ids: Collection[int], first: date, last: date) -> dict[int, dict[date, Presence]]:
    """By placement: what was told of each day from `first` to `last`."""
    chosen = select(Attendance).where(
        Attendance.placement_id.in_(placement_ids), Attendance.day >= first, Attendance.day <= last
    )
    found: dict[int, dict[date, Presence]] = defaultdict(dict)
    for row in session.scalars(chosen.order_by(Attendance.placement_id, Attendance.day)):
        found[row.placement_id][row.day] = row.presence
    return dict(found)


def trouble(session: Session, trouble_id: int) -> Trouble | None:
    """The message, locked until the transaction ends, with its newest values."""
    chosen = select(Trouble).where(Trouble.id == trouble_id).with_for_update()
    return session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()


def inbox(
    session: Session,
    user_id: int,
    *,
    on_call: bool = False,
    states: Collection[TroubleState] = UNCLOSED,
    after: int = 0,
    limit: int | None = None,
) -> Sequence[Trouble]:
    """What a member of staff answers for, by id from the one after `after`.

    Assigned to them, about a citizen of whom they are the consultant, or, while they are on call, all not closed.
    """
    whose = or_(_of(user_id), Trouble.state.in_(UNCLOSED)) if on_call else _of(user_id)
    chosen = _with_citizens().where(whose, Trouble.state.in_(states), Trouble.id > after)
    return session.scalars(chosen.order_by(Trouble.id).limit(limit)).all()


def closed_last(session: Session, user_id: int, number: int) -> Sequence[Trouble]:
    """The messages that a member of staff answered for and that were closed last, so many, the newest first."""
    chosen = _with_citizens().where(_of(user_id), Trouble.state == TroubleState.CLOSED)
    return session.scalars(chosen.order_by(Trouble.closed_at.desc(), Trouble.id.desc()).limit(number)).all()


def around(session: Session, user_id: int, absent: Collection[int]) -> Sequence[Trouble]:
    """What is not closed about the citizens whom a coordinator carries, also as somebody's substitute."""
    return _troubles(session, carried_by(user_id, absent), Trouble.state.in_(UNCLOSED))


def escalated(session: Session) -> Sequence[Trouble]:
    """What the managers were told of and nobody has taken since."""
    return _troubles(session, Trouble.state == TroubleState.OPEN, Trouble.escalated_at.is_not(None))


def reported_by(session: Session, user_id: int, placement_id: int) -> Sequence[Trouble]:
    """What the user has reported about a placement, the newest first."""
    found = _troubles(session, Trouble.reported_by == user_id, Trouble.placement_id == placement_id)
    return list(reversed(found))


def unclosed_at(session: Session, placement_id: int) -> Sequence[Trouble]:
    """What is not closed about a placement."""
    return _troubles(session, Trouble.placement_id == placement_id, Trouble.state.in_(UNCLOSED))


def about_absence(session: Session, placement_id: int) -> Sequence[Trouble]:
    """Everything ever said of absence in a placement."""
    return _troubles(session, Trouble.placement_id == placement_id, Trouble.kind == ABSENCE)


def overdue(session: Session, now: datetime) -> Sequence[Trouble]:
    """What nobody has taken in time and the managers were not told of, locked; what others have is left to them."""
    late = (Trouble.state == TroubleState.OPEN, Trouble.take_by <= now, Trouble.escalated_at.is_(None))
    chosen = select(Trouble).where(*late).order_by(Trouble.id)
    return session.scalars(chosen.with_for_update(skip_locked=True)).all()


def notes(session: Session, trouble_id: int) -> Sequence[TroubleNote]:
    """What was done about it, oldest first."""
    chosen = select(TroubleNote).where(TroubleNote.trouble_id == trouble_id)
    return session.scalars(chosen.order_by(TroubleNote.id)).all()


def on_call_at(session: Session, now: datetime) -> OnCall | None:
    """Who is on call now; of several, whose watch began last."""
    chosen = select(OnCall).where(OnCall.starts_at <= now, OnCall.ends_at > now)
    return session.scalars(chosen.order_by(OnCall.starts_at.desc(), OnCall.id.desc()).limit(1)).one_or_none()


def watches(session: Session, first: datetime, last: datetime) -> Sequence[OnCall]:
    """The watches with any time between `first` and `last`, in order."""
    chosen = select(OnCall).where(OnCall.ends_at > first, OnCall.starts_at < last)
    return session.scalars(chosen.order_by(OnCall.starts_at, OnCall.id)).all()


def watch(session: Session, watch_id: int) -> OnCall | None:
    """One watch, or None."""
    return session.get(OnCall, watch_id)


def working_hours(session: Session, user_ids: Collection[int]) -> Sequence[WorkingHours]:
    """The usual hours of these users."""
    return session.scalars(select(WorkingHours).where(WorkingHours.user_id.in_(user_ids))).all()


def delete_attendance(session: Session, before: datetime) -> int:
    """Delete a batch of what was told of days before that instant; how many."""
    old = select(Attendance).where(Attendance.day < local_day(before)).limit(BATCH)
    rows = session.scalars(old).all()
    for row in rows:
        session.delete(row)
    return len(rows)


def delete_troubles(session: Session, before: datetime) -> int:
    """Delete a batch of messages closed before that instant, with their notes; how many."""
    old = session.scalars(select(Trouble.id).where(Trouble.closed_at < before).order_by(Trouble.id).limit(BATCH)).all()
    session.execute(delete(TroubleNote).where(TroubleNote.trouble_id.in_(old)))
    session.execute(delete(Trouble).where(Trouble.id.in_(old)))
    return len(old)


def _troubles(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Trouble]:
    return session.scalars(_with_citizens().where(*conditions).order_by(Trouble.id)).all()


def _with_citizens() -> Select[Trouble]:
    return select(Trouble).join(Placement, Placement.id == Trouble.placement_id).join(Citizen)


def _of(user_id: int) -> ColumnElement[bool]:
    return or_(Trouble.assigned_to == user_id, Citizen.consultant_id == user_id)


def _read(session: Session, chosen: Whole) -> list[Known]:
    return [
        Known(placement, unit, company, citizen, agreement, proposal)
        for placement, unit, company, citizen, agreement, proposal in session.execute(chosen)
    ]


def _whole() -> Whole:
    return (
        select(Placement, Unit, Company, Citizen, Agreement, Proposal)
        .join(Unit, Unit.id == Placement.unit_id)
        .join(Company, Company.id == Unit.company_id)
        .join(Citizen, Citizen.id == Placement.citizen_id)
        .outerjoin(Agreement, Agreement.id == Placement.agreement_id)
        .outerjoin(Proposal, Proposal.id == Agreement.proposal_id)
    )
