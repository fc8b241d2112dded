"""What is asked of match runs."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from citizens.tables import CaseEvent, Citizen, EventKind
from companies.tables import Opening
from core.runs import RunState
from matcher.tables import MatchRun, RunHeld, RunProposal, RunUnplaced
from placements.tables import OPEN_PROPOSALS, Proposal


def run(session: Session, run_id: int) -> MatchRun | None:
    """One run."""
    return session.get(MatchRun, run_id)


def runs(session: Session, limit: int, before: int | None = None) -> Sequence[MatchRun]:
    """The newest runs first; with `before`, those older than that run."""
    chosen = select(MatchRun).order_by(MatchRun.id.desc()).limit(limit)
    return session.scalars(chosen if before is None else chosen.where(MatchRun.id < before)).all()


def latest_done(session: Session) -> MatchRun | None:
    """The newest run that has an answer."""
    done = select(MatchRun).where(MatchRun.state == RunState.DONE)
    return session.scalars(done.order_by(MatchRun.finished_at.desc(), MatchRun.id.desc()).limit(1)).one_or_none()


def holding(session: Session, citizens: Iterable[int]) -> Sequence[Proposal]:
    """The proposals of these citizens that hold a seat: not answered yet, or answered with a yes; locked, so that
    nobody answers while they are replaced.
    """
    chosen = select(Proposal).where(Proposal.citizen_id.in_(citizens), Proposal.state.in_(OPEN_PROPOSALS))
    return session.scalars(chosen.order_by(Proposal.id).with_for_update()).all()


def citizens(session: Session, ids: Iterable[int]) -> Sequence[Citizen]:
    """These citizens, for a change of status."""
    return session.scalars(select(Citizen).where(Citizen.id.in_(ids)).order_by(Citizen.id)).all()


def proposals_of_run(session: Session, run_id: int) -> Sequence[Proposal]:
    """What a run proposed."""
    chosen = select(Proposal).join(RunProposal).where(RunProposal.run_id == run_id)
    return session.scalars(chosen.order_by(Proposal.id)).all()


def runners_up(session: Session, proposals: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """By proposal, the citizen's next best openings when a run last proposed it."""
    chosen = select(RunProposal).where(RunProposal.proposal_id.in_(proposals)).order_by(RunProposal.run_id)
    return {row.proposal_id: row.runners_up for row in session.scalars(chosen)}


def unplaced(session: Session, run_id: int, consultant_id: int) -> Sequence[tuple[RunUnplaced, Citizen]]:
    """A consultant's citizens whom a run could not place, with what stood in the way."""
    rows = session.execute(
        select(RunUnplaced, Citizen)
        .join(Citizen, Citizen.id == RunUnplaced.citizen_id)
        .where(RunUnplaced.run_id == run_id, Citizen.consultant_id == consultant_id)
        .order_by(Citizen.last_name, Citizen.first_name, Citizen.id)
    )
    return [(row, citizen) for row, citizen in rows]


def placed_of_consultant(session: Session, run_id: int, consultant_id: int) -> int:
    """How many of a consultant's citizens a run placed."""
    chosen = (
        select(func.count())
        .select_from(RunProposal)
        .join(Proposal)
        .join(Citizen, Citizen.id == Proposal.citizen_id)
        .where(RunProposal.run_id == run_id, Citizen.consultant_id == consultant_id)
    )
    return session.scalar(chosen) or 0


def referred(session: Session, first: date, last: date) -> Sequence[tuple[Citizen, date]]:
    """Those who were referred from `first` to `last`, and the day, with wishes and commitments."""
    chosen = (
        select(Citizen, CaseEvent.on)
        .join(CaseEvent, CaseEvent.citizen_id == Citizen.id)
        .where(CaseEvent.kind == EventKind.REFERRAL, CaseEvent.on.between(first, last))
        .order_by(CaseEvent.on, Citizen.id)
    )
    rows = session.execute(chosen.options(selectinload(Citizen.wishes), selectinload(Citizen.commitments)))
    return [(citizen, on) for citizen, on in rows]


def openings_made(session: Session, first: datetime, last: datetime) -> Sequence[Opening]:
    """The openings registered from `first` to before `last`, with their shifts, whatever became of them."""
    chosen = select(Opening).where(Opening.created_at >= first, Opening.created_at < last)
    return session.scalars(chosen.order_by(Opening.created_at, Opening.id).options(selectinload(Opening.shifts))).all()


def count_held(session: Session, run_id: int) -> int:
    """How many places a run holds back for those who come later."""
    return session.scalar(select(func.count()).select_from(RunHeld).where(RunHeld.run_id == run_id)) or 0


def held(session: Session, run_id: int, consultant_id: int) -> Sequence[tuple[RunHeld, Citizen]]:
    """The places that a run holds back from a consultant's citizens, who have no proposal therefore."""
    chosen = (
        select(RunHeld, Citizen)
        .join(Citizen, Citizen.id == RunHeld.citizen_id)
        .where(RunHeld.run_id == run_id, Citizen.consultant_id == consultant_id)
    )
    return [(one, citizen) for one, citizen in session.execute(chosen.order_by(Citizen.id))]
