"""A first plan: one task after the other at its cheapest start, where it stands least in the way of the rest."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from scheduler.engine.columns import Numbers
from scheduler.engine.demand import Demand
from scheduler.engine.domains import Choice, Place
from scheduler.engine.plan import Plan
from scheduler.engine.space import Costs, Held, Space, Task


def insert(plan: Plan, task: Task, demand: Demand) -> bool:
    """Hold the task at its cheapest start beside what is held; False where there is none."""
    places = plan.options(task)
    priced = [start_costs(plan.space, task, place) for place in places]
    worth = None if plan.must(task) else task.unplanned
    for cost, number, day, start in _cheapest(task, places, priced, demand):
        if worth is not None and cost >= worth:
            return False
        held = hold(plan.space, task, places[number], day, start)
        if held is not None:
            plan.put(held)
            return True
    return False


def hold(space: Space, task: Task, place: Place, day: int, start: int) -> Held | None:
    """The task at this start with the first people and the smallest room that do; None where roles cannot be filled."""
    roles = fill([there(role, day, start) for role in place.roles])
    if roles is None:
        return None
    optional = there(place.optional, day, start)
    room = None
    if place.rooms is not None:
        capacity = {number: space.problem.rooms[number].capacity for number in there(place.rooms, day, start)}
        wanted = task.size + len(optional)
        room = min(capacity, key=lambda number: (capacity[number] < wanted, abs(capacity[number] - wanted)))
        optional = optional[: capacity[room] - task.size]
    minute = space.grid.minute(start)
    return Held(
        task=task.number,
        day=space.grid.days[day],
        minute=minute,
        end=minute + task.minutes,
        site=place.site,
        room=room,
        named=task.named,
        roles=roles,
        optional=optional,
    )


def construct(plan: Plan, demand: Demand, order: Callable[[Task], tuple[float, ...]]) -> Plan:
    """A copy of the plan with all tasks inserted that fit, in this order, each after those it waits for."""
    result = plan.copy()
    tried: set[int] = set(result.held)
    tasks = plan.space.tasks
    for number in sorted(plan.space.free, key=lambda n: (not tasks[n].must, *order(tasks[n]), n)):
        for each in _chain(plan.space, number, tried):
            insert(result, tasks[each], demand)
    return result


def _chain(space: Space, number: int, tried: set[int]) -> Iterator[int]:
    if number in tried:
        return
    tried.add(number)
    for other, _, _ in space.tasks[number].after:
        yield from _chain(space, other, tried)
    yield number


def start_costs(space: Space, task: Task, place: Place) -> Costs:
    """What each start costs with every optional person who is free and has a seat."""
    coming = np.zeros(space.grid.shape, dtype=np.int64)
    for _, mask in place.optional:
        coming += mask
    if place.rooms is not None and task.optional:
        seats = np.full(space.grid.shape, 0, dtype=np.int64)
        for number, mask in place.rooms:
            seats = np.maximum(seats, mask * (space.problem.rooms[number].capacity - task.size))
        coming = np.minimum(coming, seats)
    return space.costs(task) + space.prices.units(space.prices.optional_missing) * (len(task.optional) - coming)


def _cheapest(
    task: Task, places: Sequence[Place], priced: Sequence[Costs], demand: Demand
) -> Iterator[tuple[int, int, int, int]]:
    """(cost, place, day, start) from cheap to dear, among equals the least sought after first.

    A start after which others can no longer follow counts as dear as they are, but costs what it costs.
    """
    found = []
    lost = demand.lost(task)
    for number, (place, costs) in enumerate(zip(places, priced, strict=True)):
        days, starts = np.nonzero(place.starts())
        if len(days):
            total, score = (costs + lost)[days, starts], demand.on(task, place)[days, starts]
            found.append(np.stack([total, score, np.full(len(days), number), days, starts, costs[days, starts]]))
    if not found:
        return
    table = np.concatenate(found, axis=1)
    for index in np.lexsort(table[::-1]):
        _, _, number, day, start, cost = table[:, index].tolist()
        yield int(cost), int(number), int(day), int(start)


def there(choices: Sequence[Choice], day: int, start: int) -> tuple[int, ...]:
    """Those of the choices who are there."""
    return tuple(number for number, mask in choices if mask[day, start])


def fill(roles: Sequence[Sequence[int]], taken: tuple[int, ...] = ()) -> tuple[int, ...] | None:
    """A different person for each role."""
    if len(taken) == len(roles):
        return taken
    for who in roles[len(taken)]:
        if who not in taken:
            rest = fill(roles, (*taken, who))
            if rest is not None:
                return rest
    return None


def least_costs(plan: Plan) -> Numbers:
    """What each task costs at the least when the others do not stand in its way, by number (units)."""
    space = plan.space
    costs = np.array([plan.cost_of(task.number) for task in space.tasks], dtype=np.int64)
    possible = {held.task for held in space.pinned}
    for number in space.in_order():
        task = space.tasks[number]
        if any(other not in possible for other, _, _ in task.after):
            continue
        places = plan.options(task, frozenset(space.free))
        cheapest = [start_costs(space, task, place)[place.starts()] for place in places]
        if any(len(each) for each in cheapest):
            possible.add(number)
            least = min(int(each.min()) for each in cheapest if len(each))
            costs[number] = least if task.must else min(task.unplanned, least)
    return costs
