"""Managers get figures and nobody's data."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from accounts.tables import Role
from citizens.tables import Status
from core import runs
from core.db import Database
from matcher.tables import MatchRun
from scheduler.followups.tables import FollowUp
from tests import rows
from tests.e2e.api.calls import as_, get
from tests.rows import NOW, TODAY


def test_a_manager_sees_how_many_and_never_who(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        manager, consultant = rows.user(session, Role.MANAGER), rows.user(session)
        citizens = [rows.citizen(session, consultant, status=one) for one in (Status.SICK, Status.NEW, Status.SICK)]
        for number, due in enumerate([date(2026, 11, 22), TODAY, date(2026, 11, 30), date(2026, 12, 1)]):
            day = {"of": date(2026, 8, 3), "earliest": due, "due": due, "latest": due}
            session.add(FollowUp(citizen_id=citizens[0].id, rule="samtaler", number=number, **day))
    found = get(client, "/figures", manager)
    assert found == {
        "citizens": {"new": 1, "sick": 2},
        "follow_ups_due": 2,
        "follow_ups_overdue": 1,
        "latest_match_run": None,
    }


def test_the_newest_finished_match_run_is_shown(client: TestClient, sqlite: Database) -> None:
    with sqlite.transaction() as session:
        manager = rows.user(session, Role.MANAGER)
        run = runs.request(session, MatchRun(requested_at=NOW, day=TODAY), NOW)
        assert runs.take(session, MatchRun, NOW) is run
        runs.finish(run, NOW, 4.2, {})
        session.add(MatchRun(requested_at=NOW, day=TODAY))
    assert get(client, "/figures", manager)["latest_match_run"]["seconds"] == 4.2


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.MANAGER, Role.ADMIN)])
def test_figures_are_for_managers(client: TestClient, sqlite: Database, role: Role) -> None:
    with sqlite.transaction() as session:
        user = rows.user(session, role)
    assert client.get("/api/v1/figures", headers=as_(user)).status_code == 403
