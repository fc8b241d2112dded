"""Placements whose last day has passed while nobody has told how it went: nobody may be forgotten."""

from datetime import datetime

from sqlalchemy.orm import Session

from citizens.queries import citizens_by_id
from core import outbox
from core.clock import local_day
from placements import queries
from scheduler.messages.notices import PLACEMENT_OVER
from scheduler.messages.queries import keys


def tell(session: Session, now: datetime) -> int:
    """Queue a letter to the consultant for each placement that is over, once for each last day. Returns how many."""
    over = queries.over_untold(session, local_day(now))
    wanted = {f"{PLACEMENT_OVER}:{one.id}:{one.end}": one for one in over}
    new = sorted(wanted.keys() - keys(session, wanted))
    citizens = citizens_by_id(session, {one.citizen_id or 0 for one in over})
    for key in new:
        consultant = citizens[wanted[key].citizen_id or 0].consultant_id
        outbox.put(session, now, PLACEMENT_OVER, key, to={"user": consultant})
    return len(new)
