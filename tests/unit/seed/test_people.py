"""Who the citizens are, held to the figures of the sources."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from law.schemes import GROUPS, INTEGRATION
from law.workdays import years_between
from seed import figures
from seed.municipality import Municipality

AT_WORK = ("praktik", "loentilskud", "igu", "fleksjob", "ordinary")


def test_target_groups_are_dealt_to_the_last_citizen(large: Municipality) -> None:
    counts = Counter(citizen.target_group for citizen in large.citizens)
    whole = sum(figures.TARGET_GROUPS.values())
    assert set(counts) == GROUPS
    for group, share in figures.TARGET_GROUPS.items():
        assert counts[group] / len(large.citizens) == pytest.approx(share / whole, abs=0.001)


def test_those_far_from_work_are_as_in_the_thirty_municipalities(large: Municipality) -> None:
    counts = Counter(one.target_group for one in large.citizens if one.target_group in figures.EMPOWERMENT)
    shares = [counts[group] / counts.total() for group in figures.EMPOWERMENT]
    assert shares == pytest.approx([0.43, 0.38, 0.19], abs=0.01)


def test_women_are_56_percent(large: Municipality) -> None:
    women = sum(citizen.gender == "F" for citizen in large.citizens)
    assert women / len(large.citizens) == pytest.approx(figures.WOMEN, abs=0.035)


def test_between_15_and_20_percent_are_at_a_company(town: Municipality, large: Municipality) -> None:
    for made in (town, large):
        share = sum(citizen.status in AT_WORK for citizen in made.citizens) / len(made.citizens)
        assert figures.AT_A_COMPANY[0] <= share <= figures.AT_A_COMPANY[1]


def test_eight_percent_have_left(large: Municipality) -> None:
    assert sum(citizen.status == "done" for citizen in large.citizens) / len(large.citizens) == pytest.approx(0.08)


def test_nobody_stands_where_their_group_cannot(every_size: Municipality) -> None:
    for citizen in every_size.citizens:
        if citizen.status == "igu":
            assert citizen.target_group in INTEGRATION
        if citizen.status == "fleksjob":
            assert citizen.target_group == "ledighedsydelse"
        if citizen.status in ("praktik", "loentilskud"):
            assert citizen.target_group != "foertidspension"


def test_everybody_is_of_working_age(every_size: Municipality, today: date) -> None:
    ages = {group: set[int]() for group in GROUPS}
    for citizen in every_size.citizens:
        ages[citizen.target_group].add(years_between(citizen.birth_date, today))
    assert all(18 <= age <= 65 for found in ages.values() for age in found)
    young = ages["uddannelsesparat"] | ages["uddannelse_aktivitetsparat"]
    assert max(young, default=18) < 30


def test_the_integration_groups_are_in_their_first_three_years(every_size: Municipality, today: date) -> None:
    for citizen in every_size.citizens:
        if citizen.target_group in INTEGRATION:
            assert citizen.resident_since is not None
            assert years_between(citizen.resident_since, today) < 3


def test_nobody_was_out_of_work_here_before_they_came(every_size: Municipality) -> None:
    for citizen in every_size.citizens:
        assert citizen.birth_date < citizen.unemployed_since
        assert citizen.resident_since is None or citizen.resident_since <= citizen.unemployed_since


def test_danish_comes_with_the_years(large: Municipality, today: date) -> None:
    levels: dict[bool, Counter[str]] = defaultdict(Counter)
    for citizen in large.citizens:
        if citizen.resident_since is not None:
            levels[years_between(citizen.resident_since, today) < 1][citizen.language] += 1
    assert set(levels[True]) == {"A0", "A1"}
    assert levels[False]["B1"] > levels[False]["A1"]
    assert all(citizen.language == "C2" for citizen in large.citizens if citizen.resident_since is None)


def test_many_live_with_somebody_who_is_also_a_citizen_of_the_service(large: Municipality) -> None:
    members = Counter(citizen.household_id for citizen in large.citizens)
    assert set(members.values()) == {1, 2}
    assert 0.08 < sum(size == 2 for size in members.values()) / len(members) < 0.20


def test_single_parents_live_alone_with_their_children_and_are_mostly_mothers(large: Municipality) -> None:
    parents = [citizen for citizen in large.citizens if citizen.single_parent]
    members = Counter(citizen.household_id for citizen in large.citizens)
    assert all(members[parent.household_id] == 1 for parent in parents)
    assert sum(parent.gender == "F" for parent in parents) / len(parents) > 0.7


def test_every_referral_is_of_the_last_twelve_months(every_size: Municipality, today: date) -> None:
    referrals = [event.on for event in every_size.case_events if event.kind == "referral"]
    assert len(referrals) == len(every_size.citizens)
    assert all(0 < (today - day).days < 365 for day in referrals)


def test_single_households_outnumber_the_rest(large: Municipality) -> None:
    assert len(large.households) > 0.8 * len(large.citizens)
