"""Meetings: asked for, planned as a draft, left out with a reason; and the problem the planner is given."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.tables import Role
from citizens.tables import Commitment
from core import runs
from core.db import Database
from core.errors import BadInputError
from core.runs import RunState
from scheduler import queries
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer, PlannedMeeting, Unplanned
from scheduler.meetings import requests
from scheduler.meetings.requests import Invitee
from scheduler.planning import loading, service
from scheduler.tables import BusyTime, Meeting, MeetingState, PlanningRun, Room, Site, WorkingHours
from tests import build
from tests.build import NOW, TODAY

TOMORROW = TODAY + timedelta(days=1)


class Town:
    """A town hall with a room, a coordinator, a caseworker and a citizen with a home."""

    def __init__(self, database: Database) -> None:
        with database.transaction() as session:
            self.coordinator = build.user(session, Role.COORDINATOR).id
            caseworker = build.user(session, Role.CASEWORKER)
            self.caseworker = caseworker.id
            self.citizen = build.citizen(session, caseworker).id
            hall, home = Site(name="Rådhuset", lat=57.44, lon=10.53), Site(name="Hjemme", lat=57.50, lon=10.40)
            home.needs_room, home.citizen_id = False, self.citizen
            session.add_all([hall, home])
            session.flush()
            self.hall, self.home = hall.id, home.id
            room = Room(site_id=hall.id, name="Lokale 1", capacity=6)
            session.add(room)
            session.flush()
            self.room = room.id

    def request(self, database: Database, kind: str = "samtale") -> int:
        invitees = [Invitee(user_id=self.coordinator), Invitee(citizen_id=self.citizen)]
        with database.transaction() as session:
            return requests.request_meeting(
                session, NOW, TODAY, kind, self.citizen, self.coordinator, [self.hall, self.home], invitees
            ).id


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def problem(database: Database) -> Problem:
    with database.reading() as session:
        return loading.load_problem(session, TODAY, {date(2026, 12, 24)})


def planned(meeting: int, town: Town, start: datetime) -> PlannedMeeting:
    return PlannedMeeting(
        id=f"m{meeting}",
        start=start,
        end=start + timedelta(minutes=45),
        site=f"s{town.hall}",
        room=f"r{town.room}",
        attendees=(f"p{town.coordinator}", f"c{town.citizen}"),
    )


def store(database: Database, meetings: tuple[PlannedMeeting, ...], left_out: tuple[Unplanned, ...] = ()) -> int:
    answer = Answer(status="optimal", cost=0, bound=0, seconds=0.1, meetings=meetings, unplanned=left_out)
    with database.transaction() as session:
        service.request_planning(session, None, NOW)
    with database.transaction() as session:
        run = runs.take(session, PlanningRun, NOW)
        assert run is not None
        assert service.store_plan(session, run.id, NOW, answer, {"seed": 1})
        return run.id


def meeting(database: Database, meeting_id: int) -> Meeting:
    with database.reading() as session:
        found = queries.meeting(session, meeting_id)
    assert found is not None
    return found


def test_a_request_becomes_a_meeting_to_plan(database: Database, town: Town) -> None:
    meeting_id = town.request(database)
    given = problem(database)
    (wanted,) = given.meetings
    assert wanted.id == f"m{meeting_id}"
    assert wanted.required == (f"p{town.coordinator}", f"c{town.citizen}")
    assert (wanted.earliest, wanted.sites) == (TOMORROW, (f"s{town.hall}", f"s{town.home}"))
    assert date(2026, 12, 24) in given.closed
    assert date(2026, 12, 25) in given.closed


def test_an_unknown_kind_is_refused_with_the_kinds_there_are(database: Database, town: Town) -> None:
    with pytest.raises(BadInputError, match="samtale"):
        town.request(database, "kaffe")


def test_a_pool_becomes_a_choice(database: Database, town: Town) -> None:
    with database.transaction() as session:
        pool = [Invitee(user_id=build.user(session, Role.INTERPRETER).id, pool=1) for _ in range(2)]
        requests.request_meeting(
            session,
            NOW,
            TODAY,
            "samtale",
            None,
            town.coordinator,
            [town.hall],
            [Invitee(citizen_id=town.citizen), *pool],
        )
    (wanted,) = problem(database).meetings
    assert [len(one.any_of) for one in wanted.required if not isinstance(one, str)] == [2]


def test_busy_times_are_given_in_danish_wall_time(database: Database, town: Town) -> None:
    town.request(database)
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
    town.request(database)
    with database.transaction() as session:
        session.add(
            Commitment(citizen_id=town.citizen, weekday=2, from_=time(8, 30), to=time(12), what="language_school")
        )
    person = next(one for one in problem(database).people if one.id == f"c{town.citizen}")
    assert len(person.busy) == 8
    assert {b.from_.isoweekday() for b in person.busy} == {2}


def test_a_plan_is_stored_as_a_draft_with_its_place_and_people(database: Database, town: Town) -> None:
    meeting_id = town.request(database)
    run = store(database, (planned(meeting_id, town, datetime(2026, 12, 1, 9, 0)),))
    found = meeting(database, meeting_id)
    assert (found.state, found.starts_at) == (MeetingState.PLANNED, datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    assert (found.room_id, found.obstacles) == (town.room, [])
    assert all(one.attends for one in found.participants)
    with database.reading() as session:
        row = session.get_one(PlanningRun, run)
    assert (row.state, row.planned, row.left_out) == (RunState.DONE, 1, 0)


def test_a_meeting_left_out_says_why(database: Database, town: Town) -> None:
    meeting_id = town.request(database)
    store(database, (planned(meeting_id, town, datetime(2026, 12, 1, 9, 0)),))
    store(database, (), (Unplanned(id=f"m{meeting_id}", because="ingen fælles tid"),))
    found = meeting(database, meeting_id)
    assert (found.state, found.starts_at, found.obstacles) == (MeetingState.REQUESTED, None, ["ingen fælles tid"])


def test_a_meeting_planned_after_its_due_day_counts_as_late(database: Database, town: Town) -> None:
    meeting_id = town.request(database)
    due = meeting(database, meeting_id).due
    run = store(database, (planned(meeting_id, town, datetime.combine(due + timedelta(days=3), time(9))),))
    with database.reading() as session:
        assert session.get_one(PlanningRun, run).late == 1


def test_a_drafted_meeting_is_planned_again_from_where_it_stands(database: Database, town: Town) -> None:
    meeting_id = town.request(database)
    store(database, (planned(meeting_id, town, datetime(2026, 12, 1, 9, 0)),))
    (wanted,) = problem(database).meetings
    assert wanted.previous is not None
    assert wanted.previous.start == datetime(2026, 12, 1, 9, 0)


def test_a_meeting_people_were_invited_to_stands(database: Database, town: Town) -> None:
    invited, other = town.request(database), town.request(database)
    store(database, (planned(invited, town, datetime(2026, 12, 1, 9, 0)),), (Unplanned(id=f"m{other}", because="-"),))
    with database.transaction() as session:
        session.get_one(Meeting, invited).state = MeetingState.INVITED
    given = problem(database)
    assert [one.id for one in given.meetings] == [f"m{other}"]
    taken = [b for person in given.people for b in person.busy] + [b for room in given.rooms for b in room.busy]
    assert [b.from_ for b in taken] == [datetime(2026, 12, 1, 9, 0)] * 3
    store(database, (planned(invited, town, datetime(2026, 12, 2, 9, 0)),))
    assert meeting(database, invited).starts_at == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def test_an_overdue_meeting_is_still_wanted_and_soon(database: Database, town: Town) -> None:
    meeting_id = town.request(database)
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
    town.request(database)
    (travel,) = problem(database).travel_minutes
    assert 15 <= travel.minutes <= 30
