"""What binds and helps the citizens: hours, travel, Danish, skills, needs, wishes, and their fixed hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from companies.occupations import occupations
from law.schemes import INTEGRATION
from law.workdays import years_between
from seed import figures
from seed.chance import Dice
from seed.industries import HOSPITAL, PRIVATE, PUBLIC, SKILLS
from seed.people import Person

HOURS = {"ressourceforloeb": (4, 12), "aktivitetsparat": (6, 20), "uddannelse_aktivitetsparat": (8, 25),
         "sygedagpenge": (8, 26), "jobafklaring": (5, 16), "ledighedsydelse": (6, 20),
         "integration_aktivitetsparat": (8, 28), "foertidspension": (4, 20)}  # fmt: skip
"""Most hours a week, from and to. B p. 20: two times three hours for the weakest."""
FULL_TIME = 37.0
TRAVEL = {"walk": (2, 4), "bicycle": (5, 10), "bus": (12, 25), "car": (25, 45)}
"""Kilometres, from and to; assumed."""
MEANS = {"walk": ("walk",), "bicycle": ("bike", "walk"), "bus": ("bus", "walk"), "car": ("car",)}
"""The codes of a profile."""
TRANSPORT = {"walk": 0.06, "bicycle": 0.20, "bus": 0.29, "car": 0.45}
TRANSPORT_WITHOUT_LICENCE = {"walk": 0.12, "bicycle": 0.38, "bus": 0.50}
LICENCE = 0.62
DANISH_YEARS = ((1, ("A0", "A1")), (3, ("A1", "A2")), (6, ("A2", "B1")), (12, ("B1", "B2")), (99, ("B1", "C1")))
"""CEFR level after so many years: danskuddannelse takes up to five years to B1-B2."""
LEARNING = ("A0", "A1", "A2", "B1")
AREA_NEEDS = {"mental": {"mentor": 0.50, "quiet": 0.30, "breaks": 0.40, "shielding": 0.20},
              "physical": {"no_heavy_lifting": 0.65, "step_free": 0.15, "breaks": 0.30},
              "social": {"mentor": 0.60, "no_evening": 0.20}}  # fmt: skip
AREA_AUTHORITIES = {"mental": ("health", "social"), "physical": ("health",), "social": ("social",)}
NARROW_WISH = 0.12
"""Wishes for something that no firm of the map has; B p. 41: first wishes are narrow or unrealistic."""
WISHED = {industry: industry.wanted for industry in (*PRIVATE, *PUBLIC, HOSPITAL)}


@dataclass(frozen=True, slots=True)
class Hours:
    """A fixed activity in the week."""

    weekday: int
    from_: time
    to: time
    what: str
    authority: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A citizen's possibilities. `authorities` always has "job" first."""

    hours_min: float
    hours_max: float
    max_travel_km: float
    transport: tuple[str, ...]
    driving_licence: bool
    language: str
    skills: tuple[str, ...]
    needs: tuple[str, ...]
    authorities: tuple[str, ...]
    wishes: tuple[str, ...]
    week: tuple[Hours, ...]
    available_from: date


def build(dice: Dice, person: Person, today: date) -> Life:
    """The life of one citizen."""
    areas, danish = _areas(dice, person), _danish(dice, person, today)
    least, most = _hours(dice, person)
    licence = dice.happens(LICENCE * (0.5 if person.target_group in INTEGRATION else 1))
    transport = dice.pick(TRANSPORT if licence else TRANSPORT_WITHOUT_LICENCE)
    authorities = _authorities(dice, person, areas, danish)
    return Life(
        hours_min=least,
        hours_max=most,
        max_travel_km=round(dice.uniform(*TRAVEL[transport]), 1),
        transport=MEANS[transport],
        driving_licence=licence,
        language=danish,
        skills=dice.some(SKILLS),
        needs=_needs(dice, areas),
        authorities=authorities,
        wishes=_wishes(dice),
        week=tuple(_week(dice, person, danish, authorities)),
        available_from=today + timedelta(days=dice.choice((0, 0, 0, 7, 14, 28))),
    )


