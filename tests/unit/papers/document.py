"""An agreement for tests of its paper; a test names only what it is about."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from placements.agreements.documents import Document, Said, Signed
from placements.agreements.drafts import Goal, Slot
from placements.agreements.tables import Signer

SIGNATURES = (
    Signed(side=Signer.CITIZEN, name="Amina Yusuf", signed_on=date(2026, 11, 24), on_paper=True),
    Signed(side=Signer.EMPLOYER, name="Birgit Holm", signed_on=date(2026, 11, 23), on_paper=False),
    Signed(side=Signer.MUNICIPALITY, name="Lars Mikkelsen", signed_on=date(2026, 11, 25), on_paper=False),
)
STATEMENT = Said(name="Poul Thomsen", role="shop_steward", said_on=date(2026, 11, 20), agrees=True, remark="")
USUAL = Document(
    proposal_id=4711,
    version=2,
    digest="9f86d081884c7d659a2feaa0c55ad015",
    agreed_on=date(2026, 11, 23),
    scheme="virksomhedspraktik",
    label=None,
    occupation="Køkkenmedhjælper",
    citizen="Amina Yusuf",
    citizen_language="ar",
    company="Kajen ApS",
    cvr="12345674",
    unit="Kajen, Skagen Havn",
    p_number="1003000001",
    address="Kajen 2",
    town="Skagen",
    social_economy=False,
    contact_name="Birgit Holm",
    contact_phone="98 44 12 34",
    consultant="Lars Mikkelsen",
    consultant_email="lars@eksempel.invalid",
    consultant_phone="20 30 40 50",
    caseworker="Ida Bech",
    start=date(2026, 12, 7),
    last_day=date(2027, 3, 7),
    hours=10.0,
    steps=((1, 10.0), (5, 14.5)),
    timetable=(Slot(weekday=1, from_=time(8, 30), to=time(12)),),
    milestones=(Goal(text="Står alene i opvasken", by=date(2027, 1, 11)),),
    follow_up_days=(date(2026, 12, 14), date(2027, 1, 20)),
    tasks="Opvask\n\nGrønt",
    purpose="At prøve et køkken",
    regard="En pause hver time\nIngen tunge løft",
    new_function=None,
    statement=STATEMENT,
    signatures=SIGNATURES,
)


def document(**values: Any) -> Document:
    return replace(USUAL, **values)
