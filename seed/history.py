"""Twelve months of each case: referral, plan, placements, CTI, and the follow-ups that were held on the way.

What should have been held is asked of the same rules that say what is due (`scheduler.followups.due_days`), so that the
past fits them; a few series were neglected, so that something is overdue today.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from math import inf

from law.catalogue.followups import FOLLOW_UPS_BEGIN
from law.followups import CLOSING, FollowUpRules, RuleCode, follow_up_rules
from law.values import Figures
from law.workdays import ONE_DAY, add_months, is_working_day, working_day_before
from scheduler.followups.cases import Case, Cti, Event, Held, PlanMade, Referral
from scheduler.followups.cases import Placement as PlacementEvent
from scheduler.followups.due_days import Due, open_follow_ups
from seed import figures
from seed.chance import Dice
from seed.records import CaseEvent, Citizen, CtiCourse, Placement

HELD_LATE = 0.05
"""Follow-ups held after their last day; assumed."""
LATE_DAYS = 9
NEGLECTED_DAYS = (25, 100)
CTI_MONTHS = ("cti.months.section_85", "cti.months.section_85", "cti.months.section_82b")
INTRODUCED = (9, 4)
"""Days before the start of a CTI course; assumed."""
CLOSING_SOON = 21
"""No CTI course of the demo closes sooner than this: a closing meeting stands until the case has ended."""
ENDED_WITHIN = 150
NAMED_BY_START = ("praktik", "stoettet", "aftercare", "cti")
"""Rules of which a case may have several series; a held follow-up then names the series by its first day."""


Series = tuple[RuleCode, date]


@dataclass(frozen=True, slots=True)
class Background:
    """What a citizen's history rests on: authorities at work, the plan's day, placements, a support worker or none."""

    citizen: Citizen
    authorities: int
    referred_on: date
    plan_on: date | None
    placements: Sequence[Placement]


def build(dice: Dice, backgrounds: Sequence[Background], today: date) -> list[CaseEvent]:
    """Every case's events."""
    rules = follow_up_rules(today)
    events: list[CaseEvent] = []
    for background in backgrounds:
        citizen = background.citizen
        ended = _ended(dice, background, today) if citizen.status == "done" else None
        for event in _history(dice, background, rules, ended or today):
            events.append(_row(len(events) + 1, citizen.id, event))
        if ended is not None:
            events.append(CaseEvent(id=len(events) + 1, citizen_id=citizen.id, kind="ended", on=ended))
    return events


def courses(events: Sequence[CaseEvent], citizens: Sequence[Citizen]) -> list[CtiCourse]:
    """The courses that the events tell of: who gives each, on what basis, and the contacts before its start."""
    worker = {citizen.id: citizen.support_worker_id for citizen in citizens}
    return [
        CtiCourse(
            event_id=event.id,
            worker_id=worker[event.citizen_id] or 0,
            basis="section_85" if event.months == Figures(FOLLOW_UPS_BEGIN).whole(CTI_MONTHS[0]) else "section_82b",
            introductions=tuple((event.on - timedelta(days=days)).isoformat() for days in INTRODUCED),
        )
        for event in events
        if event.kind == "cti"
    ]


def _ended(dice: Dice, background: Background, today: date) -> date:
    """After everything else that happened in the case."""
    known = [background.referred_on, *(one.ended_on or one.start for one in background.placements)]
    last = max(known if background.plan_on is None else [*known, background.plan_on])
    return today - timedelta(days=dice.randint(0, min((today - last).days, ENDED_WITHIN)))


def _history(dice: Dice, background: Background, rules: FollowUpRules, until: date) -> Iterator[Event]:
    """What opened the follow-ups' series, then what was held, round after round.

    Where a rule runs "every", the day one was held decides when the next falls due.
    """
    events = list(_openings(dice, background, until))
    diary = _Diary(dice, until)
    while True:
        case = Case(
            id=str(background.citizen.id),
            target_group=background.citizen.target_group,
            authorities=background.authorities,
            events=tuple(events),
        )
        held = list(_round(case, rules, diary, until))
        if not held:
            return iter(events)
        events += held
        rules = _going_on(rules, {one.rule for one in held})