def _areas(dice: Dice, person: Person) -> tuple[str, ...]:
    """The citizen's problem areas; they decide needs and authorities, and are not kept."""
    if person.near and dice.happens(figures.NEAR_WITHOUT_PROBLEMS):
        return ()
    number = dice.pick(figures.PROBLEM_AREAS)
    if number == 1:
        return (dice.pick(figures.ONE_AREA),)
    if number == 2:
        return dice.pick(figures.TWO_AREAS)
    return tuple(AREA_NEEDS) if number else ()


def _needs(dice: Dice, areas: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({need for area in areas for need in dice.some(AREA_NEEDS[area])}))


def _authorities(dice: Dice, person: Person, areas: tuple[str, ...], danish: str) -> tuple[str, ...]:
    found = ["job"]
    for area in areas:
        found += [one for one in AREA_AUTHORITIES[area] if dice.happens(0.45 if one == "social" else 0.6)]
    if person.has_children and areas and dice.happens(0.3):
        found.append("children")
    if danish in LEARNING and person.target_group in INTEGRATION:
        found.append("language_school")
    if person.target_group not in ("dagpenge", "sygedagpenge") and dice.happens(0.06):
        found.append("benefits")
    return tuple(dict.fromkeys(found))


def _danish(dice: Dice, person: Person, today: date) -> str:
    if person.resident_since is None:
        return "C2"
    years = years_between(person.resident_since, today)
    return dice.choice(next(levels for below, levels in DANISH_YEARS if years < below))


def _hours(dice: Dice, person: Person) -> tuple[float, float]:
    if person.target_group in HOURS and person.status != "igu":
        most = dice.uniform(*HOURS[person.target_group])
    else:
        most = FULL_TIME if person.status == "igu" or dice.happens(0.7) else dice.uniform(20, 34)
    most = float(round(most))
    least = max(2.0, round(most * dice.uniform(0.3, 0.7)))
    return least, most


def _wishes(dice: Dice) -> tuple[str, ...]:
    """One to three codes, the first one foremost; later wishes often stay in the same industry."""
    if dice.happens(NARROW_WISH):
        first, industry = dice.choice(occupations()).code, dice.pick(WISHED)
    else:
        industry = dice.pick(WISHED)
        first = dice.choice(industry.work)
    found = [first]
    for _ in range(dice.choice((0, 1, 1, 2, 2))):
        industry = industry if dice.happens(0.5) else dice.pick(WISHED)
        found.append(dice.choice(industry.work))
    return tuple(dict.fromkeys(found))


def _week(dice: Dice, person: Person, danish: str, authorities: tuple[str, ...]) -> Iterator[Hours]:
    if "language_school" in authorities or (danish in LEARNING and dice.happens(0.4)):
        morning = dice.happens(0.6)
        hours = (time(8, 30), time(12)) if morning else (time(12, 30), time(15, 30))
        for day in sorted(dice.several((1, 2, 3, 4, 5), 2, 3)):
            yield Hours(day, *hours, "language_school", "language_school")
    if "health" in authorities and dice.happens(0.7):
        start = dice.randint(9, 14)
        for day in sorted(dice.several((1, 2, 3, 4), 1, 2)):
            yield Hours(day, time(start), time(start + 1, dice.choice((0, 30))), "treatment", "health")
    if "social" in authorities and dice.happens(0.4):
        start = dice.randint(10, 14)
        yield Hours(dice.randint(1, 5), time(start), time(start + 1), "contact_person", "social")
    if person.has_children and dice.happens(0.9 if person.single_parent else 0.35):
        for day in range(1, 6):
            yield Hours(day, time(6), time(7, 45), "child_care", None)
            yield Hours(day, time(15, 45), time(18), "child_care", None)
