"""What people spell in many ways is written in one before it is compared."""

import pytest

from companies.folding import Street, firm_name


@pytest.mark.parametrize(
    ("written", "town", "own"),
    [
        ("Hansens Kaffehus A/S", "", "hansens kaffehus"),
        ("HANSENS KAFFEHUS ApS", "", "hansens kaffehus"),
        ("Hansens Kaffehus A.S.", "", "hansens kaffehus"),
        ("A/S Hansens Kaffehus", "", "hansens kaffehus"),
        ("Hansens Kaffehus, afd. Skagen", "", "hansens kaffehus"),
        ("Hansens Kaffehus – Skagen", "", "hansens kaffehus"),
        ("Hansens Kaffehus (Skagen)", "", "hansens kaffehus"),
        ("Hansens Kaffehus v/ Bo Birkeskov", "", "hansens kaffehus"),
        ("Hansens Kaffehus Skagen", "Skagen", "hansens kaffehus"),
        ("Hansens Kaffehus Skagen", "Hobro", "hansens kaffehus skagen"),
        ("Birk & Søn", "", "birk og soen"),
        ("Brugsen a.m.b.a.", "", "brugsen"),
        ("Skagen", "Skagen", "skagen"),
        ("A/S", "", ""),
        ("", "", ""),
    ],
)
def test_a_firms_own_name_is_without_form_branch_owner_and_town(written: str, town: str, own: str) -> None:
    assert firm_name(written, town) == own


@pytest.mark.parametrize(
    ("written", "street", "number"),
    [
        ("Havnegade 12", "havnegade", "12"),
        ("Havneg. 12, 2. tv", "havnegade", "12"),
        ("HAVNEGADE 12", "havnegade", "12"),
        ("Strandv. 4 B", "strandvej", "4b"),
        ("Nr. Havnegade 7", "noerre havnegade", "7"),
        ("Sdr. Kajgade 7", "soender kajgade", "7"),
        ("Gl. Skolevej nr. 10", "gammel skolevej", "10"),
        ("St. Torv 3", "store torv", "3"),
        ("Ågade 1", "aagade", "1"),
        ("Industrivej", "industrivej", ""),
        ("", "", ""),
    ],
)
def test_an_address_becomes_a_street_and_a_number(written: str, street: str, number: str) -> None:
    assert Street.of(written) == Street(street, number)
