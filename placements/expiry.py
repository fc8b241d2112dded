"""Answers that are awaited: those asked are told and reminded, and what nobody has answered in time lapses (frist)."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core import outbox
from core.clock import local_day
from core.settings import settings
from placements import moves, queries
from placements.states import PROPOSED, WAITING, Side, Step
from placements.tables import Proposal
from scheduler.messages.notices import PROPOSAL_LAPSES, PROPOSAL_WAITS
from scheduler.messages.queries import keys

Receiver = tuple[str, int]
"""`citizen` or `user`, and the row's number."""


def expire(session: Session, now: datetime, proposal_id: int) -> bool:
    """Let one proposal lapse, unless it was answered meanwhile. The citizen is ready for the next."""
    proposal = queries.lock_proposal(session, proposal_id)
    if proposal is None or proposal.state not in WAITING:
        return False
    if proposal.answer_by is None or proposal.answer_by >= local_day(now):
        return False
    moves.take(session, now, None, proposal, Side.SERVICE, Step.EXPIRE)
    return True


def tell(session: Session, now: datetime, reminder_days: int) -> int:
    """Queue a letter to each who is asked for an answer, and another so many days before the last; each once.

    Citizens who do not log in hear it from their consultant. The letters say nothing but to log in. What is from before
    there were last days gets one now, so that it does not wait for ever. Returns how many were queued.
    """
    today, waiting = local_day(now), queries.waiting(session)
    for one in waiting:
        one.answer_by = one.answer_by or moves.answer_by(one.state, today, settings())
    asked = [one for one in waiting if one.answer_by is not None and one.answer_by >= today]
    wanted = {
        f"{kind}:{one.id}:{one.state.value}:{role}:{who}": (kind, (role, who))
        for one, (role, who) in _receivers(session, asked)
        for kind in _kinds(one, today + timedelta(days=reminder_days))
    }
    new = sorted(wanted.keys() - keys(session, wanted))
    for key in new:
        kind, (role, who) = wanted[key]
        outbox.put(session, now, kind, key, to={role: who})
    return len(new)


def _kinds(proposal: Proposal, soon: date) -> tuple[str, ...]:
    lapses = proposal.answer_by is not None and proposal.answer_by <= soon
    return (PROPOSAL_LAPSES,) if lapses else (PROPOSAL_WAITS,)


def _receivers(session: Session, asked: Collection[Proposal]) -> Iterator[tuple[Proposal, Receiver]]:
    logging_in = queries.logging_in(session, {one.citizen_id for one in asked if one.state is PROPOSED})
    users = queries.users_of_openings(session, {one.opening_id for one in asked if one.state is not PROPOSED})
    for one in asked:
        if one.state is not PROPOSED:
            yield from ((one, ("user", who)) for who in users.get(one.opening_id, ()))
        elif one.citizen_id in logging_in:
            yield one, ("citizen", one.citizen_id)
