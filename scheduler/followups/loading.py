"""Rows of a case -> the pure case that follow-ups are computed from, and the way back for one event.

A case that began anew (genåbnet: a referral after its end) is what has happened since that end.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from sqlalchemy.orm import Session

from citizens.tables import CaseEvent, Citizen, EventKind
from core.errors import Fault
from law.followups import ANCHORS, PLACEMENT_RULES, RuleCode
from scheduler.followups import queries
from scheduler.followups.case_faults import in_cases
from scheduler.followups.cases import Case, Cti, Ended, Event, Held, Placement, PlanMade, Referral
from scheduler.followups.due_days import Cuts

RULES: frozenset[str] = frozenset(get_args(RuleCode))


@dataclass(frozen=True, slots=True)
class Loaded:
    """A citizen's case: all its events, those since it began (anew), and the pure case unless `faults` are in it.

    cuts: which of its series were cut short, and when.
    """

    citizen: Citizen
    history: Sequence[CaseEvent]
    rows: Sequence[CaseEvent]
    case: Case
    faults: Sequence[Fault]
    cuts: Cuts


def load(session: Session, today: date, citizens: Collection[int] | None = None) -> Iterator[Loaded]:
    """The cases of these citizens, or of everybody, each by itself: what is wrong in one touches no other.

    The citizens are locked until the transaction ends, so that a case has one writer at a time.
    """
    cases = queries.cases_locked(session, citizens)
    authorities = queries.authorities(session, today, citizens)
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    for row in queries.events(session, citizens):
        events[row.citizen_id].append(row)
    for citizen in cases:
        history = events.get(citizen.id, [])
        rows = _since_beginning(history)
        case = pure_case(citizen, authorities.get(citizen.id, 0), _understood(rows))
        yield Loaded(citizen, history, rows, case, tuple(in_cases([case])), cuts_of(rows))


def pure_case(citizen: Citizen, authorities: int, rows: Iterable[CaseEvent]) -> Case:
    """A case of these events."""
    return Case(
        id=str(citizen.id),
        target_group=citizen.target_group,
        authorities=authorities,
        events=tuple(event_of(row) for row in rows),
    )


def cuts_of(rows: Iterable[CaseEvent]) -> Cuts:
    """When series were cut short; one that several placements share lasts as long as any of them."""
    found: dict[tuple[str, date], list[date | None]] = defaultdict(list)
    for row in rows:
        if row.kind is EventKind.PLACEMENT:
            found[PLACEMENT_RULES.get(row.scheme or "", ""), row.on].append(row.cut_on or row.until)
    return {name: max(day for day in days if day is not None) for name, days in found.items() if None not in days}


def faults_of(one: Loaded, new: CaseEvent, instead_of: CaseEvent | None = None) -> list[Fault]:
    """What is wrong with adding an event to a case: places are its fields in `tovholder-followups/1` (`scheme`)."""
    others = [row for row in _understood(one.rows) if row is not instead_of]
    case = pure_case(one.citizen, one.case.authorities, [*others, new])
    before = f"cases[0].events[{len(others)}]."
    return [
        Fault(fault.place.removeprefix(before), fault.message)
        for fault in in_cases([case])
        if fault.place.startswith(before)
    ]


def event_of(row: CaseEvent) -> Event:
    """The event that a row tells of."""
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
            return Held(rule=row.rule, of=row.of, date=row.on)  # type: ignore[arg-type] # one of RULES: `_understood`
        case EventKind.ENDED:
            return Ended(date=row.on)


def write_event(row: CaseEvent, event: Event) -> CaseEvent:
    """The row, telling of this event."""
    row.kind = EventKind(event.kind)
    match event:
        case Placement():
            row.on, row.until, row.scheme = event.from_, event.to, event.scheme
        case Cti():
            row.on, row.months = event.start, event.months
        case Held():
            row.on, row.rule, row.of = event.date, event.rule, event.of
        case _:
            row.on = event.date
    return row


def opens(row: CaseEvent, rule: str) -> bool:
    """Whether an event opens a series of `rule`."""
    if row.kind is EventKind.PLACEMENT:
        return PLACEMENT_RULES.get(row.scheme or "") == rule
    return rule in RULES and ANCHORS[rule] == row.kind.value  # type: ignore[index] # a RuleCode, just asked


def _since_beginning(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    referred = max((row.on for row in events if row.kind is EventKind.REFERRAL), default=None)
    ends = [row.on for row in events if row.kind is EventKind.ENDED and referred is not None and row.on < referred]
    return [row for row in events if not ends or row.on > max(ends)]


def _understood(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    """Without what was held of a series that is no more, or by a rule that is no more: it settles nothing."""
    return [row for row in events if row.kind is not EventKind.HELD or _settles(row, events)]


def _settles(held: CaseEvent, events: Sequence[CaseEvent]) -> bool:
    if held.rule not in RULES:
        return False
    return held.of is None or any(row.on == held.of and opens(row, held.rule) for row in events)
