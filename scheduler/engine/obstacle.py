"""What stands in a meeting's way, as facts."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "closed",
    "too_long",
    "nobody",
    "limit",
    "waits",
    "calendar_one",
    "calendar_many",
    "small",
    "rooms",
    "rooms_people",
    "order",
    "order_people",
    "distinct",
    "taken",
    "full",
    "dear",
]
"""How something is in the way; names the text in `words`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """The smallest set of things in a meeting's way, by ids.

    Calendars, rooms and predecessors are a set that leaves no time together, and would leave some without any one of
    them. Meetings of `taken` and `full` are a set without which the meeting could be held at `when`, and with any one
    of them it could not be held then.
    """

    kind: Kind
    people: tuple[str, ...] = ()
    """A role is one entry, its people joined by `|`."""
    sites: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    when: str = ""
    """`2026-12-07T10:00`, where meetings hold a time."""
