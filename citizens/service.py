"""Looking at citizens' data, each look with its trace, and moving them on the status board."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from citizens import access, queries
from citizens.profile import status
from citizens.tables import Citizen, Status
from core.audit import AuditEntry
from core.clock import local_day
from core.errors import NotFoundError


def look(session: Session, now: datetime, user_id: int, citizen_id: int, why: str) -> Citizen:
    """The citizen with wishes and commitments; the look is logged in the same transaction (logning).

    Raises NotFoundError where there is no such citizen or the user may not see it: which of the two is not told.
    """
    citizen = queries.citizen(session, citizen_id)
    if citizen is None or not _may_look(session, now, user_id, citizen):
        raise NotFoundError("Borgeren findes ikke, eller du har ikke adgang.", citizen=citizen_id)
    look_through(session, now, user_id, [citizen], why)
    return citizen


def look_through(session: Session, now: datetime, user_id: int, citizens: Iterable[Citizen], why: str) -> None:
    """Log that a list was shown: one entry for each citizen on it. The list must be one the user may see."""
    subjects = dict.fromkeys(f"citizen:{citizen.id}" for citizen in citizens)
    entry = {"at": now, "user_id": user_id, "action": "looked", "facts": {"why": why}}
    if subjects:
        session.execute(insert(AuditEntry), [entry | {"subject": subject} for subject in subjects])


def search_again(session: Session, now: datetime, user_id: int | None, citizen: Citizen) -> None:
    """A proposal came to nothing: the citizen is ready for the next."""
    if citizen.status == Status.PROPOSED:
        status.move(session, now, user_id, citizen, Status.READY, "forslaget blev ikke til noget")


def _may_look(session: Session, now: datetime, user_id: int, citizen: Citizen) -> bool:
    today = local_day(now)
    involved = queries.involved_authority(session, citizen.id, user_id, today)
    return access.may_look(user_id, citizen, involved, queries.shared_with(session, citizen.id, today))
