"""Whether a scheme is lawful on the day it begins: every condition at its edge, and as the matching core reads it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citizens.tables import Citizen
from companies.tables import Company, Sector
from law.schemes import GROUPS, SCHEMES, terms
from matcher.engine.arrays.lawful import interval
from matcher.engine.problem import Citizen as Seeker
from matcher.engine.problem import Hours, Point
from placements.lawful import longest_stay, unlawful

DAY = date(2026, 12, 7)


def citizen(**values: Any) -> Citizen:
    usual: dict[str, Any] = {
        "target_group": "aktivitetsparat",
        "birth_date": date(1990, 5, 1),
        "unemployed_since": date(2026, 6, 7),
        "resident_since": None,
        "single_parent": False,
        "no_education": False,
    }
    return Citizen(**usual | values)


def firm(sector: Sector = Sector.PRIVATE, social: date | None = None) -> Company:
    return Company(sector=sector, social_economy_since=social)


IGU = {"target_group": "integration_jobparat", "resident_since": date(2006, 12, 8)}
PENSION = {"target_group": "foertidspension"}


@pytest.mark.parametrize(
    ("who", "where", "scheme", "start", "hours", "holds"),
    [
        ({}, firm(), "virksomhedspraktik", DAY, 1, True),
        (PENSION, firm(), "virksomhedspraktik", DAY, 10, False),
        ({}, firm(), "fleksjob", DAY, 10, False),
        ({"target_group": "ledighedsydelse"}, firm(), "fleksjob", DAY, 10, True),
        ({}, firm(), "loentilskud", DAY, 10, True),
        ({"unemployed_since": date(2026, 6, 8)}, firm(), "loentilskud", DAY, 10, False),
        ({"unemployed_since": DAY, "birth_date": date(1976, 12, 31)}, firm(), "loentilskud", DAY, 10, True),
        ({"unemployed_since": DAY, "birth_date": date(1977, 1, 1)}, firm(), "loentilskud", DAY, 10, False),
        ({"unemployed_since": DAY, "single_parent": True}, firm(), "loentilskud", DAY, 10, True),
        ({"unemployed_since": DAY, "no_education": True}, firm(), "loentilskud", DAY, 10, True),
        (IGU, firm(), "igu", DAY, 25, True),
        (IGU, firm(), "igu", DAY, 24.5, False),
        (IGU | {"resident_since": date(2006, 12, 7)}, firm(), "igu", DAY, 25, False),
        (IGU | {"resident_since": None}, firm(), "igu", DAY, 25, False),
        (IGU | {"birth_date": date(1976, 1, 1)}, firm(), "igu", DAY, 25, False),
        (IGU | {"resident_since": date(2010, 1, 1)}, firm(), "igu", date(2028, 1, 3), 25, False),
        (IGU, firm(), "igu", date(2016, 6, 30), 25, False),
        (PENSION, firm(), "beskyttet", DAY, 10, False),
        (PENSION, firm(Sector.PUBLIC), "beskyttet", DAY, 10, True),
        (PENSION, firm(social=DAY), "beskyttet", DAY, 10, True),
        (PENSION, firm(social=DAY + timedelta(days=1)), "beskyttet", DAY, 10, False),
        ({}, firm(), "ordinary", DAY, 10, True),
    ],
)
def test_each_condition_at_its_edge(
    who: dict[str, Any], where: Company, scheme: str, start: date, hours: float, holds: bool
) -> None:
    assert (list(unlawful(citizen(**who), where, scheme, start, hours)) == []) is holds


@pytest.mark.parametrize(
    ("group", "sector", "scheme", "weeks"),
    [
        ("jobparat", Sector.PRIVATE, "virksomhedspraktik", 4),
        ("aktivitetsparat", Sector.PRIVATE, "virksomhedspraktik", 13),
        ("jobparat", Sector.PRIVATE, "loentilskud", 26),
        ("jobparat", Sector.PUBLIC, "loentilskud", 17),
        ("aktivitetsparat", Sector.PUBLIC, "loentilskud", 52),
        ("integration_jobparat", Sector.PRIVATE, "igu", 104),
        ("aktivitetsparat", Sector.PRIVATE, "ordinary", None),
    ],
)
def test_the_longest_stay_is_the_laws(group: str, sector: Sector, scheme: str, weeks: int | None) -> None:
    after = None if weeks is None else DAY + timedelta(weeks=weeks)
    assert longest_stay(citizen(target_group=group), firm(sector), scheme, DAY) == after


days = st.dates(date(1990, 1, 1), date(2027, 1, 1))


@settings(max_examples=150, deadline=None)
@given(
    group=st.sampled_from(sorted(GROUPS)),
    scheme=st.sampled_from(SCHEMES),
    born=st.dates(date(1950, 1, 1), date(2008, 12, 31)),
    unemployed=days,
    resident=st.none() | days,
    alone=st.booleans(),
    start=st.dates(date(2026, 7, 1), date(2029, 1, 1)),
)
def test_the_matching_core_reads_the_same_law(
    group: str, scheme: str, born: date, unemployed: date, resident: date | None, alone: bool, start: date
) -> None:
    row = citizen(
        target_group=group, birth_date=born, unemployed_since=unemployed, resident_since=resident, single_parent=alone
    )
    law = terms(scheme, start)
    assert law is not None
    first, last = interval(law, seeker(row))
    there = (group, "private") in law.weeks and not law.social_or_public_only and first <= start.toordinal() <= last
    assert (not list(unlawful(row, firm(), scheme, start, 37.0))) == there


def seeker(row: Citizen) -> Seeker:
    return Seeker(
        id="c1",
        birth_year=row.birth_date.year,
        gender=None,
        target_group=row.target_group,
        unemployed_since=row.unemployed_since,
        resident_since=row.resident_since,
        single_parent=row.single_parent,
        no_education=row.no_education,
        home=Point(lat=57.0, lon=10.0),
        max_travel_km=10.0,
        hours=Hours(min=1.0, max=37.0),
        available_from=DAY,
        language="A2",
        occupations=(),
        consultant="k1",
    )
