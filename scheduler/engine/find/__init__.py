"""Find a time for one meeting beside a plan: the best slots, or where there is none, what would open one.

Nothing is decided here that the planner does not decide in the same way: masks, prices and places are its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduler.engine.find.plan_b import Way, plan_b
from scheduler.engine.find.slots import Slot, ranked, slot_of
from scheduler.engine.find.words import way_in_words
from scheduler.engine.problem import Problem
from scheduler.engine.result import PlannedMeeting
from scheduler.engine.standing import standing

__all__ = ["Found", "Slot", "Way", "find_times", "way_in_words"]

LOOK_AHEAD = timedelta(weeks=8)
"""How far after the meeting's last day a later day is looked for."""
WAYS = 3
"""Of each kind, where no time does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best slots, cheapest first; `plan_b` only where there is none."""

    slots: tuple[Slot, ...]
    plan_b: tuple[Way, ...]


def find_times(
    problem: Problem, plan: Iterable[PlannedMeeting], meeting_id: str, *, count: int = 10, per_day: int | None = None
) -> Found:
    """The `count` best slots of a meeting beside a plan, at most `per_day` of them on a day.

    The plan's other meetings and the problem's pins stay where they are, with the way between sites. Where the meeting
    itself is in the plan or pinned, that does not stand in its way. Raises KeyError where the problem does not have it.
    """
    problem = _movable(problem, meeting_id)
    others = [one for one in plan if one.id != meeting_id]
    meeting = next(one for one in problem.meetings if one.id == meeting_id)
    beside = standing(problem, others, until=min(problem.horizon.to, meeting.latest + LOOK_AHEAD))
    task = beside.space.tasks[beside.space.task[meeting_id]]
    slots = (slot_of(beside, rank, held) for rank, held in ranked(beside, task, beside.options(task)))
    best = tuple(_spread(slots, count, per_day))
    return Found(slots=best, plan_b=() if best else plan_b(beside, task, WAYS))


def _movable(problem: Problem, meeting_id: str) -> Problem:
    """The problem with the meeting not pinned."""
    meeting = {one.id: one for one in problem.meetings}[meeting_id]
    if meeting.pinned is None:
        return problem
    loose = replace(meeting, pinned=None)
    return replace(problem, meetings=tuple(loose if one is meeting else one for one in problem.meetings))


def _spread(slots: Iterator[Slot], count: int, per_day: int | None) -> Iterator[Slot]:
    """The first slots, no more than so many of a day."""
    on: Counter[object] = Counter()
    left = count
    for slot in slots:
        if left <= 0:
            return
        on[slot.start.date()] += 1
        if per_day is None or on[slot.start.date()] <= per_day:
            left -= 1
            yield slot
