"""The date arithmetic of follow-up series: fixed points, then every so often; and the contacts of a CTI course.

Days here are as the arithmetic gives them; moving them off closed days comes after, in `scheduler.followups.due_days`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from law.followups import CLOSING, CtiRule, Interval, Point, Rule
from law.workdays import add_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a series runs along: from `start`, to `end` (its last day; None while open-ended).

    work_from: the first day of the citizen's first ordinary job, None where there is none.
    """

    start: date
    end: date | None = None
    work_from: date | None = None


def after(day: date, interval: Interval) -> date:
    """The day so many calendar months (clamped to the month's last day) and then days after `day`."""
    return add_months(day, interval.months) + timedelta(days=interval.days)


def open_days(rule: Rule, course: Course, held: Sequence[date]) -> Iterator[tuple[int, date]]:
    """Number and day of each due that is not settled, numbered from 1; endless where the rule runs "every".

    held: the days on which dues were held, in date order; the k-th settles the k-th due, and in the part that runs
    "every" the next due counts from it.
    """
    points = fixed_days(rule.points, course)
    yield from sorted(((number, day) for number, day in points if number > len(held)), key=lambda due: due[1])
    if rule.every is None:
        return
    day = course.start
    if held and len(held) >= len(points):
        day = held[-1]
    elif points:
        day = points[-1][1]
    for number in count(max(len(held), len(points)) + 1):
        day = after(day, step(rule, course, day))
        yield number, day


def fixed_days(points: Sequence[Point], course: Course) -> list[tuple[int, date]]:
    """Number and day of each fixed point; those that need the last day of an open-ended course are left out."""
    bases = {"start": course.start}
    if course.end is not None:
        bases |= {"middle": course.start + (course.end - course.start) // 2, "end": course.end}
    numbered = enumerate(points, start=1)
    return [(number, after(bases[point.base], point.after)) for number, point in numbered if point.base in bases]


def step(rule: Rule, course: Course, day: date) -> Interval:
    """How long after `day`, the day counted from, the next due of the part that runs "every" comes."""
    assert rule.every is not None
    if rule.every_in_work is not None and course.work_from is not None and course.work_from <= day:
        return rule.every_in_work
    if rule.every_later is not None and rule.later_after_months is not None:
        return rule.every if day < add_months(course.start, rule.later_after_months) else rule.every_later
    return rule.every


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a CTI course: its first day, the first day after it, and the days between its contacts."""

    begin: date
    end: date
    days_between: int


def phases(start: date, months: int, days_between: Sequence[int]) -> list[Phase]:
    """The phases of a CTI course, one per figure in `days_between`.

    They share the months equally, by the calendar; where the months do not divide, a phase ends after whole months,
    rounded down.
    """
    number = len(days_between)
    begins = [add_months(start, months * phase // number) for phase in range(number + 1)]
    return [Phase(*one) for one in zip(begins, begins[1:], days_between, strict=False)]


def contact_days(start: date, months: int, days_between: Sequence[int]) -> Iterator[date]:
    """The contacts of a CTI course, strictly inside their phase: neither on its first day nor on that of the next."""
    for phase in phases(start, months, days_between):
        gap = timedelta(days=phase.days_between)
        contact = phase.begin + gap
        while contact < phase.end:
            yield contact
            contact += gap


def open_contacts(rule: CtiRule, start: date, months: int, held: Sequence[date]) -> Iterator[tuple[int, date]]:
    """Number and day of each contact of a CTI course that is not settled, and of its closing meeting, by day.

    The k-th held one settles the k-th contact. None settles the closing meeting: it stands until the case has ended.
    """
    contacts = enumerate(contact_days(start, months, rule.contact_days), start=1)
    closing = add_months(start, months) - timedelta(days=rule.closing_days_before_end)
    numbered = [(CLOSING, closing), *((number, day) for number, day in contacts if number > len(held))]
    yield from sorted(numbered, key=lambda due: due[1])
