"""What can be wrong with a company that is filled in: everything is told at once, at its field."""

from dataclasses import replace
from datetime import date

import pytest

from companies.register.drafts import (
    CompanyDraft,
    ContactDraft,
    MonthDraft,
    Offers,
    UnitDraft,
    company_faults,
    contact_faults,
    latest_months,
    month_faults,
    offers_faults,
    unit_faults,
)
from companies.register.numbers import cvr_fault, industry_fault, p_number_fault
from companies.register.social_economy import CRITERIA
from tests.rows import TODAY

COMPANY = CompanyDraft(cvr="10150817", name="Havnekøkkenet ApS", industry="561110")
UNIT = UnitDraft(p_number="1003000001", name="Køkkenet", address="Kajen 2", town="Skagen")
CONTACT = ContactDraft(name="Kim", phone="98123456")
OCTOBER = MonthDraft(month=date(2026, 10, 1), ordinary_fte=12.5, ordinary_heads=15)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({}, None),
        ({"cvr": "10150818"}, "cvr"),
        ({"cvr": "1015081"}, "cvr"),
        ({"name": "  "}, "name"),
        ({"industry": "4511"}, "industry"),
        ({"industry": "451120", "industry_version": "DB25"}, "industry"),
        ({"industry": "451120", "industry_version": "DB07"}, None),
        ({"industry_version": "DB99"}, "industry"),
        ({"industry": "999999"}, None),
        ({"social_economy_since": TODAY}, None),
        ({"social_economy_since": date(2026, 11, 24)}, "social_economy_since"),
        ({"social_economy_criteria": ("social_purpose",)}, "social_economy_since"),
        ({"social_economy_since": TODAY, "social_economy_criteria": tuple(CRITERIA)}, None),
        ({"social_economy_since": TODAY, "social_economy_criteria": ("kind",)}, "social_economy_criteria[0]"),
    ],
)
def test_a_company_is_right_or_says_where_it_is_not(change: dict[str, object], place: str | None) -> None:
    found = company_faults(replace(COMPANY, **change), TODAY)  # type: ignore[arg-type]
    assert [fault.place for fault in found] == ([] if place is None else [place])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({}, None),
        ({"p_number": "0003000001"}, "p_number"),
        ({"name": ""}, "unit_name"),
        ({"address": " "}, "address"),
        ({"town": ""}, "town"),
        ({"postcode": "999"}, "postcode"),
        ({"postcode": "9990"}, None),
        ({"lat": 57.7}, "lon"),
        ({"lat": 57.7, "lon": 10.6}, None),
        ({"lat": 10.6, "lon": 57.7}, "lat lon"),
        ({"offers": Offers(mentor_capacity=-1)}, "mentor_capacity"),
    ],
)
def test_a_unit_is_right_or_says_where_it_is_not(change: dict[str, object], place: str | None) -> None:
    found = unit_faults(replace(UNIT, **change))  # type: ignore[arg-type]
    assert " ".join(fault.place for fault in found) == (place or "")


@pytest.mark.parametrize(
    ("offers", "place"),
    [
        (Offers(mentor_capacity=2, accommodates=("quiet",), languages=("da", "ar"), day_parts=("night",)), None),
        (Offers(accommodates=("quiet", "mentor")), "accommodates[1]"),
        (Offers(languages=("Dansk",)), "languages"),
        (Offers(languages=("da",) * 21), "languages"),
        (Offers(day_parts=("noon",)), "day_parts[0]"),
    ],
)
def test_what_a_place_offers_is_in_the_words_of_matching(offers: Offers, place: str | None) -> None:
    assert [fault.place for fault in offers_faults(offers)] == ([] if place is None else [place])


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({}, []),
        ({"name": ""}, ["contact_name"]),
        ({"phone": "ring bare"}, ["phone"]),
        ({"phone": None}, ["phone"]),
        ({"phone": None, "email": "kim@example.org"}, []),
        ({"email": "kim"}, ["email"]),
    ],
)
def test_a_contact_can_be_reached(change: dict[str, object], places: list[str]) -> None:
    assert [fault.place for fault in contact_faults(replace(CONTACT, **change))] == places  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({}, []),
        ({"month": date(2026, 10, 2)}, ["month-2026-10"]),
        ({"month": date(2026, 12, 1)}, ["month-2026-12"]),
        ({"ordinary_fte": -1.0}, ["ordinary_fte-2026-10"]),
        ({"ordinary_fte": float("nan")}, ["ordinary_fte-2026-10"]),
        ({"ordinary_heads": 0}, ["ordinary_heads-2026-10"]),
        ({"subsidised": -1, "under_18": 100_001}, ["subsidised-2026-10", "under_18-2026-10"]),
    ],
)
def test_a_months_figures_are_right_or_say_where_not(change: dict[str, object], places: list[str]) -> None:
    found = month_faults([replace(OCTOBER, **change)], TODAY)  # type: ignore[arg-type]
    assert [fault.place for fault in found] == places
    assert all(fault.message.startswith(("10-2026: ", "12-2026: ")) for fault in found)


def test_the_twelve_months_end_with_the_last_whole_one() -> None:
    months = latest_months(date(2026, 1, 31))
    assert (months[0], months[-1], len(months)) == (date(2025, 12, 1), date(2025, 1, 1), 12)


def test_numbers_that_could_be_given_out_are_taken_and_others_are_not() -> None:
    assert cvr_fault("10150817") is None
    assert cvr_fault("1015081x") == "skal være 8 cifre"
    assert "kontrolcifferet" in (cvr_fault("12345678") or "")
    assert p_number_fault("1003000001") is None
    assert p_number_fault("½003000001") is not None
    assert industry_fault("561110", "DB25") is None
    assert "hovedgruppe 45" in (industry_fault("451120", "DB25") or "")


def test_every_criterion_of_a_social_economy_firm_has_its_words() -> None:
    assert len(CRITERIA) == 5
    assert all(one.name and one.text.endswith(".") for one in CRITERIA.values())
