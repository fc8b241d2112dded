"""The map: the real towns of Vendsyssel, and points scattered around them on land.

Coordinates are GeoNames' (13 larger towns) or read off the map to about half a kilometre (the villages); populations
are Danmarks Statistik's, rounded, and serve as weights only.
"""

from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt

from seed.chance import Dice

KM_PER_DEGREE = 111.19
EARTH_KM = 6371.0088
RURAL = 0.15
"""Share of homes outside the town; assumed."""
RURAL_KM = 3.0
CARDINAL = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}


@dataclass(frozen=True, slots=True)
class Town:
    """A town. `sea`: directions in which the coast lies, with the kilometres from the centre to it."""

    name: str
    postcode: str
    lat: float
    lon: float
    people: int
    sea: tuple[tuple[str, float], ...] = ()


TOWNS = (
    Town("Frederikshavn", "9900", 57.44073, 10.53661, 22700, (("E", 0.5),)),
    Town("Hjørring", "9800", 57.46417, 9.98229, 25900),
    Town("Brønderslev", "9700", 57.27021, 9.94102, 13000),
    Town("Sæby", "9300", 57.33188, 10.52251, 8900, (("E", 0.4),)),
    Town("Skagen", "9990", 57.72093, 10.58394, 7500, (("SE", 0.3), ("NW", 1.6), ("E", 0.5))),
    Town("Hirtshals", "9850", 57.58812, 9.95922, 5500, (("N", 0.3), ("NW", 0.4), ("W", 1.2))),
    Town("Hjallerup", "9320", 57.16466, 10.14571, 4300),
    Town("Dronninglund", "9330", 57.16035, 10.29287, 3600),
    Town("Sindal", "9870", 57.47117, 10.20312, 3000),
    Town("Strandby", "9970", 57.4915, 10.49609, 2300, (("E", 0.1),)),
    Town("Vrå", "9760", 57.3537, 9.94176, 2500),
    Town("Tårs", "9830", 57.38333, 10.11667, 1900),
    Town("Løkken", "9480", 57.37047, 9.71466, 1700, (("W", 0.4), ("NW", 0.3))),
    Town("Ålbæk", "9982", 57.5930, 10.4120, 1500, (("E", 0.5), ("SE", 0.4), ("NE", 0.5))),
    Town("Østervrå", "9750", 57.3380, 10.2500, 1300),
    Town("Bindslev", "9881", 57.5410, 10.2000, 1000),
    Town("Jerslev", "9740", 57.2870, 10.1000, 900),
    Town("Dybvad", "9352", 57.2840, 10.3600, 600),
)
WEIGHTS = {town: float(town.people) for town in TOWNS}
HARBOURS = tuple(town for town in TOWNS if town.name in ("Frederikshavn", "Skagen", "Hirtshals", "Strandby", "Sæby"))
STREETS = (
    "Lyngvej", "Klitvej", "Havnegade", "Østergade", "Vestergade", "Nørregade", "Søndergade", "Algade", "Kirkestien",
    "Skolebakken", "Mosevej", "Engdraget", "Tværvej", "Ravnsøvej", "Fyrvej", "Strandmarken", "Bøgevænget", "Elmevej",
    "Rønnebærvej", "Hybenvej", "Marehalmen", "Sandmilen", "Revlingvej", "Tornevænget", "Rugvangen", "Havremarken",
    "Smedegade", "Møllestien", "Gasværksvej", "Stationsvej",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """An address and where it lies."""

    address: str
    town: str
    lat: float
    lon: float


def home(dice: Dice) -> Spot:
    """A home: towns by population, thinning out from the centre, some in the country around."""
    town = dice.pick(WEIGHTS)
    return spot(dice, town, RURAL_KM if dice.happens(RURAL) else _radius_km(town))


def workplace(dice: Dice, towns: tuple[Town, ...] = TOWNS) -> Spot:
    """A place of work: more than homes, they gather in the larger towns."""
    town = dice.pick({one: one.people**1.1 for one in towns})
    return spot(dice, town, _radius_km(town) * 0.8)


def spot(dice: Dice, town: Town, km: float) -> Spot:
    """A point on land around the town's centre, `km` away in the typical case."""
    while True:
        east, north = dice.gauss(0, km), dice.gauss(0, km)
        if on_land(town, east, north):
            break
    address = f"{dice.choice(STREETS)} {dice.randint(1, 120)}, {town.postcode} {town.name}"
    lat = town.lat + north / KM_PER_DEGREE
    lon = town.lon + east / (KM_PER_DEGREE * cos(radians(town.lat)))
    return Spot(address, town.name, round(lat, 5), round(lon, 5))


def on_land(town: Town, east: float, north: float) -> bool:
    """Whether a point so many kilometres east and north of the town's centre is this side of its coast."""
    return all(
        east * sin(radians(CARDINAL[bearing])) + north * cos(radians(CARDINAL[bearing])) <= km
        for bearing, km in town.sea
    )


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two (lat, lon) in degrees."""
    p, q = a[0] * pi / 180, b[0] * pi / 180
    half = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin((b[1] - a[1]) * pi / 360) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def _radius_km(town: Town) -> float:
    """Kilometres: a town of 25,000 spreads over about two."""
    return 0.4 * sqrt(town.people / 1000)
