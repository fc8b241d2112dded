"""The parts of a meeting problem, field for field as in `tovholder-meetings/1`.

A trailing underscore marks a Python keyword (`from_`). Clock times and date-times are wall time in Europe/Copenhagen.
"""

from dataclasses import dataclass
from datetime import date, datetime, time


def file_name(field: str) -> str:
    """The field's name in the file: without the underscore that a Python keyword needs."""
    return field.removesuffix("_")


STRICT = {"extra": "forbid", "strict": True, "alias_generator": file_name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The days that may be planned, both included."""

    __pydantic_config__ = STRICT
    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The hours of an open day."""

    __pydantic_config__ = STRICT
    from_: time
    to: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each shortcoming of a plan costs."""

    __pydantic_config__ = STRICT
    unplanned: float = 1000
    late_day: float = 10
    optional_missing: float = 5
    moved: float = 20


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Working hours on one weekday (1 is Monday)."""

    __pydantic_config__ = STRICT
    weekday: int
    from_: time
    to: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A time that is taken, `to` not included."""

    __pydantic_config__ = STRICT
    from_: datetime
    to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who takes part in meetings. `works` None: every day, the day's hours."""

    __pydantic_config__ = STRICT
    id: str
    works: tuple[Work, ...] | None = None
    busy: tuple[Busy, ...] = ()
    max_per_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place to meet: with rooms, or a home or firm that needs none."""

    __pydantic_config__ = STRICT
    id: str
    needs_room: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Minutes between two sites; serves both directions unless the other is given too."""

    __pydantic_config__ = STRICT
    from_: str
    to: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room at a site with places for `capacity` people."""

    __pydantic_config__ = STRICT
    id: str
    site: str
    capacity: int
    busy: tuple[Busy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """A role that exactly one of these people fills."""

    __pydantic_config__ = STRICT
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """Days that must lie between this meeting and an earlier one."""

    __pydantic_config__ = STRICT
    meeting: str
    min_days: int
    max_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Where, when and with whom a meeting is already settled."""

    __pydantic_config__ = STRICT
    start: datetime
    site: str
    room: str | None = None
    attendees: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """When the meeting stood in the plan before."""

    __pydantic_config__ = STRICT
    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting to be planned. `due` None is the same as `latest`."""

    __pydantic_config__ = STRICT
    id: str
    minutes: int
    weight: float = 1
    required: tuple[str | AnyOf, ...]
    optional: tuple[str, ...] = ()
    earliest: date
    due: date | None = None
    latest: date
    sites: tuple[str, ...]
    after: tuple[After, ...] = ()
    pinned: Pin | None = None
    previous: Previous | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The people who must come themselves."""
        return tuple(who for who in self.required if isinstance(who, str))

    @property
    def roles(self) -> tuple[tuple[str, ...], ...]:
        """The people among whom one must come, a tuple for each `any_of`."""
        return tuple(who.any_of for who in self.required if not isinstance(who, str))

    @property
    def due_day(self) -> date:
        """The last day that costs nothing."""
        return self.due or self.latest
