"""How little moves, and how fast, after a change in a full plan: `python -m benchmarks.replan`.

Ten weeks' absences, five closed days and five rooms cancelled for a week, each by itself. Asserts that the new plan
keeps every rule, and that it does not beat the proven least of leaving out and moving. `could not stay` counts the
meetings that could not be at their time whatever else moved; `proven` how many changes are met with the least possible.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from statistics import median
from time import perf_counter, process_time

from benchmarks.apart import apart
from benchmarks.find_a_time import Planned, planned
from benchmarks.meeting_instances import Size
from scheduler.engine.check import check
from scheduler.engine.problem import Busy, Problem
from scheduler.engine.replan import Replanned, replan
from scheduler.engine.result import Answer
from scheduler.engine.solve import solve

Line = Callable[[str], None]
HEADER = (
    "change",
    "plan of",
    "times",
    "moved",
    "could not stay",
    "other room or people",
    "held no more",
    "proven",
    "median s",
    "worst s",
    "worst CPU s",
)
PROOF_SECONDS = 60.0
MOST_SECONDS = 2.0
Change = Callable[[Planned, Random], Problem]


@dataclass(frozen=True, slots=True)
class Mended:
    """What one change came to."""

    found: Replanned
    seconds: float
    processor: float


def _week(given: Planned, rng: Random) -> tuple[str, str | None, Busy]:
    """Somebody who is wanted, a room that is used, and the week of it."""
    one = rng.choice(given.answer.meetings)
    monday = datetime.combine(one.start.date() - timedelta(days=one.start.weekday()), time())
    staff = [who for who in one.attendees if not who.startswith("c")]
    return rng.choice(staff), one.room, Busy(from_=monday, to=monday + timedelta(days=7))


def absence(given: Planned, rng: Random) -> Problem:
    """Somebody is away for a week."""
    who, _, week = _week(given, rng)
    people = given.problem.people
    return replace(
        given.problem, people=tuple(replace(one, busy=(*one.busy, week)) if one.id == who else one for one in people)
    )


def closed_day(given: Planned, rng: Random) -> Problem:
    """A day on which there are meetings is closed."""
    day: date = rng.choice(given.answer.meetings).start.date()
    return replace(given.problem, closed=(*given.problem.closed, day))


def cancelled_room(given: Planned, rng: Random) -> Problem:
    """A room in use is cancelled for a week."""
    room = None
    while room is None:
        _, room, week = _week(given, rng)
    rooms = given.problem.rooms
    return replace(
        given.problem, rooms=tuple(replace(one, busy=(*one.busy, week)) if one.id == room else one for one in rooms)
    )


CHANGES: dict[str, tuple[Change, int]] = {
    "absence for a week": (absence, 10),
    "closed day": (closed_day, 5),
    "room cancelled for a week": (cancelled_room, 5),
}


def mend(given: Planned, change: str) -> list[Mended]:
    """The changes of a kind, each to the same plan."""
    gc.collect()
    gc.freeze()
    make, times = CHANGES[change]
    rng = Random(change)
    return [_mend(make(given, rng), given.answer) for _ in range(times)]


def _mend(problem: Problem, before: Answer) -> Mended:
    began, worked = perf_counter(), process_time()
    found = replan(problem, before.meetings, time_limit=MOST_SECONDS)
    seconds, processor = perf_counter() - began, process_time() - worked
    assert isinstance(found, Replanned)
    return Mended(found, seconds, processor)


def proven(_given: Planned, every: Sequence[Mended]) -> tuple[list[Mended], int]:
    """The same, checked, and how many leave out and move the least possible."""
    for one in every:
        assert not check(one.found.problem, one.found.answer)
    return list(every), sum(map(_is_least, every))


def _is_least(one: Mended) -> bool:
    """By the exact model of the whole problem in which nothing else costs anything."""
    problem = one.found.problem
    only = replace(problem, weights=replace(problem.weights, late_day=0, optional_missing=0))
    weight = {meeting.id: meeting.weight for meeting in problem.meetings}
    left_out = sum(weight[each.id] for each in one.found.answer.unplanned)
    cost = problem.weights.unplanned * left_out + problem.weights.moved * len(one.found.moved) + _own_moves(one)
    least = solve(only, time_limit=PROOF_SECONDS)
    assert isinstance(least, Answer)
    assert cost >= least.bound
    return cost <= least.bound


def _own_moves(one: Mended) -> float:
    """What moves cost of meetings that had a previous start but no place in the plan."""
    problem = one.found.problem
    had = {meeting.id: meeting.previous.start for meeting in problem.meetings if meeting.previous}
    moved = sum(each.id in had and had[each.id] != each.start for each in one.found.answer.meetings)
    return problem.weights.moved * (moved - len(one.found.moved))


def table(sizes: Sequence[Size], line: Line) -> None:
    """A line for each kind of change and size, as Markdown."""
    line(f"\n| {' | '.join(HEADER)} |\n|{'---|' * len(HEADER)}")
    for size in sizes:
        for change in CHANGES:
            got = apart(partial(planned, size), partial(mend, change=change), proven)
            assert got is not None, f"{size}, {change}: stopped"
            line(f"| {' | '.join(_cells(size, change, *got[0]))} |")


def _cells(size: Size, change: str, every: Sequence[Mended], least: int) -> Iterator[str]:
    seconds = [one.seconds for one in every]
    yield from (change, f"{size.meetings:,} / {size.staff} staff", str(len(every)))
    for count in ("moved", "forced", "changed", "dropped"):
        yield str(sum(len(getattr(one.found, count)) for one in every))
    missed = (
        f" (missed: {MOST_SECONDS:g})" if max(seconds) > MOST_SECONDS and size.meetings <= SIZES[0].meetings else ""
    )
    yield from (
        f"{least} of {len(every)}",
        f"{median(seconds):.2f}",
        f"{max(seconds):.2f}{missed}",
        f"{max(one.processor for one in every):.2f}",
    )


SIZES = (Size(400, 120, 8),)

if __name__ == "__main__":
    table(SIZES, partial(print, flush=True))
