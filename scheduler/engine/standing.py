"""A plan that stands, from the file's terms back into the planner's."""

from collections.abc import Iterable
from datetime import date

from scheduler.engine.domains import Place, places
from scheduler.engine.grid import minute_of
from scheduler.engine.pins import can_fill
from scheduler.engine.plan import Plan
from scheduler.engine.problem import Problem
from scheduler.engine.result import PlannedMeeting
from scheduler.engine.space import Held, Space, Task


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


def stands(plan: Plan, held: Held) -> bool:
    """Whether a task can be held just so beside the plan: M1 to M6, and M7 as far as its predecessors are held."""
    space, task = plan.space, plan.space.tasks[held.task]
    day = space.day_number.get(held.day)
    start, off_grid = divmod(held.minute - space.grid.first, space.grid.slot)
    here = [place for place in plan.places[task.number] if place.site == held.site]
    if day is None or off_grid or not 0 <= start < space.grid.starts or not here:
        return False
    return (
        _attended(here[0], task, held, day, start)
        and _roomed(plan, here[0], held, day, start)
        and bool(plan.in_order(task.after)[day, start])
        and all(_has_time(plan, who, task, held, day) for who in held.people)
    )


def _attended(place: Place, task: Task, held: Held, day: int, start: int) -> bool:
    roles = [[who for who, mask in role if mask[day, start]] for role in place.roles]
    guests = {who for who, mask in place.optional if mask[day, start]}
    return (
        bool(place.open[day, start])
        and held.named == task.named
        and can_fill(roles, frozenset(held.roles))
        and guests.issuperset(held.optional)
    )


def _roomed(plan: Plan, place: Place, held: Held, day: int, start: int) -> bool:
    if place.rooms is None or held.room is None:
        return place.rooms is None and held.room is None
    vacant = any(room == held.room and mask[day, start] for room, mask in place.rooms)
    large = plan.space.problem.rooms[held.room].capacity >= len(held.people)
    return vacant and large and not plan.sharing(held.room, plan.space.tasks[held.task], day, held.minute)


def _has_time(plan: Plan, who: int, task: Task, held: Held, day: int) -> bool:
    left = plan.meetings_left(who, day)
    return (left is None or left > 0) and not plan.clashes(who, task, held.site, day, held.minute)
