"""Match runs over HTTP: asked for once, followed, stopped."""

from threading import Thread
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from starlette.testclient import TestClient

from accounts.tables import Role, User
from api.app import create_app
from core import runs
from core.audit import AuditEntry
from core.db import Database
from core.settings import Settings
from matcher.tables import MatchRun, RunUnplaced
from tests import rows
from tests.e2e.api.calls import as_, counted_queries, everything, get
from tests.e2e.api.conftest import at_fixed_time
from tests.rows import NOW

PATH = "/api/v1/match-runs"


@pytest.fixture
def consultant(sqlite: Database) -> User:
    with sqlite.transaction() as session:
        return rows.user(session)


def ask(client: TestClient, user: User, key: str | None = None, **wanted: Any) -> Any:
    headers = as_(user) | ({} if key is None else {"Idempotency-Key": key})
    return client.post(PATH, headers=headers, json=wanted)


def finish(database: Database, run_id: int) -> None:
    with database.transaction() as session:
        run = runs.take(session, MatchRun, NOW)
        assert run is not None
        assert run.id == run_id
        runs.finish(run, NOW, 4.2, {"seed": 1})
        run.objective, run.bound, run.gap, run.citizens, run.placed = 12.5, 12.6, 0.008, 20, 15
        run.by_hand_objective, run.by_hand_placed = 9.5, 12
        run.prices = [{"on": "quota:u1", "price": 0.61}]


def test_a_run_is_accepted_and_can_be_followed(client: TestClient, consultant: User) -> None:
    answer = ask(client, consultant)
    assert (answer.status_code, answer.headers["retry-after"]) == (202, "1")
    run = answer.json()
    assert answer.headers["location"] == f"{PATH}/{run['id']}"
    assert (run["state"], run["day"], run["requested_at"]) == ("queued", "2026-11-23", "2026-11-23T10:00:00+01:00")
    assert get(client, f"/match-runs/{run['id']}", consultant) == run


def test_a_run_can_be_asked_for_without_a_word(client: TestClient, consultant: User) -> None:
    assert client.post(PATH, headers=as_(consultant)).json()["parameters"] == {}


def test_what_is_asked_for_is_kept(client: TestClient, consultant: User) -> None:
    run = ask(client, consultant, day="2026-12-01", seconds=60, gap=0.01, seed=7).json()
    assert (run["day"], run["parameters"]) == ("2026-12-01", {"seconds": 60, "gap": 0.01, "seed": 7})


def test_progress_is_shown_while_the_run_is_at_work(client: TestClient, sqlite: Database, consultant: User) -> None:
    run_id = ask(client, consultant).json()["id"]
    with sqlite.transaction() as session:
        runs.take(session, MatchRun, NOW)
        runs.hold(session, MatchRun, run_id, NOW, {"phase": "bound", "best": 1.0, "bound": 2.0, "gap": 0.5})
    run = get(client, f"/match-runs/{run_id}", consultant)
    assert run["state"] == "running"
    assert run["progress"] == {"phase": "bound", "best": 1.0, "bound": 2.0, "gap": 0.5}


def test_a_finished_run_shows_what_came_of_it(client: TestClient, sqlite: Database, consultant: User) -> None:
    run_id = ask(client, consultant).json()["id"]
    finish(sqlite, run_id)
    run = get(client, f"/match-runs/{run_id}", consultant)
    assert {name: run[name] for name in ("state", "objective", "bound", "gap", "seconds", "citizens", "placed")} == {
        "state": "done",
        "objective": 12.5,
        "bound": 12.6,
        "gap": 0.008,
        "seconds": 4.2,
        "citizens": 20,
        "placed": 15,
    }
    assert run["by_hand"] == {"objective": 9.5, "placed": 12}
    assert run["prices"] == [{"on": "quota:u1", "price": 0.61}]


def test_without_a_key_the_same_that_waits_is_joined(client: TestClient, consultant: User) -> None:
    first, again, narrow = (ask(client, consultant, **more) for more in ({}, {}, {"scope": "portfolio"}))
    assert first.json() == again.json()
    assert (narrow.json()["scope"], narrow.json()["scope_id"]) == ("portfolio", consultant.id)


