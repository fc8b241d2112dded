"""What is asked of the database before a municipality goes in, and once it is matched."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.tables import Citizen
from placements.tables import OPEN_PROPOSALS, Placement, Proposal


def is_empty(session: Session) -> bool:
    """Whether nobody is in the database yet."""
    return session.scalar(select(func.count()).select_from(User)) == 0


def with_proposals(session: Session) -> Sequence[int]:
    """The citizens with a proposal on its way to a placement and no log-in, by the proposal's id."""
    chosen = select(Proposal.citizen_id).join(Citizen, Citizen.id == Proposal.citizen_id)
    chosen = chosen.where(Proposal.state.in_(OPEN_PROPOSALS), Citizen.user_id.is_(None))
    return session.scalars(chosen.order_by(Proposal.id)).all()


def in_placements(session: Session) -> Sequence[int]:
    """The citizens in a running placement and without a log-in, by the placement's id."""
    chosen = select(Citizen.id).join(Placement, Placement.citizen_id == Citizen.id)
    chosen = chosen.where(Placement.ended_on.is_(None), Citizen.user_id.is_(None))
    return session.scalars(chosen.order_by(Placement.id)).all()
