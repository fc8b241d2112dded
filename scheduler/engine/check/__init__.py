"""Does a meeting plan keep every hard rule, and does it cost what it says? Asked of every plan before anybody sees it.

Works from problem and answer alone and shares no code with the planner.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from core.errors import Breach
from scheduler.engine.check import figures, rules
from scheduler.engine.check.case import Case, case_of
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer

Rule = Callable[[Case], Iterator[Breach]]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "M1": rules.open_hours,
        "M2": rules.in_window,
        "M3": rules.attendance,
        "M4": rules.one_place_at_a_time,
        "M5": rules.site_and_room,
        "M6": rules.not_too_many,
        "M7": rules.in_order,
        "M8": rules.pins_kept,
    }
)
"""Every hard rule by its code, one function each; the docstring is the rule."""

FIGURES: Mapping[str, Rule] = MappingProxyType(
    {"listed": figures.listed_once, "cost": figures.cost_adds_up, "bound": figures.bound_holds}
)
"""What an answer says about itself, by the name of the figure."""


def check(problem: Problem, answer: Answer) -> list[Breach]:
    """Every way in which `answer` breaks a hard rule of `problem` or misstates itself. Empty where all is well."""
    case = case_of(problem, answer)
    return [breach for rule in (*RULES.values(), *FIGURES.values()) for breach in rule(case)]
