"""What is asked of meetings and planning runs."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from citizens.queries import carried_by
from citizens.tables import Citizen
from core.runs import RunState
from scheduler.tables import Meeting, MeetingState, PlanningRun, Room, Site

UNPLANNED = (MeetingState.REQUESTED,)
WHOLE = (selectinload(Meeting.participants), selectinload(Meeting.agreements))


def planning_run(session: Session, run_id: int) -> PlanningRun | None:
    """One planning run."""
    return session.get(PlanningRun, run_id)


def latest_planning(session: Session) -> PlanningRun | None:
    """The newest planning run that has a plan."""
    done = select(PlanningRun).where(PlanningRun.state == RunState.DONE)
    return session.scalars(done.order_by(PlanningRun.id.desc()).limit(1)).one_or_none()


def waiting_planning(session: Session) -> PlanningRun | None:
    """The planning run of all open meetings that nobody has taken yet."""
    waiting = select(PlanningRun).where(PlanningRun.state == RunState.QUEUED, PlanningRun.change.is_(None))
    return session.scalars(waiting.order_by(PlanningRun.id).limit(1)).one_or_none()


def meeting(session: Session, meeting_id: int) -> Meeting | None:
    """One meeting with its participants and agreements."""
    chosen = select(Meeting).where(Meeting.id == meeting_id)
    return session.scalars(chosen.options(*WHOLE)).one_or_none()


def coordinator_meetings(
    session: Session, coordinator_id: int, first: datetime, last: datetime, absent: Collection[int] = ()
) -> Sequence[Meeting]:
    """A coordinator's planned and held meetings that start from `first` to before `last`, in order of time.

    absent: coordinators who are away; whoever is their named substitute (stedfortræder) in a case has its meetings too.
    """
    chosen = select(Meeting).where(
        _convened(coordinator_id, absent), Meeting.starts_at >= first, Meeting.starts_at < last
    )
    return session.scalars(chosen.order_by(Meeting.starts_at, Meeting.id).options(*WHOLE)).all()


def coordinator_unplanned(session: Session, coordinator_id: int, absent: Collection[int] = ()) -> Sequence[Meeting]:
    """A coordinator's requested meetings that have no time yet, the most urgent first; absent: as above."""
    chosen = select(Meeting).where(_convened(coordinator_id, absent), Meeting.state.in_(UNPLANNED))
    return session.scalars(chosen.order_by(Meeting.due, Meeting.id).options(*WHOLE)).all()


def sites(session: Session) -> Sequence[Site]:
    """Every site."""
    return session.scalars(select(Site).order_by(Site.id)).all()


def homes(session: Session, citizen_id: int) -> Sequence[Site]:
    """The citizen's home, where meetings have been held or asked for there."""
    return session.scalars(select(Site).where(Site.citizen_id == citizen_id)).all()


def houses(session: Session) -> Sequence[Site]:
    """The municipality's own sites, with rooms."""
    return session.scalars(select(Site).where(Site.needs_room).order_by(Site.id)).all()


def rooms(session: Session) -> Sequence[Room]:
    """Every room."""
    return session.scalars(select(Room).order_by(Room.id)).all()


def _convened(coordinator_id: int, absent: Collection[int]) -> ColumnElement[bool]:
    stood_in_for = select(Citizen.id).where(
        carried_by(coordinator_id, absent), Citizen.coordinator_id != coordinator_id
    )
    in_their_place = Meeting.coordinator_id.in_(list(absent)) & Meeting.citizen_id.in_(stood_in_for)
    return or_(Meeting.coordinator_id == coordinator_id, in_their_place)
