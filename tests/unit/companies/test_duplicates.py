"""A firm that is known already is found however it is spelled, and a stranger is not taken for one."""

import pytest

from benchmarks.duplicates import known, rows
from companies.duplicates import LIKELY, Firm, Register

BAKERY = Firm(id=1, name="Bageriet Kringlen ApS", address="Havnegade 12", town="Skagen")
JOINER = Firm(id=2, name="Birkeskovs Tømrerfirma A/S", address="Industrivej 4B", town="Hobro")
REGISTER = Register.of([BAKERY, JOINER, *known()])


def ids(name: str, address: str = "", town: str = "") -> list[int]:
    return [one.firm.id for one in REGISTER.like(name, address, town)]


@pytest.mark.parametrize(
    ("name", "address", "town"),
    [
        ("Birkeskovs Tømrerfirma", "Industrivej 4B", "Hobro"),
        ("BIRKESKOVS TOEMRERFIRMA I/S", "Industriv. 4 b, 1. sal", "Hobro"),
        ("Tømrerfirma Birkeskovs", "", "Hobro"),
        ("Birkeskovs Tømrer firma", "Industrivej 4B", "Hobro"),
        ("Birkeskov Tømrerfrima, afd. Skagen", "Industrivej 4B", "Hobro"),
        ("Birkeskovs Tømrerfirma", "Havnegade 1", "Skagen"),
    ],
)
def test_other_spellings_are_recognised(name: str, address: str, town: str) -> None:
    assert ids(name, address, town)[0] == JOINER.id


@pytest.mark.parametrize(
    ("name", "address", "town"),
    [
        ("Birkeskovs Frisørsalon", "Strandvejen 1", "Skagen"),
        ("Torneskovs Tømrerfirma", "Strandvejen 1", "Skagen"),
        ("Malerne", "Industrivej 4B", "Hobro"),
        ("", "Industrivej 4B", "Hobro"),
    ],
)
def test_a_stranger_is_not_taken_for_a_known_firm(name: str, address: str, town: str) -> None:
    assert JOINER.id not in ids(name, address, town)


def test_who_decides_sees_why_a_firm_is_shown() -> None:
    (same, *_) = REGISTER.like("Bageriet Kringlen", "Havnegade 12", "Skagen")
    (moved, *_) = REGISTER.like("Bageriet Kringlen", "Torvet 1", "Hobro")
    (unknown, *_) = REGISTER.like("Bageriet Kringlen")
    assert [one.same_house for one in (same, moved, unknown)] == [True, False, None]
    assert same.name == moved.name == unknown.name == 100
    assert same.score > unknown.score > moved.score >= LIKELY


def test_a_street_of_the_same_name_in_another_town_is_another_house() -> None:
    (found, *_) = REGISTER.like("Bageriet Kringlen", "Havnegade 12", "Hobro")
    assert found.same_house is False


def test_no_more_are_shown_than_asked_for() -> None:
    assert len(REGISTER.like("Bageriet Kringlen", limit=1)) == 1


def test_an_empty_register_knows_nobody() -> None:
    assert Register.of([]).like("Bageriet Kringlen") == []


def test_the_labelled_set_is_recognised_as_well_as_the_documentation_says() -> None:
    register, right, shown, same = Register.of(known()), 0, 0, 0
    for row in rows("variants"):
        found = [one.firm.id for one in register.like(row["name"], row["address"], row["town"])]
        same += bool(row["is"])
        right += bool(row["is"]) and int(row["is"]) in found
        shown += len(found)
    assert len(rows("variants")) == 500
    assert right / same >= 0.99
    assert right / shown >= 0.97
