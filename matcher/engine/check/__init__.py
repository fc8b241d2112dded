"""Does an answer keep every hard rule, and is it worth what it says? Asked of every answer before anybody sees it.

Slow and plain on purpose, with the standard library alone, sharing no code with what it checks.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from core.errors import Breach
from matcher.engine.check import crowds, figures, pairs
from matcher.engine.check.case import Case
from matcher.engine.problem import Problem
from matcher.engine.result import Result

Rule = Callable[[Case], Iterator[Breach]]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "H1": crowds.citizen,
        "H2": crowds.seats,
        "H3": crowds.quota_kept,
        "H4": pairs.scheme,
        "H5": pairs.hours,
        "H6": pairs.travel,
        "H7": pairs.language,
        "H8": pairs.skills,
        "H9": pairs.needs,
        "H10": crowds.mentor,
        "H11": crowds.consultant,
        "H12": crowds.support,
        "H13": pairs.excluded,
        "H14": pairs.start,
        "H15": crowds.floor,
        "H16": crowds.fixed,
        "H17": crowds.least,
    }
)
"""Every hard rule by its code, one function each; the docstring is the rule."""

FIGURES: Mapping[str, Rule] = MappingProxyType(
    {
        "id": figures.ids,
        "day": figures.days,
        "unplaced": figures.unplaced,
        "end": figures.end,
        "hours": figures.hours,
        "score": figures.score,
        "because": figures.because,
        "value": figures.value,
        "objective": figures.objective,
        "bound": figures.bound,
        "gap": figures.gap,
        "status": figures.status,
        "rules": figures.rules,
        "prices": figures.prices,
    }
)
"""What an answer says about itself, by the name of the figure."""


def check(problem: Problem, answer: Result) -> list[Breach]:
    """Every way in which `answer` breaks a hard rule of `problem` or misstates itself. Empty where all is well."""
    case = Case(problem, answer)
    return [breach for rule in (*RULES.values(), *FIGURES.values()) for breach in rule(case)]
