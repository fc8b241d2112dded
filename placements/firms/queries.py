"""Reading what is promised of an opening, and what waits for a firm's signature or its employees' statement."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from placements.agreements.tables import Signature, Signer
from placements.evidence.tables import EmployeeStatement
from placements.tables import OPEN_PROPOSALS, Agreement, Proposal


def open_of(session: Session, opening_id: int) -> Sequence[Proposal]:
    """The opening's proposals on their way to a placement, by id."""
    return session.scalars(_open(opening_id)).all()


def locked_open(session: Session, opening_id: int) -> Sequence[Proposal]:
    """The same, locked by their ids until the transaction ends, with their newest values."""
    locked = _open(opening_id).with_for_update(key_share=True)
    return session.scalars(locked.execution_options(populate_existing=True)).all()


def signed_by_firm(session: Session, proposal_ids: Collection[int]) -> set[int]:
    """Those of these proposals whose agreement, as it is now, the firm has signed."""
    wanted = (
        select(Agreement.proposal_id)
        .join(Signature, (Signature.agreement_id == Agreement.id) & (Signature.version == Agreement.version))
        .where(Signature.side == Signer.EMPLOYER, Agreement.proposal_id.in_(proposal_ids))
    )
    return set(session.scalars(wanted))


def with_statement(session: Session, proposal_ids: Collection[int]) -> set[int]:
    """Those of these proposals about which the employees' representative has said something."""
    said = select(EmployeeStatement.proposal_id).where(EmployeeStatement.proposal_id.in_(proposal_ids))
    return set(session.scalars(said))


def _open(opening_id: int) -> Select[Proposal]:
    wanted = select(Proposal).where(Proposal.opening_id == opening_id, Proposal.state.in_(OPEN_PROPOSALS))
    return wanted.order_by(Proposal.id)
