"""An old answer comes out the same when it is computed again, under the rules of its day and no other."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from threading import Event

import pytest

from citizens.tables import Citizen, Wish
from companies.tables import Shift
from core.db import Database
from core.errors import ConflictError, NotFoundError
from core.settings import Settings
from core.work import Limits
from matcher import recompute, running, service, solving
from matcher.engine.options import Options
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.scoring.score import Scorer
from matcher.engine.solve import solve
from matcher.recompute import Kept
from matcher.solving import Answer, Task, answer
from matcher.tables import MatchRun, RunFiles
from tests import build
from tests.build import NOW, TODAY

Work = Callable[[Task, Callable[[object], None]], object]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's work is done here: what a child process does otherwise is tested elsewhere, and takes seconds."""

    def converse(work: Work, task: Task, _limits: Limits, _stopping: Event) -> Iterator[object]:
        yield work(task, lambda _progress: None)

    monkeypatch.setattr("core.work.converse", converse)


def municipality(database: Database) -> None:
    """Three citizens, two firms, and not a place for everybody."""
    with database.transaction() as session:
        staff = build.user(session)
        build.opening(session, build.unit(session, staff))
        build.opening(session, build.unit(session, staff), occupation="522110")
        for code in ("911210", "911210", "522110"):
            session.add(Wish(citizen_id=build.citizen(session, staff).id, rank=1, occupation=code))


def carried_out(database: Database, tmp_path: Path, day: date = TODAY) -> int:
    with database.transaction() as session:
        run_id = service.request(session, None, day, NOW).id
    assert running.carry_out_next(database, Settings(var=tmp_path, solve_seconds=20), lambda: NOW, Event())
    return run_id


def kept(database: Database, run_id: int) -> Kept:
    with database.reading() as session:
        return Kept.of(session, run_id)


def test_a_run_comes_out_the_same_when_it_is_computed_again(database: Database, tmp_path: Path) -> None:
    municipality(database)
    run_id = carried_out(database, tmp_path)
    found = recompute.recompute(database, run_id)
    assert found.same
    assert found.people == ()
    assert found.versions == {}
    assert len(found.stored.placements) == len(found.now.placements) == 2
    with database.reading() as session:
        assert session.get_one(MatchRun, run_id).objective == pytest.approx(found.now.objective)


def test_what_has_happened_since_changes_nothing(database: Database, tmp_path: Path) -> None:
    municipality(database)
    run_id = carried_out(database, tmp_path)
    before = recompute.recompute(database, run_id).now
    with database.transaction() as session:
        for citizen in session.query(Citizen):
            citizen.max_travel_km = 0.0
    after = recompute.recompute(database, run_id)
    assert after.same
    assert after.now.placements == before.placements


def long_ago(database: Database, day: date) -> None:
    """A citizen and a place as they were on `day`: a firm without employees, and basic integration education at 45."""
    with database.transaction() as session:
        staff = build.user(session)
        known = {"unemployed_since": day.replace(year=day.year - 2), "available_from": day}
        build.citizen(session, staff, **known)
        build.citizen(
            session,
            staff,
            target_group="integration_jobparat",
            birth_date=date(day.year - 45, 1, 1),
            resident_since=day.replace(year=day.year - 12),
            hours_max=37,
            schemes=["igu"],
            **known,
        )
        window = {"start_earliest": day, "start_latest": day.replace(year=day.year + 1)}
        full_days = [Shift(weekday=weekday, from_=time(8), to=time(15)) for weekday in range(1, 6)]
        unit = build.unit(session, staff)
        build.opening(session, unit, **window)
        build.opening(session, unit, schemes=["igu"], shifts=full_days, **window)


@pytest.mark.parametrize(
    ("day", "schemes"), [(date(2015, 12, 7), set()), (date(2022, 3, 7), {"virksomhedspraktik"})], ids=["2015", "2022"]
)
def test_old_answers_follow_the_rules_of_their_day(
    database: Database, tmp_path: Path, day: date, schemes: set[str]
) -> None:
    """In 2015 a firm without employees may take nobody; at 45 nobody may begin an IGU before July 2026."""
    long_ago(database, day)
    run_id = carried_out(database, tmp_path, day)
    found = recompute.recompute(database, run_id)
    assert found.same
    assert {one.scheme for one in found.now.placements} == schemes
    old = kept(database, run_id)
    assert old.record["rules"] == found.now.rules.isoformat() < "2023"
    today = solve(replace(old.problem, rules=date(2026, 7, 1)))
    assert {one.scheme for one in today.placements} == {"virksomhedspraktik", "igu"}


