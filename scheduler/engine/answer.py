"""A plan as an answer in the file's terms."""

from decimal import Decimal

from scheduler.engine.explain import because
from scheduler.engine.plan import Plan
from scheduler.engine.result import Answer, PlannedMeeting, Unplanned
from scheduler.engine.run import Run
from scheduler.engine.space import Held, Space
from scheduler.engine.words import Language


def answer_of(plan: Plan, run: Run, language: Language) -> Answer:
    """The answer to a run: the plan, its cost to the last decimal, the bound and the reasons."""
    space, prices = plan.space, plan.space.prices
    cost = float(sum((_price(plan, number) for number in range(len(space.tasks))), Decimal(0)))
    optimal = plan.cost() <= run.bound and not prices.slack
    return Answer(
        status="optimal" if optimal else "feasible",
        cost=cost,
        bound=cost if optimal else max(0.0, min(cost, prices.amount(run.bound - prices.slack))),
        seconds=round(run.seconds(), 3),
        meetings=tuple(_meeting(space, plan.held[n]) for n in range(len(space.tasks)) if n in plan.held),
        unplanned=tuple(
            Unplanned(id=meeting.id, because=because(plan, number, language))
            for number, meeting in enumerate(space.problem.meetings)
            if number not in plan.held
        ),
    )


def _price(plan: Plan, number: int) -> Decimal:
    """A meeting's cost by the file's own weights, not rounded to units."""
    space, prices = plan.space, plan.space.prices
    held, meeting = plan.held.get(number), space.problem.meetings[number]
    if held is None:
        return prices.unplanned[number]
    late = 0 if meeting.pinned else max(0, (held.day - meeting.due_day).days)
    moved = meeting.previous is not None and meeting.previous.start != held.starts_at
    missing = len(meeting.optional) - len(held.optional)
    return late * prices.late_day[number] + missing * prices.optional_missing + moved * prices.moved


def _meeting(space: Space, held: Held) -> PlannedMeeting:
    problem = space.problem
    return PlannedMeeting(
        id=problem.meetings[held.task].id,
        start=held.starts_at,
        end=held.ends_at,
        site=problem.sites[held.site].id,
        room=None if held.room is None else problem.rooms[held.room].id,
        attendees=tuple(problem.people[who].id for who in held.people),
    )
