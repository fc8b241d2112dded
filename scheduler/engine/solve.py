"""Plan the meetings of a problem: a constructor, a relaxation and its rounding, a search, and a proof."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from core.errors import Fault
from scheduler.engine.answer import answer_of
from scheduler.engine.columns import Numbers
from scheduler.engine.demand import Demand
from scheduler.engine.draft import Draft
from scheduler.engine.effort import unless
from scheduler.engine.exact import Relaxation, read, relax, seated, solve_exactly, unit_of, whole
from scheduler.engine.finish import finish, useful
from scheduler.engine.greedy import construct, least_costs
from scheduler.engine.improve import improve
from scheduler.engine.plan import Plan
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer, NoAnswer
from scheduler.engine.rounding import rounded, undecided
from scheduler.engine.rules import drafted
from scheduler.engine.run import Progress, Run
from scheduler.engine.space import Space, Task
from scheduler.engine.standing import Places
from scheduler.engine.words import Language

MOST_STARTS = 100_000
"""Starts of tasks that one model may hold; beyond this, only the tasks that cost more than they must are modelled."""
MOST_COLUMNS = 1_000_000
STAGES = (((), 4_000), ((20, 35), 12_000), ((50, 80, 130), MOST_COLUMNS))
"""How many tasks the search frees at a time, and how many columns that a better plan can use a proof is tried with."""


def solve(
    problem: Problem,
    *,
    time_limit: float | None = None,
    workers: int = 1,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    language: Language = "en",
) -> Answer | NoAnswer:
    """The cheapest plan found, with a proven bound, and why each meeting left out is left out.

    `time_limit` is in seconds; without one it ends by itself. The same problem, seed and number of workers (threads of
    the search) give the same plan, unless a time limit cuts it short. `cancelled` is asked now and then; a plan found
    before is still handed over.
    """
    space = Space(problem)
    run = Run(space, time_limit=time_limit, tell=progress, cancelled=cancelled, workers=workers)
    base = Plan(space, Places(space), space.pinned)
    demand = Demand(base)
    first = _first(base, demand, run)
    if isinstance(first, NoAnswer):
        return first
    search = Search(base, demand, run, first, least_costs(base))
    search.work(Random(seed))  # noqa: S311 - chooses neighbourhoods, protects nothing
    return answer_of(search.best, run, language)


def _first(base: Plan, demand: Demand, run: Run) -> Plan | NoAnswer:
    """The best of some quick plans, with everything that pins wait for held."""
    orders: tuple[Callable[[Task], tuple[float, ...]], ...] = (
        lambda task: (demand.starts[task.number], -task.unplanned),
        lambda task: (-task.unplanned, demand.starts[task.number]),
        lambda task: (demand.starts[task.number] / max(1, task.unplanned),),
    )
    best = construct(base, demand, orders[0])
    for order in orders[1:]:
        if not run.over():
            best = min(best, construct(base, demand, order), key=Plan.cost)
    musts = [number for number in base.space.free if base.space.tasks[number].must]
    if all(number in best.held for number in musts):
        return best
    options = {number: base.options(base.space.tasks[number], frozenset(musts)) for number in musts}
    outcome = solve_exactly(base, options, run.effort())
    if outcome.held is None:
        return NoAnswer(reason="pins", faults=_unkept(base)) if outcome.proven else NoAnswer(reason="time")
    return construct(base.with_held(outcome.held), demand, orders[0])


def _unkept(base: Plan) -> tuple[Fault, ...]:
    meetings = base.space.problem.meetings
    return tuple(
        Fault(
            f"meetings[{held.task}].pinned", "M7: de møder, som det skal ligge efter, kan ikke planlægges; fjern pinned"
        )
        for held in base.space.pinned
        if any(meetings[other].pinned is None for other, _, _ in base.space.tasks[held.task].after)
    )


@dataclass(slots=True)
class Search:
    """The best plan so far, and what is known of any plan's cost. `least` is each task's cost taken by itself."""

    base: Plan
    demand: Demand
    run: Run
    best: Plan
    least: Numbers

    def work(self, rng: Random) -> None:
        """Better plans and bounds, until they meet or the run is over."""
        self.run.raise_bound(int(self.least.sum()))
        self.run.report("construct", self.best.cost())
        while not self.done():
            told_apart = len(self.run.told_apart)
            self._round(rng)
            if len(self.run.told_apart) == told_apart:
                break
        if self.best.cost() > self.run.bound:
            # What the search freed in one place may let in what it left out in another.
            self._keep(construct(self.best, self.demand, lambda task: (-task.unplanned,)), "fill")

    def done(self) -> bool:
        """Whether the best plan is proven, or the run over."""
        return self.best.cost() <= self.run.bound or self.run.over()

    def _round(self, rng: Random) -> None:
        """Relax, round, search and prove once, with the rooms told apart that were found to need it."""
        space, tasks = self.base.space, self._tasks()
        # A bound on some tasks must not count on others being left out, so all may still be held.
        pending = frozenset(space.free)
        options = {n: self.base.options(space.tasks[n], pending) for n in tasks}
        draft = unless(self.run.cancelled, partial(drafted, self.base, options, self.run.told_apart))
        relaxation = None if draft is None else relax(draft, self.run.effort())
        if draft is None or relaxation is None:
            self._improve(rng, [size for sizes, _ in STAGES for size in sizes])
            return
        self.run.raise_bound(self._rest(tasks) + whole(relaxation.bound, unit_of(draft)))
        self.run.report("relax", self.best.cost())
        if len(tasks) == len(space.free) and not self.done() and undecided(draft, relaxation) <= len(tasks) // 2:
            self._keep(rounded(draft, relaxation, self.run), "round")
        for sizes, few in STAGES:
            if not self.done():
                self._improve(rng, sizes)
            better = useful(draft, relaxation, self.best.cost() - self._rest(tasks))
            if not self.done() and len(better) <= few and self._finish(draft, relaxation, tasks):
                return

    def _tasks(self) -> tuple[int, ...]:
        """All tasks if a model can hold them, else those that cost more than they must and what fits beside them."""
        plan, space = self.best, self.base.space
        excess = {n: plan.cost_of(n) - int(self.least[n]) for n in space.free}
        chosen, room = [], MOST_STARTS
        for number in sorted(space.free, key=lambda n: (-excess[n], n)):
            room -= sum(int(place.starts().sum()) for place in self.base.places[number])
            if room < 0:
                break
            chosen.append(number)
        return tuple(sorted(chosen))

    def _rest(self, tasks: tuple[int, ...]) -> int:
        """What everything but these tasks costs at the least."""
        return int(self.least.sum() - self.least[list(tasks)].sum())

    def _improve(self, rng: Random, sizes: Sequence[int]) -> None:
        if sizes and not self.run.over():
            self._keep(improve(self.best, self.least, self.run, rng, sizes), "improve")

    def _finish(self, draft: Draft, relaxation: Relaxation, tasks: tuple[int, ...]) -> bool:
        """Whether there was a plan that is cheaper only as long as rooms are counted."""
        rest = self._rest(tasks)
        bound, values = finish(draft, relaxation, self.best.cost() - rest, self.run)
        self.run.raise_bound(min(self.best.cost(), bound + rest))
        held, unseated = ((), set()) if values is None else seated(draft, read(draft, values))
        self.run.told_apart |= unseated
        if held and not unseated and len(tasks) == len(self.base.space.free):
            self.best = min(self.best, self.base.with_held(held), key=Plan.cost)
        self.run.report("prove", self.best.cost())
        return bool(unseated)

    def _keep(self, plan: Plan, phase: str) -> None:
        self.best = min(self.best, plan, key=Plan.cost)
        self.run.report(phase, self.best.cost())
