"""What is doubtful about a time and place of somebody's own choice: told, and the meeting is moved all the same."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from citizens.tables import Commitment
from core.clock import COPENHAGEN
from core.db import Database
from scheduler.engine.check import RULES
from scheduler.engine.check.case import case_of
from scheduler.engine.problem import Horizon
from scheduler.engine.result import Answer, PlannedMeeting
from scheduler.meetings import queries
from scheduler.planning import loading, moving
from scheduler.planning.moving import Spot
from scheduler.planning.tables import ClosedDay
from scheduler.planning.warnings import Doubt
from scheduler.tables import BusyTime, Meeting, Room, WorkingHours
from tests.build import NOW, TODAY
from tests.integration.meetings.test_moving import in_hall, kinds, move
from tests.integration.meetings.town import Town, at, wall

Change = Callable[[Session, Town], object]


def works_in_the_morning(session: Session, town: Town) -> None:
    session.add(WorkingHours(user_id=town.coordinator, weekday=2, from_=time(8), to=time(12)))


def taken(session: Session, town: Town) -> None:
    session.add(BusyTime(user_id=town.coordinator, starts_at=at(2, 13), ends_at=at(2, 14)))


def at_school(session: Session, town: Town) -> None:
    session.add(Commitment(citizen_id=town.citizen, weekday=3, from_=time(12), to=time(15), what="language_school"))


def room_taken(session: Session, town: Town) -> None:
    session.add(BusyTime(room_id=town.room, starts_at=at(2, 13), ends_at=at(2, 14)))


def small_room(session: Session, town: Town) -> None:
    session.get_one(Room, town.room).capacity = 1


def closed(session: Session, town: Town) -> None:
    session.add(ClosedDay(day=date(2026, 12, 2), why="Personaledag"))


def due_before(session: Session, town: Town) -> None:
    for meeting in session.query(Meeting):
        meeting.earliest = meeting.due = TODAY


def over_before(session: Session, town: Town) -> None:
    for meeting in session.query(Meeting):
        meeting.earliest = meeting.due = meeting.latest = TODAY


def wanted_later(session: Session, town: Town) -> None:
    for meeting in session.query(Meeting):
        meeting.earliest = meeting.due = meeting.latest = date(2026, 12, 5)


def anywhere(session: Session, town: Town) -> None:
    for meeting in session.query(Meeting):
        meeting.site_ids = [town.home]


NEXT_DAY = (
    (works_in_the_morning, {Doubt.OFF_WORK}),
    (taken, {Doubt.BUSY}),
    (at_school, {Doubt.OWN_TIME}),
    (room_taken, {Doubt.ROOM_BUSY}),
    (small_room, {Doubt.ROOM_SMALL}),
    (closed, {Doubt.CLOSED}),
    (due_before, {Doubt.LATE}),
    (over_before, {Doubt.TOO_LATE}),
    (wanted_later, {Doubt.EARLY}),
    (anywhere, {Doubt.OTHER_SITE}),
)


@pytest.mark.parametrize(("change", "expected"), NEXT_DAY, ids=[change.__name__ for change, _ in NEXT_DAY])
def test_what_is_doubtful_is_told_and_the_meeting_is_moved(
    sqlite: Database, change: Change, expected: set[Doubt]
) -> None:
    town = Town(sqlite)
    meeting_id = town.published(wall(1, 9))
    with sqlite.transaction() as session:
        change(session, town)
    assert kinds(move(town, meeting_id, in_hall(town, at(2, 13)))) == expected
    assert town.meeting(meeting_id).starts_at == at(2, 13)


def test_hours_rooms_and_missing_people_are_told_too(sqlite: Database) -> None:
    town = Town(sqlite)
    meeting_id = town.published(wall(1, 9))
    assert kinds(move(town, meeting_id, in_hall(town, at(2, 17)))) == {Doubt.OUTSIDE_HOURS}
    assert kinds(move(town, meeting_id, Spot(at(2, 9), town.hall))) == {Doubt.NO_ROOM}
    alone = frozenset({("citizen", town.citizen)})
    (missing,) = move(town, meeting_id, in_hall(town, at(2, 9), people=alone))
    assert (missing.kind, missing.owner) == (Doubt.MISSING, ("user", town.coordinator))


def test_too_short_a_way_is_told_with_the_minutes_it_lacks(sqlite: Database) -> None:
    town = Town(sqlite)
    town.published(wall(1, 9))
    found = move(town, town.request(), Spot(at(1, 9, 50), town.home))
    assert kinds(found) == {Doubt.TRAVEL}
    (way,) = {one.amount for one in found}
    assert way is not None
    assert 10 <= way <= 25


def test_a_sixth_meeting_in_a_day_is_told(sqlite: Database) -> None:
    town = Town(sqlite)
    for hour in range(8, 13):
        town.published(wall(1, hour))
    found = move(town, town.request(), in_hall(town, at(1, 14)))
    assert {(one.kind, one.amount) for one in found} == {(Doubt.TOO_MANY, 6)}


CODES = {
    Doubt.CLOSED: "M1", Doubt.OUTSIDE_HOURS: "M1", Doubt.EARLY: "M2", Doubt.TOO_LATE: "M2", Doubt.OFF_WORK: "M3",
    Doubt.BUSY: "M3", Doubt.OWN_TIME: "M3", Doubt.MISSING: "M3", Doubt.TRAVEL: "M4", Doubt.TOO_MANY: "M6",
    Doubt.OTHER_SITE: "M5", Doubt.NO_ROOM: "M5", Doubt.ROOM_BUSY: "M5", Doubt.ROOM_SMALL: "M5",
}  # fmt: skip


def test_the_warnings_are_the_planners_own_rules(sqlite: Database) -> None:
    """Over a week of times, a move is doubtful exactly where the planner's independent check finds a breach."""
    town = Town(sqlite)
    standing, meeting_id = town.published(wall(1, 10)), town.request()
    with sqlite.transaction() as session:
        for change in (works_in_the_morning, taken, at_school):
            change(session, town)
        session.get_one(Meeting, meeting_id).latest = date(2026, 12, 10)
        session.get_one(Meeting, meeting_id).due = date(2026, 12, 10)
    times = [at(day, hour) for day in range(1, 13) for hour in (7, 9, 11, 13, 15)]
    spots = [spot for start in times for spot in (in_hall(town, start), Spot(start, town.home))]
    compared = [spot for spot in spots if not _overlaps(spot.starts_at, at(1, 10))]
    with sqlite.transaction() as session:
        for spot in compared:
            seen = moving.preview(session, NOW, town.user(session), meeting_id, spot)
            told = {CODES[one.kind] for one in seen.warnings if one.kind in CODES}
            assert told == _breaches(session, town, meeting_id, standing, spot), spot
    assert len(compared) > 100


def _overlaps(start: datetime, other: datetime) -> bool:
    return abs(start - other) < timedelta(minutes=45)


def _breaches(session: Session, town: Town, meeting_id: int, standing: int, spot: Spot) -> set[str]:
    """What the planner's check says, of this meeting beside the one that stands."""
    horizon = Horizon(from_=TODAY, to=date(2026, 12, 31))
    problem = loading.problem_of(session, queries.lock(session, [meeting_id, standing]), horizon)
    start = spot.starts_at.astimezone(COPENHAGEN).replace(tzinfo=None)
    moved = PlannedMeeting(
        id=f"m{meeting_id}",
        start=start,
        end=start + timedelta(minutes=45),
        site=f"s{spot.site_id}",
        room=None if spot.room_id is None else f"r{spot.room_id}",
        attendees=(f"p{town.coordinator}", f"c{town.citizen}"),
    )
    plans_ = (town.planned(standing, wall(1, 10)), moved)
    answer = Answer(status="feasible", cost=0, bound=0, seconds=0, meetings=plans_, unplanned=())
    return {breach.code for rule in RULES.values() for breach in rule(case_of(problem, answer))}
