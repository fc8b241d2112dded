"""Meetings asked for and held."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from core.clock import COPENHAGEN
from law.workdays import is_working_day
from scheduler.meetings.kinds import KINDS
from seed import figures
from seed.municipality import Municipality
from seed.records import Meeting, Participant
from seed.staff import NEEDS_INTERPRETER


def asked(made: Municipality) -> list[Meeting]:
    return [meeting for meeting in made.meetings if meeting.state == "requested"]


def held(made: Municipality) -> list[Meeting]:
    return [meeting for meeting in made.meetings if meeting.state == "held"]


def participants(made: Municipality) -> dict[int, list[Participant]]:
    found: dict[int, list[Participant]] = defaultdict(list)
    for one in made.participants:
        found[one.meeting_id].append(one)
    return found


def test_as_many_meetings_are_asked_for_as_the_figures_say(large: Municipality) -> None:
    assert len(asked(large)) / len(large.citizens) == pytest.approx(figures.MEETINGS_PER_CITIZEN, abs=0.01)


def test_every_kind_of_meeting_is_asked_for_except_those_that_need_a_match(large: Municipality) -> None:
    assert {meeting.kind for meeting in asked(large)} == set(KINDS) - {"jobmatch_moede"}


def test_every_meeting_has_a_window_ahead_and_somewhere_to_be(every_size: Municipality, today: date) -> None:
    sites = {site.id for site in every_size.sites}
    for meeting in asked(every_size):
        assert today < meeting.earliest <= meeting.due <= meeting.latest
        assert meeting.minutes == KINDS[meeting.kind].minutes
        assert meeting.site_ids
        assert set(meeting.site_ids) <= sites


def test_nobody_is_asked_twice_to_the_same_meeting(every_size: Municipality) -> None:
    people = Counter((one.meeting_id, one.user_id, one.citizen_id) for one in every_size.participants)
    assert max(people.values()) == 1
    assert all((one.user_id is None) != (one.citizen_id is None) for one in every_size.participants)


def test_nobody_from_another_authority_is_asked_without_consent(every_size: Municipality) -> None:
    covered = {(one.citizen_id, one.authority) for one in every_size.consents if one.withdrawn_on is None}
    authority = {user.id: user.authority for user in every_size.users}
    about = {meeting.id: meeting.citizen_id for meeting in every_size.meetings}
    for one in every_size.participants:
        citizen, user = about[one.meeting_id], one.user_id
        if user is not None and citizen is not None and authority[user] not in ("job", None):
            assert (citizen, authority[user]) in covered


def test_the_citizen_is_at_every_meeting_about_them(every_size: Municipality) -> None:
    found = participants(every_size)
    for meeting in every_size.meetings:
        if meeting.citizen_id is not None:
            assert meeting.citizen_id in {one.citizen_id for one in found[meeting.id]}


def test_sparring_and_steering_are_for_professionals_only(large: Municipality) -> None:
    found = participants(large)
    apart = [meeting for meeting in asked(large) if meeting.kind in ("sparring", "styregruppe")]
    assert apart
    for meeting in apart:
        assert meeting.citizen_id is None
        assert all(one.citizen_id is None for one in found[meeting.id])
        assert len(found[meeting.id]) >= 2


def test_the_first_visit_is_at_home_with_two_of_the_staff(large: Municipality) -> None:
    found, sites = participants(large), {site.id: site for site in large.sites}
    visits = [meeting for meeting in asked(large) if meeting.kind == "foerste_hjemmebesoeg"]
    assert visits
    for meeting in visits:
        assert [sites[site].citizen_id for site in meeting.site_ids] == [meeting.citizen_id]
        assert sum(one.user_id is not None and one.pool is None for one in found[meeting.id]) == 2


def test_a_follow_up_at_work_has_the_consultant_and_the_employer_at_the_workplace(large: Municipality) -> None:
    found, roles = participants(large), {user.id: user.role for user in large.users}
    visits = [meeting for meeting in asked(large) if meeting.kind == "opfoelgning_virksomhed"]
    assert visits
    for meeting in visits:
        required = {roles[one.user_id] for one in found[meeting.id] if one.user_id is not None and one.required}
        assert {"consultant", "employer"} <= required


def test_whoever_speaks_little_danish_gets_one_of_several_interpreters(large: Municipality) -> None:
    found, citizens = participants(large), {citizen.id: citizen for citizen in large.citizens}
    for meeting in asked(large):
        if meeting.citizen_id is None:
            continue
        pool = [one for one in found[meeting.id] if one.pool is not None]
        speaks_little = citizens[meeting.citizen_id].language in NEEDS_INTERPRETER
        assert (len(pool) >= 2) == speaks_little


def test_coordinators_chair_what_concerns_their_citizens(every_size: Municipality) -> None:
    coordinator = {citizen.id: citizen.coordinator_id for citizen in every_size.citizens}
    for meeting in every_size.meetings:
        assert meeting.citizen_id is None or meeting.coordinator_id == coordinator[meeting.citizen_id]


def test_the_cross_disciplinary_meetings_of_the_year_have_minutes(large: Municipality) -> None:
    settled = sum(row.rule == "tvaerfaglig" for row in large.case_events)
    assert 0.9 * settled < len(held(large)) <= settled


def test_held_meetings_were_in_a_large_enough_room_on_a_working_day(every_size: Municipality, today: date) -> None:
    found, rooms = participants(every_size), {room.id: room for room in every_size.rooms}
    for meeting in held(every_size):
        assert meeting.starts_at is not None
        assert meeting.room_id is not None
        assert is_working_day(meeting.starts_at.astimezone(COPENHAGEN).date())
        assert meeting.starts_at.date() <= today
        room = rooms[meeting.room_id]
        assert room.site_id == meeting.site_id
        assert sum(one.attends for one in found[meeting.id]) <= room.capacity


def test_nobody_and_no_room_was_in_two_meetings_at_once(large: Municipality) -> None:
    found, taken = participants(large), Counter[object]()
    for meeting in held(large):
        taken[meeting.room_id, meeting.starts_at] += 1
        taken.update((one.user_id, one.citizen_id, meeting.starts_at) for one in found[meeting.id] if one.attends)
    assert max(taken.values()) == 1


def test_agreements_are_made_at_held_meetings_and_most_are_done(large: Municipality, today: date) -> None:
    found, meetings = participants(large), {meeting.id: meeting for meeting in held(large)}
    past = [one for one in large.agreements if one.by < today]
    for one in large.agreements:
        assert one.user_id in {who.user_id for who in found[one.meeting_id]}
        assert one.by > meetings[one.meeting_id].due
        assert one.done_on is None or one.done_on <= today
    done = sum(one.done_on is not None and one.done_on <= one.by for one in past) / len(past)
    assert 0.7 < done < 0.9
