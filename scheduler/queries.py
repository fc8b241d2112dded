"""What is asked of meetings, planning runs and follow-ups."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from citizens.tables import CaseEvent, Citizen, Involvement
from core.runs import RunState
from scheduler.tables import FollowUp, Meeting, MeetingState, Participant, PlanningRun, Room, Site

UNPLANNED = (MeetingState.REQUESTED,)
STANDING = (MeetingState.PLANNED, MeetingState.INVITED)
WHOLE = (selectinload(Meeting.participants), selectinload(Meeting.agreements))


def planning_run(session: Session, run_id: int) -> PlanningRun | None:
    """One planning run."""
    return session.get(PlanningRun, run_id)


def latest_planning(session: Session) -> PlanningRun | None:
    """The newest planning run that has a plan."""
    done = select(PlanningRun).where(PlanningRun.state == RunState.DONE)
    return session.scalars(done.order_by(PlanningRun.id.desc()).limit(1)).one_or_none()


def waiting_planning(session: Session) -> PlanningRun | None:
    """The planning run that nobody has taken yet."""
    waiting = select(PlanningRun).where(PlanningRun.state == RunState.QUEUED).order_by(PlanningRun.id).limit(1)
    return session.scalars(waiting).one_or_none()


def meeting(session: Session, meeting_id: int) -> Meeting | None:
    """One meeting with its participants and agreements."""
    chosen = select(Meeting).where(Meeting.id == meeting_id)
    return session.scalars(chosen.options(*WHOLE)).one_or_none()


def meetings_locked(session: Session, ids: Iterable[int]) -> Sequence[Meeting]:
    """These meetings with their participants, locked until the transaction ends."""
    chosen = select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.id).with_for_update()
    return session.scalars(chosen.options(selectinload(Meeting.participants))).all()


def coordinator_meetings(session: Session, coordinator_id: int, first: datetime, last: datetime) -> Sequence[Meeting]:
    """A coordinator's planned and held meetings that start from `first` to before `last`, in order of time."""
    chosen = select(Meeting).where(
        Meeting.coordinator_id == coordinator_id, Meeting.starts_at >= first, Meeting.starts_at < last
    )
    return session.scalars(chosen.order_by(Meeting.starts_at, Meeting.id).options(*WHOLE)).all()


def coordinator_unplanned(session: Session, coordinator_id: int) -> Sequence[Meeting]:
    """A coordinator's requested meetings that have no time yet, the most urgent first."""
    chosen = select(Meeting).where(Meeting.coordinator_id == coordinator_id, Meeting.state.in_(UNPLANNED))
    return session.scalars(chosen.order_by(Meeting.due, Meeting.id).options(*WHOLE)).all()


def follow_ups(session: Session, coordinator_id: int, until: date) -> Sequence[tuple[FollowUp, Citizen]]:
    """What falls due for a coordinator's citizens up to and with `until`, overdue first."""
    rows = session.execute(
        select(FollowUp, Citizen)
        .join(Citizen, Citizen.id == FollowUp.citizen_id)
        .where(Citizen.coordinator_id == coordinator_id, FollowUp.due <= until)
        .order_by(FollowUp.due, FollowUp.rule, FollowUp.id)
    )
    return [(follow_up, citizen) for follow_up, citizen in rows]


def follow_up_rows(session: Session, citizens: Iterable[int] | None = None) -> Sequence[FollowUp]:
    """The rows of due follow-ups of these citizens, or of everybody."""
    chosen = select(FollowUp).order_by(FollowUp.id)
    return session.scalars(chosen if citizens is None else chosen.where(FollowUp.citizen_id.in_(citizens))).all()


def count_due(session: Session, first: date, last: date) -> int:
    """How many follow-ups fall due from `first` to `last`, both included."""
    return session.scalar(select(func.count()).select_from(FollowUp).where(FollowUp.due.between(first, last))) or 0


def count_overdue(session: Session, today: date) -> int:
    """How many follow-ups should have been held before `today`."""
    return session.scalar(select(func.count()).select_from(FollowUp).where(FollowUp.latest < today)) or 0


def cases(session: Session, citizens: Iterable[int] | None = None) -> Sequence[Citizen]:
    """The citizens whose follow-ups are wanted: these, or everybody."""
    chosen = select(Citizen).order_by(Citizen.id)
    return session.scalars(chosen if citizens is None else chosen.where(Citizen.id.in_(citizens))).all()


def events(session: Session, citizens: Iterable[int] | None = None) -> Sequence[CaseEvent]:
    """What has happened in these cases, or in all, in the order it happened."""
    chosen = select(CaseEvent).order_by(CaseEvent.citizen_id, CaseEvent.on, CaseEvent.id)
    return session.scalars(chosen if citizens is None else chosen.where(CaseEvent.citizen_id.in_(citizens))).all()


def authorities(session: Session, today: date) -> dict[int, int]:
    """How many authorities are at work for each citizen on `today`."""
    rows = session.execute(
        select(Involvement.citizen_id, func.count(Involvement.authority.distinct()))
        .where(Involvement.since <= today, or_(Involvement.until.is_(None), Involvement.until >= today))
        .group_by(Involvement.citizen_id)
    )
    return dict(rows.all())


def sites(session: Session) -> Sequence[Site]:
    """Every site."""
    return session.scalars(select(Site).order_by(Site.id)).all()


def rooms(session: Session) -> Sequence[Room]:
    """Every room."""
    return session.scalars(select(Room).order_by(Room.id)).all()


def meetings_of(session: Session, user_id: int, first: datetime, last: datetime) -> Sequence[Meeting]:
    """The meetings a user is to attend that start from `first` to before `last`."""
    chosen = (
        select(Meeting)
        .join(Participant)
        .where(
            Participant.user_id == user_id, Participant.attends, Meeting.starts_at >= first, Meeting.starts_at < last
        )
    )
    return session.scalars(chosen.order_by(Meeting.starts_at, Meeting.id).options(*WHOLE)).all()
