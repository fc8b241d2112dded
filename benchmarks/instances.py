"""Random matching problems of any size with every rule active: towns, trades, timetables, caseloads as in a region.

The same size and seed give the same problem. Nothing here is a person or a firm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import numpy as np

from law.schemes import FAR, NEAR
from matcher.engine.problem import (
    Busy,
    Citizen,
    Fixed,
    Floor,
    Horizon,
    Hours,
    Language,
    Occupation,
    Occupied,
    Opening,
    Pair,
    Point,
    Problem,
    Shift,
    Staff,
    StartWindow,
    Unit,
)

TOWNS = (
    (57.05, 9.92, 60),
    (57.44, 10.54, 24),
    (57.46, 9.98, 26),
    (57.27, 10.00, 14),
    (57.33, 10.52, 11),
    (57.72, 10.58, 8),
    (57.59, 9.97, 7),
    (57.10, 10.25, 6),
    (57.15, 9.74, 8),
    (57.23, 10.30, 5),
    (57.37, 9.72, 4),
    (57.49, 10.25, 5),
)
DAY = date(2026, 12, 1)
LANGUAGES: tuple[Language, ...] = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")
SKILLS = ("hygiene_certificate", "forklift", "welding", "cash_register", "care_course", "it_basic", "chainsaw")
NEEDS = ("mentor", "no_heavy_lifting", "step_free", "quiet", "breaks", "no_evening")
CODES = ("911200", "941100", "512000", "522300", "932100", "833200", "711500", "611300", "531100", "532200", "411000")
GROUPS = (*sorted(NEAR), *sorted(FAR), "foertidspension")
LESSONS = ((time(8, 30), time(11, 30)), (time(8, 30), time(14)), (time(12, 30), time(15)))
WORKDAYS = (
    (time(6), time(14)),
    (time(7), time(15)),
    (time(8), time(15)),
    (time(8), time(16)),
    (time(10), time(18)),
    (time(16), time(20)),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """How hard the problems are: how far people travel, how large workplaces are, how much is offered to groups only.

    Of the openings with `group_seats` seats or more the part `groups` takes nobody or at least a group. With small
    quotas and groups the linear relaxation promises more than any answer can keep.
    """

    reach: float = 1.0
    log_employees: float = 2.7
    group_seats: int = 3
    groups: float = 0.1


EASY, HARD = Kind(), Kind(reach=0.8, log_employees=2.3, group_seats=2, groups=0.3)


def problem(citizens: int, openings: int, seed: int = 1, kind: Kind = EASY) -> Problem:
    """A problem with so many citizens and openings, and 5 openings to every 3 units."""
    rng = np.random.default_rng(seed)
    units = [_unit(rng, i, kind) for i in range(max(1, openings * 3 // 5))]
    places = [_opening(rng, i, len(units), kind) for i in range(openings)]
    consultants, helpers = max(1, citizens // 40), max(1, citizens // 50)
    people = [_citizen(rng, i, consultants, helpers, kind) for i in range(citizens)]
    return Problem(
        horizon=Horizon(from_=DAY, to=DAY + timedelta(days=364)),
        rules=date(2026, 7, 1),
        citizens=tuple(people),
        units=tuple(units),
        openings=tuple(places),
        consultants=tuple(Staff(id=f"k{i}", capacity=int(rng.integers(12, 26))) for i in range(consultants)),
        support_workers=tuple(Staff(id=f"s{i}", capacity=int(rng.integers(4, 9))) for i in range(helpers)),
        fixed=tuple(_fixed(people, units, places, citizens // 50)),
        forbidden=tuple(
            Pair(citizen=f"c{rng.integers(citizens)}", opening=f"o{rng.integers(openings)}")
            for _ in range(citizens // 10)
        ),
        previous=tuple(Pair(citizen=f"c{i}", opening=f"o{rng.integers(openings)}") for i in range(1, citizens, 17)),
        change_cost=0.05,
        floors=(Floor(where={"gender": "F"}, share=0.5), Floor(where={"no_education": True}, share=0.25)),
    )


def _citizen(rng: np.random.Generator, i: int, consultants: int, helpers: int, kind: Kind) -> Citizen:
    least = int(rng.choice([2, 5, 10, 15, 20]))
    return Citizen(
        id=f"c{i}",
        birth_year=int(rng.integers(1962, 2008)),
        gender="F" if rng.random() < 0.48 else "M",
        target_group=str(rng.choice(GROUPS)),
        unemployed_since=DAY - timedelta(days=int(rng.integers(0, 1500))),
        resident_since=DAY - timedelta(days=int(rng.integers(400, 9000))) if rng.random() < 0.3 else None,
        single_parent=bool(rng.random() < 0.15),
        no_education=bool(rng.random() < 0.3),
        home=_place(rng, 3.0),
        max_travel_km=kind.reach * float(rng.choice([4, 6, 10, 15, 25])),
        hours=Hours(min=least, max=min(37, least + int(rng.choice([5, 10, 17, 22])))),
        available_from=DAY + timedelta(days=int(rng.integers(-20, 30))),
        busy=tuple(_busy(rng) for _ in range(int(rng.choice([0, 0, 0, 1, 2])))),
        language=LANGUAGES[int(rng.choice(7, p=[0.04, 0.1, 0.14, 0.15, 0.15, 0.12, 0.3]))],
        skills=_some(rng, SKILLS, 0.3),
        driving_licence=bool(rng.random() < 0.55),
        occupations=_wishes(rng),
        needs=_some(rng, NEEDS, 0.25),
        schemes=None if rng.random() < 0.9 else ("virksomhedspraktik", "loentilskud"),
        consultant=f"k{rng.integers(consultants)}",
        support_worker=f"s{rng.integers(helpers)}" if rng.random() < 0.3 else None,
        weight=float(rng.choice([1.0, 1.0, 1.0, 1.1, 1.25])),
    )


def _unit(rng: np.random.Generator, i: int, kind: Kind) -> Unit:
    taken = int(rng.choice([0, 0, 0, 1, 2]))
    return Unit(
        id=f"u{i}",
        company=f"{10000000 + i}",
        sector="public" if rng.random() < 0.25 else "private",
        social_economy=bool(rng.random() < 0.08),
        ordinary_employees=round(float(np.clip(rng.lognormal(kind.log_employees, 1.1), 0, 900)), 1),
        location=_place(rng, 2.0),
        accommodates=_some(rng, NEEDS, 0.5),
        mentor_capacity=int(rng.choice([0, 1, 2, 2])),
        occupied=tuple(_occupied(rng) for _ in range(taken)),
    )


def _occupied(rng: np.random.Generator) -> Occupied:
    begun = DAY + timedelta(days=int(rng.integers(-90, 40)))
    return Occupied(
        scheme=str(rng.choice(["virksomhedspraktik", "loentilskud", "nytteindsats", "ordinary"])),
        from_=begun,
        to=begun + timedelta(days=int(rng.choice([28, 91, 182]))),
        hours=float(rng.choice([15, 20, 37])),
        mentor=bool(rng.random() < 0.3),
    )


def _opening(rng: np.random.Generator, i: int, units: int, kind: Kind) -> Opening:
    earliest = DAY + timedelta(days=int(rng.integers(-10, 25)))
    seats = int(rng.choice([1, 1, 1, 2, 2, 3]))
    schemes = [name for name in ("virksomhedspraktik", "loentilskud") if rng.random() < 0.85]
    schemes += [name for name in ("ordinary", "igu", "fleksjob", "skaanejob", "beskyttet") if rng.random() < 0.25]
    least = int(rng.choice([2, 5, 10, 15]))
    return Opening(
        id=f"o{i}",
        unit=f"u{rng.integers(units)}",
        schemes=tuple(schemes) or ("virksomhedspraktik",),
        occupation=str(rng.choice(CODES)),
        seats=seats,
        least=2 if seats >= kind.group_seats and rng.random() < kind.groups else 0,
        start=StartWindow(earliest=earliest, latest=earliest + timedelta(weeks=10)),
        weeks=int(rng.choice([4, 13, 13, 13, 26, 52])),
        hours=Hours(min=least, max=int(rng.choice([25, 30, 37]))),
        shifts=_shifts(rng) if rng.random() < 0.6 else (),
        language=LANGUAGES[int(rng.choice(6, p=[0.2, 0.25, 0.2, 0.2, 0.1, 0.05]))],
        skills=_some(rng, SKILLS, 0.15),
        driving_licence=bool(rng.random() < 0.2),
        paid_hours_prospect=round(float(rng.random()), 2),
    )


def _fixed(people: Sequence[Citizen], units: Sequence[Unit], places: Sequence[Opening], count: int) -> list[Fixed]:
    """Placements that stand: one per unit at most, where nobody is yet and nobody needs a mentor."""
    empty = {unit.id for unit in units if not unit.occupied}
    calm = [one.id for one in people if "mentor" not in one.needs and one.support_worker is None]
    found: list[Fixed] = []
    for opening in places:
        if opening.unit in empty and opening.least <= 1 and len(found) < min(count, len(calm)):
            empty.remove(opening.unit)
            scheme = (opening.schemes or ("virksomhedspraktik",))[0]
            start = opening.start.earliest + timedelta(days=7)
            found.append(Fixed(citizen=calm[len(found)], opening=opening.id, scheme=scheme, start=start))
    return found


def _place(rng: np.random.Generator, spread_km: float) -> Point:
    shares = np.array([size for _, _, size in TOWNS], dtype=float)
    lat, lon, _ = TOWNS[int(rng.choice(len(TOWNS), p=shares / shares.sum()))]
    north, east = rng.normal(0, spread_km, 2) / 111.2
    return Point(lat=round(lat + north, 5), lon=round(lon + east / np.cos(np.radians(lat)), 5))


def _busy(rng: np.random.Generator) -> Busy:
    begins, ends = LESSONS[int(rng.integers(len(LESSONS)))]
    return Busy(weekday=int(rng.integers(1, 6)), from_=begins, to=ends, what="language_school")


def _shifts(rng: np.random.Generator) -> tuple[Shift, ...]:
    begins, ends = WORKDAYS[int(rng.integers(len(WORKDAYS)))]
    days = sorted(rng.choice(6, size=int(rng.integers(2, 6)), replace=False) + 1)
    return tuple(Shift(weekday=int(day), from_=begins, to=ends) for day in days)


def _wishes(rng: np.random.Generator) -> tuple[Occupation, ...]:
    codes = rng.choice(CODES, size=int(rng.integers(1, 4)), replace=False)
    return tuple(Occupation(code=str(code), rank=rank) for rank, code in enumerate(codes, 1))


def _some(rng: np.random.Generator, names: Sequence[str], share: float) -> tuple[str, ...]:
    return tuple(name for name, roll in zip(names, rng.random(len(names)), strict=True) if roll < share)
