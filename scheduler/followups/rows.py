"""Keeps the rows of due follow-ups true to what has happened in the cases."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from citizens.tables import CaseEvent, Citizen, EventKind
from scheduler import queries
from scheduler.followups.cases import Case, Cti, Ended, Event, FollowupProblem, Held, Placement, PlanMade, Referral
from scheduler.followups.due_days import Due, follow_ups
from scheduler.tables import FollowUp

AHEAD = timedelta(days=365)
"""Follow-ups are kept as rows this far ahead."""
Key = tuple[int, str, date, int]


def refresh(
    session: Session, today: date, closed: Collection[date] = (), citizens: Collection[int] | None = None
) -> int:
    """Make the rows of these citizens, or of everybody, what their cases ask for. Returns how many rows there are.

    A row that is still right is left alone, so that what points to it stays.
    """
    problem = FollowupProblem(
        from_=today, to=today + AHEAD, closed=tuple(sorted(closed)), cases=tuple(_cases(session, today, citizens))
    )
    answer = follow_ups(problem)
    wanted = {_key(one): one for one in (*answer.overdue, *answer.due)}
    for row in queries.follow_up_rows(session, citizens):
        one = wanted.pop((row.citizen_id, row.rule, row.of, row.number), None)
        if one is None:
            session.delete(row)
        else:
            row.earliest, row.due, row.latest = one.earliest, one.due, one.latest
    session.add_all(_row(key, one) for key, one in wanted.items())
    return len(answer.overdue) + len(answer.due)


def _cases(session: Session, today: date, citizens: Collection[int] | None) -> Iterable[Case]:
    authorities = queries.authorities(session, today)
    events: dict[int, list[Event]] = defaultdict(list)
    for row in queries.events(session, citizens):
        events[row.citizen_id].append(_event(row))
    for citizen in queries.cases(session, citizens):
        yield _case(citizen, authorities, events.get(citizen.id, []))


def _case(citizen: Citizen, authorities: Mapping[int, int], events: Iterable[Event]) -> Case:
    return Case(
        id=str(citizen.id),
        target_group=citizen.target_group,
        authorities=authorities.get(citizen.id, 0),
        events=tuple(events),
    )


def _event(row: CaseEvent) -> Event:
    match row.kind:
        case EventKind.REFERRAL:
            return Referral(date=row.on)
        case EventKind.PLAN:
            return PlanMade(date=row.on)
        case EventKind.PLACEMENT:
            return Placement(scheme=row.scheme or "", from_=row.on, to=row.until)
        case EventKind.CTI:
            return Cti(start=row.on, months=row.months or 0)
        case EventKind.HELD:
            return Held(rule=row.rule, of=row.of, date=row.on)  # type: ignore[arg-type] # checked by Case
        case EventKind.ENDED:
            return Ended(date=row.on)


def _key(one: Due) -> Key:
    return int(one.case), one.rule, one.of, one.number


def _row(key: Key, one: Due) -> FollowUp:
    citizen, rule, of, number = key
    return FollowUp(
        citizen_id=citizen, rule=rule, of=of, number=number, earliest=one.earliest, due=one.due, latest=one.latest
    )
