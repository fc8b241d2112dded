"""Follow-ups (opfølgninger): what is due when in each case, and what is overdue. Pure.

The events of a case open series (`law.followups`); what nobody has held yet of a series falls due. The same stream
answers a file (`follow_ups`), fills one case's rows (`open_follow_ups`) and says what comes next (`next_follow_up`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from operator import attrgetter
from typing import Literal

from law.followups import PLACEMENT_RULES, CtiRule, FollowUpRules, Rule, RuleCode, follow_up_rules
from law.values import NO_OVERRIDES, Figure
from law.workdays import working_day_before
from scheduler.engine.records import STRICT
from scheduler.followups.cases import Case, FollowupProblem
from scheduler.followups.intervals import Course, open_contacts, open_days

IN_ORDER = attrgetter("due", "case", "rule", "of", "number")
"""How rows are sorted."""
Cuts = Mapping[tuple[str, date], date]
"""By a series' rule and the day it counts from: the day on which it was cut short."""
NOTHING_CUT: Cuts = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One follow-up that nobody has held yet. `of` is the day its series counts from."""

    __pydantic_config__ = STRICT
    case: str
    rule: RuleCode
    of: date
    number: int
    earliest: date
    due: date
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowupAnswer:
    """Both lists sorted by due, case, rule, of, number; a follow-up is in one of them."""

    __pydantic_config__ = STRICT
    format: Literal["tovholder-followups-answer/1"] = "tovholder-followups-answer/1"
    due: tuple[Due, ...]
    overdue: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class _Series:
    """A rule's run from the day `of` to `last` (None: open-ended). `days`: number and day of what is not held yet."""

    rule: Rule | CtiRule
    of: date
    last: date | None
    days: Iterator[tuple[int, date]]


def follow_ups(problem: FollowupProblem, overrides: Mapping[str, Figure] = NO_OVERRIDES) -> FollowupAnswer:
    """What is due in all cases from `problem.from_` to `problem.to`, and what was overdue before.

    The rules are those in force on `problem.from_`; overrides: the municipality's own figures for those marked assumed.
    """
    rules = follow_up_rules(problem.from_, overrides)
    closed = frozenset(problem.closed)
    found = [row for case in problem.cases for row in open_follow_ups(case, problem.from_, problem.to, rules, closed)]
    found.sort(key=IN_ORDER)
    return FollowupAnswer(
        due=tuple(row for row in found if row.latest >= problem.from_),
        overdue=tuple(row for row in found if row.latest < problem.from_),
    )


def open_follow_ups(
    case: Case, on: date, until: date, rules: FollowUpRules, closed: Collection[date] = (), cuts: Cuts = NOTHING_CUT
) -> Iterator[Due]:
    """What of one case falls due by `until` and is not held, the overdue with it; series by series, each by due day.

    A case that has ended on or before the day `on` has none. A series that was cut short keeps the days it was planned
    with: what was due by then and not held was missed; what is due later falls away.
    """
    for stream in _streams(case, on, rules, closed, cuts):
        yield from takewhile(lambda row: row.due <= until, stream)


def next_follow_up(case: Case, on: date, rules: FollowUpRules, closed: Collection[date] = ()) -> Due | None:
    """The first follow-up due on or after the day `on`; None where nothing is planned: nobody may be left so."""
    streams = _streams(case, on, rules, closed, NOTHING_CUT)
    coming = (next((row for row in stream if row.due >= on), None) for stream in streams)
    return min((row for row in coming if row is not None), key=IN_ORDER, default=None)


def _streams(
    case: Case, on: date, rules: FollowUpRules, closed: Collection[date], cuts: Cuts
) -> Iterator[Iterator[Due]]:
    """Each series' follow-ups, ascending by due day; a stream may be endless."""
    ended = max((event.date for event in case.events if event.kind == "ended"), default=None)
    if ended is None or ended > on:
        for series in _series(case, rules):
            cut = cuts.get((series.rule.code, series.of))
            yield _rows(case.id, series, _earliest(series.last, ended, cut), closed)


def _rows(case: str, series: _Series, last: date | None, closed: Collection[date]) -> Iterator[Due]:
    for number, day in series.days:
        due = working_day_before(day, closed)
        if last is not None and due > last:
            return
        window = series.rule.window(number)
        yield Due(
            case=case,
            rule=series.rule.code,
            of=series.of,
            number=number,
            earliest=series.of if window.before is None else due - timedelta(days=window.before),
            due=due,
            latest=due + timedelta(days=window.after),
        )


def _series(case: Case, rules: FollowUpRules) -> Iterator[_Series]:
    jobs = [event.from_ for event in case.events if event.kind == "placement" and event.scheme == "ordinary"]
    work_from = min(jobs, default=None)
    for rule in rules.series:
        if case.target_group not in rule.groups or case.authorities < rule.least_authorities:
            continue
        for start, end in _courses(case, rule).items():
            course = Course(start=start, end=end, work_from=work_from)
            yield _Series(rule, start, end, open_days(rule, course, _held(case, rule.code, start)))
    for start, months in _cti_courses(case).items():
        held = _held(case, rules.cti.code, start)
        yield _Series(rules.cti, start, None, open_contacts(rules.cti, start, months, held))


def _courses(case: Case, rule: Rule) -> dict[date, date | None]:
    """First and last day of what the rule's series run along.

    Of referrals and plans only the latest counts. Placements that the same rule follows from the same day share one
    series, because its name is the same: that of the longest.
    """
    if rule.anchor != "placement":
        days = [event.date for event in case.events if event.kind in ("referral", "plan") and event.kind == rule.anchor]
        return {max(days): None} if days else {}
    found: dict[date, date | None] = {}
    for event in case.events:
        if event.kind == "placement" and PLACEMENT_RULES.get(event.scheme) == rule.code:
            found[event.from_] = _later(found[event.from_], event.to) if event.from_ in found else event.to
    return found


def _cti_courses(case: Case) -> dict[date, int]:
    """First day and months of each CTI course; of two from the same day, the longer."""
    found: dict[date, int] = {}
    for event in case.events:
        if event.kind == "cti":
            found[event.start] = max(event.months, found.get(event.start, 0))
    return found


def _held(case: Case, code: RuleCode, of: date) -> list[date]:
    """The days on which follow-ups of the series were held, in date order."""
    held = (event for event in case.events if event.kind == "held" and event.rule == code)
    return sorted(event.date for event in held if event.of is None or event.of == of)


def _earliest(*last_days: date | None) -> date | None:
    """The earliest of some last days, None being no end."""
    return min((day for day in last_days if day is not None), default=None)


def _later(one: date | None, other: date | None) -> date | None:
    """The later of two last days, None being no end."""
    return None if one is None or other is None else max(one, other)
