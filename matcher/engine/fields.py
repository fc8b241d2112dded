"""What can be wrong in a single field of a matching problem: each function yields its faults, with place and mend."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from core.days import unknown_day
from core.errors import Fault
from law.schemes import SCHEMES

if TYPE_CHECKING:
    from matcher.engine.problem import Busy, Hours, Point, Shift

HOURS_A_WEEK = 168
LONGEST_CODE = 8
LARGEST = 10**9
"""Nothing that is counted here is larger; sums of larger numbers would no longer be exact."""


def unknown(at: str, name: str, known: Collection[str], where: str) -> Iterator[Fault]:
    """An id that nobody in `where` has."""
    if name not in known:
        yield Fault(at, f"{name} findes ikke i {where}; ret id'et eller tilføj det dér")


def one_of(at: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    """A word outside the list."""
    if name not in known:
        yield Fault(at, f"{name} kendes ikke her; skal være en af {', '.join(known)}")


def schemes(at: str, names: Sequence[str] | None) -> Iterator[Fault]:
    """Schemes that cannot be placed in."""
    for k, scheme in enumerate(names or ()):
        yield from one_of(f"{at}[{k}]", scheme, SCHEMES)


def within(at: str, value: float, low: float, high: float) -> Iterator[Fault]:
    """A number outside its range, both ends included."""
    if not low <= value <= high:
        yield Fault(at, f"er {value:g}; skal ligge fra {low:g} til {high:g}")


def at_least(at: str, value: float, low: float) -> Iterator[Fault]:
    """A number below its least, or too large to count with."""
    if not low <= value <= LARGEST:
        yield Fault(at, f"er {value:g}; skal være fra {low:g} til {LARGEST:g}")


def days(at: str, first: date, last: date, names: tuple[str, str] = ("from", "to")) -> Iterator[Fault]:
    """A first and a last day: known, and in their order. `names` are their fields."""
    yield from unknown_day(f"{at}.{names[0]}", first)
    yield from unknown_day(f"{at}.{names[1]}", last)
    if last < first:
        yield Fault(f"{at}.{names[1]}", f"er {last}, før {first}; ret den ene")


def hours(at: str, span: Hours) -> Iterator[Fault]:
    """A range of weekly hours."""
    yield from within(f"{at}.min", span.min, 0, HOURS_A_WEEK)
    yield from within(f"{at}.max", span.max, 0, HOURS_A_WEEK)
    if span.max < span.min:
        yield Fault(f"{at}.max", f"er {span.max:g}, mindre end min ({span.min:g}); ret den ene")


def weekly(at: str, span: Busy | Shift) -> Iterator[Fault]:
    """A span of clock time on a weekday."""
    yield from within(f"{at}.weekday", span.weekday, 1, 7)
    for name, clock in (("from", span.from_), ("to", span.to)):
        if clock.second or clock.microsecond or clock.tzinfo:
            yield Fault(f"{at}.{name}", "skal være et klokkeslæt TT:MM uden sekunder og tidszone")
    if _minute(span.to) <= _minute(span.from_):
        yield Fault(f"{at}.to", f"er {span.to:%H:%M}, ikke efter {span.from_:%H:%M}; ret den ene")


def _minute(clock: time) -> tuple[int, int]:
    return clock.hour, clock.minute


def point(at: str, place: Point) -> Iterator[Fault]:
    """A place that is not on the map."""
    yield from within(f"{at}.lat", place.lat, -90, 90)
    yield from within(f"{at}.lon", place.lon, -180, 180)


def code(at: str, disco: str) -> Iterator[Fault]:
    """Text that is no DISCO-08 code."""
    if not (disco.isascii() and disco.isdigit() and len(disco) <= LONGEST_CODE):
        yield Fault(at, f"{disco} er ikke en DISCO-kode; skriv 1 til {LONGEST_CODE} cifre")
