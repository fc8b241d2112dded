"""What a municipality has decided reaches the run: weights, floors, what is held back; and the record says so."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from citizens.tables import CaseEvent, Citizen, EventKind, Status, Wish
from core.db import Database
from core.runs import RunState
from core.settings import Settings
from core.work import Limits
from matcher import recompute, running, service
from matcher.engine.scoring.score import Weights
from matcher.solving import Task
from matcher.tables import MatchRun, RunHeld, RunUnplaced
from placements.tables import Proposal
from tests import build
from tests.build import NOW, TODAY

Work = Callable[[Task, Callable[[object], None]], object]
CLEANING, OFFICE = "911210", "411000"


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def converse(work: Work, task: Task, _limits: Limits, _stopping: Event) -> Iterator[object]:
        yield work(task, lambda _progress: None)

    monkeypatch.setattr("core.work.converse", converse)


def seeker(session: Session, wish: str, **values: Any) -> Citizen:
    citizen = build.citizen(session, build.user(session), **values)
    session.add(Wish(citizen_id=citizen.id, rank=1, occupation=wish))
    session.flush()
    return citizen


def carried_out(database: Database, folder: Path, policy: dict[str, object]) -> MatchRun:
    path = folder / "matching.json"
    path.write_text(json.dumps(policy))
    with database.transaction() as session:
        run_id = service.request(session, None, TODAY, NOW).id
    settings = Settings(var=folder, solve_seconds=20, matching_policy=path)
    assert running.carry_out_next(database, settings, lambda: NOW, Event())
    with database.reading() as session:
        return session.get_one(MatchRun, run_id)


def placed(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Proposal.citizen_id)))


@pytest.mark.parametrize(("criterion", "winner"), [("occupation", "wishing"), ("distance", "near")])
def test_own_weights_decide_who_gets_the_only_place(
    sqlite: Database, tmp_path: Path, criterion: str, winner: str
) -> None:
    with sqlite.transaction() as session:
        seekers = {"wishing": seeker(session, CLEANING, lat=57.56).id, "near": seeker(session, OFFICE).id}
        build.opening(session, build.unit(session))
    weights = dict.fromkeys(Weights().by_name(), 0.0) | {criterion: 1.0}
    carried_out(sqlite, tmp_path, {"weights": weights})
    assert placed(sqlite) == [seekers[winner]]


def test_a_run_under_own_weights_is_recomputed_under_them(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.transaction() as session:
        seeker(session, CLEANING)
        build.opening(session, build.unit(session))
    run = carried_out(sqlite, tmp_path, {"weights": {"occupation": 0.2, "distance": 0.22}})
    assert run.record["policy"]["weights"]["occupation"] == 0.2
    assert recompute.recompute(sqlite, run.id).same


def test_a_policy_that_cannot_be_read_fails_the_run_with_its_place(sqlite: Database, tmp_path: Path) -> None:
    run = carried_out(sqlite, tmp_path, {"weights": {"wish": 1.0}})
    assert run.state == RunState.FAILED
    assert "weights.wish" in (run.error or "")


def test_a_run_says_how_the_groups_fare_and_whom_to_ring(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.transaction() as session:
        for _ in range(6):
            seeker(session, CLEANING)
        build.opening(session, build.unit(session))
    run = carried_out(sqlite, tmp_path, {})
    assert (run.advice["fairness"]["citizens"], run.advice["fairness"]["placed"]) == (6, 1)
    (call, *_) = run.advice["calls"]
    assert call["kind"]["occupation"] == CLEANING
    assert len(call["firms"][0]["helped"]) >= 5


def past(session: Session) -> None:
    """Two citizens a week for a year, who wished for cleaning; all have found something since."""
    for day in range(3, 364, 4):
        on = TODAY - timedelta(days=day)
        citizen = seeker(session, CLEANING, status=Status.ORDINARY, available_from=on, language="C1", lat=57.441)
        session.add(CaseEvent(citizen_id=citizen.id, kind=EventKind.REFERRAL, on=on))


@pytest.mark.parametrize("on", [False, True])
def test_a_place_is_held_back_only_where_the_municipality_says_so(sqlite: Database, tmp_path: Path, on: bool) -> None:
    with sqlite.transaction() as session:
        stranger = seeker(session, OFFICE, lat=57.50).id
        opening = build.opening(session, build.unit(session)).id
        past(session)
    carried_out(sqlite, tmp_path, {"hold_back": {"enabled": on, "weeks": 6}})
    with sqlite.reading() as session:
        held = [(one.citizen_id, one.opening_id) for one in session.scalars(select(RunHeld))]
        left_out = {one.citizen_id: one.blocked for one in session.scalars(select(RunUnplaced))}
    assert held == ([(stranger, opening)] if on else [])
    assert placed(sqlite) == ([] if on else [stranger])
    assert left_out == ({stranger: {"later": 1}} if on else {})
