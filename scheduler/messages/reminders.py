"""Reminders: so many working days before a meeting, everybody who is to be there is reminded, once."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.clock import local_day, midnight
from law.workdays import ONE_DAY, working_day_after
from scheduler.followups.terms import THE_DEFAULTS, Terms
from scheduler.meetings import messages
from scheduler.messages import queries

DAYS = "meeting.reminder_working_days"


def queue_reminders(session: Session, now: datetime, terms: Terms = THE_DEFAULTS) -> int:
    """Queue a reminder of each meeting from tomorrow to so many working days ahead that people are invited to.

    A meeting that has moved is reminded of anew; nobody is reminded of the same time twice. Returns how many were
    queued.
    """
    today = local_day(now)
    last = working_day_after(today, terms.whole(DAYS, today), terms.closed)
    found = queries.invited_between(session, midnight(today + ONE_DAY), midnight(last + ONE_DAY))
    wanted = {
        messages.key(one.id, one.sequence, messages.REMINDER, who): (one, who)
        for one in found
        for who in messages.attending(one)
    }
    new = sorted(wanted.keys() - queries.keys(session, wanted))
    messages.remind(session, now, [wanted[key] for key in new])
    return len(new)
