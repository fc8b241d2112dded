"""Why a meeting is left out: the smallest set of people, rooms, predecessors or other meetings in its way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations
from operator import and_

import numpy as np

from scheduler.engine import domains
from scheduler.engine.blockers import smallest_opening
from scheduler.engine.domains import Place
from scheduler.engine.greedy import fill, there
from scheduler.engine.grid import Mask
from scheduler.engine.obstacle import Obstacle
from scheduler.engine.plan import Plan
from scheduler.engine.problem import Problem
from scheduler.engine.result import PlannedMeeting
from scheduler.engine.space import Task
from scheduler.engine.standing import standing
from scheduler.engine.words import Language, obstacle_in_words


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a task needs, and the starts at which it has it."""

    mask: Mask
    who: str = ""
    sites: tuple[str, ...] = ()
    meeting: str = ""


def why_not(problem: Problem, plan: Iterable[PlannedMeeting], meeting_id: str) -> Obstacle:
    """What stands in the way of a meeting beside these, whether or not it is one of them.

    Raises KeyError where the problem does not have it.
    """
    beside = standing(problem, [one for one in plan if one.id != meeting_id])
    return obstacle_of(beside, beside.space.task[meeting_id])


def because(plan: Plan, number: int, language: Language) -> str:
    """What stands in the way of a task that the plan leaves out, in words."""
    return obstacle_in_words(obstacle_of(plan, number), plan.space.problem.meetings[number], language)


def obstacle_of(plan: Plan, number: int) -> Obstacle:
    """The smallest set of obstacles of a task that the plan leaves out."""
    task = plan.space.tasks[number]
    return _frame(plan, task) or _waits(plan, task) or _wishes_clash(plan, task) or _others(plan, task)


def _frame(plan: Plan, task: Task) -> Obstacle | None:
    space = plan.space
    if not domains.window(space, task).any():
        return Obstacle(kind="closed")
    if not domains.hours(space, task).any():
        return Obstacle(kind="too_long")
    empty = [name for name, role in zip(_roles(plan, task), task.roles, strict=True) if not role]
    if empty:
        return Obstacle(kind="nobody", people=tuple(empty[:1]))
    never = [name for name, people in _asked(plan, task) if all(_never(plan, who) for who in people)]
    return Obstacle(kind="limit", people=tuple(never[:1])) if never else None


def _never(plan: Plan, who: int) -> bool:
    return plan.space.problem.people[who].max_per_day == 0


def _asked(plan: Plan, task: Task) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each need of people: its name, and who can meet it."""
    yield from ((plan.space.problem.people[who].id, (who,)) for who in task.named)
    yield from zip(_roles(plan, task), task.roles, strict=True)


def _waits(plan: Plan, task: Task) -> Obstacle | None:
    missing = [plan.space.problem.meetings[other].id for other, _, _ in task.after if other not in plan.held]
    return Obstacle(kind="waits", meetings=tuple(missing[:1])) if missing else None


def _wishes_clash(plan: Plan, task: Task) -> Obstacle | None:
    """The fewest wishes that cannot be met together, whatever else is planned; people are named before rooms."""
    frame = domains.hours(plan.space, task) & domains.window(plan.space, task)
    wishes = list(_wishes(plan, task))
    for size in range(1, len(wishes) + 1):
        for some in combinations(wishes, size):
            if not reduce(and_, (wish.mask for wish in some), frame).any():
                return _obstacle(plan, task, some)
    return None


def _wishes(plan: Plan, task: Task) -> Iterator[Wish]:
    space, places = plan.space, plan.places[task.number]
    for who in task.named:
        yield Wish(space.calendars.free(who, task.minutes), who=space.problem.people[who].id)
    for name, choices in zip(_roles(plan, task), places[0].roles, strict=True):
        yield Wish(domains.any_of(choices, places[0].open), who=name)
    everywhere = np.ones(space.grid.shape, dtype=np.bool_)
    rooms = [everywhere if p.rooms is None else domains.any_of(p.rooms, p.open) for p in places]
    yield Wish(np.logical_or.reduce(rooms), sites=tuple(space.problem.sites[p.site].id for p in places))
    for other, least, most in task.after:
        mask = plan.in_order(((other, least, most),))
        yield Wish(mask, meeting=space.problem.meetings[other].id)


def _obstacle(plan: Plan, task: Task, wishes: Sequence[Wish]) -> Obstacle:
    people = tuple(wish.who for wish in wishes if wish.who)
    sites = tuple(site for wish in wishes for site in wish.sites)
    meetings = tuple(wish.meeting for wish in wishes if wish.meeting)
    if meetings:
        return Obstacle(kind="order_people" if people else "order", people=people, sites=sites, meetings=meetings)
    if sites and not any(place.rooms is None or place.rooms for place in plan.places[task.number]):
        return Obstacle(kind="small", sites=sites)
    if sites:
        return Obstacle(kind="rooms_people" if people else "rooms", people=people, sites=sites)
    return Obstacle(kind="calendar_one" if len(people) == 1 else "calendar_many", people=people)


def _others(plan: Plan, task: Task) -> Obstacle:
    """The fewest planned meetings that hold a time which would do."""
    opening = smallest_opening(plan, task)
    if opening is None:
        return Obstacle(kind="distinct", people=_too_few(plan, task))
    if not opening.meetings:
        return Obstacle(kind="dear")
    return Obstacle(
        kind="full" if opening.full else "taken",
        people=tuple(plan.space.problem.people[who].id for who in opening.full),
        meetings=tuple(plan.space.problem.meetings[number].id for number in opening.meetings),
        when=opening.when.isoformat(timespec="minutes"),
    )


def _too_few(plan: Plan, task: Task) -> tuple[str, ...]:
    """The fewest roles for which there are never enough different people at once."""
    names, order = _roles(plan, task), plan.in_order(task.after)
    numbers = range(len(names))
    sets = (some for size in numbers for some in combinations(numbers, size + 1))
    few = next(some for some in sets if not any(_filled(place, order, some) for place in plan.places[task.number]))
    return tuple(names[number] for number in few)


def _filled(place: Place, order: Mask, some: Sequence[int]) -> bool:
    """Whether these roles, all others left empty, can be filled at some start."""
    fewer = replace(place, roles=tuple(place.roles[number] for number in some))
    return any(
        fill([there(role, day, start) for role in fewer.roles]) is not None
        for day, start in np.argwhere(fewer.starts() & order).tolist()
    )


def _roles(plan: Plan, task: Task) -> tuple[str, ...]:
    return tuple("|".join(pool) for pool in plan.space.problem.meetings[task.number].roles)
