"""Changing an opening beside its proposals: what was said yes to stands, what was not answered gives way."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from companies import changing, service
from companies.changing import Promised
from companies.drafts import OpeningDraft
from companies.tables import Opening, OpeningState
from placements import board, moves
from placements.filled.queries import seats_taken
from placements.firms import queries
from placements.states import CITIZEN_YES, PROPOSED
from placements.tables import Proposal

WHY = "pladsens vilkår er ændret"
NOT_OFFERED = "pladsen tilbydes ikke for tiden"


def change(
    session: Session, user: User, now: datetime, today: date, opening_id: int, draft: OpeningDraft, seen: str
) -> Opening:
    """Say something else in an opening. seen: the version (`companies.changing.version`) that the user saw.

    Where the terms change, unanswered proposals are superseded and their citizens searched for again. Raises
    BadInputError with every fault, among them what somebody has said yes to; ConflictError, ForbiddenError,
    NotFoundError.
    """
    service.opening_seen_by(session, user, opening_id)
    proposals = queries.locked_open(session, opening_id)
    before = changing.draft_of(service.opening_to_change(session, user, opening_id))
    opening = changing.change(
        session, user, now, today, opening_id, draft, seen, _promised(session, opening_id, proposals)
    )
    if changing.changes_terms(before, draft):
        _give_way(session, now, user, proposals, WHY)
    return opening


def change_state(session: Session, user: User, now: datetime, opening_id: int, state: OpeningState) -> Opening:
    """Pause, reopen or close an opening. Unless it is open, proposals that nobody has answered are given back.

    What somebody has said yes to stands. Raises ConflictError, ForbiddenError, NotFoundError.
    """
    service.opening_seen_by(session, user, opening_id)
    proposals = queries.locked_open(session, opening_id)
    opening = service.change_state(session, user, now, opening_id, state)
    if opening.state is not OpeningState.OPEN:
        _give_way(session, now, user, proposals, NOT_OFFERED)
    return opening


def promised(session: Session, opening_id: int) -> Promised:
    """What others count on now, for a page that tells it."""
    return _promised(session, opening_id, queries.open_of(session, opening_id))


def _promised(session: Session, opening_id: int, proposals: Sequence[Proposal]) -> Promised:
    said_yes = [one for one in proposals if one.state is not PROPOSED]
    return Promised(
        terms=bool(said_yes),
        seats=seats_taken(session, [opening_id]).get(opening_id, 0) + sum(one.state is CITIZEN_YES for one in said_yes),
        last_start=max((one.start for one in said_yes), default=None),
    )


def _give_way(session: Session, now: datetime, user: User, proposals: Sequence[Proposal], why: str) -> None:
    """Those that nobody has answered."""
    unanswered = [one for one in proposals if one.state is PROPOSED]
    moves.supersede(session, now, user.id, unanswered, why)
    for one in unanswered:
        moves.want_rerun(session, now, one.citizen_id, why, one.id)
    board.settle(session, now, user.id, [one.citizen_id for one in unanswered], why)
