"""Placements now and in the last twelve months."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

from law.schemes import NEAR, terms
from law.workdays import months_between
from seed import figures
from seed.municipality import Municipality
from seed.placements import SCHEME_OF
from tests.unit.seed.test_openings import quotas


def test_whoever_stands_at_a_company_has_one_running_placement(every_size: Municipality) -> None:
    running = Counter(one.citizen_id for one in every_size.placements if one.ended_on is None and one.citizen_id)
    at_work = {citizen.id for citizen in every_size.citizens if citizen.status in SCHEME_OF}
    assert running == Counter(at_work)


def test_running_placements_are_in_the_scheme_of_the_status_and_not_over(every_size: Municipality, today: date) -> None:
    status = {citizen.id: citizen.status for citizen in every_size.citizens}
    for one in every_size.placements:
        if one.ended_on is None:
            assert one.start <= today
            assert one.end is None or one.end >= today
            assert one.citizen_id is None or one.scheme == SCHEME_OF[status[one.citizen_id]]


def test_no_unit_is_over_its_quota(every_size: Municipality, today: date) -> None:
    taken = Counter(one.unit_id for one in every_size.placements if one.ended_on is None)
    caps = quotas(every_size, today)
    assert all(count <= caps[unit] for unit, count in taken.items())


def test_no_unit_gives_more_mentors_than_it_has(every_size: Municipality) -> None:
    mentors = Counter(one.unit_id for one in every_size.placements if one.ended_on is None and one.mentor)
    capacity = {unit.id: unit.mentor_capacity for unit in every_size.units}
    assert all(count <= capacity[unit] for unit, count in mentors.items())


def test_some_places_are_taken_by_people_outside_the_service(town: Municipality) -> None:
    others = [one for one in town.placements if one.citizen_id is None]
    assert {one.scheme for one in others} == {"nytteindsats", "virksomhedspraktik"}


def test_nobody_stays_longer_than_the_law_allows(large: Municipality, today: date) -> None:
    rules = terms("virksomhedspraktik", today)
    assert rules is not None
    groups = {citizen.id: citizen.target_group for citizen in large.citizens}
    for one in large.placements:
        if one.scheme == "virksomhedspraktik" and one.citizen_id is not None:
            assert one.end is not None
            weeks = rules.weeks[groups[one.citizen_id], "private"]
            assert weeks is not None
            assert (one.end - one.start).days < weeks * 7


def test_praktik_is_short_for_those_near_work(large: Municipality) -> None:
    groups = {citizen.id: citizen.target_group for citizen in large.citizens}
    stays = defaultdict(list)
    for one in large.placements:
        if one.scheme == "virksomhedspraktik" and one.citizen_id is not None and one.end is not None:
            stays[groups[one.citizen_id] in NEAR].append((one.end - one.start).days)
    assert max(stays[True]) < 28 < max(stays[False]) < 91


def test_past_placements_ended_before_today_for_a_reason(every_size: Municipality, today: date) -> None:
    for one in every_size.placements:
        assert (one.ended_on is None) == (one.outcome is None) == (one.reason is None)
        if one.ended_on is not None:
            assert one.start <= one.ended_on < today
            assert one.outcome in figures.PLACEMENT_ENDS


def test_broken_off_placements_end_before_time_and_say_why(large: Municipality) -> None:
    broken = [one for one in large.placements if one.outcome == "broken_off"]
    past = [one for one in large.placements if one.outcome is not None]
    assert 0.12 < len(broken) / len(past) < 0.35
    assert {one.reason for one in broken} == set(figures.BREAK_OFF_REASONS)
    assert all(one.ended_on and one.end and one.ended_on < one.end for one in broken)


def test_a_third_have_a_placement_behind_them(large: Municipality) -> None:
    past = sum(one.outcome is not None for one in large.placements)
    assert abs(past / len(large.citizens) - figures.PAST_PLACEMENTS) < 0.03


def test_nobody_is_in_two_placements_at_once(every_size: Municipality) -> None:
    stays = defaultdict(list)
    for one in every_size.placements:
        if one.citizen_id is not None:
            stays[one.citizen_id].append((one.start, one.ended_on or one.end or date.max))
    for found in stays.values():
        found.sort()
        assert all(earlier[1] < later[0] for earlier, later in pairwise(found))


def test_placements_begin_after_the_referral(every_size: Municipality) -> None:
    referred = {event.citizen_id: event.on for event in every_size.case_events if event.kind == "referral"}
    assert all(one.start > referred[one.citizen_id] for one in every_size.placements if one.citizen_id is not None)


def test_an_ordinary_job_often_follows_a_placement_in_the_same_firm(large: Municipality) -> None:
    jobs = {one.citizen_id: one.unit_id for one in large.placements if one.scheme == "ordinary"}
    led_there = [one for one in large.placements if one.outcome == "job" and one.citizen_id in jobs]
    assert led_there
    assert all(one.unit_id == jobs[one.citizen_id] for one in led_there)


def test_every_placement_was_lawful_on_its_first_day(every_size: Municipality, today: date) -> None:
    citizens = {citizen.id: citizen for citizen in every_size.citizens}
    sectors = {company.id: company.sector for company in every_size.companies}
    units = {unit.id: sectors[unit.company_id] for unit in every_size.units}
    for one in every_size.placements:
        if one.citizen_id is None:
            continue
        citizen, rules = citizens[one.citizen_id], terms(one.scheme, today)
        assert rules is not None
        assert (citizen.target_group, units[one.unit_id]) in rules.weeks
        assert one.hours >= rules.least_weekly_hours
        if rules.unemployed_months is not None:
            waited = months_between(citizen.unemployed_since, one.start) >= rules.unemployed_months
            assert waited or citizen.no_education
        if rules.age_from is not None and rules.age_to is not None:
            assert rules.age_from <= one.start.year - citizen.birth_date.year <= rules.age_to
