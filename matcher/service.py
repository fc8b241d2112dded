"""Match runs: ask for one, cancel it, take it, store what came of it. Nothing here commits or solves."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from citizens.tables import Status
from core import audit
from core.errors import ConflictError, NotFoundError
from core.work import FINISHED, RunState
from matcher import queries
from matcher.engine.result import Placement, Result, Unplaced
from matcher.solving import ByHand
from matcher.tables import MatchRun, RunProposal, RunUnplaced
from placements.tables import Proposal, ProposalState

LEASE = timedelta(seconds=30)
"""A worker that has not been heard of for this long is taken for dead."""


def request(
    session: Session,
    user_id: int | None,
    day: date,
    now: datetime,
    parameters: Mapping[str, object] | None = None,
    key: str | None = None,
) -> MatchRun:
    """Ask for a run over the whole municipality. The same `key` gives the same run."""
    if key is not None and (known := queries.run_by_key(session, key)) is not None:
        return known
    run = MatchRun(
        state=RunState.QUEUED,
        key=key,
        requested_by=user_id,
        requested_at=now,
        day=day,
        parameters=dict(parameters or {}),
    )
    session.add(run)
    session.flush()
    audit.record(session, now, user_id, "match_run.requested", f"match_run:{run.id}")
    return run


def cancel(session: Session, run_id: int, user_id: int | None, now: datetime) -> MatchRun:
    """Stop a run that has not finished. Raises NotFoundError, or ConflictError where it has."""
    if queries.run(session, run_id) is None:
        raise NotFoundError("Matchningen findes ikke.", run=run_id)
    run = queries.locked(session, run_id)
    if run.state in FINISHED:
        raise ConflictError("Matchningen er allerede afsluttet og kan ikke stoppes.", run=run_id, state=run.state.value)
    run.state, run.finished_at, run.lease_until = RunState.CANCELLED, now, None
    audit.record(session, now, user_id, "match_run.cancelled", f"match_run:{run.id}")
    return run


def take(session: Session, now: datetime) -> MatchRun | None:
    """Take the next run that waits, for as long as the lease lasts. None where nothing waits."""
    run = queries.next_run(session, now)
    if run is not None:
        run.state, run.lease_until = RunState.RUNNING, now + LEASE
    return run


def hold(session: Session, run_id: int, now: datetime, progress: Mapping[str, object]) -> bool:
    """Renew the lease and note the progress. False where the run is no longer ours to go on with."""
    run = queries.locked(session, run_id)
    if run.state != RunState.RUNNING:
        return False
    run.lease_until = now + LEASE
    if progress:
        run.progress = dict(progress)
    return True


def fail(session: Session, run_id: int, now: datetime, error: str) -> None:
    """Note that a run came to nothing, and why, unless it was cancelled meanwhile."""
    run = queries.locked(session, run_id)
    if run.state == RunState.RUNNING:
        run.state, run.finished_at, run.lease_until, run.error = RunState.FAILED, now, None, error


def store(
    session: Session, run_id: int, now: datetime, result: Result, by_hand: ByHand, record: Mapping[str, Any]
) -> bool:
    """Write what a run found: proposals with reasons, those left out with obstacles, prices and the run's record.

    Proposals not answered yet give way to the new ones, unless they are the same. False, and nothing written, where
    the run was cancelled meanwhile.
    """
    run = queries.locked(session, run_id)
    if run.state != RunState.RUNNING:
        return False
    _propose(session, run.id, now, result)
    session.add_all(_left_out(run.id, one) for one in result.unplaced)
    run.state, run.finished_at, run.lease_until = RunState.DONE, now, None
    run.objective, run.bound, run.gap, run.seconds = result.objective, result.bound, result.gap, result.seconds
    run.citizens, run.placed = len(result.placements) + len(result.unplaced), len(result.placements)
    run.by_hand_placed, run.by_hand_objective = by_hand.placed, by_hand.objective
    run.prices, run.record = [asdict(price) for price in result.prices], dict(record)
    audit.record(session, now, run.requested_by, "match_run.done", f"match_run:{run.id}", placed=run.placed)
    return True


def _propose(session: Session, run_id: int, now: datetime, result: Result) -> None:
    found = {_row(one.citizen): one for one in result.placements}
    everybody = [*found, *(_row(one.citizen) for one in result.unplaced)]
    kept = set()
    for old in queries.holding(session, everybody):
        if old.citizen_id in found and _same(old, found[old.citizen_id]):
            session.add(RunProposal(run_id=run_id, proposal_id=old.id))
            kept.add(old.citizen_id)
        elif old.state == ProposalState.PROPOSED:
            old.state, old.changed_at = ProposalState.SUPERSEDED, now
    fresh = [_proposal(one, now) for citizen, one in found.items() if citizen not in kept]
    session.add_all(fresh)
    session.flush()
    session.add_all(RunProposal(run_id=run_id, proposal_id=proposal.id) for proposal in fresh)
    for citizen in queries.citizens(session, everybody):
        if citizen.status in (Status.READY, Status.PROPOSED):
            citizen.status = Status.PROPOSED if citizen.id in found else Status.READY


def _proposal(one: Placement, now: datetime) -> Proposal:
    return Proposal(
        citizen_id=_row(one.citizen),
        opening_id=_row(one.opening),
        state=ProposalState.PROPOSED,
        scheme=one.scheme,
        start=one.start,
        end=one.end,
        hours=one.hours,
        score=one.score,
        value=one.value,
        because=[asdict(reason) for reason in one.because],
        created_at=now,
        changed_at=now,
    )


def _same(old: Proposal, new: Placement) -> bool:
    return (old.opening_id, old.scheme, old.start) == (_row(new.opening), new.scheme, new.start)


def _left_out(run_id: int, one: Unplaced) -> RunUnplaced:
    return RunUnplaced(
        run_id=run_id,
        citizen_id=_row(one.citizen),
        blocked=dict(one.blocked),
        nearest=[asdict(near) for near in one.nearest],
        lost_to=list(one.lost_to),
    )


def _row(pseudonym: str) -> int:
    """The row's number behind an id of the problem (`c17`)."""
    return int(pseudonym[1:])
