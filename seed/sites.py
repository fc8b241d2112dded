"""Where meetings can be held: the municipality's houses with their rooms, citizens' homes, workplaces."""

from collections.abc import Iterable

from seed.geography import TOWNS
from seed.records import Citizen, Room, Site, Unit

HOUSES = (
    ("Rådhuset", "Frederikshavn"),
    ("Borgerhuset", "Hjørring"),
    ("Jobhuset", "Brønderslev"),
    ("Havnehuset", "Skagen"),
)
CITIZENS_PER_HOUSE = 120
CITIZENS_PER_ROOM = 60
CAPACITIES = (6, 8, 4, 10, 6, 12)


class Sites:
    """The sites of the municipality; homes and workplaces become sites when a meeting is wanted there."""

    def __init__(self, citizens: int) -> None:
        self.sites: list[Site] = []
        self.rooms: list[Room] = []
        self._homes: dict[int, int] = {}
        self._workplaces: dict[int, int] = {}
        self.houses = self._build(max(1, min(len(HOUSES), round(citizens / CITIZENS_PER_HOUSE))))
        self._furnish(max(2, round(citizens / CITIZENS_PER_ROOM)))

    def home(self, citizen: Citizen) -> int:
        """The site of the citizen's home; no room is needed there."""
        if citizen.id not in self._homes:
            self._homes[citizen.id] = self._add("Hos borgeren", citizen.lat, citizen.lon, citizen.id)
        return self._homes[citizen.id]

    def at_work(self, unit: Unit) -> int:
        """The site of a workplace; no room is needed there."""
        if unit.id not in self._workplaces:
            self._workplaces[unit.id] = self._add(unit.name, unit.lat, unit.lon, None)
        return self._workplaces[unit.id]

    def rooms_of(self, site: int) -> Iterable[Room]:
        """The site's rooms, the smallest first."""
        return sorted((room for room in self.rooms if room.site_id == site), key=lambda room: room.capacity)

    def _build(self, count: int) -> tuple[int, ...]:
        towns = {town.name: town for town in TOWNS}
        for name, town in HOUSES[:count]:
            place = towns[town]
            site = Site(id=len(self.sites) + 1, name=f"{name}, {town}", lat=place.lat, lon=place.lon, needs_room=True)
            self.sites.append(site)
        return tuple(site.id for site in self.sites)

    def _furnish(self, count: int) -> None:
        for number in range(1, count + 1):
            site = self.houses[number % len(self.houses)]
            capacity = CAPACITIES[number % len(CAPACITIES)]
            self.rooms.append(Room(id=number, site_id=site, name=f"Lokale {number}", capacity=capacity))

    def _add(self, name: str, lat: float, lon: float, citizen: int | None) -> int:
        self.sites.append(
            Site(id=len(self.sites) + 1, name=name, lat=lat, lon=lon, needs_room=False, citizen_id=citizen)
        )
        return len(self.sites)
