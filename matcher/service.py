"""Match runs: ask for one, store what came of it. `core.runs` does what all runs have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from citizens.queries import citizens_by_id
from core import audit, runs
from core.writing import plain
from matcher import comparing, queries
from matcher.engine.problem import Problem
from matcher.engine.result import Placement
from matcher.engine.why.facts import Stuck, Why
from matcher.loading import ACCEPTED, CAME_TO_NOTHING, SEEKING
from matcher.scopes import EVERYBODY, Scope, ScopeKind
from matcher.solving import Answer
from matcher.tables import MatchRun, RunHeld, RunProposal, RunUnplaced
from placements import board, moves
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
    *,
    scope: Scope = EVERYBODY,
) -> MatchRun:
    """Ask for a run. The same `key` gives the same run; without one, so does what waits for the same already."""
    wanted = dict(parameters or {})
    waiting = None if key is not None else queries.waiting(session, scope, day, wanted)
    if waiting is not None:
        return waiting
    run = MatchRun(
        key=key,
        requested_by=user_id,
        requested_at=now,
        day=day,
        parameters=wanted,
        scope=scope.kind.value,
        scope_id=scope.id,
    )
    return runs.request(session, run, now)


def store(session: Session, run_id: int, now: datetime, found: Answer, record: Mapping[str, object]) -> bool:
    """Write what a run found: proposals with reasons, those left out with obstacles, prices and the run's record.

    Proposals not answered yet give way to the new ones, unless they are the same. What has happened since the run read
    its rows stands: a yes, a no, a proposal by hand, a citizen who seeks no more. False, and nothing written, where
    the run was cancelled meanwhile.
    """
    run = runs.running(session, MatchRun, run_id)
    if run is None:
        return False
    result, by_hand = found.result, found.by_hand
    _propose(session, run, now, found)
    if run.scope != ScopeKind.OPENING:  # that one opening is out of reach says little of who seeks everywhere
        session.add_all(_left_out(run.id, one) for one in found.why.stuck)
    session.add_all(_held(run.id, one) for one in found.held)
    runs.finish(run, now, result.seconds, record)
    run.objective, run.bound, run.gap = result.objective, result.bound, result.gap
    run.citizens, run.placed = len(result.placements) + len(result.unplaced), len(result.placements)
    run.by_hand_placed, run.by_hand_objective = by_hand.placed, by_hand.objective
    run.prices = [asdict(price) for price in result.prices]
    run.advice = _plain(found.advice)
    run.comparison = comparing.compared(session, run)
    audit.record(session, now, run.requested_by, "match_run.done", f"match_run:{run.id}", placed=run.placed)
    return True


def _propose(session: Session, run: MatchRun, now: datetime, found: Answer) -> None:
    placed = {_row(one.citizen): one for one in found.result.placements}
    everybody = {*placed, *(_row(one.citizen) for one in found.result.unplaced)}
    held = queries.holding(session, everybody)
    firsts = _first_days(found.problem, placed.values())
    kept = [
        old for old in held if (new := placed.get(old.citizen_id)) and _same(old, new, run.day, firsts[new.citizen])
    ]
    stands = {old.citizen_id for old in kept} | _settled_meanwhile(session, found, placed, held)
    why = f"Matchning {run.id}"
    giving_way = [old for old in held if old.state == ProposalState.PROPOSED and old.citizen_id not in stands]
    moves.supersede(session, now, run.requested_by, giving_way, why)
    fresh = [proposal_of(one, now) for citizen, one in placed.items() if citizen not in stands]
    moves.propose(session, now, run.requested_by, fresh, why)
    board.settle(session, now, run.requested_by, [old.citizen_id for old in giving_way], why)
    standing = queries.proposed_now(session, Scope.of(run), (), SEEKING)
    session.add_all(_of_run(run.id, proposal, found.why) for proposal, _ in standing)


def _settled_meanwhile(
    session: Session, found: Answer, placed: Mapping[int, Placement], held: Sequence[Proposal]
) -> set[int]:
    """The citizens for whom something has happened since the run read its rows, so that they keep what they have."""
    problem = found.problem
    known = {(_row(one.citizen), _row(one.opening)) for one in problem.previous}
    new = {one.citizen_id for one in held if one.state in ACCEPTED or (one.citizen_id, one.opening_id) not in known}
    openings = {_row(one.opening) for one in placed.values()}
    refused = set(queries.came_to_nothing(session, CAME_TO_NOTHING, placed, openings))
    no_more = {citizen for citizen, one in placed.items() if (citizen, _row(one.opening)) in refused}
    away = {row for row, citizen in citizens_by_id(session, placed).items() if citizen.status not in SEEKING}
    return new | no_more | away


def _of_run(run_id: int, proposal: Proposal, why: Why) -> RunProposal:
    others = why.runners_up.get(f"c{proposal.citizen_id}", ())
    return RunProposal(run_id=run_id, proposal_id=proposal.id, runners_up=[asdict(one) for one in others])


def proposal_of(one: Placement, now: datetime) -> Proposal:
    """A proposal of what a solver has found; it is not kept yet."""
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


def _first_days(problem: Problem, placements: Iterable[Placement]) -> dict[str, date]:
    """By citizen, the first day on which the placement could have begun."""
    ready = {one.id: max(one.available_from, problem.horizon.from_) for one in problem.citizens}
    earliest = {one.id: one.start.earliest for one in problem.openings}
    return {one.citizen: max(ready[one.citizen], earliest[one.opening]) for one in placements}


def _same(old: Proposal, new: Placement, day: date, first: date) -> bool:
    """Whether the old proposal says what the run found, so that it stays.

    An unanswered one may begin on another day: earlier, where only the days that have passed since make the new one
    later; or later, where that is all there is to gain. Its day must not be over.
    """
    if (old.opening_id, old.scheme) != (_row(new.opening), new.scheme):
        return False
    if old.state != ProposalState.PROPOSED or old.start == new.start:
        return True
    return old.start >= day and old.hours == new.hours and (old.start > new.start or new.start <= first)


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
