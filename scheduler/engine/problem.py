"""`tovholder-meetings/1`: the whole problem, checked when it is made."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.errors import BadInputError
from scheduler.engine import faults, pins
from scheduler.engine.records import (
    DEFAULT_WEIGHTS,
    STRICT,
    After,
    AnyOf,
    Busy,
    Day,
    Horizon,
    Meeting,
    Person,
    Pin,
    Previous,
    Room,
    Site,
    Travel,
    Weights,
    Work,
)

__all__ = [
    "After",
    "AnyOf",
    "Busy",
    "Day",
    "Horizon",
    "Meeting",
    "Person",
    "Pin",
    "Previous",
    "Problem",
    "Room",
    "Site",
    "Travel",
    "Weights",
    "Work",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Meetings to plan, and the people, sites and rooms they need.

    Raises BadInputError with every fault that the types alone cannot tell, and its place in the file.
    """

    __pydantic_config__ = STRICT
    format: Literal["tovholder-meetings/1"] = "tovholder-meetings/1"
    horizon: Horizon
    slot_minutes: int = 15
    day: Day
    closed: tuple[date, ...] = ()
    weights: Weights = DEFAULT_WEIGHTS
    people: tuple[Person, ...]
    sites: tuple[Site, ...]
    travel_minutes: tuple[Travel, ...] = ()
    rooms: tuple[Room, ...] = ()
    meetings: tuple[Meeting, ...]

    def __post_init__(self) -> None:
        found = (
            *faults.in_frame(self.horizon, self.slot_minutes, self.day, self.closed, self.weights),
            *faults.in_people(self.people),
            *faults.in_places(self.sites, self.rooms, self.travel_minutes),
            *faults.in_meetings(self.meetings, self.people, self.sites),
            *faults.in_order(self.meetings),
        )
        # Pins can only be held against people and places that exist.
        found = found or pins.broken(self.meetings, self.people, self.sites, self.rooms, self.travel_minutes)
        if found:
            raise BadInputError(found)
