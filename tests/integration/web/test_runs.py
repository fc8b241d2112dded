"""Runs asked for on a page, and the page that follows them."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from core import clock, runs
from core.audit import AuditEntry
from core.db import Database
from core.runs import RunState
from matcher.tables import MatchRun
from placements.tables import RerunWanted
from scheduler.tables import PlanningRun
from tests.integration.web import people, sample

VisitAs = Callable[[int], TestClient]


def asked_for(client: TestClient) -> str:
    """Press «Find forslag»; the address of the run."""
    key = re.findall(r'name="key" value="([0-9a-f]+)"', client.get("/borgere").text)[0]
    answer = client.post("/matchninger", data={"key": key}, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def count(database: Database, kind: type[MatchRun] | type[PlanningRun]) -> int:
    with database.reading() as session:
        return session.scalars(select(func.count()).select_from(kind)).one()


def test_the_button_asks_for_a_run_in_the_consultants_name(visit_as: VisitAs, sqlite: Database) -> None:
    address = asked_for(visit_as(people.CONSULTANT))

    with sqlite.reading() as session:
        run = session.get_one(MatchRun, int(address.rpartition("/")[2]))
        assert (run.state, run.requested_by, run.day) == (RunState.QUEUED, people.CONSULTANT, clock.today())


def test_a_run_for_ones_own_portfolio_alone(visit_as: VisitAs, sqlite: Database) -> None:
    asked = {"key": "k" * 32, "scope": "portfolio"}
    answer = visit_as(people.CONSULTANT).post("/matchninger", data=asked, follow_redirects=False)

    with sqlite.reading() as session:
        run = session.get_one(MatchRun, int(answer.headers["location"].rpartition("/")[2]))
        assert (run.scope, run.scope_id) == ("portfolio", people.CONSULTANT)


@pytest.mark.parametrize(
    ("scope", "row", "status"),
    [
        ("citizen", people.STUCK, 303),
        ("citizen", people.IN_PRAKTIK, 409),
        ("citizen", people.OF_OTHER, 404),
        ("citizen", "", 422),
        ("opening", sample.HARBOUR, 303),
        ("opening", 99, 404),
        ("portfolio", people.OTHER_CONSULTANT, 403),
        ("nobody", 1, 422),
    ],
)
def test_who_may_ask_for_which_scope(visit_as: VisitAs, scope: str, row: int | str, status: int) -> None:
    asked = {"key": "k" * 32, "scope": scope, "scope_id": row}
    assert visit_as(people.CONSULTANT).post("/matchninger", data=asked, follow_redirects=False).status_code == status


def test_a_manager_matches_anybodys_portfolio(visit_as: VisitAs) -> None:
    asked = {"key": "k" * 32, "scope": "portfolio", "scope_id": people.OTHER_CONSULTANT}
    assert visit_as(people.MANAGER).post("/matchninger", data=asked, follow_redirects=False).status_code == 303


def test_the_same_asked_for_while_it_waits_is_the_same_run(visit_as: VisitAs) -> None:
    first, second = (
        visit_as(person).post("/matchninger", data={"key": key * 32}, follow_redirects=False).headers["location"]
        for person, key in ((people.CONSULTANT, "a"), (people.OTHER_CONSULTANT, "b"))
    )
    assert first == second


def test_the_history_tells_about_whom_each_run_was(visit_as: VisitAs) -> None:
    client = visit_as(people.CONSULTANT)
    for scope, row in (("citizen", people.STUCK), ("opening", sample.HARBOUR)):
        client.post("/matchninger", data={"key": "k" * 31 + scope[0], "scope": scope, "scope_id": row})
    text = client.get("/matchninger").text
    assert "én borger: Carla Østergård" in text
    assert "ét opslag: Smedehjælper, Havnens Smedje" in text
    assert "211 af 400" in text
    assert "Carla" not in visit_as(people.OTHER_CONSULTANT).get("/matchninger").text


def test_older_runs_are_a_page_away(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.add_all(MatchRun(requested_at=clock.now(), day=clock.today()) for _ in range(30))
    client = visit_as(people.CONSULTANT)
    older = re.findall(r'href="(/matchninger\?foer=\d+)"', client.get("/matchninger").text)[0]
    assert 'href="/matchninger/1"' in client.get(older).text


def test_only_who_asked_and_managers_stop_a_run(visit_as: VisitAs, sqlite: Database) -> None:
    address = asked_for(visit_as(people.CONSULTANT))
    assert visit_as(people.OTHER_CONSULTANT).post(f"{address}/stop").status_code == 403
    assert "Matchningen er stoppet." in visit_as(people.CONSULTANT).post(f"{address}/stop").text
    with sqlite.reading() as session:
        assert session.get_one(MatchRun, int(address.rpartition("/")[2])).state == RunState.CANCELLED


COMPARISON = {
    "run": 1,
    "scope": "all",
    "before": {"placed": 3, "value": 2.1, "objective": 1.0},
    "after": {"placed": 4, "value": 2.9, "objective": 2.0},
    "kept": 7,
    "people": [
        {"citizen": people.STUCK, "outcome": "lost", "before": sample.HARBOUR, "after": None, "state": "citizen_no"},
        {"citizen": people.PROPOSED, "outcome": "got", "before": None, "after": sample.BAKERY, "state": None},
        {"citizen": people.OF_OTHER, "outcome": "got", "before": None, "after": sample.BAKERY, "state": None},
    ],
    "groups": [{"name": "aktivitetsparat", "before": 3, "after": 4}],
}


def test_what_a_run_changed_is_told_by_name_for_ones_own_and_in_figures_for_all(
    visit_as: VisitAs, sqlite: Database
) -> None:
    with sqlite.transaction() as session:
        session.get_one(MatchRun, 1).comparison = COMPARISON
    text = visit_as(people.CONSULTANT).get("/matchninger/1").text
    assert "Carla Østergård</a></strong> mistede sit forslag" in text
    assert "fra Smedehjælper hos Havnens Smedje, Havnegade (borgeren har sagt nej)" in text
    assert "Amina Abdi</a></strong> fik et forslag til Bagermedhjælper hos Prøvebageriet ApS" in text
    assert "<dt>fik et forslag</dt><dd>2</dd>" in text
    assert "<dt>beholdt deres</dt><dd>7</dd>" in text
    assert "Før: 3 forslag med en samlet værdi på 2,1. Nu: 4 forslag med en samlet værdi på 2,9." in text
    assert "Fremmed" not in text
    with sqlite.reading() as session:
        seen = set(session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "looked")))
    assert seen == {f"citizen:{row}" for row in (people.STUCK, people.PROPOSED)}


def test_a_run_that_nobody_asked_for_says_what_it_came_of(visit_as: VisitAs, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        session.add(
            RerunWanted(at=clock.now(), citizen_id=people.STUCK, why="citizen_no", run_id=1, done_at=clock.now())
        )
    client = visit_as(people.CONSULTANT)
    assert "fordi et forslag eller et forløb ikke blev til noget" in client.get("/matchninger/1").text
    assert "Tjenesten, efter et nej eller et afbrud" in client.get("/matchninger").text


def test_a_double_click_asks_for_one_run(visit_as: VisitAs, sqlite: Database) -> None:
    client = visit_as(people.CONSULTANT)
    for _ in range(2):
        client.post("/matchninger", data={"key": "k" * 32})

    assert count(sqlite, MatchRun) == 2  # the sample's and this one


@pytest.mark.parametrize("key", ["", "short", "k" * 65])
def test_a_form_without_its_key_asks_for_nothing(visit_as: VisitAs, sqlite: Database, key: str) -> None:
    assert visit_as(people.CONSULTANT).post("/matchninger", data={"key": key}).status_code == 422
    assert count(sqlite, MatchRun) == 1


def test_while_a_run_is_under_way_it_is_followed_and_none_is_asked_for(visit_as: VisitAs) -> None:
    client = visit_as(people.CONSULTANT)
    address = asked_for(client)

    text = client.get("/borgere").text
    assert f'href="{address}"' in text
    assert 'action="/matchninger"' not in text


def test_a_waiting_run_renews_its_page_with_and_without_scripts(visit_as: VisitAs) -> None:
    client = visit_as(people.CONSULTANT)
    address = asked_for(client)

    text = client.get(address).text
    assert "Venter på at begynde" in text
    assert f'hx-get="{address}"' in text
    assert '<noscript><meta http-equiv="refresh"' in text


def test_a_run_under_way_shows_how_far_it_is(visit_as: VisitAs, sqlite: Database) -> None:
    client = visit_as(people.CONSULTANT)
    address = asked_for(client)
    with sqlite.transaction() as session:
        run = runs.take(session, MatchRun, clock.now())
        assert run is not None
        run.progress = {"phase": "search", "best": 170.25, "bound": 175.5, "gap": 0.03}

    text = client.get(address).text
    assert "Regner" in text
    assert "170,3" in text
    assert "175,5" in text


def test_a_finished_run_tells_result_comparison_and_proof_and_stops_renewing(visit_as: VisitAs) -> None:
    text = visit_as(people.CONSULTANT).get("/matchninger/1").text

    assert "211 af 400 borgere fik et forslag." in text
    assert "ville give 143" in text
    assert "mere end 173,3: forskellen er højst 0,03\N{NO-BREAK SPACE}%" in text
    assert "hx-get" not in text
    assert "http-equiv" not in text


def test_a_failed_run_says_why(visit_as: VisitAs, sqlite: Database) -> None:
    client = visit_as(people.CONSULTANT)
    address = asked_for(client)
    with sqlite.transaction() as session:
        assert runs.take(session, MatchRun, clock.now()) is not None
        runs.fail(session, MatchRun, int(address.rpartition("/")[2]), clock.now(), "Beregningen stoppede uventet.")

    text = client.get(address).text
    assert "Kunne ikke gennemføres" in text
    assert "Beregningen stoppede uventet." in text
    assert "hx-get" not in text


def test_a_coordinator_has_the_meetings_planned(visit_as: VisitAs, sqlite: Database) -> None:
    client = visit_as(people.COORDINATOR)
    answer = client.post("/planlaegninger")

    assert "Planlægning af møder" in answer.text
    assert count(sqlite, PlanningRun) == 2


def test_a_finished_plan_tells_what_came_of_it(visit_as: VisitAs) -> None:
    text = visit_as(people.COORDINATOR).get("/planlaegninger/1").text

    assert "Møder med tid: 1, heraf 0 efter fristen. Kunne ikke lægges: 1." in text
    assert "kladde" in text


@pytest.mark.parametrize(
    ("person", "path"),
    [
        (people.CONSULTANT, "/matchninger/99"),
        (people.CONSULTANT, f"/matchninger/{'9' * 20}"),
        (people.COORDINATOR, "/planlaegninger/99"),
        (people.COORDINATOR, f"/planlaegninger/{'9' * 20}"),
    ],
)
def test_a_run_that_is_not_there_is_not_found(visit_as: VisitAs, person: int, path: str) -> None:
    assert visit_as(person).get(path).status_code == 404


@pytest.mark.parametrize(
    ("person", "path"), [(people.EMPLOYER, "/matchninger"), (people.CONSULTANT, "/planlaegninger")]
)
def test_other_roles_ask_for_nothing(visit_as: VisitAs, person: int, path: str) -> None:
    assert visit_as(person).post(path, data={"key": "k" * 32}).status_code == 403
