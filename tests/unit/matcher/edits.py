"""What may happen to a problem from one run to the next: random edits, large and small."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from matcher.engine.problem import Occupied, Pair, Problem

PAIRS = ("fixed", "forbidden", "previous")
Parts = dict[str, Any]
T = TypeVar("T")


def edited(problem: Problem, seed: int) -> Problem:
    """`problem` after one to four edits; what stands fixed at a place that an edit touches is no longer fixed."""
    dice = Random(seed)
    for _ in range(dice.randint(1, 4)):
        problem = _with(problem, dice.choice(EDITS)(problem, dice))
    return problem


def _forbid(problem: Problem, dice: Random) -> Parts:
    pair = Pair(citizen=dice.choice(problem.citizens).id, opening=dice.choice(problem.openings).id)
    return {"forbidden": (*problem.forbidden, pair)}


def _allow(problem: Problem, dice: Random) -> Parts:
    return {"forbidden": tuple(one for one in problem.forbidden if dice.random() < 0.5)}


def _release(problem: Problem, dice: Random) -> Parts:
    return {"fixed": tuple(one for one in problem.fixed if dice.random() < 0.5)}


def _citizen_changes(problem: Problem, dice: Random) -> Parts:
    place = dice.randrange(len(problem.citizens))
    old = problem.citizens[place]
    further = replace(old, max_travel_km=old.max_travel_km + 5)
    new = dice.choice([further, replace(old, language="C2"), replace(old, needs=()), replace(old, weight=1.5)])
    return {"citizens": (*problem.citizens[:place], new, *problem.citizens[place + 1 :])}


def _citizen_leaves(problem: Problem, dice: Random) -> Parts:
    return {"citizens": _without(problem.citizens, dice)}


def _citizen_comes(problem: Problem, dice: Random) -> Parts:
    new = replace(dice.choice(problem.citizens), id=f"new{dice.random()}")
    return {"citizens": (new, *problem.citizens)}


def _opening_changes(problem: Problem, dice: Random) -> Parts:
    place = dice.randrange(len(problem.openings))
    old = problem.openings[place]
    new = dice.choice([replace(old, seats=dice.randint(0, 4)), replace(old, skills=()), replace(old, weeks=4)])
    return {"openings": (*problem.openings[:place], new, *problem.openings[place + 1 :])}


def _opening_closes(problem: Problem, dice: Random) -> Parts:
    return {"openings": _without(problem.openings, dice)}


def _opening_comes(problem: Problem, dice: Random) -> Parts:
    new = replace(dice.choice(problem.openings), id=f"new{dice.random()}", seats=2)
    return {"openings": (*problem.openings, new)}


def _unit_changes(problem: Problem, dice: Random) -> Parts:
    place = dice.randrange(len(problem.units))
    old = problem.units[place]
    taken = Occupied(scheme="virksomhedspraktik", from_=date(2026, 12, 7), to=date(2027, 1, 15))
    new = dice.choice(
        [replace(old, occupied=(*old.occupied, taken)), replace(old, location=problem.units[0].location),
         replace(old, accommodates=()), replace(old, quota_override=dice.randint(0, 5))]
    )  # fmt: skip
    return {"units": (*problem.units[:place], new, *problem.units[place + 1 :])}


def _costs_change(problem: Problem, dice: Random) -> Parts:
    return {"change_cost": dice.choice([0.0, 0.1]), "delay_cost_per_week": dice.choice([0.0, 0.02])}


def _a_day_passes(problem: Problem, dice: Random) -> Parts:
    horizon = replace(problem.horizon, from_=problem.horizon.from_ + timedelta(days=dice.randint(1, 9)))
    return {"horizon": horizon}


def _turned(problem: Problem, dice: Random) -> Parts:
    return {"citizens": problem.citizens[::-1], "openings": problem.openings[::-1]}


EDITS: tuple[Callable[[Problem, Random], Parts], ...] = (
    _forbid, _allow, _release, _citizen_changes, _citizen_leaves, _citizen_comes, _opening_changes, _opening_closes,
    _opening_comes, _unit_changes, _costs_change, _a_day_passes, _turned,
)  # fmt: skip


def _without(rows: tuple[T, ...], dice: Random) -> tuple[T, ...]:
    gone = dice.randrange(len(rows))
    return (*rows[:gone], *rows[gone + 1 :])


def _with(problem: Problem, parts: Parts) -> Problem:
    """With these parts, without references to who is gone and fixed placements that may break a rule by now."""
    now = {name: parts.get(name, getattr(problem, name)) for name in ("citizens", "openings", "units", *PAIRS)}
    citizens, openings = {one.id for one in now["citizens"]}, {one.id: one for one in now["openings"]}
    roomy = {unit.id for unit in now["units"] if not unit.occupied and unit.quota_override is None}
    for name in PAIRS:
        now[name] = tuple(one for one in now[name] if one.citizen in citizens and one.opening in openings)
    stands = (one for one in now["fixed"] if openings[one.opening].seats and openings[one.opening].unit in roomy)
    return replace(problem, **(parts | now | {"fixed": tuple(stands)}))