def test_the_record_names_files_rules_parameters_and_versions(sqlite: Database, tmp_path: Path) -> None:
    municipality(sqlite)
    record = kept(sqlite, carried_out(sqlite, tmp_path)).record
    assert len(record["problem"]) == len(record["answer"]) == 64
    assert (record["rules"], record["gap"], record["seconds"]) == ("2026-07-01", running.GAP, 20.0)
    assert record["seed"] == solving.SEED
    assert set(recompute.PROGRAMS) <= set(record)


def test_the_files_hold_the_problem_the_whole_answer_and_no_names(database: Database, tmp_path: Path) -> None:
    municipality(database)
    run_id = carried_out(database, tmp_path)
    with database.reading() as session:
        files = session.get_one(RunFiles, run_id)
        citizen = session.query(Citizen).order_by(Citizen.id).first()
    text = gzip.decompress(files.problem) + gzip.decompress(files.answer)
    assert citizen is not None
    assert f'"c{citizen.id}"'.encode() in text
    for personal in (citizen.cpr, citizen.last_name, citizen.address):
        assert personal.encode() not in text
    assert [one.because != () for one in kept(database, run_id).answer.placements] == [True, True]


@pytest.mark.parametrize("name", ["problem", "answer"])
def test_a_file_that_was_changed_is_refused(database: Database, tmp_path: Path, name: str) -> None:
    municipality(database)
    run_id = carried_out(database, tmp_path)
    with database.transaction() as session:
        files = session.get_one(RunFiles, run_id)
        setattr(files, name, gzip.compress(gzip.decompress(getattr(files, name)) + b" "))
    with pytest.raises(ConflictError) as error:
        recompute.recompute(database, run_id)
    assert error.value.facts == {"run": run_id, "file": name}


def test_a_run_of_which_nothing_is_kept_cannot_be_computed_again(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        waiting = service.request(session, None, TODAY, NOW).id
    for run_id in (waiting, waiting + 1):
        with pytest.raises(NotFoundError, match="ikke gemt"):
            recompute.recompute(sqlite, run_id)


def test_a_run_cancelled_meanwhile_keeps_nothing(sqlite: Database, tmp_path: Path) -> None:
    municipality(sqlite)
    with sqlite.transaction() as session:
        run_id = service.request(session, None, TODAY, NOW).id

    def cancelled(session: object, *_more: object) -> bool:
        return False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "store", cancelled)
        running.carry_out_next(sqlite, Settings(var=tmp_path), lambda: NOW, Event())
    with sqlite.reading() as session:
        assert session.get(RunFiles, run_id) is None


def test_a_different_answer_is_told_by_person_and_by_version(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    municipality(sqlite)
    run_id = carried_out(sqlite, tmp_path)
    with sqlite.transaction() as session:
        run = session.get_one(MatchRun, run_id)
        run.record = {**run.record, "ortools": "8.0"}

    def forgetful(problem: Problem, options: Options, scorer: Scorer) -> Result:
        right = solve(problem, options, scorer)
        left = right.placements[1:]
        return replace(right, placements=left, objective=sum(one.value for one in left))

    monkeypatch.setattr("matcher.engine.solve.solve", forgetful)
    found = recompute.recompute(sqlite, run_id)
    assert not found.same
    assert [one.outcome for one in found.people] == ["lost"]
    assert found.people[0].citizen == found.stored.placements[0].citizen
    assert found.versions == {"ortools": ("8.0", recompute.versions()["ortools"])}


def test_the_same_files_are_the_same_bytes(sqlite: Database, tmp_path: Path) -> None:
    municipality(sqlite)
    old = kept(sqlite, carried_out(sqlite, tmp_path))
    again = answer(Task(problem=old.problem, owners={}, seconds=20, gap=running.GAP), lambda _progress: None)
    assert isinstance(again, Answer)
    with sqlite.transaction() as session:
        first = session.get_one(RunFiles, 1)
        run = service.request(session, None, TODAY, NOW)
        recompute.keep(session, run.id, old.problem, old.answer)
        session.flush()
        second = session.get_one(RunFiles, run.id)
        assert (first.problem, first.answer) == (second.problem, second.answer)
    assert again.result.placements == old.answer.placements
