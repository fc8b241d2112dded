"""A run from request to result with a real child process, and what happens when it goes wrong."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select

from accounts.tables import Role
from citizens.tables import Citizen, Wish
from core import runs
from core.db import Database
from core.runs import RunState
from core.settings import Settings
from core.work import Failure, Limits, Progress, Runner, converse
from matcher import queries, running, service
from matcher.tables import MatchRun
from placements.tables import Proposal, ProposalState
from scheduler.meetings import requests as meetings
from scheduler.meetings.requests import Invitee
from scheduler.planning import job as planning
from scheduler.planning import service as plans
from scheduler.planning.tables import DraftMeeting
from scheduler.tables import PlanningRun, Room, Site
from tests import build
from tests.build import NOW, TODAY

LIMITS = Limits(seconds=20, megabytes=8192)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, solve_seconds=20, plan_seconds=10)


def municipality(database: Database) -> tuple[int, int]:
    """Two citizens and one seat in a firm of the other consultant's: by hand the second citizen gets nothing."""
    with database.transaction() as session:
        own, other = build.user(session), build.user(session)
        opening = build.opening(session, build.unit(session, other), seats=2).id
        for staff in (own, other):
            citizen = build.citizen(session, staff)
            session.add(Wish(citizen_id=citizen.id, rank=1, occupation="911210"))
    return opening, citizen.id


def asked(database: Database) -> int:
    with database.transaction() as session:
        return service.request(session, None, TODAY, NOW).id


def carried_out(database: Database, settings: Settings, seen: list[Progress] | None = None) -> bool:
    watch = seen.append if seen is not None else lambda _progress: None
    return running.carry_out_next(database, settings, lambda: NOW, Event(), watch)


def run(database: Database, run_id: int) -> MatchRun:
    with database.reading() as session:
        return session.get_one(MatchRun, run_id)


def test_a_run_places_over_portfolios_and_says_what_was_done_by_hand(database: Database, settings: Settings) -> None:
    opening, _ = municipality(database)
    run_id = asked(database)
    seen: list[Progress] = []
    assert carried_out(database, settings, seen)
    found = run(database, run_id)
    assert (found.state, found.placed, found.by_hand_placed, found.error) == (RunState.DONE, 2, 1, None)
    assert found.gap == pytest.approx(0)
    assert seen
    with database.reading() as session:
        proposals = queries.proposals_of_run(session, run_id)
    assert {(p.opening_id, p.state) for p in proposals} == {(opening, ProposalState.PROPOSED)}
    for proposal in proposals:
        assert sum(reason["points"] for reason in proposal.because) == pytest.approx(proposal.score, abs=1e-6)


def test_the_record_tells_how_to_compute_the_run_again(database: Database, settings: Settings) -> None:
    municipality(database)
    run_id = asked(database)
    carried_out(database, settings)
    record = run(database, run_id).record
    assert len(record["problem"]) == 64
    assert {"rules", "gap", "tovholder", "ortools"} <= set(record)


def test_no_run_that_waits_is_no_work(database: Database, settings: Settings) -> None:
    assert not carried_out(database, settings)


def test_a_municipality_without_anybody_is_matched_too(database: Database, settings: Settings) -> None:
    run_id = asked(database)
    assert carried_out(database, settings)
    assert run(database, run_id).placed == 0


def test_data_that_cannot_be_matched_fail_the_run_with_the_place(sqlite: Database, settings: Settings) -> None:
    _, citizen = municipality(sqlite)
    with sqlite.transaction() as session:
        session.get_one(Citizen, citizen).max_travel_km = -1
    run_id = asked(sqlite)
    assert carried_out(sqlite, settings)
    found = run(sqlite, run_id)
    assert found.state == RunState.FAILED
    assert "max_travel_km" in (found.error or "")


