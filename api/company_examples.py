"""Examples of companies, as the description of the API shows them."""

from api.documentation import Responses, body, example

COMPANY = {
    "cvr": "99000015",
    "name": "Prøvekøkkenet ApS",
    "sector": "private",
    "industry": "561110",
    "industry_version": "DB25",
    "form": "ApS",
    "social_economy_since": "2024-03-01",
    "social_economy_criteria": ["social_purpose", "social_use_of_profit"],
}
OFFERS = {
    "mentor_capacity": 1,
    "accommodates": ["breaks", "step_free"],
    "languages": ["da", "ar"],
    "day_parts": ["day"],
}
UNIT = {
    "p_number": "1999000001",
    "name": "Prøvekøkkenet, Skagen",
    "address": "Kajen 2",
    "postcode": "9990",
    "town": "Skagen",
    "lat": 57.72,
    "lon": 10.58,
    "offers": OFFERS,
}
MONTH = {"month": "2026-10-01", "ordinary_fte": 12.5, "ordinary_heads": 15, "subsidised": 1, "under_18": 2}
CONTACT = {
    "name": "Kim Prøve",
    "unit": 12,
    "title": "Køkkenchef",
    "phone": "98 12 34 56",
    "email": None,
    "weekends": True,
}
SHOWN = COMPANY | {
    "id": 7,
    "source": "hand",
    "registered_at": "2026-11-23T10:00:00+01:00",
    "consultant": 3,
    "units": [{"id": 12} | UNIT | {"months": [MONTH | {"source": "virksomheden", "recorded_at": None}]}],
    "contacts": [CONTACT | {"id": 5}],
}
ALIKE = {"company": {"id": 9, "cvr": "99000023", "name": "Prøve-køkkenet I/S"}, "score": 93.0, "same_house": True}


def good(status: int = 200, answer: object = SHOWN) -> Responses:
    """What a good answer looks like."""
    return example(status, answer)


NEW_BODY = body(COMPANY | {"unit": UNIT, "none_of": []})
CHANGED_BODY = body(COMPANY | {"consultant": 3})
UNIT_BODY, OFFERS_BODY, CONTACT_BODY = body(UNIT), body(OFFERS), body(CONTACT)
MONTHS_BODY, MERGE_BODY = body({"months": [MONTH]}), body({"gone": 9, "reason": "Samme ejer og adresse"})