def _openings(dice: Dice, background: Background, until: date) -> Iterator[Event]:
    yield Referral(date=background.referred_on)
    if background.plan_on is not None:
        yield PlanMade(date=background.plan_on)
    for one in background.placements:
        yield PlacementEvent(scheme=one.scheme, from_=one.start, to=one.ended_on or one.end)
    if background.citizen.support_worker_id is not None:
        months = Figures(max(until, FOLLOW_UPS_BEGIN)).whole(dice.choice(CTI_MONTHS))
        earliest = max(background.referred_on, add_months(until + timedelta(days=CLOSING_SOON), -months))
        yield Cti(start=earliest + timedelta(days=dice.randint(0, (until - earliest).days)), months=months)


class _Diary:
    """When each series of a case was last held, and until which day it has been looked after.

    That is about today, or long ago where the series was neglected.
    """

    def __init__(self, dice: Dice, today: date) -> None:
        self._dice, self._today = dice, today
        self._until: dict[Series, date] = {}
        self._last: dict[Series, date] = {}

    def hold(self, due: Due) -> date | None:
        """The day `due` was held; None where it was not."""
        series = due.rule, due.of
        last, until = self._last.get(series, due.of), self._looked_after(series)
        day = working_day_before(self._day(due, last, until))
        while day <= last or not is_working_day(day):
            day += ONE_DAY
        if due.due > until or day > until:
            return None
        self._last[series] = day
        return day

    def _day(self, due: Due, last: date, until: date) -> date:
        if self._dice.happens(HELD_LATE):
            return due.latest + timedelta(days=self._dice.randint(1, LATE_DAYS))
        earliest, latest = max(due.earliest, last + ONE_DAY), min(due.latest, until)
        return earliest + timedelta(days=self._dice.randint(0, max((latest - earliest).days, 0)))

    def _looked_after(self, series: Series) -> date:
        if series not in self._until:
            neglected = self._dice.happens(figures.NEGLECTED)
            days = self._dice.randint(*NEGLECTED_DAYS) if neglected else 0
            self._until[series] = self._today - timedelta(days=days)
        return self._until[series]


def _round(case: Case, rules: FollowUpRules, diary: _Diary, until: date) -> Iterator[Held]:
    """Hold what is open of each series: all whose days are fixed beforehand, or the first after them."""
    fixed = _fixed(case, rules)
    open_now = (due for due in open_follow_ups(case, until, until, rules) if due.number != CLOSING)
    for (rule, of), series in groupby(open_now, key=lambda due: (due.rule, due.of)):
        for due in series:
            if (day := diary.hold(due)) is None:
                break
            yield Held(rule=rule, of=of if rule in NAMED_BY_START else None, date=day)
            if due.number >= fixed[rule]:
                break


def _fixed(case: Case, rules: FollowUpRules) -> dict[str, float]:
    """By rule: how many follow-ups of a series have days that do not depend on when others were held."""
    found: dict[str, float] = {rules.cti.code: inf}
    for rule in rules.series:
        if case.target_group in rule.groups:
            found[rule.code] = inf if rule.every is None else len(rule.points)
    return found


def _going_on(rules: FollowUpRules, moved: Collection[str]) -> FollowUpRules:
    """The rules that may ask for more now: those that run "every" and of which one was just held."""
    return replace(rules, series=tuple(rule for rule in rules.series if rule.every is not None and rule.code in moved))


def _row(number: int, citizen: int, event: Event) -> CaseEvent:
    match event:
        case PlacementEvent():
            return CaseEvent(
                id=number, citizen_id=citizen, kind="placement", on=event.from_, scheme=event.scheme, until=event.to
            )
        case Cti():
            return CaseEvent(id=number, citizen_id=citizen, kind="cti", on=event.start, months=event.months)
        case Held():
            return CaseEvent(id=number, citizen_id=citizen, kind="held", on=event.date, rule=event.rule, of=event.of)
        case _:
            return CaseEvent(id=number, citizen_id=citizen, kind=event.kind, on=event.date)
