"""Days for teams: set up, kept for cases, filled by the planner, and ended."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from accounts.tables import Role
from core.db import Database
from core.errors import BadInputError, NotFoundError
from core.settings import Settings
from scheduler.meetings.requests import Invitee, request_meeting
from scheduler.planning import job, loading, teams
from scheduler.planning import queries as plans
from scheduler.planning.solving import Outcome, Task, answer
from scheduler.tables import Meeting, MeetingState, PlanningRun
from tests import build
from tests.build import NOW, TODAY
from tests.integration.meetings.town import Town, wall

TUESDAYS: dict[str, Any] = {
    "name": "Familieteamet",
    "weekday": 2,
    "from_": time(9),
    "to": time(11),
    "case_minutes": 30,
    "first_day": date(2026, 12, 1),
}


def set_up(town: Town, **other: Any) -> int:
    terms = {"site_id": town.hall, "room_id": town.room, "members": [town.coordinator, town.caseworker]}
    with town.database.transaction() as session:
        return teams.set_up(session, NOW, town.user(session), **(TUESDAYS | terms | other)).id


def case(town: Town, minutes: int = 30) -> int:
    """A case for the team: coordinator, caseworker and citizen."""
    people = [Invitee(user_id=town.coordinator), Invitee(user_id=town.caseworker), Invitee(citizen_id=town.citizen)]
    with town.database.transaction() as session:
        return request_meeting(
            session, NOW, TODAY, "tvaerfagligt_moede", town.citizen, town.coordinator, [town.hall], people,
            minutes=minutes, team_case=True,
        ).id  # fmt: skip


def task_of(database: Database) -> Task:
    with database.reading() as session:
        return job.PLANNING.load(session, Settings(), PlanningRun(), NOW)


def solved(task: Task) -> Outcome:
    found = answer(task, lambda _progress: None)
    assert isinstance(found, Outcome)
    return found


def test_cases_are_held_in_the_teams_slots_and_other_meetings_outside(town: Town) -> None:
    set_up(town)
    cases, other = {f"m{case(town)}" for _ in range(2)}, town.request()
    found = solved(task_of(town.database)).answer
    assert found.unplanned == ()
    for one in found.meetings:
        in_a_slot = one.start.isoweekday() == 2 and one.start.time() in (time(9), time(9, 30), time(10), time(10, 30))
        assert in_a_slot == (one.id in cases)
    held = next(one for one in found.meetings if one.id in cases)
    assert (held.site, held.room) == (f"s{town.hall}", f"r{town.room}")
    assert set(held.attendees) == {f"p{town.coordinator}", f"p{town.caseworker}", f"c{town.citizen}"}
    assert f"m{other}" in {one.id for one in found.meetings}


def test_a_case_that_is_too_long_for_any_slot_is_planned_like_other_meetings(town: Town) -> None:
    set_up(town)
    long = case(town, minutes=60)
    (held,) = solved(task_of(town.database)).answer.meetings
    assert held.id == f"m{long}"


def test_a_case_that_finds_no_slot_says_so_in_the_municipalitys_own_names(town: Town) -> None:
    set_up(town, last_day=date(2026, 12, 1), to=time(9, 30))
    ids = {f"m{case(town)}" for _ in range(2)}
    found = solved(task_of(town.database))
    (left,) = found.answer.unplanned
    assert left.id in ids
    assert "team" not in str(found.obstacles[left.id].people + found.obstacles[left.id].sites)


def test_a_published_case_keeps_its_slot_and_the_day_its_others(database: Database, town: Town) -> None:
    set_up(town, first_day=date(2026, 12, 8), last_day=date(2026, 12, 8))
    first, second = case(town), case(town)
    slot = town.planned(first, wall(8, 9), users=[town.caseworker])
    town.publish(town.draft(replace(slot, end=wall(8, 9, 30))))
    with database.transaction() as session:
        session.get_one(Meeting, first).state = MeetingState.INVITED
    found = solved(task_of(database)).answer
    held = {one.id: one.start for one in found.meetings}
    assert held[f"m{first}"] == wall(8, 9)
    assert held[f"m{second}"] in (wall(8, 9, 30), wall(8, 10), wall(8, 10, 30))


def test_an_ended_team_meets_no_more(database: Database, town: Town) -> None:
    day = set_up(town)
    with database.transaction() as session:
        teams.end(session, NOW, town.user(session), day, date(2026, 12, 8))
        with pytest.raises(NotFoundError):
            teams.end(session, NOW, town.user(session), 999_999, date(2026, 12, 8))
    with database.reading() as session:
        (standing,) = teams.standing_days(session, loading.horizon_from(TODAY))
        assert standing.weeks == (date(2026, 11, 30), date(2026, 12, 7))
        assert plans.team_days(session, date(2026, 12, 9), date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"name": " "}, "name"),
        ({"weekday": 6}, "weekday"),
        ({"from_": time(7)}, "to"),
        ({"to": time(9)}, "to"),
        ({"case_minutes": 20}, "case_minutes"),
        ({"last_day": date(2026, 11, 1)}, "last_day"),
        ({"site_id": 999_999}, "site"),
        ({"room_id": None}, "room"),
        ({"room_id": 999_999}, "room"),
        ({"members": []}, "members"),
        ({"members": [999_999]}, "members"),
    ],
)
def test_a_team_day_is_checked(sqlite: Database, wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInputError) as refused:
        set_up(Town(sqlite), **wrong)
    assert [fault.place for fault in refused.value.faults] == [place]


def test_nobody_sits_in_two_teams_at_once_and_no_room_holds_two(sqlite: Database) -> None:
    town = Town(sqlite)
    set_up(town)
    with pytest.raises(BadInputError, match="andet team"):
        set_up(town, room_id=town.other_room, from_=time(10), to=time(12))
    with sqlite.transaction() as session:
        others = [build.user(session, Role.CASEWORKER).id]
    with pytest.raises(BadInputError, match="andet team"):
        set_up(town, members=others)
    assert set_up(town, members=others, from_=time(11), to=time(12))
    assert set_up(town, members=others, weekday=3)


def test_a_team_fits_its_room(sqlite: Database) -> None:
    town = Town(sqlite)
    with sqlite.transaction() as session:
        members = [build.user(session, Role.CASEWORKER).id for _ in range(7)]
    with pytest.raises(BadInputError, match="6 pladser"):
        set_up(town, members=members)
