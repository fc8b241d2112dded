"""The difference between two answers to a problem, by person."""

from dataclasses import dataclass
from typing import Literal

from matcher.engine.problem import Problem
from matcher.engine.result import Placement, Result

SAME = 1e-6
"""Values that differ by less are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A citizen for whom something is different. An opening is None where there is no placement.

    `outcome`: placed, lost, moved to another opening, or changed at the same one (start, scheme, hours or value).
    """

    citizen: str
    outcome: Literal["placed", "lost", "moved", "changed"]
    before: str | None
    after: str | None
    value_before: float
    value_after: float


def differing(problem: Problem, before: Result, after: Result) -> tuple[Person, ...]:
    """For whom two answers differ, in the order of `problem.citizens`."""
    old, new = ({one.citizen: one for one in result.placements} for result in (before, after))
    people = (_person(one.id, old.get(one.id), new.get(one.id)) for one in problem.citizens)
    return tuple(one for one in people if one is not None)


def _person(citizen: str, old: Placement | None, new: Placement | None) -> Person | None:
    outcome: Literal["placed", "lost", "moved", "changed"]
    if old is None and new is None:
        return None
    if old is None:
        outcome = "placed"
    elif new is None:
        outcome = "lost"
    elif old.opening != new.opening:
        outcome = "moved"
    elif _same(old, new):
        return None
    else:
        outcome = "changed"
    return Person(
        citizen=citizen,
        outcome=outcome,
        before=old.opening if old else None,
        after=new.opening if new else None,
        value_before=old.value if old else 0.0,
        value_after=new.value if new else 0.0,
    )


def _same(old: Placement, new: Placement) -> bool:
    terms = (old.scheme, old.start, old.hours) == (new.scheme, new.start, new.hours)
    return terms and abs(old.value - new.value) < SAME
