"""What the demo knows of its workplaces, in the codes of the register, and consistent with their hours."""

from companies.drafts import OFFERS
from companies.register.social_economy import CRITERIA
from seed.municipality import Municipality
from seed.openings import ROTAS
from seed.workplaces import day_parts


def test_every_unit_speaks_danish_and_says_when_there_is_work(every_size: Municipality) -> None:
    for unit in every_size.units:
        assert unit.languages[0] == "da"
        assert unit.day_parts
        assert unit.postcode is not None
        assert unit.postcode.isdigit()
        assert f" {unit.postcode} " in f" {unit.address} "


def test_the_parts_of_the_day_follow_from_the_hours_of_the_trade() -> None:
    assert day_parts("office") == ("day",)
    assert day_parts("evening") == ("evening", "weekend")
    assert day_parts("care") == ("day", "evening", "weekend")
    assert all(day_parts(rota) for rota in ROTAS)


def test_every_unit_has_somebody_to_call(every_size: Municipality) -> None:
    units = {unit.id: unit for unit in every_size.units}
    called = {contact.unit_id for contact in every_size.contacts}
    assert called == set(units)
    for contact in every_size.contacts:
        assert contact.company_id == units[contact.unit_id].company_id
        assert contact.email.endswith(".example.org")
    assert any(contact.weekends for contact in every_size.contacts)


def test_openings_offer_what_the_register_knows_and_a_mentor_only_where_there_is_one(town: Municipality) -> None:
    units = {unit.id: unit for unit in town.units}
    for one in town.openings:
        assert set(one.offers) <= set(OFFERS)
        assert ("mentor" in one.offers) == (units[one.unit_id].mentor_capacity > 0)
    assert 0 < sum(one.standing for one in town.openings) < len(town.openings) / 4


def test_a_social_economy_firm_meets_all_the_criteria_and_no_other_is_said_to(town: Municipality) -> None:
    for company in town.companies:
        assert company.social_economy_criteria == (tuple(CRITERIA) if company.social_economy_since else ())
