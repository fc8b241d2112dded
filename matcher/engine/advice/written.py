"""Changes as they are written on the command line: `seats:o17=+2`, `radius:c3=25`, `danish:c3=B1`, `hours:c3=6-20`.

What is changed is named as prices name it, and the value says by how much (seats and capacities) or to what.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import get_args

from core.errors import BadInputError, Fault
from matcher.engine.advice.whatif import Capacity, Change, Danish, Radius, Seats, WeeklyHours
from matcher.engine.problem import Hours, Language

WRITTEN = re.compile(r"(?P<kind>[a-z]+):(?P<id>.+)=(?P<value>[^=]+)")
NUMBER = re.compile(r"\d+(\.\d+)?")
MORE = re.compile(r"[+-]\d+")


def change(text: str) -> Change:
    """The change that `text` writes. Raises BadInputError that says how to write it."""
    found = WRITTEN.fullmatch(text)
    if found is None or found["kind"] not in KINDS:
        raise _fault(text, f"skal være SLAGS:ID=VÆRDI, hvor SLAGS er {', '.join(KINDS)}; for eksempel seats:o17=+2")
    return KINDS[found["kind"]](text, found["id"], found["value"])


def _seats(text: str, name: str, value: str) -> Change:
    return Seats(name, _more(text, value))


def _radius(text: str, name: str, value: str) -> Change:
    if not NUMBER.fullmatch(value):
        raise _fault(text, "afstanden skal være et antal kilometer, for eksempel radius:c3=25")
    return Radius(name, float(value))


def _danish(text: str, name: str, value: str) -> Change:
    level = next((one for one in get_args(Language) if one == value), None)
    if level is None:
        raise _fault(text, f"niveauet skal være et af {', '.join(get_args(Language))}, for eksempel danish:c3=B1")
    return Danish(name, level)


def _hours(text: str, name: str, value: str) -> Change:
    least, _, most = value.partition("-")
    if not (NUMBER.fullmatch(least) and NUMBER.fullmatch(most)):
        raise _fault(text, "timerne skal skrives fra-til, for eksempel hours:c3=6-20")
    return WeeklyHours(name, Hours(min=float(least), max=float(most)))


def _more(text: str, value: str) -> int:
    if not MORE.fullmatch(value):
        raise _fault(text, "antallet skal være flere eller færre, for eksempel +2 eller -1")
    return int(value)


def _fault(text: str, message: str) -> BadInputError:
    return BadInputError([Fault(f"change {text}", message)])


KINDS: Mapping[str, Callable[[str, str, str], Change]] = MappingProxyType(
    {
        "seats": _seats,
        "quota": lambda text, name, value: Capacity("quota", name, _more(text, value)),
        "mentor": lambda text, name, value: Capacity("mentor", name, _more(text, value)),
        "consultant": lambda text, name, value: Capacity("consultant", name, _more(text, value)),
        "support": lambda text, name, value: Capacity("support", name, _more(text, value)),
        "radius": _radius,
        "danish": _danish,
        "hours": _hours,
    }
)
"""How each kind of change is read, by its name."""
