"""What a plan says about itself: which meetings it holds and leaves out, its cost and its bound."""

from collections.abc import Iterator

from core.errors import Breach
from scheduler.engine.check.case import Case, Item

TOLERANCE = 1e-6
"""How far a stated cost or bound may lie from the recomputed one, per unit of it."""


def listed_once(case: Case) -> Iterator[Breach]:
    """Every meeting of the problem is either planned or left out, once, and no other is named."""
    known = {meeting.id for meeting in case.problem.meetings}
    seen: set[str] = set()
    planned = [(f"meetings[{number}]", row.id) for number, row in enumerate(case.answer.meetings)]
    left_out = [(f"unplanned[{number}]", row.id) for number, row in enumerate(case.answer.unplanned)]
    for place, name in (*planned, *left_out):
        if name not in known:
            yield Breach("listed", place, f"{name} findes ikke i opgaven")
        elif name in seen:
            yield Breach("listed", place, f"{name} står der allerede")
        seen.add(name)
    for name in sorted(known - seen):
        yield Breach("listed", "unplanned", f"{name} er hverken planlagt eller nævnt som udeladt")


def cost_adds_up(case: Case) -> Iterator[Breach]:
    """The stated cost is the one that the plan has."""
    cost = recomputed_cost(case)
    if abs(cost - case.answer.cost) > TOLERANCE * max(1.0, cost):
        yield Breach("cost", "cost", f"er opgivet til {case.answer.cost:g}, men er {cost:g}")


def bound_holds(case: Case) -> Iterator[Breach]:
    """The bound lies no higher than the cost, and an optimal plan's no lower."""
    cost = recomputed_cost(case)
    slack = TOLERANCE * max(1.0, cost)
    if case.answer.bound > cost + slack:
        yield Breach("bound", "bound", f"er {case.answer.bound:g}, over planens pris {cost:g}")
    if case.answer.status == "optimal" and case.answer.bound < cost - slack:
        yield Breach("bound", "status", f"er optimal, men grænsen {case.answer.bound:g} ligger under prisen {cost:g}")


def recomputed_cost(case: Case) -> float:
    """What the plan costs: left out, late, without optional people, moved."""
    left_out = sum(meeting.weight for meeting in case.problem.meetings if meeting.id not in case.items)
    return case.problem.weights.unplanned * left_out + sum(_cost(case, item) for item in case.items.values())


def _cost(case: Case, item: Item) -> float:
    weights, meeting, start = case.problem.weights, item.meeting, item.plan.start
    days_late = 0 if item.pinned else max(0, (start.date() - (meeting.due or meeting.latest)).days)
    absent = sum(who not in item.plan.attendees for who in meeting.optional)
    moved = meeting.previous is not None and meeting.previous.start != start
    return weights.late_day * meeting.weight * days_late + weights.optional_missing * absent + weights.moved * moved
