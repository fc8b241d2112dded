"""Whoever changes what is known of a citizen comes through here: seen, logged, allowed, locked."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import User
from citizens import queries, service
from citizens.tables import Citizen
from core import audit
from core.errors import ForbiddenError

May = Callable[[User, Citizen], bool]


def opened(session: Session, now: datetime, user: User, citizen_id: int, may: May) -> Citizen:
    """The citizen, locked until the transaction ends. That the user saw the citizen is logged.

    Raises NotFoundError where the user may not see the citizen, ForbiddenError where they see but may not change.
    """
    service.look(session, now, user.id, citizen_id, "rettelse")
    citizen = queries.lock_citizen(session, citizen_id)
    if not may(user, citizen):
        raise ForbiddenError("Du kan se borgeren, men ikke rette dette.", citizen=citizen_id)
    return citizen


def note(
    session: Session, now: datetime, user: User, citizen: Citizen, what: str, before: object, after: object
) -> None:
    """Write a change into the audit trail, with what stood there before and after."""
    audit.record(session, now, user.id, f"citizen.{what}", f"citizen:{citizen.id}", before=before, after=after)
