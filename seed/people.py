"""Who the citizens are: target group, age, origin, family, home, and where they stand in the municipality's work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from law.schemes import FAR, GROUPS, INTEGRATION, NEAR
from law.workdays import months_between
from seed import figures
from seed.chance import Dice
from seed.geography import Spot, home
from seed.names import first_name, surname
from seed.numbers import CprNumbers
from seed.records import Household

AGES = {"uddannelsesparat": (18, 29), "uddannelse_aktivitetsparat": (18, 29), "dagpenge": (21, 63),
        "ledighedsydelse": (28, 64), "foertidspension": (25, 64), "integration_jobparat": (19, 58),
        "integration_aktivitetsparat": (19, 60)}  # fmt: skip
OTHER_AGES = (30, 62)
IGU_AGES = (19, 38)
"""Within every version of the rules."""
MONTHS_WITHOUT_WORK = {"dagpenge": 9, "jobparat": 14, "uddannelsesparat": 10, "sygedagpenge": 6,
                       "integration_jobparat": 12, "integration_aktivitetsparat": 24}  # fmt: skip
LONG_WITHOUT_WORK = 48
"""Median months for the rest; E tp.125: two years without a break is the least."""
REFERRED = {"new": (1, 20), "clarifying": (14, 120), "ready": (45, 364), "done": (190, 364)}
"""Days since the referral, by status."""
OTHERS_REFERRED = (120, 364)
OPEN_TO = {
    "igu": INTEGRATION,
    "fleksjob": frozenset({"ledighedsydelse"}),
    "loentilskud": NEAR | FAR,
    "praktik": NEAR | FAR,
}
"""Target groups that may have the status; the rest are open to all."""
FIRST_RESIDENCE_YEARS = 3
"""Integrationsloven covers the first years; B p. 13."""
SPOUSE_AGE_GAP = 6
ADULT = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A citizen before the municipality has done anything. `origin` is "danish" or a key of `names.FOREIGN`."""

    id: int
    cpr: str
    first_name: str
    last_name: str
    born: date
    gender: str
    household_id: int
    origin: str
    target_group: str
    status: str
    home: Spot
    has_children: bool
    single_parent: bool
    no_education: bool
    unemployed_since: date
    resident_since: date | None
    referred_on: date

    @property
    def near(self) -> bool:
        """Whether the target group is near the labour market."""
        return self.target_group in NEAR


@dataclass(frozen=True, slots=True)
class _Family:
    id: int
    kind: str
    origin: str
    name: str
    home: Spot
    elder: tuple[str, date] | None = None
    """Gender and birthday of the member already known."""


def build(dice: Dice, count: int, today: date) -> tuple[list[Person], list[Household]]:
    """`count` citizens and the families they live in."""
    groups = dice.deal(figures.TARGET_GROUPS, count)
    statuses = _statuses(dice, groups)
    numbers = CprNumbers()
    persons: list[Person] = []
    households: list[Household] = []
    for family, cards in _families(dice, list(zip(groups, statuses, strict=True))):
        households.append(Household(id=family.id, name=f"Familien {family.name}"))
        known = family
        for group, status in cards:
            person = _person(dice, len(persons) + 1, known, group, status, numbers, today)
            persons.append(person)
            known = _Family(
                family.id, family.kind, family.origin, family.name, family.home, (person.gender, person.born)
            )
    return persons, households


def _statuses(dice: Dice, groups: list[str]) -> list[str]:
    """A status for each target group in the list: the rare ones first, to whom they are open."""
    shares = figures.STATUSES
    wanted = dice.deal(shares, len(groups))
    free = list(range(len(groups)))
    dealt = ["ready"] * len(groups)
    for status in shares:
        fitting = [n for n in free if groups[n] in OPEN_TO.get(status, GROUPS)]
        for n in dice.sample(fitting, min(wanted.count(status), len(fitting))):
            dealt[n] = status
            free.remove(n)
    return dealt


def _families(dice: Dice, cards: list[tuple[str, str]]) -> Iterator[tuple[_Family, list[tuple[str, str]]]]:
    """Each family with the (target group, status) of its one or two citizens."""
    queues: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for card in cards:
        queues[card[0] in INTEGRATION].append(card)
    number = 0
    for integration, queue in queues.items():
        while queue:
            number += 1
            kind = dice.pick(figures.INTEGRATION_HOUSEHOLDS if integration else figures.HOUSEHOLDS)
            both = kind.startswith("couple") and len(queue) > 1 and dice.happens(figures.BOTH_ON_BENEFIT)
            origin = _origin(dice, integration)
            family = _Family(number, kind, origin, surname(dice, origin), home(dice))
            yield family, [queue.pop() for _ in range(2 if both else 1)]


def _origin(dice: Dice, integration: bool) -> str:
    if integration:
        return dice.pick(figures.ORIGINS)
    return dice.pick(figures.OTHER_ORIGINS) if dice.happens(figures.FOREIGN_ORIGIN) else "danish"


def _person(
    dice: Dice, number: int, family: _Family, group: str, status: str, numbers: CprNumbers, today: date
) -> Person:
    gender, born = _gender(dice, family), _born(dice, family, group, status, today)
    resident = _resident_since(dice, family.origin, group, born, today)
    return Person(
        id=number,
        cpr=numbers.next(born, gender),
        first_name=first_name(dice, family.origin, gender),
        last_name=family.name,
        born=born,
        gender=gender,
        household_id=family.id,
        origin=family.origin,
        target_group=group,
        status=status,
        home=family.home,
        has_children=family.kind in ("couple_children", "single_parent"),
        single_parent=family.kind == "single_parent",
        # Løntilskud asks for half a year without work or one of a few exemptions; this one then always holds.
        no_education=dice.happens(0.35 if group in NEAR else 0.6) or status == "loentilskud",
        unemployed_since=max(_unemployed_since(dice, group, born, today), resident or born),
        resident_since=resident,
        referred_on=today - timedelta(days=dice.randint(*REFERRED.get(status, OTHERS_REFERRED))),
    )


def _gender(dice: Dice, family: _Family) -> str:
    if family.elder is not None:
        return "M" if family.elder[0] == "F" else "F"
    share = 0.85 if family.kind == "single_parent" else figures.WOMEN - 0.04
    return "F" if dice.happens(share) else "M"


def _born(dice: Dice, family: _Family, group: str, status: str, today: date) -> date:
    youngest, oldest = IGU_AGES if status == "igu" else AGES.get(group, OTHER_AGES)
    age = dice.uniform(youngest + 0.1, oldest + 0.9)
    if family.elder is not None:
        near = (today - family.elder[1]).days / 365.25 + dice.uniform(-SPOUSE_AGE_GAP, SPOUSE_AGE_GAP)
        age = min(max(near, youngest + 0.1), oldest + 0.9)
    return today - timedelta(days=int(age * 365.25))


def _unemployed_since(dice: Dice, group: str, born: date, today: date) -> date:
    median = MONTHS_WITHOUT_WORK.get(group, LONG_WITHOUT_WORK)
    longest = max(months_between(born, today) - ADULT * 12, 6)
    return today - timedelta(days=int(dice.spread(median, 0.6, 1, min(longest, 240)) * 30.4))


def _resident_since(dice: Dice, origin: str, group: str, born: date, today: date) -> date | None:
    if origin == "danish":
        return None
    years = dice.uniform(0.3, FIRST_RESIDENCE_YEARS) if group in INTEGRATION else dice.spread(11, 0.5, 3.5, 30)
    return max(today - timedelta(days=int(years * 365.25)), born)
