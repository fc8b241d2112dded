"""How the cap was reckoned, line by line, as one would by hand. Pure; the words of each line are the reader's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.figures import rounded
from law.quota import quota
from law.schemes import version_in_force
from law.values import Figures

DECIMALS = 2
"""Employees and quotients are shown with two decimals, as one would round them by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: which (`quota.line.<what>`), and the figures in it; those that it does not speak of are 0.

    employees: of whom it speaks. per_place: how many give a place. quotient: the one divided by the other. small:
    where small units end. least: what is asked for or given at least.
    """

    what: str
    employees: float = 0
    per_place: int = 0
    quotient: float = 0
    small: int = 0
    least: int = 0
    places: int = 0


def lines(employees: float, rules: date) -> tuple[Line, ...]:
    """The way from the mean number of ordinary employees to the places of the rules in force on the day `rules`."""
    return tuple(_lines(employees, Figures(version_in_force(rules)), quota(employees, rules)))


def _lines(employees: float, law: Figures, places: int) -> Iterator[Line]:
    small, per_place = law.whole("quota.small_unit"), law.whole("quota.employees_per_place")
    least, above = law.whole("quota.least_employees"), law.whole("quota.employees_per_place_above")
    if employees < least:
        yield Line(what="too_few", employees=_shown(employees, least), least=least)
    elif employees > small and not law.holds("quota.cumulative"):
        yield _division("large", employees, above, small)
    else:
        yield _division("within", min(employees, small), per_place, small)
        if employees > small:
            yield _division("above", employees - small, above, small)
        elif employees < per_place:
            yield Line(what="least", least=law.whole("quota.least"))
    yield Line(what="places", places=places)


def _division(what: str, employees: float, per_place: int, small: int) -> Line:
    return Line(
        what=what,
        employees=_shown(employees, per_place),
        per_place=per_place,
        small=small,
        quotient=_shown(employees / per_place, 1),
        places=int(employees // per_place),
    )


def _shown(figure: float, step: int) -> float:
    """The figure rounded; down where it would look like a further whole `step` that it has not reached."""
    near = rounded(figure, DECIMALS)
    if near // step > figure // step:
        near -= Decimal(1).scaleb(-DECIMALS)
    return float(near)
