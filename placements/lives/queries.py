"""Reading what a placement leads to: its event in the case, and the job that came of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizens.tables import CaseEvent, EventKind
from placements.tables import Placement


def event_id(session: Session, placed: Placement) -> int | None:
    """The placement's event; of one that does not name it, the event of the same scheme and day."""
    if placed.event_id is not None:
        return placed.event_id
    same = select(CaseEvent.id).where(
        CaseEvent.citizen_id == placed.citizen_id,
        CaseEvent.kind == EventKind.PLACEMENT,
        CaseEvent.on == placed.start,
        CaseEvent.scheme == placed.scheme,
    )
    return session.scalars(same.limit(1)).one_or_none()


def newest(session: Session, citizen_id: int, unit_id: int, scheme: str) -> Placement:
    """The citizen's newest placement at the unit in the scheme. Raises NoResultFound."""
    chosen = select(Placement).where(
        Placement.citizen_id == citizen_id, Placement.unit_id == unit_id, Placement.scheme == scheme
    )
    return session.scalars(chosen.order_by(Placement.id.desc()).limit(1)).one()
