"""Citizens stand on the status board where their proposals and placements put them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from citizens.profile import status
from citizens.queries import lock_citizen
from citizens.tables import Citizen, Status
from placements import queries
from placements.tables import Proposal

MOVED_HERE = (Status.READY, Status.PROPOSED, *status.PLACED)
"""Whoever stands elsewhere (sick, on leave ...) was put there by staff, and stays until staff or a placement moves."""


def settle(session: Session, now: datetime, user_id: int | None, citizen_ids: Collection[int], why: str) -> None:
    """Move the citizens to what their newest unended placement, or else an open proposal, says; or else to ready."""
    session.flush()
    schemes = queries.newest_schemes(session, citizen_ids)
    proposed = queries.with_open_proposal(session, citizen_ids)
    for citizen in queries.lock_citizens(session, citizen_ids):
        if citizen.status in MOVED_HERE:
            wanted = Status.PROPOSED if citizen.id in proposed else Status.READY
            _move(session, now, user_id, citizen, status.OF_SCHEME.get(schemes.get(citizen.id, ""), wanted), why)


def placed(session: Session, now: datetime, user_id: int | None, proposal: Proposal) -> None:
    """The citizen begins, wherever on the board they stood. Raises ConflictError where the case is closed."""
    citizen = lock_citizen(session, proposal.citizen_id)
    status.move(session, now, user_id, citizen, status.OF_SCHEME[proposal.scheme], "forløbet er aftalt")


def _move(session: Session, now: datetime, user_id: int | None, citizen: Citizen, wanted: Status, why: str) -> None:
    if wanted is Status.PROPOSED and citizen.status in status.PLACED:
        status.move(session, now, user_id, citizen, Status.READY, why)
    status.move(session, now, user_id, citizen, wanted, why)
