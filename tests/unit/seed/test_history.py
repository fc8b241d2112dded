"""Twelve months of history, measured with the rules that say what is due."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from law.workdays import add_months
from scheduler.followups.cases import Case, Cti, Ended, Event, FollowupProblem, Held, Placement, PlanMade, Referral
from scheduler.followups.due_days import FollowupAnswer, follow_ups
from seed import figures
from seed.municipality import Municipality
from seed.records import CaseEvent


def event(row: CaseEvent) -> Event:
    match row.kind:
        case "referral":
            return Referral(date=row.on)
        case "plan":
            return PlanMade(date=row.on)
        case "placement":
            return Placement(scheme=row.scheme or "", from_=row.on, to=row.until)
        case "cti":
            return Cti(start=row.on, months=row.months or 0)
        case "held":
            return Held(rule=row.rule, of=row.of, date=row.on)  # type: ignore[arg-type] # checked by Case
        case _:
            return Ended(date=row.on)


def answer(made: Municipality, today: date) -> FollowupAnswer:
    events, authorities = defaultdict(list), defaultdict(set)
    for row in made.case_events:
        events[row.citizen_id].append(event(row))
    for one in made.involvements:
        authorities[one.citizen_id].add(one.authority)
    cases = tuple(
        Case(
            id=str(citizen.id),
            target_group=citizen.target_group,
            authorities=len(authorities[citizen.id]),
            events=tuple(events[citizen.id]),
        )
        for citizen in made.citizens
    )
    return follow_ups(FollowupProblem(from_=today, to=today + timedelta(days=365), cases=cases))


def test_the_events_make_a_problem_that_the_follow_ups_accept(every_size: Municipality, today: date) -> None:
    assert answer(every_size, today).due


def test_a_realistic_share_of_open_cases_has_something_overdue(
    town: Municipality, large: Municipality, today: date
) -> None:
    for made in (town, large):
        overdue = {one.case for one in answer(made, today).overdue}
        opened = sum(citizen.status != "done" for citizen in made.citizens)
        assert figures.OVERDUE_CASES[0] <= len(overdue) / opened <= figures.OVERDUE_CASES[1]


def test_several_kinds_are_overdue_and_each_only_a_little(large: Municipality, today: date) -> None:
    found = answer(large, today)
    kinds = Counter(one.rule for one in found.overdue)
    assert len(kinds) >= 8
    assert all(one.due > today - timedelta(days=130) for one in found.overdue)


def test_talks_were_held_in_every_month(large: Municipality, today: date) -> None:
    months = Counter((row.on.year, row.on.month) for row in large.case_events if row.rule == "samtaler")
    assert len(months) >= 11


def test_nothing_happened_before_the_referral_or_after_today(every_size: Municipality, today: date) -> None:
    referred = {row.citizen_id: row.on for row in every_size.case_events if row.kind == "referral"}
    for row in every_size.case_events:
        assert referred[row.citizen_id] <= row.on <= today


def test_closed_cases_end_after_all_else(every_size: Municipality) -> None:
    last: dict[int, date] = defaultdict(lambda: date.min)
    ended = {row.citizen_id: row.on for row in every_size.case_events if row.kind == "ended"}
    for row in every_size.case_events:
        last[row.citizen_id] = max(last[row.citizen_id], row.on)
    assert set(ended) == {citizen.id for citizen in every_size.citizens if citizen.status == "done"}
    assert all(last[citizen] == day for citizen, day in ended.items())


def test_no_event_stands_twice(every_size: Municipality) -> None:
    keys = [(row.citizen_id, row.kind, row.on, row.rule, row.of) for row in every_size.case_events]
    assert len(set(keys)) == len(keys)


def test_every_placement_of_a_citizen_is_an_event_of_the_case(every_size: Municipality) -> None:
    placed = Counter((one.citizen_id, one.start, one.scheme) for one in every_size.placements if one.citizen_id)
    assert placed == Counter((r.citizen_id, r.on, r.scheme) for r in every_size.case_events if r.kind == "placement")


def test_a_placement_broken_off_is_followed_no_longer(large: Municipality) -> None:
    broken = [one for one in large.placements if one.outcome == "broken_off" and one.citizen_id is not None]
    ended = {(one.citizen_id or 0, one.start): one.ended_on for one in broken}
    until = {(row.citizen_id, row.on): row.until for row in large.case_events if row.kind == "placement"}
    assert ended
    assert all(until[key] == day for key, day in ended.items())


def test_cti_runs_for_those_with_a_support_worker_and_is_not_over(every_size: Municipality, today: date) -> None:
    supported = {one.id for one in every_size.citizens if one.support_worker_id is not None}
    courses = [row for row in every_size.case_events if row.kind == "cti"]
    assert {row.citizen_id for row in courses} == supported
    assert all(row.months in (6, 9) and add_months(row.on, row.months) > today for row in courses)


def test_about_one_in_seven_has_a_support_worker(large: Municipality) -> None:
    supported = sum(one.support_worker_id is not None for one in large.citizens)
    assert supported / len(large.citizens) == pytest.approx(figures.WITH_SUPPORT_WORKER, abs=0.005)


def test_every_course_of_cti_has_its_worker_and_the_basis_of_its_length(town: Municipality) -> None:
    begun = {event.id: event for event in town.case_events if event.kind == "cti"}
    workers = {user.id for user in town.users if user.role == "support_worker"}
    assert begun
    assert {course.event_id for course in town.cti_courses} == begun.keys()
    for course in town.cti_courses:
        event = begun[course.event_id]
        assert course.worker_id in workers
        assert event.months == {"section_85": 9, "section_82b": 6}[course.basis]
        assert max(course.introductions) < event.on.isoformat()
