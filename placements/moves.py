"""The one place where a proposal moves: its new state, its history, its trail, and what follows from the move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core import audit
from core.clock import local_day
from core.errors import ConflictError
from core.settings import Settings, settings
from placements import board
from placements.states import (
    AGREEMENT,
    BROKEN_OFF,
    CITIZEN_NO,
    CITIZEN_YES,
    COMPLETED,
    EMPLOYER_NO,
    EMPLOYER_YES,
    EXPIRED,
    JOB,
    PLACED,
    PROPOSED,
    SIGNED,
    SUPERSEDED,
    WITHDRAWN,
    Side,
    Step,
    move,
)
from placements.tables import Proposal, ProposalChange, ProposalState, RerunWanted

PROPOSE = "propose"
"""The first step in a proposal's history."""
RERUN_AFTER = frozenset({CITIZEN_NO, EMPLOYER_NO, EXPIRED, WITHDRAWN, BROKEN_OFF})
"""States that leave a place free and a citizen without one: a run with the least change for others is wanted."""
ENDED_WITH_A_REASON = RERUN_AFTER | {COMPLETED, JOB}

BECAME = {
    PROPOSED: "et nyt forslag",
    CITIZEN_YES: "borgeren sagde ja",
    CITIZEN_NO: "borgeren sagde nej",
    EMPLOYER_YES: "virksomheden sagde ja",
    EMPLOYER_NO: "virksomheden sagde nej",
    SUPERSEDED: "et andet forslag kom i stedet",
    EXPIRED: "ingen svarede i tide",
    WITHDRAWN: "kommunen trak forslaget tilbage",
    AGREEMENT: "aftalen er skrevet",
    SIGNED: "aftalen er underskrevet",
    PLACED: "forløbet er aftalt",
    COMPLETED: "forløbet er gennemført",
    JOB: "forløbet blev til et job",
    BROKEN_OFF: "forløbet blev afbrudt",
}
"""What the status board's history says of a move."""


@dataclass(frozen=True, slots=True)
class Why:
    """What is told with a step: words, a reason's code (`placements.reasons`), and how the citizen told it."""

    text: str = ""
    code: str | None = None
    told: str | None = None


NO_WORDS = Why()


def take(
    session: Session,
    now: datetime,
    user_id: int | None,
    proposal: Proposal,
    side: Side,
    step: Step,
    why: Why = NO_WORDS,
) -> ProposalState:
    """Take a step, with everything that belongs to it. The caller holds the proposal's lock; returns the new state.

    A placement is made or ended before its proposal moves, so that the citizen's status is read right.
    Raises ConflictError where the table has no such move.
    """
    was = proposal.state
    after = move(was, side, step)
    if after is None:
        raise ConflictError(
            "Det kan ikke gøres, som forslaget står nu. Genindlæs siden.", rule="state", state=was.value
        )
    _write(session, now, user_id, proposal, side, step, after, why)
    if after != was:
        if after in RERUN_AFTER:
            want_rerun(session, now, proposal.citizen_id, after.value, proposal.id)
        if after is PLACED:
            board.placed(session, now, user_id, proposal)
        else:
            board.settle(session, now, user_id, [proposal.citizen_id], BECAME[after])
    return after


def propose(session: Session, now: datetime, user_id: int | None, proposals: Sequence[Proposal], why: str = "") -> None:
    """New proposals begin their life: rows, history, the day to answer by, and the citizens' status."""
    session.add_all(proposals)
    for one in proposals:
        one.state, one.answer_by = PROPOSED, answer_by(PROPOSED, local_day(now), settings())
    session.flush()
    session.add_all(_change(now, user_id, one, Side.SERVICE, PROPOSE, None, Why(why)) for one in proposals)
    board.settle(session, now, user_id, [one.citizen_id for one in proposals], BECAME[PROPOSED])


def supersede(
    session: Session, now: datetime, user_id: int | None, proposals: Sequence[Proposal], why: str = ""
) -> None:
    """Unanswered proposals give way. The caller holds their locks, and calls `board.settle` when all is in place."""
    for one in proposals:
        after = move(one.state, Side.SERVICE, Step.SUPERSEDE)
        if after is not None:
            _write(session, now, user_id, one, Side.SERVICE, Step.SUPERSEDE, after, Why(why))


def take_back(session: Session, now: datetime, user_id: int, proposals: Sequence[Proposal], why: Why) -> None:
    """Unanswered proposals of somebody whom staff has moved: the status stays as staff has put it.

    The caller holds their locks.
    """
    for one in proposals:
        _write(session, now, user_id, one, Side.MUNICIPALITY, Step.WITHDRAW, WITHDRAWN, why)


def want_rerun(session: Session, now: datetime, citizen_id: int, why: str, proposal_id: int | None = None) -> None:
    """Ask the next run to find something for the citizen, with the least change for others."""
    session.add(RerunWanted(at=now, proposal_id=proposal_id, citizen_id=citizen_id, why=why))


def _write(
    session: Session,
    now: datetime,
    user_id: int | None,
    proposal: Proposal,
    side: Side,
    step: Step,
    after: ProposalState,
    why: Why,
) -> None:
    was, proposal.state, proposal.changed_at = proposal.state, after, now
    if after != was:
        proposal.answer_by = answer_by(after, local_day(now), settings())
        if after in ENDED_WITH_A_REASON:
            proposal.reason = why.text or why.code
    session.add(_change(now, user_id, proposal, side, step.value, was, why))
    facts = {"proposal": proposal.id, "step": step.value, "was": was.value, "reason": why.text or why.code}
    audit.record(session, now, user_id, f"proposal.{after.value}", f"citizen:{proposal.citizen_id}", **facts)


def _change(
    now: datetime, user_id: int | None, proposal: Proposal, side: Side, step: str, was: ProposalState | None, why: Why
) -> ProposalChange:
    return ProposalChange(
        proposal_id=proposal.id,
        at=now,
        user_id=user_id,
        side=side.value,
        step=step,
        was=was,
        became=proposal.state,
        why=why.text,
        code=why.code,
        told=why.told,
    )


def answer_by(state: ProposalState, today: date, own: Settings) -> date | None:
    """The last day to answer a proposal that comes to the state today; None where no answer is awaited."""
    days = {PROPOSED: own.citizen_answer_days, CITIZEN_YES: own.employer_answer_days}.get(state)
    return None if days is None else today + timedelta(days=days)
