"""The municipality's own people: how many of each role the citizens need, and the actors around each citizen."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

from seed import figures
from seed.chance import Dice
from seed.lives import Life
from seed.names import first_name, slug, surname
from seed.people import Person
from seed.records import User

COLOURS = ("#1a6e8e", "#8c3b4a", "#4f7326", "#7a4fa3", "#b0601a", "#2d5aa8", "#8a6d00", "#a03a7c", "#23786a", "#5c5c5c")
NEEDS_INTERPRETER = ("A0", "A1", "A2")
CITIZENS_PER_INTERPRETER = 40
LEAST_INTERPRETERS = 2
SUPPORT_WORKERS_NEW = 8
"""New placements one support worker can carry at a time beside those running; assumed, of 15 citizens."""
COORDINATED = 2
"""From so many authorities on, a household has a coordinator of its own; else the job caseworker is it."""
ON_CALL = ("consultant", "coordinator", "caseworker", "support_worker", "manager")
"""Who has a telephone for when they are on call. No Danish number begins with a nought, so nobody can be called."""

Case = tuple[Person, Life]


@dataclass(frozen=True, slots=True)
class Staff:
    """Users of the municipality, and their ids by role, by authority (caseworkers) and by language (interpreters)."""

    users: list[User] = field(default_factory=list)
    roles: dict[str, list[int]] = field(default_factory=dict)
    caseworkers: dict[str, list[int]] = field(default_factory=dict)
    interpreters: dict[str, list[int]] = field(default_factory=dict)


def build(dice: Dice, cases: Sequence[Case]) -> Staff:
    """Enough people for these citizens. A consultant's capacity follows when the portfolios are dealt."""
    staff = Staff()
    for role, count in _counts(cases).items():
        for _ in range(count):
            _hire(dice, staff, role, "job" if role in ("consultant", "coordinator") else None)
    for authority, count in _caseworkers(cases):
        for _ in range(count):
            staff.caseworkers.setdefault(authority, []).append(_hire(dice, staff, "caseworker", authority))
    for origin, count in _languages(cases):
        ids = [_hire(dice, staff, "interpreter", None, origin) for _ in range(count)]
        staff.interpreters[origin] = ids
    return staff


def needs_interpreter(case: Case) -> bool:
    """Whether talks with the citizen need one."""
    return case[0].origin != "danish" and case[1].language in NEEDS_INTERPRETER


def _counts(cases: Sequence[Case]) -> dict[str, int]:
    several = sum(len(life.authorities) >= COORDINATED for _, life in cases)
    return {
        "admin": 1,
        "manager": max(2, round(len(cases) / figures.CITIZENS_PER_MANAGER)),
        "consultant": max(1, round(len(cases) / figures.CITIZENS_PER_CONSULTANT)),
        "coordinator": max(2, round(several / figures.CITIZENS_PER_CASEWORKER)),
        "support_worker": max(1, ceil(supported(cases) / figures.CITIZENS_PER_SUPPORT_WORKER)),
    }


def supported(cases: Sequence[Case]) -> int:
    """How many citizens have a support worker."""
    return round(len(cases) * figures.WITH_SUPPORT_WORKER)


def _caseworkers(cases: Sequence[Case]) -> Iterator[tuple[str, int]]:
    open_cases = sum(person.status != "done" for person, _ in cases)
    yield "job", max(1, round(open_cases / figures.CITIZENS_PER_CASEWORKER))
    involved = Counter(authority for _, life in cases for authority in life.authorities)
    for authority, cases_each in figures.CASES_PER_AUTHORITY_WORKER.items():
        yield authority, max(1, round(involved[authority] / cases_each))


def _languages(cases: Sequence[Case]) -> Iterator[tuple[str, int]]:
    for origin, count in sorted(Counter(case[0].origin for case in cases if needs_interpreter(case)).items()):
        yield origin, max(LEAST_INTERPRETERS, ceil(count / CITIZENS_PER_INTERPRETER))


def _hire(dice: Dice, staff: Staff, role: str, authority: str | None, origin: str = "danish") -> int:
    number = len(staff.users) + 1
    name = f"{first_name(dice, origin, dice.choice('FFM'))} {surname(dice, origin)}"
    of_role = staff.roles.setdefault(role, [])
    staff.users.append(
        User(
            id=number,
            role=role,
            name=name,
            email=f"{slug(name)}.{number}@nordager.example.org",
            authority=authority,
            colour=COLOURS[len(of_role) % len(COLOURS)] if role == "consultant" else None,
            capacity=SUPPORT_WORKERS_NEW if role == "support_worker" else None,
            phone=f"+4500{number:06d}" if role in ON_CALL else None,
        )
    )
    of_role.append(number)
    return number
