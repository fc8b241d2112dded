"""Overdue follow-ups: the coordinator's list shows them; after so many days the managers are told, once."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from accounts.queries import people
from accounts.tables import Role
from core import audit, outbox
from core.clock import local_day
from scheduler.followups import queries
from scheduler.followups.tables import Escalation
from scheduler.followups.terms import THE_DEFAULTS, Terms

DAYS = "overdue.manager_after_days"
KIND = "follow_up.escalated"


def escalate(session: Session, now: datetime, terms: Terms = THE_DEFAULTS) -> int:
    """Tell the managers of every follow-up that has been overdue too long and that they were not told of.

    One message a day to each manager; it names nobody. Returns how many follow-ups that is.
    """
    today = local_day(now)
    found = queries.overdue_untold(session, today - timedelta(days=terms.whole(DAYS, today)))
    for row in found:
        session.add(Escalation(follow_up_id=row.id, at=now))
        audit.record(session, now, None, "follow_up.escalated", f"citizen:{row.citizen_id}", rule=row.rule)
    if found:
        _tell_managers(session, now, found[0].id)
    return len(found)


def _tell_managers(session: Session, now: datetime, first: int) -> None:
    """A follow-up is told of once, so the first of those told of names the message."""
    for manager in people(session, [Role.MANAGER]):
        outbox.put(session, now, KIND, f"{KIND}:{first}:{manager.id}", to={"user": manager.id})
