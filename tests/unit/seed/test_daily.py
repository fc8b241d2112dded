"""The demo's days: nobody is told of on a day that is none, patterns only where one is raised, and somebody on call."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from placements.daily.access import STAFF
from placements.daily.days import Running
from placements.daily.patterns import limits, pattern
from placements.daily.tables import Presence, TroubleState
from scheduler.followups.terms import THE_DEFAULTS
from seed.municipality import Municipality


def test_attendance_is_told_of_days_of_running_placements_before_today(every_size: Municipality, today: date) -> None:
    placements = {one.id: one for one in every_size.placements}
    employers = {one.user_id for one in every_size.company_users}
    assert every_size.attendances
    for one in every_size.attendances:
        placement = placements[one.placement_id]
        assert placement.citizen_id is not None
        assert one.day < today
        assert Running(placement.start, placement.end).on(one.day)
        assert one.user_id in employers


def test_a_pattern_of_absence_is_where_a_message_says_so(every_size: Municipality, today: date) -> None:
    told: dict[int, dict[date, Presence]] = defaultdict(dict)
    for one in every_size.attendances:
        told[one.placement_id][one.day] = Presence(one.presence)
    found = {
        placement: reached.until
        for placement, days in told.items()
        if (reached := pattern(days, sorted(days), limits(THE_DEFAULTS, today))) is not None
    }
    raised = {one.placement_id: one.pattern_until for one in every_size.troubles if one.reported_by is None}
    assert found == raised


def test_two_messages_wait_one_is_dealt_with_and_one_is_closed(town: Municipality) -> None:
    assert [one.state for one in town.troubles] == ["open", "open", "taken", "closed"]
    assert {one.state for one in town.troubles} == set(TroubleState)
    citizens = {one.id: one for one in town.citizens}
    placements = {one.id: one for one in town.placements}
    for one in town.troubles:
        citizen = placements[one.placement_id].citizen_id
        assert citizen is not None
        assert one.assigned_to == citizens[citizen].consultant_id
        assert (one.closed_at is None) == (one.outcome is None) == (one.closed_by is None)
    assert {note.trouble_id for note in town.trouble_notes} == {3, 4}


def test_the_consultants_take_turns_on_call_without_overlap(every_size: Municipality, today: date) -> None:
    rota = every_size.on_call
    assert all(before.ends_at <= after.starts_at for before, after in pairwise(rota))
    assert rota[0].starts_at.date() < today
    assert rota[-1].ends_at.date() >= today + timedelta(weeks=3)
    consultants = {user.id for user in every_size.users if user.role == "consultant"}
    assert {one.user_id for one in rota} == consultants or len(consultants) > len(rota)


def test_whoever_may_be_on_call_has_a_telephone_that_rings_nowhere(every_size: Municipality) -> None:
    roles = {*STAFF, "manager"}
    for user in every_size.users:
        assert (user.phone is not None) == (user.role in roles)
        assert user.phone is None or user.phone.startswith("+450")
