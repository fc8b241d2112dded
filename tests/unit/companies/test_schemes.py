"""Some schemes are for social-economy and public companies alone, and are offered by nobody else."""

from datetime import date, timedelta

import pytest

from companies.schemes import can_offer, faults
from companies.tables import Company, Sector

DAY = date(2026, 11, 20)


def firm(sector: Sector = Sector.PRIVATE, social: date | None = None) -> Company:
    return Company(sector=sector, social_economy_since=social)


@pytest.mark.parametrize(
    ("company", "open_to"),
    [
        (firm(), False),
        (firm(Sector.PUBLIC), True),
        (firm(social=DAY), True),
        (firm(social=DAY + timedelta(days=1)), False),
    ],
)
def test_beskyttet_is_for_social_economy_and_public_companies(company: Company, open_to: bool) -> None:
    assert can_offer(company, "beskyttet", DAY) == open_to
    assert can_offer(company, "virksomhedspraktik", DAY)


def test_what_cannot_be_offered_is_told_at_its_place_with_the_mend() -> None:
    (fault,) = faults(firm(), ["loentilskud", "beskyttet", "unheard_of"], DAY)

    assert fault.place == "schemes[1]"
    assert "socialøkonomiske og offentlige" in fault.message
    assert faults(firm(Sector.PUBLIC), ["beskyttet"], DAY) == []
