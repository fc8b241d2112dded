"""The map of Vendsyssel."""

import pytest

from seed.chance import dice
from seed.geography import TOWNS, home, kilometres, on_land, spot
from seed.municipality import Municipality

BY_NAME = {town.name: town for town in TOWNS}
FARTHEST_FROM_TOWN = 16.0


def test_distances_are_those_of_the_map() -> None:
    frederikshavn, skagen = BY_NAME["Frederikshavn"], BY_NAME["Skagen"]
    assert kilometres((frederikshavn.lat, frederikshavn.lon), (skagen.lat, skagen.lon)) == pytest.approx(31.3, abs=0.3)


def test_all_towns_lie_in_vendsyssel() -> None:
    assert all(57.1 < town.lat < 57.75 and 9.65 < town.lon < 10.65 for town in TOWNS)


def test_beyond_the_harbour_there_is_only_sea() -> None:
    assert on_land(BY_NAME["Frederikshavn"], -2.0, 0.0)
    assert not on_land(BY_NAME["Frederikshavn"], 1.0, 0.0)


def test_skagen_has_sea_on_both_sides() -> None:
    assert not on_land(BY_NAME["Skagen"], 1.0, -1.0)
    assert not on_land(BY_NAME["Skagen"], -2.0, 2.0)
    assert on_land(BY_NAME["Skagen"], 0.0, 0.0)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_scattered_point_is_on_land(name: str) -> None:
    place = BY_NAME[name]
    roller = dice(1, place.name)
    for _ in range(100):
        found = spot(roller, place, 2.0)
        north = (found.lat - place.lat) * 111.19
        east = kilometres((place.lat, place.lon), (place.lat, found.lon)) * (1 if found.lon > place.lon else -1)
        assert on_land(place, east * 0.97, north * 0.97)


def test_the_larger_a_town_the_more_homes() -> None:
    roller = dice(1, "homes")
    towns = [home(roller).town for _ in range(3000)]
    assert towns.count("Hjørring") > towns.count("Sæby") > towns.count("Bindslev") > 0


def test_homes_and_workplaces_lie_near_the_town_of_their_address(every_size: Municipality) -> None:
    places = [(one.town, one.address, (one.lat, one.lon)) for one in every_size.citizens]
    places += [(one.town, one.address, (one.lat, one.lon)) for one in every_size.units]
    for town, address, position in places:
        centre = BY_NAME[town]
        assert address.endswith(f"{centre.postcode} {centre.name}")
        assert kilometres(position, (centre.lat, centre.lon)) < FARTHEST_FROM_TOWN


def test_a_family_lives_together(large: Municipality) -> None:
    homes: dict[int, set[tuple[float, float]]] = {}
    for citizen in large.citizens:
        homes.setdefault(citizen.household_id, set()).add((citizen.lat, citizen.lon))
    assert all(len(found) == 1 for found in homes.values())
