"""The chart of free places ahead: steps of days -> shapes to draw. Pure; the template knows only where they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from companies.ahead import Step

WIDTH, HEIGHT = 400, 170
LEFT, RIGHT, TOP, BOTTOM = 24, 4, 8, 22
"""The room around the drawing, for the figures at its sides."""
MOST_LINES = 6
NARROW = 30
"""A month's name needs so much room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A rectangle: places that are `used`, `free`, or `over` what the unit may have."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place on an axis with what stands there: a number of places, or the first day of a month."""

    at: float
    value: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything that is drawn, in units of the view box."""

    blocks: tuple[Block, ...]
    levels: tuple[Mark, ...]
    months: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM


def chart(steps: Sequence[Step]) -> Chart:
    """The chart of steps that follow each other."""
    most = max(1, *(max(step.use.cap.places, step.use.used) for step in steps))
    scale = _Scale(steps[0].first, steps[-1].last, most)
    return Chart(
        blocks=tuple(block for step in steps for block in _blocks(step, scale)),
        levels=tuple(Mark(at=scale.y(level), value=level) for level in _levels(most)),
        months=tuple(Mark(at=scale.x(day), day=day) for day in _months(scale)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    most: int

    def x(self, day: date) -> float:
        days = (self.last - self.first).days + 1
        return round(LEFT + (day - self.first).days / days * (WIDTH - LEFT - RIGHT), 2)

    def y(self, places: float) -> float:
        return round(HEIGHT - BOTTOM - places / self.most * (HEIGHT - TOP - BOTTOM), 2)


def _blocks(step: Step, scale: _Scale) -> Iterator[Block]:
    used, places = step.use.used, step.use.cap.places
    within = min(used, places)
    for kind, low, high in (("used", 0, within), ("free", within, places), ("over", places, used)):
        if high > low:
            yield _block(kind, step, scale, low, high)


def _block(kind: str, step: Step, scale: _Scale, low: int, high: int) -> Block:
    left, right = scale.x(step.first), scale.x(step.last + timedelta(days=1))
    bottom, top = scale.y(low), scale.y(high)
    return Block(kind=kind, x=left, y=top, width=round(right - left, 2), height=round(bottom - top, 2))


def _levels(most: int) -> range:
    """Every number of places, or every second, fifth, tenth ... where that would be too many lines."""
    steps = (times * unit for unit in (1, 10, 100) for times in (1, 2, 5))
    return range(0, most + 1, next(step for step in steps if most / step <= MOST_LINES))


def _months(scale: _Scale) -> Iterator[date]:
    """The first of every month that has room for its name."""
    day = scale.first
    while day <= scale.last:
        if day.day == 1 and scale.x(day) <= WIDTH - RIGHT - NARROW:
            yield day
        day += timedelta(days=1)
