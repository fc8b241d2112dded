"""How fast ten slots are found for one meeting beside a full plan: `python -m benchmarks.find_a_time`.

Every meeting of the plan is asked about, as if it were to be moved, and every one that is left out. Asserts that each
slot and each move of plan B keeps every rule beside the rest of the plan. Milliseconds run from the problem and the
plan in memory to the answer. What was loaded before is taken out of the garbage collector's sight, as a server would.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from time import perf_counter, process_time

from benchmarks.apart import apart
from benchmarks.meeting_instances import Size, municipality
from scheduler.engine.check import check
from scheduler.engine.find import Found, Slot, find_times
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer, PlannedMeeting
from scheduler.engine.solve import solve

Line = Callable[[str], None]
HEADER = (
    "beside a plan of",
    "asked",
    "10 slots",
    "fewer",
    "none: a way",
    "none: no way",
    "median ms",
    "99 % ms",
    "worst ms",
    "worst CPU ms",
)
CHECKED = 10
"""Every so many answers are put into the plan and checked, slot by slot."""
PLAN_SECONDS = 60.0
MOST_MILLISECONDS = 100


@dataclass(frozen=True, slots=True)
class Planned:
    """A problem with a plan."""

    problem: Problem
    answer: Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, its answer, and what it took."""

    meeting: str
    found: Found
    milliseconds: float
    processor: float


def planned(size: Size) -> Planned:
    """An instance with the planner's own plan."""
    problem = municipality(size)
    answer = solve(problem, time_limit=PLAN_SECONDS)
    assert isinstance(answer, Answer)
    return Planned(problem, answer)


def ask(given: Planned) -> list[Asked]:
    """Ask about every meeting."""
    gc.collect()
    gc.freeze()
    find_times(given.problem, given.answer.meetings, given.problem.meetings[0].id)
    return [_ask(given, meeting.id) for meeting in given.problem.meetings]


def _ask(given: Planned, meeting: str) -> Asked:
    began, worked = perf_counter(), process_time()
    found = find_times(given.problem, given.answer.meetings, meeting)
    return Asked(meeting, found, 1000 * (perf_counter() - began), 1000 * (process_time() - worked))


def verified(given: Planned, every: Sequence[Asked]) -> list[Asked]:
    """The same, with the assertion that what is offered keeps the rules."""
    for one in (*every[::CHECKED], *(one for one in every if one.found.plan_b)):
        others = [other for other in given.answer.meetings if other.id != one.meeting]
        for plan in _offers(one, others):
            assert not _broken(given.problem, plan), one.meeting
    return list(every)


def _offers(one: Asked, others: Sequence[PlannedMeeting]) -> Iterator[Sequence[PlannedMeeting]]:
    """Each slot, and each move of plan B, in the plan."""
    yield from ((*others, _held(slot, one.meeting)) for slot in one.found.slots)
    for way in one.found.plan_b:
        if way.instead is not None:
            rest = [_held(way.instead, other.id) if other.id == way.meeting else other for other in others]
            yield (*rest, _held(way.slot, one.meeting))


def _held(slot: Slot, meeting: str) -> PlannedMeeting:
    return PlannedMeeting(
        id=meeting, start=slot.start, end=slot.end, site=slot.site, room=slot.room, attendees=slot.attendees
    )


def _broken(problem: Problem, plan: Sequence[PlannedMeeting]) -> list[str]:
    answer = Answer(status="feasible", cost=0, bound=0, seconds=0, meetings=tuple(plan), unplanned=())
    return [str(breach) for breach in check(problem, answer) if breach.code.startswith("M")]


def table(sizes: Sequence[Size], line: Line) -> None:
    """A line for each size, as Markdown."""
    line(f"\n| {' | '.join(HEADER)} |\n|{'---|' * len(HEADER)}")
    for size in sizes:
        got = apart(partial(planned, size), ask, verified)
        assert got is not None, f"{size}: stopped"
        line(_row(size, got[0]))


def _row(size: Size, every: Sequence[Asked]) -> str:
    times = sorted(one.milliseconds for one in every)
    full = sum(len(one.found.slots) == 10 for one in every)
    way, none = (sum(not one.found.slots and bool(one.found.plan_b) is has for one in every) for has in (True, False))
    counts = (len(every), full, len(every) - full - way - none, way, none)
    figures = (median(times), times[int(0.99 * len(times))], times[-1])
    processor = max(one.processor for one in every)
    missed = f" (missed: {MOST_MILLISECONDS})" if figures[-1] > MOST_MILLISECONDS else ""
    cells = (f"{size.meetings:,} / {size.staff} staff", *map(str, counts), *(f"{each:.0f}" for each in figures))
    return f"| {' | '.join(cells)}{missed} | {processor:.0f} |"


SIZES = (Size(400, 120, 8), replace(Size(1000, 300, 8), rooms=24))

if __name__ == "__main__":
    table(SIZES, partial(print, flush=True))
