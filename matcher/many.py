"""The same said of many proposals at once: each is done whole or not at all, and of each it is told which and why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from placements import service
from placements.reasons import Reason
from placements.states import Answer
from placements.tables import Proposal


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one proposal: `why` says why not, in Danish; None where it was done."""

    proposal: int
    why: str | None = None


def accept(session: Session, now: datetime, user: User, proposals: Iterable[int], told: str = "talk") -> Sequence[Done]:
    """Pass on that these citizens have said yes."""
    return _each(session, proposals, lambda one: service.answer(session, now, user, one, Answer.YES, told=told))


def withdraw(session: Session, now: datetime, user: User, proposals: Iterable[int], reason: Reason) -> Sequence[Done]:
    """Take these proposals back."""
    return _each(session, proposals, lambda one: service.withdraw(session, now, user, one, reason))


def _each(session: Session, proposals: Iterable[int], do: Callable[[int], Proposal]) -> Sequence[Done]:
    """In the order of their ids, so that two who do this at once do not wait for each other crosswise."""
    return [_done(session, one, do) for one in sorted(set(proposals))]


def _done(session: Session, proposal: int, do: Callable[[int], Proposal]) -> Done:
    try:
        with session.begin_nested():
            do(proposal)
    except (BadInputError, ConflictError, ForbiddenError, NotFoundError) as error:
        return Done(proposal, str(error))
    return Done(proposal)
