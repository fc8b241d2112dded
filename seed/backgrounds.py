"""What the citizens bring along: earlier work, and the modules of Danish they follow."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from companies.occupations import occupations, title
from seed import figures
from seed.chance import Dice
from seed.lives import LEARNING, Life
from seed.people import Person
from seed.records import Experience, LanguageModule

FIRST_WORKED = 18
MODULES_PASSED = {"A0": 0, "A1": 1, "A2": 3, "B1": 5}
"""Of danskuddannelse 2, six modules to B1-B2."""
MODULE_DAYS = 150


def experiences(dice: Dice, known: Iterable[tuple[Person, Life]], today: date) -> list[Experience]:
    """One to three earlier jobs of most citizens, some in the field they wish for."""
    found: list[Experience] = []
    for person, life in known:
        if dice.happens(figures.WITH_EXPERIENCE):
            found.extend(_jobs(dice, len(found), person, life, today))
    return found


def modules(dice: Dice, known: Iterable[tuple[Person, Life]], today: date) -> list[LanguageModule]:
    """The modules of those who still learn Danish; of a few nothing has been told yet."""
    learning = ((person, life) for person, life in known if person.resident_since and life.language in LEARNING)
    return [row for person, life in learning if dice.happens(0.8) for row in _followed(person, life, today)]


def _jobs(dice: Dice, given: int, person: Person, life: Life, today: date) -> Iterator[Experience]:
    last = person.unemployed_since.year
    first = min(person.born.year + FIRST_WORKED, last)
    for number in range(1, dice.randint(1, 3) + 1):
        wished = life.wishes and dice.happens(0.3)
        code = dice.choice(life.wishes) if wished else dice.choice(occupations()).code
        begin = dice.randint(first, last)
        end = dice.randint(begin, last)
        yield Experience(
            id=given + number,
            citizen_id=person.id,
            kind="job",
            title=title(code),
            occupation=code,
            from_year=begin,
            to_year=min(end, today.year),
        )


def _followed(person: Person, life: Life, today: date) -> Iterator[LanguageModule]:
    passed = MODULES_PASSED[life.language]
    for module in range(1, passed + 2):
        begun = today - timedelta(days=MODULE_DAYS * (passed + 1 - module) + 30)
        over = module <= passed
        if person.resident_since is not None and begun >= person.resident_since:
            yield LanguageModule(
                citizen_id=person.id,
                programme=2,
                module=module,
                begun_on=begun,
                passed_on=begun + timedelta(days=MODULE_DAYS - 10) if over else None,
            )
