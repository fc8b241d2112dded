"""Milestones (milepæle) of an agreement, marked as reached while the placement runs, and taken back again."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from core import audit
from core.clock import local_day
from core.errors import BadInputError, Fault, ForbiddenError, NotFoundError
from placements.access import may_run, placement_seen_by
from placements.agreements import queries
from placements.agreements.tables import Milestone
from placements.tables import Placement


def may_mark(session: Session, user: User, placed: Placement) -> bool:
    """Whether a user who sees the placement marks its milestones: the citizen's staff who run it, and the firm."""
    return user.role == Role.EMPLOYER or may_run(session, user, placed)


def mark(
    session: Session, now: datetime, user: User, placement_id: int, milestone_id: int, reached_on: date | None
) -> Milestone:
    """Write down that a milestone was reached on a day, and by whom it was said. None takes it back. Twice is once.

    The last who says it is right; all of it is in the trail. Raises NotFoundError, ForbiddenError, BadInputError.
    """
    placed = placement_seen_by(session, user, placement_id)
    if not may_mark(session, user, placed):
        raise ForbiddenError("Mål noteres af virksomheden og af borgerens konsulent eller sagsbehandler.")
    row = queries.lock_milestone(session, milestone_id)
    if row is None or row.agreement_id != placed.agreement_id:
        raise NotFoundError("Målet står ikke i aftalen.", milestone=milestone_id)
    if reached_on is not None and not placed.start <= reached_on <= local_day(now):
        raise BadInputError([Fault("reached_on", f"skal ligge fra {placed.start:%d.%m.%Y} til i dag")])
    if row.reached_on != reached_on:
        _write(session, now, user, placed, row, reached_on)
    return row


def _write(
    session: Session, now: datetime, user: User, placed: Placement, row: Milestone, reached_on: date | None
) -> None:
    facts = {"placement": placed.id, "milestone": row.id, "was": row.reached_on, "reached_on": reached_on}
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
    row.reached_on, row.reached_by = reached_on, None if reached_on is None else user.id
    audit.record(session, now, user.id, "milestone.told", f"citizen:{placed.citizen_id}", **told)
