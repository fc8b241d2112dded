"""A placement taken in hand by those who run it: locked with its proposal, for as long as the transaction lasts."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens.queries import citizens_by_id, lock_citizen
from citizens.tables import Citizen
from companies.queries import lock_unit, units_by_id
from companies.tables import Unit
from core.errors import ConflictError, ForbiddenError
from placements import queries
from placements.access import may_run, placement_seen_by
from placements.tables import Placement, Proposal


@dataclass(frozen=True, slots=True)
class Held:
    """Locked in this order: proposal (None for what was placed outside the service), placement, unit, citizen."""

    placement: Placement
    proposal: Proposal | None
    unit: Unit
    citizen: Citizen


def hold(session: Session, user: User, placement_id: int) -> Held:
    """Take a placement in hand. Raises NotFoundError where the user sees none, ForbiddenError where they run it not."""
    seen = placement_seen_by(session, user, placement_id)
    if not may_run(session, user, seen):
        raise ForbiddenError("Kun borgerens konsulent eller sagsbehandler kan ændre forløbet.")
    assert seen.citizen_id is not None
    known = queries.proposal_of(session, seen)
    if known is None:
        queries.lock_waiting(session, seen.citizen_id)
    proposal = None if known is None else queries.lock_proposal(session, known.id)
    placed = queries.lock_placement(session, placement_id)
    assert placed is not None
    lock_unit(session, placed.unit_id)
    citizen = lock_citizen(session, seen.citizen_id)
    return Held(placed, proposal, units_by_id(session, [placed.unit_id])[placed.unit_id], citizen)


def look(session: Session, placed: Placement) -> Held:
    """The same without locks, to show what may be done."""
    assert placed.citizen_id is not None
    citizen = citizens_by_id(session, [placed.citizen_id])[placed.citizen_id]
    unit = units_by_id(session, [placed.unit_id])[placed.unit_id]
    return Held(placed, queries.proposal_of(session, placed), unit, citizen)


def check_running(held: Held) -> None:
    """Raise ConflictError where the placement has ended."""
    if held.placement.ended_on is not None:
        raise ConflictError("Forløbet er afsluttet.", rule="state", placement=held.placement.id)