def test_too_little_memory_fails_the_run_and_keeps_the_problem(sqlite: Database, settings: Settings) -> None:
    municipality(sqlite)
    run_id = asked(sqlite)
    assert carried_out(sqlite, settings.model_copy(update={"solve_megabytes": 60}))
    assert run(sqlite, run_id).state == RunState.FAILED
    assert list((settings.var / "failed-runs").glob("*.json"))


def test_a_run_cancelled_while_the_solver_works_writes_nothing(database: Database, settings: Settings) -> None:
    municipality(database)
    run_id = asked(database)

    def cancel(_progress: Progress) -> None:
        with database.transaction() as session:
            if session.get_one(MatchRun, run_id).state == RunState.RUNNING:
                runs.cancel(session, MatchRun, run_id, None, NOW)

    assert running.carry_out_next(database, settings, lambda: NOW, Event(), cancel)
    assert run(database, run_id).state == RunState.CANCELLED
    with database.reading() as session:
        assert session.scalars(select(Proposal)).all() == []


def test_a_worker_that_stops_leaves_the_run_to_the_next(sqlite: Database, settings: Settings) -> None:
    municipality(sqlite)
    run_id = asked(sqlite)
    stopping = Event()
    stopping.set()
    assert running.carry_out_next(sqlite, settings, lambda: NOW, stopping)
    assert run(sqlite, run_id).state == RunState.RUNNING
    later = NOW + runs.LEASE * 2
    assert running.carry_out_next(sqlite, settings, lambda: later, Event())
    assert run(sqlite, run_id).state == RunState.DONE


def test_meetings_are_planned_in_a_child_process(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        coordinator = build.user(session, Role.COORDINATOR)
        citizen = build.citizen(session, coordinator)
        hall = Site(name="Rådhuset", lat=57.44, lon=10.53)
        session.add(hall)
        session.flush()
        session.add(Room(site_id=hall.id, name="Lokale 1", capacity=4))
        invitees = [Invitee(user_id=coordinator.id), Invitee(citizen_id=citizen.id)]
        meetings.request_meeting(session, NOW, TODAY, "samtale", citizen.id, coordinator.id, [hall.id], invitees)
        plans.request_planning(session, coordinator.id, NOW)
    assert planning.carry_out_next(database, settings, lambda: NOW, Event())
    with database.reading() as session:
        drafted = session.scalars(select(DraftMeeting)).one()
        plan = session.scalars(select(PlanningRun)).one()
    assert (plan.state, plan.planned, plan.left_out) == (RunState.DONE, 1, 0)
    assert drafted.starts_at is not None
    assert drafted.starts_at > NOW


def sleep(seconds: float, report: Callable[[Progress], None]) -> str:
    """Work for a child: reports, waits, answers."""
    report(Progress("sover"))
    Event().wait(seconds)
    return "udhvilet"


def crash(_task: object, _report: Callable[[Progress], None]) -> str:
    """Work that kills its own process."""
    raise SystemExit(3)


def test_a_child_reports_and_answers() -> None:
    words = [word for word in converse(sleep, 0.0, LIMITS, Event()) if word is not None]
    assert words == [Progress("sover"), "udhvilet"]


def test_a_child_that_dies_is_a_failure_and_no_crash() -> None:
    *_, last = converse(crash, None, LIMITS, Event())
    assert isinstance(last, Failure)


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.work.GRACE_SECONDS", 0)
    *_, last = converse(sleep, 60.0, Limits(seconds=1.0, megabytes=8192), Event())
    assert isinstance(last, Failure)
    assert "tidsgrænse" in last.message


def test_a_runner_goes_on_after_an_error_and_stops_when_told() -> None:
    calls: list[int] = []
    enough = Event()

    def step(_stopping: Event) -> bool:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError
        enough.set()
        return False

    runner = Runner("test", step)
    runner.start()
    assert enough.wait(timedelta(seconds=10).total_seconds())
    runner.stop()
    assert len(calls) >= 2
