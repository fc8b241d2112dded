"""The municipality's own people and the citizens in their hands."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from law.values import Figures
from seed import figures
from seed.municipality import Municipality
from seed.staff import NEEDS_INTERPRETER

ROLES = {"admin", "manager", "consultant", "coordinator", "caseworker", "support_worker", "interpreter"}
AUTHORITIES = {"job", "social", "health", "benefits", "children", "language_school"}


def test_every_role_and_authority_is_there(every_size: Municipality) -> None:
    assert {user.role for user in every_size.users} == ROLES | {"employer"}
    assert {user.authority for user in every_size.users if user.role == "caseworker"} == AUTHORITIES


def test_a_caseworker_has_35_to_45_open_cases(town: Municipality, large: Municipality, today: date) -> None:
    stated = Figures(today)
    for made in (town, large):
        loads = Counter(citizen.caseworker_id for citizen in made.citizens if citizen.status != "done")
        assert min(loads.values()) >= stated.whole("caseworker.citizens_low")
        assert max(loads.values()) <= stated.whole("caseworker.citizens_high")


def test_a_support_worker_has_about_15_citizens(town: Municipality, large: Municipality, today: date) -> None:
    most = Figures(today).whole("cti.citizens_per_worker")
    for made in (town, large):
        loads = Counter(one.support_worker_id for one in made.citizens if one.support_worker_id is not None)
        assert all(most - 3 <= load <= most for load in loads.values())


def test_everybody_has_a_coordinator_and_another_as_substitute(every_size: Municipality) -> None:
    roles = {user.id: user.role for user in every_size.users}
    for citizen in every_size.citizens:
        assert roles[citizen.coordinator_id] in ("coordinator", "caseworker")
        assert citizen.substitute_id != citizen.coordinator_id
        assert roles[citizen.substitute_id] in ("coordinator", "caseworker", "manager")


def test_a_family_has_one_coordinator(large: Municipality) -> None:
    coordinators = defaultdict(set)
    for citizen in large.citizens:
        coordinators[citizen.household_id].add(citizen.coordinator_id)
    assert all(len(found) == 1 for found in coordinators.values())


def test_families_with_several_authorities_have_a_coordinator_of_their_own(large: Municipality) -> None:
    roles = {user.id: user.role for user in large.users}
    authorities = defaultdict(set)
    for one in large.involvements:
        authorities[one.citizen_id].add(one.authority)
    for citizen in large.citizens:
        if len(authorities[citizen.id]) > 1:
            assert roles[citizen.coordinator_id] == "coordinator"
    several = sum(len(found) > 1 for found in authorities.values())
    assert 0.40 < several / len(large.citizens) < 0.65


def test_consultants_have_room_for_a_share_of_their_own_who_are_ready(large: Municipality) -> None:
    ready = Counter(citizen.consultant_id for citizen in large.citizens if citizen.status == "ready")
    for user in large.users:
        if user.role == "consultant":
            assert user.capacity == 1 + round(ready[user.id] * figures.CONSULTANT_CAPACITY)
            assert user.colour is not None
            assert user.colour.startswith("#")


def test_consultants_work_in_one_area(large: Municipality) -> None:
    towns = defaultdict(set)
    for citizen in large.citizens:
        towns[citizen.consultant_id].add(citizen.town)
    assert max(len(found) for found in towns.values()) <= 6


def test_whoever_is_responsible_is_among_the_actors(every_size: Municipality) -> None:
    actors = defaultdict(set)
    for one in every_size.involvements:
        actors[one.citizen_id].add(one.user_id)
    for citizen in every_size.citizens:
        responsible = {citizen.caseworker_id, citizen.consultant_id, citizen.coordinator_id, citizen.support_worker_id}
        assert responsible - {None} <= actors[citizen.id]


def test_actors_work_for_the_authority_they_are_there_for(town: Municipality) -> None:
    users = {user.id: user for user in town.users}
    for one in town.involvements:
        assert users[one.user_id].authority in (one.authority, None)


def test_consents_cover_the_other_authorities_of_most(large: Municipality) -> None:
    asked = {(one.citizen_id, one.authority) for one in large.involvements if one.authority not in ("job", "benefits")}
    given = {(one.citizen_id, one.authority) for one in large.consents if one.legal_basis is None}
    assert given <= asked
    assert len(given) / len(asked) == pytest.approx(figures.CONSENT, abs=0.04)
    withdrawn = [one for one in large.consents if one.withdrawn_on is not None]
    assert withdrawn
    assert all(one.given_on <= (one.withdrawn_on or one.given_on) for one in withdrawn)


def test_benefits_share_by_law(large: Municipality) -> None:
    bases = {one.legal_basis is not None for one in large.consents if one.authority == "benefits"}
    assert bases == {True}


def test_for_every_language_that_needs_one_there_are_two_interpreters(every_size: Municipality) -> None:
    speakers = [one for one in every_size.citizens if one.language in NEEDS_INTERPRETER]
    interpreters = [user for user in every_size.users if user.role == "interpreter"]
    assert len(interpreters) >= 2 or not speakers


def test_each_plan_has_one_owner_and_goals_short_and_long(every_size: Municipality, today: date) -> None:
    goals = defaultdict(set)
    for goal in every_size.goals:
        goals[goal.plan_id].add(goal.long_term)
    for plan in every_size.plans:
        assert (plan.citizen_id is None) != (plan.household_id is None)
        assert plan.started_on <= today
        assert goals[plan.id] == {True, False}