def test_a_key_used_for_another_scope_is_refused(client: TestClient, consultant: User) -> None:
    ask(client, consultant, "abc", scope="portfolio")
    assert ask(client, consultant, "abc").status_code == 409


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"scope": "citizen"}, 422),
        ({"scope": "citizen", "scope_id": 99}, 404),
        ({"scope": "opening", "scope_id": 99}, 404),
        ({"scope": "portfolio", "scope_id": 99}, 403),
        ({"scope": "street"}, 422),
    ],
)
def test_a_scope_must_be_there_and_ones_own(
    client: TestClient, consultant: User, wanted: dict[str, Any], status: int
) -> None:
    assert ask(client, consultant, **wanted).status_code == status


def test_what_a_run_changed_is_figures_for_all_and_names_for_ones_own(
    client: TestClient, sqlite: Database, consultant: User
) -> None:
    run_id = ask(client, consultant).json()["id"]
    finish(sqlite, run_id)
    with sqlite.transaction() as session:
        own, other = rows.citizen(session, consultant), rows.citizen(session, rows.user(session))
        change = {"outcome": "got", "before": None, "after": 4, "state": None}
        session.get_one(MatchRun, run_id).comparison = {
            "run": 7,
            "scope": "all",
            "kept": 3,
            "before": {"placed": 3, "value": 2.0},
            "after": {"placed": 5, "value": 4.0},
            "people": [change | {"citizen": one.id} for one in (own, other)],
            "groups": [{"name": "aktivitetsparat", "before": 3, "after": 5}],
        }
    compared = get(client, f"/match-runs/{run_id}", consultant)["comparison"]
    assert (compared["counts"], compared["kept"], compared["after"]["placed"]) == ({"got": 2}, 3, 5)
    changes = get(client, f"/match-runs/{run_id}/changes", consultant)
    assert changes == {"items": [change | {"citizen": {"id": own.id, "name": own.name}}], "next": None}
    with sqlite.reading() as session:
        looked = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "looked")).all()
    assert looked == [f"citizen:{own.id}"]


def test_the_same_key_is_the_same_run(client: TestClient, consultant: User) -> None:
    first, again, other = (ask(client, consultant, key) for key in ("abc", "abc", "def"))
    assert first.json() == again.json()
    assert first.headers["location"] == again.headers["location"]
    assert other.json()["id"] != first.json()["id"]


def test_the_same_key_of_somebody_else_is_another_run(client: TestClient, sqlite: Database, consultant: User) -> None:
    with sqlite.transaction() as session:
        colleague = rows.user(session)
    assert ask(client, consultant, "abc").json()["id"] != ask(client, colleague, "abc").json()["id"]


def test_a_key_used_for_something_else_is_refused(client: TestClient, consultant: User) -> None:
    ask(client, consultant, "abc", seed=1)
    assert ask(client, consultant, "abc", seed=2).status_code == 409


@pytest.mark.parametrize("key", ["", "a b", "x" * 65])
def test_a_key_must_be_a_word(client: TestClient, consultant: User, key: str) -> None:
    answer = ask(client, consultant, key)
    assert (answer.status_code, answer.json()["faults"][0]["place"]) == (400, "Idempotency-Key")


def test_a_double_click_makes_one_run(database: Database) -> None:
    with database.transaction() as session:
        consultant = rows.user(session)
    app = at_fixed_time(create_app(Settings(database_url=database.url), work=False))
    found: list[int] = []
    with TestClient(app, base_url="http://127.0.0.1") as client:

        def click() -> None:
            answer = ask(client, consultant, "double-click")
            found.append(answer.json()["id"] if answer.status_code == 202 else answer.status_code)

        clicks = [Thread(target=click) for _ in range(4)]
        for thread in clicks:
            thread.start()
        for thread in clicks:
            thread.join()
    with database.reading() as session:
        assert found == [session.scalars(select(MatchRun.id)).one()] * 4


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ({"day": "2026-11-22"}, "day"),
        ({"seconds": 301}, "seconds"),
        ({"seconds": 0}, "seconds"),
        ({"gap": 2}, "gap"),
        ({"seed": -1}, "seed"),
        ({"workers": 4}, "workers"),
    ],
)
def test_a_run_that_cannot_be_is_refused(
    client: TestClient, consultant: User, wanted: dict[str, Any], place: str
) -> None:
    answer = ask(client, consultant, **wanted)
    assert (answer.status_code, [fault["place"] for fault in answer.json()["faults"]]) == (422, [place])


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CONSULTANT, Role.MANAGER, Role.ADMIN)])
def test_others_have_no_business_with_match_runs(client: TestClient, sqlite: Database, role: Role) -> None:
    with sqlite.transaction() as session:
        user = rows.user(session, role)
    assert ask(client, user).status_code == 403


