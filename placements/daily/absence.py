"""From what is told of the days to a message about absence: one for each pattern, in the transaction that tells."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import User
from core import audit
from core.clock import local_day, midnight
from law.workdays import ONE_DAY, working_day_after
from placements.daily import patterns, queries, reaching
from placements.daily.kinds import ABSENCE
from placements.daily.patterns import UNEXCUSED, Pattern
from placements.daily.queries import UNCLOSED, Known
from placements.daily.tables import Trouble, TroubleState
from scheduler.followups.terms import Terms
from scheduler.messages.notices import TROUBLE_REPORTED

CORRECTED = "Fremmødet er rettet."
LONGEST_LOOK = timedelta(days=366)
"""How far back a pattern is looked for."""


def follow(session: Session, now: datetime, user: User, known: Known, terms: Terms) -> None:
    """Raise a message where the absences have become a pattern; close one that a correction has made untrue.

    While somebody is at work on an absence, more of it raises nothing. The caller holds the lock on the citizen.
    """
    before = queries.about_absence(session, known.placement.id)
    waiting = next((one for one in before if one.state in UNCLOSED), None)
    if waiting is not None and not _can_be_corrected(session, waiting):
        return
    found = _pattern(session, known, [one for one in before if one is not waiting], local_day(now), terms)
    if waiting is None and found is not None:
        _raise(session, now, user, known, found, terms)
    if waiting is not None and found is None:
        _close(session, now, user, known, waiting)


def _can_be_corrected(session: Session, waiting: Trouble) -> bool:
    """Whether nobody has taken it; it is locked, so that nobody does meanwhile."""
    newest = queries.trouble(session, waiting.id)
    return newest is not None and newest.reported_by is None and newest.state is TroubleState.OPEN


def _pattern(session: Session, known: Known, before: Sequence[Trouble], today: date, terms: Terms) -> Pattern | None:
    """The pattern in the days after the last that raised something."""
    until = max((one.pattern_until for one in before if one.pattern_until is not None), default=today - LONGEST_LOOK)
    days = known.running.days(until + ONE_DAY, today)
    told = queries.told(session, [known.placement.id], until + ONE_DAY, today).get(known.placement.id, {})
    return patterns.pattern(told, days, patterns.limits(terms, today))


def _raise(session: Session, now: datetime, user: User, known: Known, found: Pattern, terms: Terms) -> None:
    """No emergency: the consultant, or who stands in, is told by e-mail and has the next working day for it."""
    today = local_day(now)
    carried = reaching.stand_ins(session, now, known.citizen.consultant_id) or [known.citizen.consultant_id]
    trouble = Trouble(
        placement_id=known.placement.id,
        state=TroubleState.OPEN,
        kind=ABSENCE,
        text=_said(found),
        reported_at=now,
        assigned_to=carried[0],
        take_by=midnight(working_day_after(today, 1, terms.closed) + ONE_DAY),
        pattern_until=found.until,
    )
    session.add(trouble)
    session.flush()
    facts = {"trouble": trouble.id, "until": found.until.isoformat()}
    audit.record(session, now, user.id, "trouble.raised", f"citizen:{known.citizen.id}", **facts)
    reaching.tell(session, now, TROUBLE_REPORTED, f"{trouble.id}", [trouble.assigned_to], text=False)


def _close(session: Session, now: datetime, user: User, known: Known, trouble: Trouble) -> None:
    trouble.state, trouble.closed_at, trouble.closed_by = TroubleState.CLOSED, now, user.id
    trouble.outcome, trouble.pattern_until = CORRECTED, None
    audit.record(session, now, user.id, "trouble.closed", f"citizen:{known.citizen.id}", trouble=trouble.id)


def _said(found: Pattern) -> str:
    what = "uden afbud" if found.limit.kinds == UNEXCUSED else "med fravær"
    number, within = found.limit.number, found.limit.within
    return f"{number} dage {what} inden for {within} dage i forløbet, senest {found.until.isoformat()}."
