"""Names are made up: nobody well-known, nobody's e-mail."""

from itertools import product

import pytest

from seed.chance import dice
from seed.firms import MUNICIPALITY
from seed.municipality import Municipality
from seed.names import DANISH, FOREIGN, first_name, slug, surname

NOTABLE = """
Mette Frederiksen; Lars Løkke Rasmussen; Anders Fogh Rasmussen; Helle Thorning-Schmidt; Poul Nyrup Rasmussen;
Margrethe Vestager; Pia Kjærsgaard; Inger Støjberg; Mads Mikkelsen; Lars von Trier; Thomas Vinterberg; Susanne Bier;
Karen Blixen; Søren Kierkegaard; Niels Bohr; Caroline Wozniacki; Christian Eriksen; Michael Laudrup; Brian Laudrup;
Peter Schmeichel; Kasper Schmeichel; Jonas Vingegaard; Viktor Axelsen; Holger Rune; Kevin Magnussen; Tom Kristensen;
Mikkel Hansen; Nikolaj Coster-Waldau; Sidse Babett Knudsen; Trine Dyrholm; Ghita Nørby; Anders Matthesen; Casper
Christensen; Frank Hvam; Volodymyr Zelenskyj; Petro Porosjenko; Taras Sjevtjenko; Bashar al-Assad; Omar Sharif;
Mohamed Salah; Mahmoud Darwish; Isaias Afwerki; Mo Farah; Ayaan Hirsi Ali; Shirin Ebadi; Marjane Satrapi; Lech Walesa;
Robert Lewandowski; Krzysztof Kieslowski; Naser Khader; Yildiz Akdogan; Mattias Tesfaye; Samira Nawa; Lars Larsen
"""
REAL_MUNICIPALITIES = ("Frederikshavn", "Hjørring", "Brønderslev", "Jammerbugt", "Aalborg", "Læsø")


def test_no_name_that_can_be_made_is_a_well_known_persons() -> None:
    notable = {" ".join(name.split()).casefold() for name in NOTABLE.split(";")}
    for naming in (DANISH, *FOREIGN.values()):
        made = {f"{a} {b}".casefold() for a, b in product((*naming.women, *naming.men), naming.surnames)}
        assert not made & notable


def test_no_danish_surname_is_one_of_the_common_patronymics() -> None:
    assert not [name for name in DANISH.surnames if name.endswith("sen")]


@pytest.mark.parametrize("origin", ["danish", *FOREIGN])
def test_names_come_from_the_origins_own_lists(origin: str) -> None:
    naming = FOREIGN.get(origin, DANISH)
    roller = dice(1, "names")
    assert first_name(roller, origin, "F") in naming.women
    assert first_name(roller, origin, "M") in naming.men
    assert surname(roller, origin) in naming.surnames


def test_a_slug_is_plain_ascii() -> None:
    assert slug("Åse Hybenkrog & Søn") == "aase.hybenkrog.og.soen"


def test_every_mail_address_is_unique_and_in_the_reserved_domain(every_size: Municipality) -> None:
    addresses = [user.email for user in every_size.users]
    assert all(address.endswith(".example.org") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_the_municipality_does_not_exist(town: Municipality) -> None:
    assert town.name == MUNICIPALITY
    assert MUNICIPALITY.removesuffix(" Kommune") not in REAL_MUNICIPALITIES
