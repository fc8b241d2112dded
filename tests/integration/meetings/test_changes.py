"""Something happens to the published plan: a draft that moves as little as can be; and a time found for one meeting."""

from datetime import date, timedelta
from threading import Event

import pytest

from core import runs
from core.db import Database
from core.errors import BadInputError, NotFoundError
from core.runs import RunState
from core.settings import Settings
from core.work import Failure
from scheduler.calendars.tables import Absence
from scheduler.engine.result import Answer
from scheduler.meetings.requests import Invitee
from scheduler.planning import changes, finding, job, loading, moving, service
from scheduler.planning import queries as plans
from scheduler.planning.changes import Absent, Change, Closed, RoomCancelled
from scheduler.planning.solving import Outcome, Task, answer
from scheduler.planning.tables import DraftMeeting
from scheduler.tables import MeetingState, PlanningRun
from tests.build import NOW
from tests.integration.meetings.town import Town, at, wall


def replanned(town: Town, change: Change) -> dict[int, DraftMeeting]:
    """The rows of the draft that copes with the change; solved here instead of in a child process."""
    with town.database.transaction() as session:
        run_id = changes.request_replan(session, NOW, town.user(session), change).id
    with town.database.transaction() as session:
        run = runs.take(session, PlanningRun, NOW)
        assert run is not None
        task = job.PLANNING.load(session, Settings(), run, NOW)
    found = answer(task, lambda _progress: None)
    assert isinstance(found, Outcome)
    with town.database.transaction() as session:
        job.PLANNING.store(session, run_id, NOW, task, found)
        draft = plans.latest_draft(session)
        assert draft is not None
        return {row.meeting_id: row for row in plans.rows(session, draft.id)}


def test_a_cancelled_room_moves_only_what_was_in_it_and_keeps_the_time(town: Town) -> None:
    first, other = town.published(wall(1, 9), citizen=town.neighbour()), town.published(wall(1, 11))
    rows = replanned(town, RoomCancelled(town.room, at(1, 8), at(1, 10)))
    assert list(rows) == [first]
    assert (rows[first].starts_at, rows[first].room_id) == (at(1, 9), town.other_room)
    town.publish(rows[first].draft_id)
    assert town.meeting(first).room_id == town.other_room
    assert town.meeting(other).sequence == 1


def test_an_absence_moves_the_absent_persons_meetings_to_another_day(database: Database, town: Town) -> None:
    meeting_id, neighbour = town.published(wall(1, 9)), town.neighbour()
    untouched = town.published(wall(3, 9), citizen=neighbour)
    rows = replanned(town, Absent(town.coordinator, date(2026, 12, 1), date(2026, 12, 2)))
    assert list(rows) == [meeting_id]
    assert rows[meeting_id].starts_at is not None
    assert rows[meeting_id].starts_at not in (at(1, 9), at(2, 9))
    assert town.publish(rows[meeting_id].draft_id).meetings == (meeting_id,)
    assert town.meeting(untouched).sequence == 1


def test_a_closed_day_is_closed_for_every_later_plan(database: Database, town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    rows = replanned(town, Closed(date(2026, 12, 1), "Strømsvigt"))
    assert list(rows) == [meeting_id]
    with database.reading() as session:
        assert date(2026, 12, 1) in loading.load_problem(session, NOW.date()).closed


def test_what_nobody_can_come_to_any_more_is_left_out_with_its_obstacle_and_loses_its_time(town: Town) -> None:
    meeting_id = town.published(wall(1, 9))
    rows = replanned(town, Absent(town.coordinator, date(2026, 11, 21), date(2027, 3, 1)))
    (facts,) = rows[meeting_id].obstacles
    assert (facts["kind"], facts["people"]) == ("calendar_one", [f"p{town.coordinator}"])
    assert facts["words"]
    town.publish(rows[meeting_id].draft_id)
    assert town.meeting(meeting_id).state == MeetingState.REQUESTED


def test_a_change_that_touches_nothing_leaves_an_empty_draft(town: Town) -> None:
    town.published(wall(1, 9))
    assert replanned(town, Closed(date(2026, 12, 3), "Personaledag")) == {}


def test_a_meeting_put_where_the_planner_would_not_is_left_there(database: Database, town: Town) -> None:
    """Somebody had a reason to hold it after its last day; another's absence is no reason to move it."""
    meeting_id, other = town.published(wall(1, 9)), town.published(wall(2, 9))
    with database.transaction() as session:
        late = moving.Spot(at(30, 9) - timedelta(days=1), town.hall, town.room)
        moving.move_published(session, NOW, town.user(session), meeting_id, late, "Borgeren rejser")
    rows = replanned(town, Closed(date(2026, 12, 2), "Personaledag"))
    assert list(rows) == [other]


def test_a_replan_and_a_plan_of_all_do_not_stand_in_for_each_other(database: Database, town: Town) -> None:
    with database.transaction() as session:
        replan = changes.request_replan(session, NOW, town.user(session), Closed(date(2026, 12, 2), "Personaledag"))
        whole = service.request_planning(session, town.coordinator, NOW)
        assert replan.id != whole.id
        assert service.request_planning(session, None, NOW).id == whole.id
        assert replan.change == {"kind": "closed", "day": "2026-12-02", "why": "Personaledag"}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (Absent(1, date(2026, 12, 2), date(2026, 12, 1)), BadInputError),
        (Absent(999_999, date(2026, 12, 1), date(2026, 12, 1)), NotFoundError),
        (Absent(1, date(9999, 12, 31), date(9999, 12, 31)), BadInputError),
        (Closed(date(2020, 1, 2), "Lukket"), BadInputError),
        (Closed(date(9999, 12, 31), "Lukket"), BadInputError),
        (RoomCancelled(1, at(1, 9), at(1, 9)), BadInputError),
        (RoomCancelled(999_999, at(1, 9), at(1, 10)), NotFoundError),
    ],
)
def test_a_change_is_checked(town: Town, change: Change, error: type[Exception]) -> None:
    with pytest.raises(error), town.database.transaction() as session:
        changes.request_replan(session, NOW, town.user(session), change)


