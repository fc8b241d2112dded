"""A plan that stands, from the file's terms back into the planner's."""

from collections.abc import Iterable
from datetime import date

from scheduler.engine.domains import Place, places
from scheduler.engine.grid import minute_of
from scheduler.engine.plan import Plan
from scheduler.engine.problem import Problem
from scheduler.engine.result import PlannedMeeting
from scheduler.engine.space import Held, Space


class Places(dict[int, tuple[Place, ...]]):
    """The places of each task, worked out when first asked for: a question is often about few tasks of many."""

    def __init__(self, space: Space) -> None:
        super().__init__()
        self._space = space

    def __missing__(self, number: int) -> tuple[Place, ...]:
        self[number] = places(self._space, self._space.tasks[number])
        return self[number]


def standing(problem: Problem, meetings: Iterable[PlannedMeeting], until: date | None = None) -> Plan:
    """The plan in which these meetings and the problem's pins are held, whether or not they keep the rules.

    What the problem does not know (any more) is left out: meetings, sites with the meetings there, people, rooms.
    `until` as in `Space`.
    """
    space = Space(problem, until)
    plan = Plan(space, Places(space), space.pinned)
    for one in meetings:
        if space.task.get(one.id) in space.free_set and one.site in space.site:
            plan.put(held_of(space, one))
    return plan


def held_of(space: Space, one: PlannedMeeting) -> Held:
    """A planned meeting as a task with its time, place and people."""
    task = space.tasks[space.task[one.id]]
    there = [space.person[who] for who in one.attendees if who in space.person]
    start = minute_of(one.start)
    return Held(
        task=task.number,
        day=one.start.date(),
        minute=start,
        end=start + task.minutes,
        site=space.site[one.site],
        room=None if one.room is None else space.room.get(one.room),
        named=tuple(who for who in task.named if who in there),
        roles=tuple(who for who in there if who not in task.named and who not in task.optional),
        optional=tuple(who for who in there if who in task.optional),
    )
