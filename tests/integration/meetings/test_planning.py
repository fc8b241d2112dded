"""The problem the planner is given, and its answer kept as a draft."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.tables import Role, User
from citizens.tables import Commitment
from core import runs
from core.db import Database
from core.errors import BadInputError
from core.runs import RunState
from scheduler.calendars.tables import Absence
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer, Unplanned
from scheduler.meetings import requests
from scheduler.meetings.requests import Invitee
from scheduler.planning import loading, moving, service
from scheduler.planning import queries as plans
from scheduler.planning.solving import Outcome
from scheduler.planning.tables import ClosedDay, Draft, DraftMeeting
from scheduler.tables import BusyTime, Meeting, MeetingState, PlanningRun, Room, WorkingHours
from tests import build
from tests.build import NOW, TODAY
from tests.integration.meetings.town import TOMORROW, Town, at, wall


def problem(database: Database) -> Problem:
    with database.reading() as session:
        return loading.load_problem(session, TODAY, {date(2026, 12, 24)})


def rows(database: Database, draft: int) -> dict[int, DraftMeeting]:
    with database.reading() as session:
        return {row.meeting_id: row for row in plans.rows(session, draft)}


def run_of(database: Database, draft: int) -> PlanningRun:
    with database.reading() as session:
        return session.get_one(PlanningRun, session.get_one(Draft, draft).run_id)


def test_a_request_becomes_a_meeting_to_plan(database: Database, town: Town) -> None:
    meeting_id = town.request()
    given = problem(database)
    (wanted,) = given.meetings
    assert wanted.id == f"m{meeting_id}"
    assert wanted.required == (f"p{town.coordinator}", f"c{town.citizen}")
    assert (wanted.earliest, wanted.sites) == (TOMORROW, (f"s{town.hall}", f"s{town.home}"))
    assert date(2026, 12, 24) in given.closed
    assert date(2026, 12, 25) in given.closed


def test_an_unknown_kind_is_refused_with_the_kinds_there_are(database: Database, town: Town) -> None:
    with pytest.raises(BadInputError, match="samtale"):
        town.request(kind="kaffe")


def test_a_pool_becomes_a_choice(database: Database, town: Town) -> None:
    with database.transaction() as session:
        pool = [Invitee(user_id=build.user(session, Role.INTERPRETER).id, pool=1) for _ in range(2)]
        requests.request_meeting(
            session,
            NOW,
            TODAY,
            "samtale",
            town.citizen,
            town.coordinator,
            [town.hall],
            [Invitee(citizen_id=town.citizen), *pool],
        )
    (wanted,) = problem(database).meetings
    assert [len(one.any_of) for one in wanted.required if not isinstance(one, str)] == [2]


def test_busy_times_are_given_in_danish_wall_time(database: Database, town: Town) -> None:
    town.request()
    with database.transaction() as session:
        session.add(
            BusyTime(
                user_id=town.coordinator,
                starts_at=datetime(2026, 12, 1, 8, 0, tzinfo=UTC),
                ends_at=datetime(2026, 12, 1, 9, 30, tzinfo=UTC),
            )
        )
        session.add(WorkingHours(user_id=town.coordinator, weekday=1, from_=time(8), to=time(15, 30)))
    person = next(one for one in problem(database).people if one.id == f"p{town.coordinator}")
    assert [(b.from_, b.to) for b in person.busy] == [(datetime(2026, 12, 1, 9, 0), datetime(2026, 12, 1, 10, 30))]
    assert person.works is not None
    assert [(w.weekday, w.to) for w in person.works] == [(1, time(15, 30))]


def test_a_citizens_week_is_busy_every_week(database: Database, town: Town) -> None:
    town.request()
    with database.transaction() as session:
        session.add(
            Commitment(citizen_id=town.citizen, weekday=2, from_=time(8, 30), to=time(12), what="language_school")
        )
    person = next(one for one in problem(database).people if one.id == f"c{town.citizen}")
    assert len(person.busy) == 8
    assert {b.from_.isoweekday() for b in person.busy} == {2}


def test_a_plan_is_a_draft_with_places_and_people_and_changes_no_meeting(database: Database, town: Town) -> None:
    meeting_id = town.request()
    draft = town.draft(town.planned(meeting_id, wall(1, 9)))
    row = rows(database, draft)[meeting_id]
    assert (row.starts_at, row.ends_at) == (at(1, 9), at(1, 9, 45))
    assert (row.site_id, row.room_id, row.obstacles) == (town.hall, town.room, [])
    assert (row.user_ids, row.citizen_ids) == ([town.coordinator], [town.citizen])
    found = town.meeting(meeting_id)
    assert (found.state, found.starts_at) == (MeetingState.REQUESTED, None)
    assert town.messages() == []
    assert town.bookings(meeting_id) == []
    run = run_of(database, draft)
    assert (run.state, run.planned, run.left_out) == (RunState.DONE, 1, 0)


def test_a_meeting_left_out_says_why_until_a_plan_has_it(database: Database, town: Town) -> None:
    meeting_id = town.request()
    draft = town.draft(left_out=(Unplanned(id=f"m{meeting_id}", because="ingen fælles tid"),))
    assert town.meeting(meeting_id).obstacles == ["ingen fælles tid"]
    assert rows(database, draft)[meeting_id].starts_at is None
    town.draft(town.planned(meeting_id, wall(1, 9)))
    assert town.meeting(meeting_id).obstacles == []


def test_a_plan_that_was_cancelled_meanwhile_is_not_kept(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        run_id = service.request_planning(session, None, NOW).id
        runs.cancel(session, PlanningRun, run_id, None, NOW)
    answer = Answer(
        status="optimal", cost=0, bound=0, seconds=0.1, meetings=(town.planned(meeting_id, wall(1, 9)),), unplanned=()
    )
    with database.transaction() as session:
        assert not service.store_plan(session, run_id, NOW, Outcome(answer), {}, {meeting_id: 0})
        assert plans.latest_draft(session) is None


def test_a_meeting_planned_after_its_due_day_counts_as_late(database: Database, town: Town) -> None:
    meeting_id = town.request()
    due = town.meeting(meeting_id).due
    draft = town.draft(town.planned(meeting_id, datetime.combine(due + timedelta(days=3), time(9))))
    assert run_of(database, draft).late == 1


def test_a_meeting_of_the_newest_draft_is_planned_again_from_where_it_stands(database: Database, town: Town) -> None:
    meeting_id = town.request()
    town.draft(town.planned(meeting_id, wall(1, 9)))
    (wanted,) = problem(database).meetings
    assert wanted.previous is not None
    assert wanted.previous.start == wall(1, 9)


def test_a_published_meeting_is_planned_again_until_people_are_invited(database: Database, town: Town) -> None:
    meeting_id, other = town.published(wall(1, 9)), town.request()
    given = problem(database)
    assert [one.id for one in given.meetings] == [f"m{meeting_id}", f"m{other}"]
    assert given.meetings[0].previous is not None
    assert [b for person in given.people for b in person.busy] == []


def test_a_meeting_people_were_invited_to_is_pinned_beside_those_of_the_same_people(
    database: Database, town: Town
) -> None:
    invited, other = town.published(wall(1, 9)), town.request()
    with database.transaction() as session:
        session.get_one(Meeting, invited).state = MeetingState.INVITED
    given = problem(database)
    assert {one.id: one.pinned is not None for one in given.meetings} == {f"m{invited}": True, f"m{other}": False}
    assert [b for person in given.people for b in person.busy] == []
    pin = next(one.pinned for one in given.meetings if one.pinned)
    assert (pin.start, pin.room, set(pin.attendees)) == (
        wall(1, 9), f"r{town.room}", {f"p{town.coordinator}", f"c{town.citizen}"},
    )  # fmt: skip


def test_a_meeting_moved_by_hand_stays_where_it_was_put(database: Database, town: Town) -> None:
    moved, other = town.published(wall(1, 9)), town.request()
    with database.transaction() as session:
        spot = moving.Spot(at(2, 13), town.hall, town.room)
        moving.move_published(session, NOW, town.user(session), moved, spot, "Borgeren bad om det")
    given = problem(database)
    assert {one.id: one.pinned is not None for one in given.meetings} == {f"m{moved}": True, f"m{other}": False}
    assert [one.pinned.start for one in given.meetings if one.pinned] == [wall(2, 13)]


def test_a_meeting_that_cannot_be_pinned_is_busy_time(database: Database, town: Town) -> None:
    """The room has become too small for it since; it is held all the same."""
    invited, other = town.published(wall(1, 9)), town.request()
    with database.transaction() as session:
        session.get_one(Meeting, invited).state = MeetingState.INVITED
        session.get_one(Room, town.room).capacity = 1
    given = problem(database)
    assert [one.id for one in given.meetings] == [f"m{other}"]
    taken = [b for person in given.people for b in person.busy] + [b for room in given.rooms for b in room.busy]
    assert [b.from_ for b in taken] == [wall(1, 9)] * 3


def test_a_meeting_of_others_is_busy_time_of_its_room(database: Database, town: Town) -> None:
    with database.transaction() as session:
        other = build.user(session, Role.CASEWORKER).id
        citizen = build.citizen(session, session.get_one(User, other)).id
    with database.transaction() as session:
        people = [Invitee(user_id=other), Invitee(citizen_id=citizen)]
        invited = requests.request_meeting(session, NOW, TODAY, "samtale", citizen, other, [town.hall], people).id
        spot = moving.Spot(at(1, 9), town.hall, town.room)
        moving.move_published(session, NOW, session.get_one(User, other), invited, spot, "")
        session.get_one(Meeting, invited).state = MeetingState.INVITED
    waiting = town.request()
    given = problem(database)
    assert [one.id for one in given.meetings] == [f"m{waiting}"]
    assert [b.from_ for room in given.rooms for b in room.busy] == [wall(1, 9)]


def test_an_absence_is_a_busy_time_and_a_closing_day_is_closed(database: Database, town: Town) -> None:
    town.request()
    with database.transaction() as session:
        session.add(Absence(user_id=town.coordinator, first=date(2026, 12, 2), last=date(2026, 12, 3)))
        session.add(ClosedDay(day=date(2026, 12, 11), why="Personaledag"))
    given = problem(database)
    person = next(one for one in given.people if one.id == f"p{town.coordinator}")
    assert [(b.from_, b.to) for b in person.busy] == [(wall(2, 0), wall(4, 0))]
    assert date(2026, 12, 11) in given.closed


def test_an_overdue_meeting_is_still_wanted_and_soon(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        row = session.get_one(Meeting, meeting_id)
        row.earliest = row.due = row.latest = TODAY - timedelta(days=30)
    (wanted,) = problem(database).meetings
    assert (wanted.earliest, wanted.latest) == (TOMORROW, TOMORROW + timedelta(days=14))


def test_two_who_ask_for_a_plan_get_the_same_run(database: Database) -> None:
    with database.transaction() as session:
        first = service.request_planning(session, None, NOW).id
        assert service.request_planning(session, None, NOW).id == first


def test_travel_grows_with_distance(database: Database, town: Town) -> None:
    town.request()
    (travel,) = problem(database).travel_minutes
    assert 15 <= travel.minutes <= 30
