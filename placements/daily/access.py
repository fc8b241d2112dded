"""Who somebody is to a placement and to what is wrong with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.access import is_responsible
from companies.queries import acts_for
from core.errors import NotFoundError
from placements.daily import queries
from placements.daily.queries import UNCLOSED, Known
from placements.daily.tables import Trouble
from placements.states import Side

STAFF = (Role.CONSULTANT, Role.COORDINATOR, Role.CASEWORKER, Role.SUPPORT_WORKER)
"""Who may be on call and answer messages."""


def standing(session: Session, user: User, placement_id: int) -> tuple[Known, Side]:
    """The placement, and the side on which the user stands to it.

    Staff who answer a message about it that is not closed see it as those who carry the case do. Raises NotFoundError
    where there is none that the user may see.
    """
    known = queries.known(session, placement_id)
    side = None if known is None else _side(session, user, known)
    if known is None or side is None:
        raise NotFoundError("Forløbet findes ikke, eller du har ikke adgang til det.", placement=placement_id)
    return known, side


def is_on_call(session: Session, user: User, now: datetime) -> bool:
    """Whether the user is the one on call now."""
    watch = queries.on_call_at(session, now)
    return watch is not None and watch.user_id == user.id


def handled(session: Session, now: datetime, user: User, trouble_id: int) -> tuple[Trouble, Known]:
    """A message, locked, and its placement, for those who may do something about it.

    Those who carry the case, whoever it is assigned to, and who is on call while it is not closed. Raises
    NotFoundError for all others.
    """
    trouble = queries.trouble(session, trouble_id)
    known = None if trouble is None else queries.known(session, trouble.placement_id)
    if trouble is None or known is None or not _may_handle(session, now, user, trouble, known):
        raise NotFoundError("Henvendelsen findes ikke, eller du har ikke adgang til den.", trouble=trouble_id)
    return trouble, known


def _may_handle(session: Session, now: datetime, user: User, trouble: Trouble, known: Known) -> bool:
    if user.id == trouble.assigned_to or is_responsible(user.id, known.citizen):
        return True
    return trouble.state in UNCLOSED and is_on_call(session, user, now)


def _side(session: Session, user: User, known: Known) -> Side | None:
    if user.id == known.citizen.user_id:
        return Side.CITIZEN
    if user.role is Role.EMPLOYER:
        return Side.EMPLOYER if acts_for(session, user.id, known.company.id) else None
    answers = any(one.assigned_to == user.id for one in queries.unclosed_at(session, known.placement.id))
    return Side.MUNICIPALITY if answers or is_responsible(user.id, known.citizen) else None
