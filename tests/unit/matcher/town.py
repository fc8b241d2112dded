"""A small town to test in: one citizen, one unit and one opening that fit each other, and ways to change them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from random import Random
from typing import Any

from law.schemes import GROUPS, SCHEMES
from matcher.engine.problem import (
    CEFR,
    Busy,
    Citizen,
    Horizon,
    Hours,
    Occupation,
    Occupied,
    Opening,
    Point,
    Problem,
    Shift,
    Staff,
    StartWindow,
    Unit,
)

KM_NORTH = 1 / 111.195
"""Degrees of latitude in a kilometre."""

CITIZEN = Citizen(
    id="c1",
    birth_year=1990,
    gender="F",
    target_group="aktivitetsparat",
    unemployed_since=date(2025, 3, 1),
    home=Point(lat=57.0, lon=10.0),
    max_travel_km=10.0,
    hours=Hours(min=6.0, max=20.0),
    available_from=date(2026, 12, 7),
    language="A2",
    occupations=(Occupation(code="941100", rank=1),),
    consultant="k1",
)
UNIT = Unit(
    id="u1",
    company="v1",
    sector="private",
    social_economy=False,
    ordinary_employees=10.0,
    location=Point(lat=57.0 + 5 * KM_NORTH, lon=10.0),
    accommodates=("mentor", "quiet"),
    mentor_capacity=1,
)
OPENING = Opening(
    id="o1",
    unit="u1",
    schemes=("virksomhedspraktik",),
    occupation="941100",
    seats=1,
    start=StartWindow(earliest=date(2026, 12, 1), latest=date(2027, 2, 1)),
    weeks=8,
    hours=Hours(min=5.0, max=37.0),
    language="A1",
)


Changes = Mapping[str, Any] | None


def town(*, citizen: Changes = None, unit: Changes = None, opening: Changes = None, **more: Any) -> Problem:
    """The one citizen, unit and opening with the changes given; `more` goes into the problem."""
    problem = Problem(
        horizon=Horizon(from_=date(2026, 12, 1), to=date(2027, 11, 30)),
        rules=date(2026, 7, 1),
        citizens=(replace(CITIZEN, **(citizen or {})),),
        units=(replace(UNIT, **(unit or {})),),
        openings=(replace(OPENING, **(opening or {})),),
        consultants=(Staff(id="k1", capacity=5),),
        support_workers=(Staff(id="s1", capacity=5),),
    )
    return replace(problem, **more) if more else problem


def crowd(seed: int, citizens: int, openings: int) -> Problem:
    """A random town in which every hard rule takes something away."""
    dice = Random(seed)
    units = tuple(_unit(dice, n) for n in range(max(1, openings // 2)))
    consultants = max(1, citizens // 25)
    return Problem(
        horizon=Horizon(from_=date(2026, 12, 1), to=date(2027, 11, 30)),
        rules=date(2026, 7, 1),
        citizens=tuple(_citizen(dice, n, consultants) for n in range(citizens)),
        units=units,
        openings=tuple(_opening(dice, n, len(units)) for n in range(openings)),
        consultants=tuple(Staff(id=f"k{n}", capacity=12) for n in range(consultants)),
        support_workers=tuple(Staff(id=f"s{n}", capacity=3) for n in range(consultants)),
    )


def _point(dice: Random) -> Point:
    return Point(lat=dice.uniform(57.2, 57.6), lon=dice.uniform(10.0, 10.6))


def _citizen(dice: Random, n: int, consultants: int) -> Citizen:
    least = dice.randint(2, 20)
    busy = (Busy(weekday=dice.randint(1, 5), from_=time(8, 30), to=time(12)),) if dice.random() < 0.4 else ()
    return Citizen(
        id=f"c{n}",
        birth_year=dice.randint(1961, 2006),
        gender=dice.choice("FM"),
        target_group=dice.choice(sorted(GROUPS)),
        unemployed_since=date(dice.randint(2020, 2026), dice.randint(1, 11), dice.randint(1, 28)),
        resident_since=date(dice.randint(2000, 2024), 6, 1) if dice.random() < 0.5 else None,
        home=_point(dice),
        max_travel_km=dice.choice([5.0, 10.0, 15.0, 30.0]),
        hours=Hours(min=float(least), max=float(dice.randint(least, 37))),
        available_from=date(2026, 11, dice.randint(1, 30)),
        busy=busy,
        language=dice.choice(CEFR),
        skills=tuple(dice.sample(["forklift", "hygiene", "welding", "it"], dice.randint(0, 3))),
        driving_licence=dice.random() < 0.5,
        occupations=tuple(Occupation(code=_code(dice), rank=rank) for rank in range(1, dice.randint(2, 4))),
        needs=tuple(dice.sample(["mentor", "quiet", "breaks", "step_free"], dice.choice([0, 0, 1, 2]))),
        consultant=f"k{dice.randrange(consultants)}",
        support_worker=f"s{dice.randrange(consultants)}" if dice.random() < 0.3 else None,
        weight=dice.choice([1.0, 1.0, 1.5]),
    )


def _unit(dice: Random, n: int) -> Unit:
    occupied = Occupied(
        scheme=dice.choice(["virksomhedspraktik", "nytteindsats"]),
        from_=date(2026, 10, 1),
        to=date(2027, 1, dice.randint(1, 31)),
        hours=float(dice.randint(5, 37)),
        mentor=dice.random() < 0.5,
    )
    return Unit(
        id=f"u{n}",
        company=f"v{n // 2}",
        sector=dice.choice(["private", "public"]),
        social_economy=dice.random() < 0.1,
        ordinary_employees=dice.uniform(0, 80),
        location=_point(dice),
        accommodates=tuple(dice.sample(["mentor", "quiet", "breaks", "step_free"], dice.randint(1, 4))),
        mentor_capacity=dice.randint(0, 2),
        occupied=(occupied,) if dice.random() < 0.5 else (),
    )


def _opening(dice: Random, n: int, units: int) -> Opening:
    earliest = date(2026, 12, dice.randint(1, 31))
    least = dice.choice([5, 10, 15])
    days = dice.sample(range(1, 7), dice.choice([0, 2, 3, 5]))
    return Opening(
        id=f"o{n}",
        unit=f"u{dice.randrange(units)}",
        schemes=tuple(dice.sample(SCHEMES, dice.randint(1, 3))),
        occupation=_code(dice),
        seats=dice.choice([1, 1, 2]),
        least=dice.choice([0, 0, 0, 2]),
        start=StartWindow(earliest=earliest, latest=date(2027, dice.randint(1, 3), 15)),
        weeks=dice.choice([4, 13, 26]),
        hours=Hours(min=float(least), max=float(dice.choice([20, 30, 37]))),
        shifts=tuple(
            Shift(weekday=day, from_=time(dice.randint(6, 10)), to=time(dice.randint(13, 18))) for day in days
        ),
        language=dice.choice(["A0", "A1", "A2", "B1"]),
        skills=tuple(dice.sample(["forklift", "hygiene", "welding"], dice.choice([0, 0, 1]))),
        driving_licence=dice.random() < 0.15,
        paid_hours_prospect=round(dice.random(), 2),
    )


def _code(dice: Random) -> str:
    return dice.choice(["941100", "941200", "911200", "911100", "532100", "522300", "411000", "933300"])