def test_a_run_that_is_not_there_is_not_found(client: TestClient, consultant: User) -> None:
    for answer in (
        client.get(f"{PATH}/4711", headers=as_(consultant)),
        client.get(f"{PATH}/4711/unplaced", headers=as_(consultant)),
        client.post(f"{PATH}/4711/cancel", headers=as_(consultant)),
    ):
        assert answer.status_code == 404


def test_a_run_is_stopped_once(client: TestClient, consultant: User) -> None:
    address = ask(client, consultant).headers["location"]
    stopped = client.post(f"{address}/cancel", headers=as_(consultant))
    assert (stopped.status_code, stopped.json()["state"]) == (200, "cancelled")
    assert client.post(f"{address}/cancel", headers=as_(consultant)).status_code == 409


def test_only_who_asked_or_a_manager_stops_a_run(client: TestClient, sqlite: Database, consultant: User) -> None:
    with sqlite.transaction() as session:
        colleague, manager = rows.user(session), rows.user(session, Role.MANAGER)
    address = ask(client, consultant).headers["location"]
    assert client.post(f"{address}/cancel", headers=as_(colleague)).status_code == 403
    assert client.post(f"{address}/cancel", headers=as_(manager)).status_code == 200


def test_runs_are_listed_newest_first(client: TestClient, consultant: User) -> None:
    made = [ask(client, consultant, str(n)).json()["id"] for n in range(3)]
    assert [run["id"] for run in everything(client, "/match-runs", consultant, limit=2)] == made[::-1]


def left_out(database: Database, run_id: int, consultant: User, number: int) -> list[int]:
    with database.transaction() as session:
        found = rows.ids([rows.citizen(session, consultant) for _ in range(number)])
        session.add_all(
            RunUnplaced(run_id=run_id, citizen_id=one, blocked={"travel": 3}, nearest=[], lost_to=["quota:u1"])
            for one in found
        )
        return found


def test_consultants_see_why_their_own_citizens_got_nothing_and_the_look_is_logged(
    client: TestClient, sqlite: Database, consultant: User
) -> None:
    run_id = ask(client, consultant).json()["id"]
    with sqlite.transaction() as session:
        colleague = rows.user(session)
    mine, theirs = (left_out(sqlite, run_id, one, 2) for one in (consultant, colleague))
    found = everything(client, f"/match-runs/{run_id}/unplaced", consultant, limit=1)
    assert [one["citizen"]["id"] for one in found] == mine
    assert (found[0]["blocked"], found[0]["lost_to"]) == ({"travel": 3}, ["quota:u1"])
    assert theirs
    with sqlite.reading() as session:
        seen = session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "looked"))
        assert sorted(seen) == sorted(f"citizen:{one}" for one in mine)


def test_a_longer_list_takes_no_more_queries(
    app: FastAPI, client: TestClient, sqlite: Database, consultant: User
) -> None:
    run_id = ask(client, consultant).json()["id"]
    counts = []
    for number in (1, 2):
        left_out(sqlite, run_id, consultant, number)
        with counted_queries(app) as statements:
            get(client, f"/match-runs/{run_id}/unplaced", consultant)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_refused_request_leaves_no_run_behind(client: TestClient, sqlite: Database, consultant: User) -> None:
    ask(client, consultant, day="2020-01-01")
    with sqlite.reading() as session:
        assert session.scalar(select(func.count()).select_from(MatchRun)) == 0
