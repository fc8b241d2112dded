"""Where meetings can be held, the rooms there, and how long the way is between them."""

from collections.abc import Sequence
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from scheduler.engine.problem import Room, Travel
from scheduler.planning.taken import BusyOf
from scheduler.tables import Room as RoomRow
from scheduler.tables import Site

KM_PER_HOUR = 50
PARKING_MINUTES = 10
EARTH_KM = 6371.0088


def wanted_rooms(rows: Sequence[RoomRow], busy: BusyOf) -> tuple[Room, ...]:
    """Rooms as the planner knows them, with the times they are taken."""
    return tuple(
        Room(id=f"r{row.id}", site=f"s{row.site_id}", capacity=row.capacity, busy=tuple(busy.get(f"r{row.id}", ())))
        for row in rows
    )


def travel(between: Sequence[Site]) -> tuple[Travel, ...]:
    """The minutes between every two of these sites, by car as the crow flies, and time to park."""
    pairs = combinations(between, 2)
    return tuple(Travel(from_=f"s{one.id}", to=f"s{other.id}", minutes=_minutes(one, other)) for one, other in pairs)


def _minutes(one: Site, other: Site) -> int:
    return PARKING_MINUTES + round(60 * _km(one, other) / KM_PER_HOUR)


def _km(one: Site, other: Site) -> float:
    lat, other_lat = radians(one.lat), radians(other.lat)
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
