"""Keeps the rows of follow-ups true to what has happened in the cases."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import structlog
from sqlalchemy.orm import Session

from citizens.tables import CaseEvent, EventKind
from law.followups import CLOSING, FollowUpRules
from scheduler.followups import queries
from scheduler.followups.contacts import NEXT_CONTACT, next_contact
from scheduler.followups.due_days import open_follow_ups
from scheduler.followups.loading import Loaded, load
from scheduler.followups.tables import FollowUp
from scheduler.followups.terms import THE_DEFAULTS, Terms

log = structlog.get_logger()
AHEAD = timedelta(days=365)
"""Follow-ups are kept as rows this far ahead."""
GAP = "samtaler.longest_gap_months"
Key = tuple[str, date, int]
Days = tuple[date, date, date]
"""Earliest, due and latest."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many rows are open now, and whose events cannot be computed with: their rows stay as they were."""

    open: int
    faulty: Sequence[int]


def refresh(
    session: Session, today: date, terms: Terms = THE_DEFAULTS, citizens: Collection[int] | None = None
) -> Refreshed:
    """Make the rows of these citizens, or of everybody, what their cases ask for.

    A row that is still right is left alone, so that what points to it stays. One that was held is closed; one that the
    case no longer asks for goes.
    """
    cases = list(load(session, today, citizens))
    rows: dict[int, list[FollowUp]] = defaultdict(list)
    for row in queries.follow_up_rows(session, citizens):
        rows[row.citizen_id].append(row)
    rules, months = terms.rules(today), terms.whole(GAP, today)
    count, faulty = 0, []
    for one in cases:
        if one.faults:
            log.warning("follow_ups.case_unusable", citizen=one.citizen.id, faults=[str(fault) for fault in one.faults])
            faulty.append(one.citizen.id)
            continue
        wanted = _wanted(one, today, rules, months, terms.closed)
        count += _settle(session, one, wanted, rows[one.citizen.id])
    return Refreshed(count, faulty)


def _wanted(one: Loaded, today: date, rules: FollowUpRules, months: int, closed: Collection[date]) -> dict[Key, Days]:
    due = open_follow_ups(one.case, today, today + AHEAD, rules, closed, one.cuts)
    wanted: dict[Key, Days] = {(row.rule, row.of, row.number): (row.earliest, row.due, row.latest) for row in due}
    return wanted if wanted or is_ended(one.rows, today) else _safety_net(one, months, closed)


def _safety_net(one: Loaded, months: int, closed: Collection[date]) -> dict[Key, Days]:
    last, day = next_contact(one.rows, one.citizen.unemployed_since, months, closed)
    return {(NEXT_CONTACT, last, 1): (min(last, day), day, day)}


def is_ended(events: Sequence[CaseEvent], today: date) -> bool:
    """Whether a case has ended by `today`."""
    ends = [row.on for row in events if row.kind is EventKind.ENDED]
    return bool(ends) and max(ends) <= today


def _settle(session: Session, one: Loaded, wanted: Mapping[Key, Days], rows: Sequence[FollowUp]) -> int:
    held = _held(one.history)
    known = {(row.rule, row.of, row.number): row for row in rows}
    # No event tells of a closing meeting that was held: its row does.
    closed = {key for key, row in known.items() if row.number == CLOSING and row.held_on is not None}
    for key, row in known.items():
        if key in wanted and key not in closed:
            row.earliest, row.due, row.latest = wanted[key]
            row.held_on = row.held_by = None
        elif key not in closed:
            _close(session, row, _settling(row, held))
    session.add_all(_row(one.citizen.id, key, days) for key, days in wanted.items() if key not in known)
    return len(wanted.keys() - closed)


def _close(session: Session, row: FollowUp, settled_by: CaseEvent | None) -> None:
    """A row that is not wanted was held, or it goes. What was held stays, whatever became of its series."""
    if settled_by is not None:
        row.held_on, row.held_by = settled_by.on, settled_by.recorded_by
    elif row.held_on is None:
        session.delete(row)


def _held(events: Sequence[CaseEvent]) -> Mapping[str, list[CaseEvent]]:
    """By rule: what was held, in date order."""
    found: dict[str, list[CaseEvent]] = defaultdict(list)
    for row in events:
        if row.kind is EventKind.HELD:
            found[row.rule or ""].append(row)
    return found


def _settling(row: FollowUp, held: Mapping[str, list[CaseEvent]]) -> CaseEvent | None:
    """What settles the row: the k-th held of its series settles the k-th due."""
    of_series = [one for one in held.get(row.rule, ()) if one.of is None or one.of == row.of]
    return of_series[row.number - 1] if 0 < row.number <= len(of_series) else None


def _row(citizen: int, key: Key, days: Days) -> FollowUp:
    (rule, of, number), (earliest, due, latest) = key, days
    return FollowUp(citizen_id=citizen, rule=rule, of=of, number=number, earliest=earliest, due=due, latest=latest)
