"""Firms from sole traders to a hospital."""

from collections import Counter, defaultdict
from datetime import date
from math import log
from statistics import mean, stdev

import pytest

from law.workdays import add_months
from seed.firms import MUNICIPALITY
from seed.municipality import Municipality


def latest_fte(made: Municipality) -> dict[int, float]:
    return {count.unit_id: count.ordinary_fte for count in made.employees}


def test_there_are_sole_traders_and_a_hospital(every_size: Municipality) -> None:
    sizes = latest_fte(every_size)
    hospital = next(unit for unit in every_size.units if unit.name.startswith("Sygehus"))
    assert min(sizes.values()) < 1
    assert sizes[hospital.id] == max(sizes.values()) > 500


def test_sizes_of_private_firms_are_lognormal(large: Municipality) -> None:
    private = {company.id for company in large.companies if company.sector == "private"}
    sizes = latest_fte(large)
    logs = [log(sizes[one.id]) for one in large.units if one.company_id in private and sizes[one.id] >= 1.5]
    centre, width = mean(logs), stdev(logs)
    skew = mean(((value - centre) / width) ** 3 for value in logs)
    assert abs(skew) < 0.6  # several trades mixed, and none below one employee
    assert mean(sizes.values()) > 2 * sorted(sizes.values())[len(sizes) // 2]


def test_six_to_ten_percent_are_social_economy_firms(town: Municipality, large: Municipality, today: date) -> None:
    for made in (town, large):
        registered = [one.social_economy_since for one in made.companies if one.social_economy_since is not None]
        assert 0.06 <= len(registered) / len(made.companies) <= 0.10
        assert all(day < today for day in registered)


def test_employees_are_counted_for_the_twelve_whole_months_before_today(every_size: Municipality, today: date) -> None:
    months = defaultdict(list)
    for count in every_size.employees:
        months[count.unit_id].append(count.month)
    wanted = [add_months(today.replace(day=1), -back) for back in range(12, 0, -1)]
    assert len(months) == len(every_size.units)
    assert all(found == wanted for found in months.values())


def test_heads_are_never_fewer_than_full_time_equivalents(every_size: Municipality) -> None:
    assert all(count.ordinary_heads >= count.ordinary_fte >= 0 for count in every_size.employees)


def test_the_subsidised_and_the_young_are_counted_apart(town: Municipality) -> None:
    assert any(count.subsidised for count in town.employees)
    assert any(count.under_18 for count in town.employees)


def test_some_grow_and_some_shrink(large: Municipality) -> None:
    first: dict[int, float] = {}
    last = latest_fte(large)
    for count in large.employees:
        first.setdefault(count.unit_id, count.ordinary_fte)
    grown = Counter(last[unit] > first[unit] for unit in first if first[unit] >= 5)
    assert 0.3 < grown[True] / grown.total() < 0.8


def test_the_season_is_high_in_july(large: Municipality) -> None:
    camps = {unit.id for unit in large.units if unit.name.startswith(("Camping", "Feriecenter"))}
    july = mean(one.ordinary_fte for one in large.employees if one.unit_id in camps and one.month.month == 7)
    january = mean(one.ordinary_fte for one in large.employees if one.unit_id in camps and one.month.month == 1)
    assert july > 2 * january


def test_the_municipality_itself_has_many_units(town: Municipality) -> None:
    own = next(company for company in town.companies if company.name == MUNICIPALITY)
    assert own.sector == "public"
    assert sum(unit.company_id == own.id for unit in town.units) > 20


def test_every_unit_has_a_number_of_its_own(every_size: Municipality) -> None:
    numbers = {unit.p_number for unit in every_size.units}
    assert len(numbers) == len(every_size.units)
    assert all(number.startswith("19") and len(number) == 10 for number in numbers)


def test_mentors_are_only_where_a_mentor_can_be_given(every_size: Municipality) -> None:
    for unit in every_size.units:
        assert (unit.mentor_capacity > 0) == ("mentor" in unit.accommodates)


def test_social_economy_firms_can_give_more_support(large: Municipality) -> None:
    social = {company.id for company in large.companies if company.social_economy_since is not None}
    counts: dict[bool, list[int]] = defaultdict(list)
    for unit in large.units:
        counts[unit.company_id in social].append(len(unit.accommodates))
    assert mean(counts[True]) > mean(counts[False]) + 1


def test_every_company_has_one_consultant_and_one_user(every_size: Municipality) -> None:
    roles = {user.id: user.role for user in every_size.users}
    assert all(roles[company.consultant_id] == "consultant" for company in every_size.companies)
    assert Counter(one.company_id for one in every_size.company_users) == Counter(c.id for c in every_size.companies)
    assert all(roles[one.user_id] == "employer" for one in every_size.company_users)


def test_firms_are_in_the_portfolio_of_a_consultant_at_work_in_their_town(large: Municipality) -> None:
    at_work = defaultdict(set)
    for citizen in large.citizens:
        at_work[citizen.town].add(citizen.consultant_id)
    towns: dict[int, str] = {}
    for unit in large.units:
        towns.setdefault(unit.company_id, unit.town)
    assert all(company.consultant_id in at_work[towns[company.id]] for company in large.companies)


@pytest.mark.parametrize("industry", ["102010", "301100"])
def test_fish_and_ships_are_by_the_harbours(large: Municipality, industry: str) -> None:
    harbour = {"Frederikshavn", "Skagen", "Hirtshals", "Strandby", "Sæby"}
    companies = {company.id for company in large.companies if company.industry == industry}
    towns = {unit.town for unit in large.units if unit.company_id in companies}
    assert towns
    assert towns <= harbour