def test_the_same_absence_and_closing_day_are_written_once(database: Database, town: Town) -> None:
    away, closed = Absent(town.coordinator, date(2026, 12, 1), date(2026, 12, 2)), Closed(date(2026, 12, 9), "Lukket")
    with database.transaction() as session:
        for change in (away, away, closed, closed):
            changes.request_replan(session, NOW, town.user(session), change)
        assert session.query(Absence).count() == 1
        assert plans.closed_days(session, date(2026, 12, 1), date(2026, 12, 31)) == {date(2026, 12, 9)}


def test_a_replan_runs_as_a_job_like_any_plan(sqlite: Database) -> None:
    town = Town(sqlite)
    meeting_id = town.published(wall(1, 9))
    with sqlite.transaction() as session:
        room = RoomCancelled(town.room, at(1, 8), at(1, 10))
        run_id = changes.request_replan(session, NOW, town.user(session), room).id
    assert job.carry_out_next(sqlite, Settings(), lambda: NOW, Event())
    with sqlite.reading() as session:
        assert session.get_one(PlanningRun, run_id).state == RunState.DONE
        draft = plans.latest_draft(session)
        assert draft is not None
        assert [row.meeting_id for row in plans.rows(session, draft.id)] == [meeting_id]


def test_the_best_times_are_found_beside_the_published_plan_and_can_be_taken(database: Database, town: Town) -> None:
    town.published(wall(1, 9))
    meeting_id = town.request()
    with database.transaction() as session:
        user = town.user(session)
        found = finding.find_times(session, NOW, user, meeting_id)
        assert len(found.slots) == 10
        spot = finding.spot_of(found.slots[0])
        assert moving.move_published(session, NOW, user, meeting_id, spot, "Fundet tid") == []
    assert town.meeting(meeting_id).starts_at == spot.starts_at


def test_the_time_a_meeting_has_is_not_offered(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        user = town.user(session)
        first, second, *_ = finding.find_times(session, NOW, user, meeting_id).slots
        moving.move_published(session, NOW, user, meeting_id, finding.spot_of(first), "")
        found = finding.find_times(session, NOW, user, meeting_id).slots
    assert (first.start, first.site) not in {(one.start, one.site) for one in found}
    assert second.start in {one.start for one in found}
    assert len(found) == 10


def test_a_found_time_leaves_room_for_the_way(database: Database, town: Town) -> None:
    """The coordinator is in the hall until a quarter to ten; the citizen's home is not found at ten minutes to."""
    town.published(wall(1, 9))
    meeting_id = town.request(None, Invitee(user_id=town.caseworker))
    with database.transaction() as session:
        session.get_one(type(town.meeting(meeting_id)), meeting_id).site_ids = [town.home]
        found = finding.find_times(session, NOW, town.user(session), meeting_id)
    same_day = [one.start for one in found.slots if one.start.date() == date(2026, 12, 1)]
    assert all(start >= wall(1, 10) for start in same_day)


def test_a_draft_is_where_the_others_are_when_a_time_is_sought_in_it(database: Database, town: Town) -> None:
    first, second = town.request(), town.request()
    draft = town.draft(town.planned(first, wall(1, 9)))
    with database.transaction() as session:
        found = finding.find_times(session, NOW, town.user(session), second, draft_id=draft)
    assert not any(wall(1, 8, 15) < one.start < wall(1, 9, 45) for one in found.slots)


def test_where_no_time_is_free_there_is_a_plan_b(database: Database, town: Town) -> None:
    meeting_id = town.request()
    with database.transaction() as session:
        session.add(Absence(user_id=town.coordinator, first=date(2026, 11, 21), last=date(2027, 3, 1)))
    with database.transaction() as session:
        found = finding.find_times(session, NOW, town.user(session), meeting_id)
    assert found.slots == ()
    assert f"p{town.coordinator}" in str(found.plan_b)


def test_a_plan_that_breaks_a_rule_is_thrown_away(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting_id = town.request()
    with town.database.reading() as session:
        problem = loading.load_problem(session, NOW.date())
    wrong = Answer(
        status="feasible", cost=0, bound=0, seconds=0, meetings=(town.planned(meeting_id, wall(6, 9)),), unplanned=()
    )
    monkeypatch.setattr("scheduler.engine.solve.solve", lambda *_given, **_more: wrong)
    found = answer(Task(problem, 1, 1, {}), lambda _progress: None)
    assert isinstance(found, Failure)
    assert "kasseret" in found.message
