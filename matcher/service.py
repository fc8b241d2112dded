"""Match runs: ask for one, store what came of it. `core.runs` does what all runs have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from citizens.tables import Status
from core import audit, runs
from core.writing import plain
from matcher import queries
from matcher.engine.result import Placement
from matcher.engine.why.facts import Stuck, Why
from matcher.solving import Answer
from matcher.tables import MatchRun, RunHeld, RunProposal, RunUnplaced
from placements.tables import Proposal, ProposalState

if TYPE_CHECKING:
    from matcher.advice import Advice
    from matcher.engine.ahead.arrivals import Held


def request(
    session: Session,
    user_id: int | None,
    day: date,
    now: datetime,
    parameters: Mapping[str, object] | None = None,
    key: str | None = None,
) -> MatchRun:
    """Ask for a run over the whole municipality. The same `key` gives the same run."""
    run = MatchRun(key=key, requested_by=user_id, requested_at=now, day=day, parameters=dict(parameters or {}))
    return runs.request(session, run, now)


def store(session: Session, run_id: int, now: datetime, found: Answer, record: Mapping[str, object]) -> bool:
    """Write what a run found: proposals with reasons, those left out with obstacles, prices and the run's record.

    Proposals not answered yet give way to the new ones, unless they are the same. False, and nothing written, where
    the run was cancelled meanwhile.
    """
    run = runs.running(session, MatchRun, run_id)
    if run is None:
        return False
    result, by_hand = found.result, found.by_hand
    _propose(session, run.id, now, found)
    session.add_all(_left_out(run.id, one) for one in found.why.stuck)
    session.add_all(_held(run.id, one) for one in found.held)
    runs.finish(run, now, result.seconds, record)
    run.objective, run.bound, run.gap = result.objective, result.bound, result.gap
    run.citizens, run.placed = len(result.placements) + len(result.unplaced), len(result.placements)
    run.by_hand_placed, run.by_hand_objective = by_hand.placed, by_hand.objective
    run.prices = [asdict(price) for price in result.prices]
    run.advice = _plain(found.advice)
    audit.record(session, now, run.requested_by, "match_run.done", f"match_run:{run.id}", placed=run.placed)
    return True


def _propose(session: Session, run_id: int, now: datetime, found: Answer) -> None:
    placed = {_row(one.citizen): one for one in found.result.placements}
    everybody = [*placed, *(_row(one.citizen) for one in found.result.unplaced)]
    proposals = []
    for old in queries.holding(session, everybody):
        if old.citizen_id in placed and _same(old, placed[old.citizen_id]):
            proposals.append(old)
        elif old.state == ProposalState.PROPOSED:
            old.state, old.changed_at = ProposalState.SUPERSEDED, now
    kept = {old.citizen_id for old in proposals}
    fresh = [_proposal(one, now) for citizen, one in placed.items() if citizen not in kept]
    session.add_all(fresh)
    session.flush()
    session.add_all(_of_run(run_id, proposal, found.why) for proposal in (*proposals, *fresh))
    for citizen in queries.citizens(session, everybody):
        if citizen.status in (Status.READY, Status.PROPOSED):
            citizen.status = Status.PROPOSED if citizen.id in placed else Status.READY


def _of_run(run_id: int, proposal: Proposal, why: Why) -> RunProposal:
    others = why.runners_up.get(f"c{proposal.citizen_id}", ())
    return RunProposal(run_id=run_id, proposal_id=proposal.id, runners_up=[asdict(one) for one in others])


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


def _left_out(run_id: int, one: Stuck) -> RunUnplaced:
    return RunUnplaced(
        run_id=run_id,
        citizen_id=_row(one.citizen),
        blocked=dict(one.blocked),
        nearest=[asdict(near) | {"rules": list(near.rules)} for near in one.nearest],
        lost_to=[loss.on for loss in one.lost],
        losses=[asdict(loss) for loss in one.lost],
    )


def _held(run_id: int, one: Held) -> RunHeld:
    return RunHeld(
        run_id=run_id,
        citizen_id=_row(one.citizen),
        opening_id=_row(one.opening),
        price=one.price,
        value=one.value,
    )


def _plain(advice: Advice) -> dict[str, Any]:
    found = plain(advice)
    assert isinstance(found, dict)
    return found


def _row(pseudonym: str) -> int:
    """The row's number behind an id of the problem (`c17`)."""
    return int(pseudonym[1:])
