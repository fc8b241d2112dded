"""Plan again after an absence, a closed day or a cancelled room, so that only what must move moves.

What still keeps the rules stays as it is. What does not is decided anew beside it: first so that as much as possible is
held and as little as possible moves, then as cheaply as can be. Something lawful moves only where that gets another
meeting held.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from scheduler.engine.answer import answer_of
from scheduler.engine.blockers import needs, starts_of, ways_in
from scheduler.engine.domains import Place
from scheduler.engine.exact import solve_exactly
from scheduler.engine.find.moves import moves
from scheduler.engine.find.slots import ranked
from scheduler.engine.greedy import least_costs
from scheduler.engine.plan import Plan
from scheduler.engine.problem import Meeting, Previous, Problem, Weights
from scheduler.engine.result import Answer, NoAnswer, PlannedMeeting
from scheduler.engine.run import Run
from scheduler.engine.space import Held, Space
from scheduler.engine.standing import Places, held_of, stands
from scheduler.engine.words import Language

NODES = 200
"""Of the exact model's search tree: a limit that repeats itself, which seconds do not."""
MOST_FREED = 60
"""Tasks that are decided anew in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """The new plan and what it changes, by meeting id.

    `problem`: as given, with every meeting's start in the old plan as its `previous`; `answer` is an answer to that.
    `moved`: start at another time. `changed`: at the old time in another room, at another site or with other people.
    `dropped`: held no more. `forced`: could not have stayed at their time, whatever else moved; no plan that holds
    them moves fewer.
    """

    problem: Problem
    answer: Answer
    moved: tuple[str, ...]
    changed: tuple[str, ...]
    dropped: tuple[str, ...]
    forced: tuple[str, ...]


def replan(
    problem: Problem,
    plan: Iterable[PlannedMeeting],
    *,
    time_limit: float = 2.0,
    cancelled: Callable[[], bool] | None = None,
    language: Language = "en",
) -> Replanned | NoAnswer:
    """The plan mended for the problem as it is now; `time_limit` in seconds.

    A plan that could not be mended in time holds what fits without more moves. NoAnswer where pins cannot be kept, or
    were not in time.
    """
    old = {one.id: one for one in plan}
    given = replace(problem, meetings=tuple(_as_it_was(meeting, old) for meeting in problem.meetings))
    run = Run(Space(given), time_limit=time_limit, cancelled=cancelled)
    repair = Repair(run, _kept(run.space.at(_only_moves(problem.weights)), old), old)
    if not repair.make_room():
        return NoAnswer(reason="time" if run.over() else "pins")
    return _told(given, old, repair.settled(), run, language)


def _as_it_was(meeting: Meeting, old: dict[str, PlannedMeeting]) -> Meeting:
    return replace(meeting, previous=Previous(start=old[meeting.id].start)) if meeting.id in old else meeting


def _only_moves(weights: Weights) -> Weights:
    """Prices at which nothing but leaving out and moving costs anything."""
    return Weights(unplanned=weights.unplanned, late_day=0, optional_missing=0, moved=weights.moved or 1)


def _kept(space: Space, old: dict[str, PlannedMeeting]) -> Plan:
    """The pins, and all of the old plan that still keeps the rules beside them and each other."""
    kept = Plan(space, Places(space), space.pinned)
    for number in space.in_order():
        one = old.get(space.problem.meetings[number].id)
        if one is not None and one.site in space.site:
            held = held_of(space, one)
            if stands(kept, held):
                kept.put(held)
    return kept


@dataclass(slots=True)
class Repair:
    """A plan being mended. `plan` is at the prices of `_only_moves`, the run's space at the problem's own."""

    run: Run
    plan: Plan
    old: dict[str, PlannedMeeting]

    def make_room(self) -> bool:
        """Hold as much as possible with as few moves as possible; False where something that pins need is left out."""
        # What waits for something that has fallen out does not stand before that is decided.
        fallen = self._with_followers(self._left_out())
        for number in fallen & self.plan.held.keys():
            self.plan.take(number)
        if not self._decide(fallen):
            self._insert(n for n in self.plan.space.in_order() if n in fallen)
        self._move_one_each()
        self._move_several()
        return not any(self.plan.must(self.plan.space.tasks[number]) for number in self._left_out())

    def settled(self) -> Plan:
        """What was decided anew at the least cost by the problem's own prices, at its old time where it has that."""
        space = self.run.space
        anew = {n for n in space.free if not self._as_before(n)}
        settled = Plan(space, self.plan.places, (h for n, h in self.plan.held.items() if n not in anew))
        pending = frozenset(anew)
        options = {n: self._where(n, settled.options(space.tasks[n], pending)) for n in anew}
        found = solve_exactly(settled, options, self.run.effort(NODES)).held
        best = [settled.with_held(self.plan.held[n] for n in anew if n in self.plan.held)]
        if found is not None:
            best.append(settled.with_held(found))
        return min(best, key=Plan.cost)

    def _left_out(self) -> list[int]:
        return [n for n in self.plan.space.in_order() if n not in self.plan.held]

    def _was_held(self, number: int) -> bool:
        return self.plan.space.problem.meetings[number].id in self.old

    def _as_before(self, number: int) -> bool:
        """Held just as in the old plan."""
        held, space = self.plan.held.get(number), self.plan.space
        one = self.old.get(space.problem.meetings[number].id)
        return held is not None and one is not None and _same(space, held, one)

    def _where(self, number: int, places: tuple[Place, ...]) -> tuple[Place, ...]:
        """A task that kept its time keeps it."""
        held, meeting = self.plan.held.get(number), self.plan.space.problem.meetings[number]
        if held is None or meeting.previous is None or held.starts_at != meeting.previous.start:
            return places
        space, only = self.plan.space, np.zeros(self.plan.space.grid.shape, dtype=np.bool_)
        only[space.day_number[held.day], (held.minute - space.grid.first) // space.grid.slot] = True
        return tuple(replace(place, open=place.open & only) for place in places)

    def _with_followers(self, numbers: Iterable[int]) -> set[int]:
        """These, and what waits for them, which may have to follow."""
        found, waiting = set[int](), list(numbers)
        while waiting:
            number = waiting.pop()
            if number not in found and number in self.plan.space.free_set:
                found.add(number)
                waiting.extend(other for other, _, _ in self.plan.space.tasks[number].before)
        return found

    def _decide(self, freed: set[int]) -> bool:
        """Decide these anew, if that is no dearer; False where it cannot be done (in time)."""
        space = self.plan.space
        rest = Plan(space, self.plan.places, (held for n, held in self.plan.held.items() if n not in freed))
        pending = frozenset(freed)
        options = {n: rest.options(space.tasks[n], pending) for n in sorted(freed)}
        found = solve_exactly(rest, options, self.run.effort(NODES)).held
        if found is not None:
            self.plan = min(self.plan, rest.with_held(found), key=Plan.cost)
        return found is not None

    def _insert(self, numbers: Iterable[int]) -> None:
        """Hold what fits without any move, one after the other."""
        for number in numbers:
            task = self.plan.space.tasks[number]
            best = next(ranked(self.plan, task, self.plan.options(task)), None)
            if best is not None:
                self.plan.put(best[1])

    def _move_one_each(self) -> None:
        """Hold each that is left out where one other's move is enough and costs less than leaving it out."""
        for number in self._left_out():
            task = self.plan.space.tasks[number]
            if self.run.over():
                return
            price = self.plan.space.cost
            pairs = ((held, moved) for (_, held), (_, moved) in moves(self.plan, task))
            chosen = next((pair for pair in pairs if sum(map(price, pair)) < task.unplanned), None)
            if chosen is not None:
                self.plan.take(chosen[1].task)
                self.plan.put(chosen[0])
                self.plan.put(chosen[1])

    def _move_several(self) -> None:
        """Decide what was held and is left out together with more and more of what stands in its way."""
        freed = self._with_followers(filter(self._was_held, self._left_out()))
        while any(map(self._was_held, self._left_out())) and not self.run.over():
            wider = self._wider(freed)
            if wider == freed or not self._decide(wider):
                return
            freed = wider

    def _wider(self, freed: set[int]) -> set[int]:
        """These and what stands in their way, the nearest first."""
        more = dict.fromkeys(sorted(freed))
        for number in sorted(freed):
            for other in self._in_the_way(number):
                if len(more) < MOST_FREED:
                    more.setdefault(other)
        return self._with_followers(more)

    def _in_the_way(self, number: int) -> Iterator[int]:
        """Tasks of which two at most would have to go for this one to be held otherwise."""
        task, held = self.plan.space.tasks[number], self.plan.held.get(number)
        if held is not None:
            self.plan.take(number)
        for place, day, start in starts_of(self.plan, task):
            for going in ways_in(needs(self.plan, task, place, day, start), most=2):
                yield from sorted(going & self.plan.space.free_set)
        if held is not None:
            self.plan.put(held)


def _same(space: Space, held: Held, one: PlannedMeeting) -> bool:
    before = held_of(space, one)
    return replace(before, roles=()) == replace(held, roles=()) and set(before.roles) == set(held.roles)


def _told(given: Problem, old: dict[str, PlannedMeeting], plan: Plan, run: Run, language: Language) -> Replanned:
    space = plan.space
    run.raise_bound(int(least_costs(Plan(space, plan.places, space.pinned)).sum()))
    answer = answer_of(plan, run, language)
    kept = {one.id: one for one in answer.meetings if one.id in old}
    moved = tuple(name for name, one in kept.items() if one.start != old[name].start)
    return Replanned(
        problem=given,
        answer=answer,
        moved=moved,
        changed=tuple(n for n, one in kept.items() if n not in moved and _facts(one) != _facts(old[n])),
        dropped=tuple(one.id for one in answer.unplanned if one.id in old),
        forced=tuple(name for name in old if name in space.task and not _can_stay(plan, space.task[name], old[name])),
    )


def _facts(one: PlannedMeeting) -> tuple[str, str | None, frozenset[str]]:
    return one.site, one.room, frozenset(one.attendees)


def _can_stay(plan: Plan, number: int, one: PlannedMeeting) -> bool:
    """Whether the meeting could be at its old time if there were no other."""
    space = plan.space
    if number not in space.free_set:
        return True
    day = space.day_number.get(one.start.date())
    start, off_grid = divmod(one.start.hour * 60 + one.start.minute - space.grid.first, space.grid.slot)
    if day is None or off_grid or not 0 <= start < space.grid.starts:
        return False
    return any(place.starts()[day, start] for place in plan.places[number])
