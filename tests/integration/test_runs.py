"""The life of a run: one worker at a time, nothing lost, nothing done twice."""

from datetime import timedelta

import pytest

from core import runs
from core.db import Database
from core.errors import ConflictError, NotFoundError
from core.runs import LEASE, RunState
from matcher import service
from matcher.tables import MatchRun
from tests.build import NOW, TODAY


def requested(database: Database, key: str | None = None) -> int:
    with database.transaction() as session:
        return service.request(session, None, TODAY, NOW, key=key).id


def taken(database: Database, after: timedelta = timedelta()) -> int | None:
    with database.transaction() as session:
        run = runs.take(session, MatchRun, NOW + after)
        return run.id if run else None


def state(database: Database, run_id: int) -> RunState:
    with database.reading() as session:
        run = session.get(MatchRun, run_id)
        assert run is not None
        return run.state


def test_runs_are_taken_in_the_order_they_were_asked_for(database: Database) -> None:
    first, second = requested(database, "a"), requested(database, "b")
    assert [taken(database), taken(database), taken(database)] == [first, second, None]


def test_the_same_key_is_the_same_run(database: Database) -> None:
    assert requested(database, "a") == requested(database, "a") != requested(database, "b")


def test_a_run_whose_worker_lives_is_left_alone(database: Database) -> None:
    run = requested(database)
    assert taken(database) == run
    assert taken(database, LEASE / 2) is None


def test_a_run_whose_worker_has_died_is_taken_again(database: Database) -> None:
    run = requested(database)
    assert taken(database) == run
    assert taken(database, LEASE * 2) == run


def test_progress_renews_the_lease(database: Database) -> None:
    run = requested(database)
    taken(database)
    with database.transaction() as session:
        assert runs.hold(session, MatchRun, run, NOW + LEASE / 2, {"phase": "lp"})
    assert taken(database, LEASE * 1.2) is None
    with database.reading() as session:
        assert session.get_one(MatchRun, run).progress == {"phase": "lp"}


def test_silence_keeps_the_last_progress(database: Database) -> None:
    run = requested(database)
    taken(database)
    for progress in ({"phase": "lp"}, {}):
        with database.transaction() as session:
            runs.hold(session, MatchRun, run, NOW, progress)
    with database.reading() as session:
        assert session.get_one(MatchRun, run).progress == {"phase": "lp"}


def test_a_cancelled_run_is_no_longer_the_workers(database: Database) -> None:
    run = requested(database)
    taken(database)
    with database.transaction() as session:
        runs.cancel(session, MatchRun, run, None, NOW)
    with database.transaction() as session:
        assert not runs.hold(session, MatchRun, run, NOW, {})
        runs.fail(session, MatchRun, run, NOW, "for sent")
    assert state(database, run) == RunState.CANCELLED


def test_what_is_finished_cannot_be_cancelled(database: Database) -> None:
    run = requested(database)
    taken(database)
    with database.transaction() as session:
        runs.fail(session, MatchRun, run, NOW, "gik galt")
    with pytest.raises(ConflictError), database.transaction() as session:
        runs.cancel(session, MatchRun, run, None, NOW)
    assert state(database, run) == RunState.FAILED


def test_a_run_that_does_not_exist_cannot_be_cancelled(database: Database) -> None:
    with pytest.raises(NotFoundError), database.transaction() as session:
        runs.cancel(session, MatchRun, 4711, None, NOW)
