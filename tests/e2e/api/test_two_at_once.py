"""Two people at once over HTTP, with real threads: the last of anything is given once, the other hears a clear no."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from accounts.tables import Role, User
from api.app import create_app
from citizens.tables import CaseEvent
from core.db import Database
from core.settings import Settings
from placements.agreements import signing
from placements.agreements.tables import Signature, Signer
from placements.evidence.tables import QuotaDecision
from placements.tables import Placement, Proposal, ProposalState
from tests import rows
from tests.e2e.api.calls import as_
from tests.e2e.api.conftest import at_fixed_time
from tests.integration.placements.cases import Case, case
from tests.integration.placements.way import say, written
from tests.rows import NOW, TODAY

Call = tuple[User, str, dict[str, Any]]
YES = {"answer": "yes"}


@pytest.fixture
def callers(database: Database, tmp_path: Path) -> Iterator[Sequence[TestClient]]:
    """Two programs that call one application, each in a thread of its own."""
    app = at_fixed_time(create_app(Settings(database_url=database.url, var=tmp_path), work=False))
    with ExitStack() as stack:
        yield [stack.enter_context(TestClient(app, base_url="http://127.0.0.1")) for _ in range(2)]


def at_once(callers: Sequence[TestClient], calls: Sequence[Call]) -> list[dict[str, Any]]:
    """What both are answered when they call in the same moment."""
    ready = Barrier(len(calls))

    def call(client: TestClient, who: User, path: str, body: dict[str, Any]) -> dict[str, Any]:
        ready.wait(timeout=20)
        answer = client.post(f"/api/v1{path}", headers=as_(who), json=body)
        return {**answer.json(), "code": answer.status_code}

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(lambda pair: call(pair[0], *pair[1]), zip(callers, calls, strict=True)))


def another(session: Session, given: Case, *, same_opening: bool, **values: Any) -> Proposal:
    """Somebody else, under another consultant, whose yes to the same firm is given."""
    somebody = rows.citizen(session, rows.user(session), **values)
    opening = given.opening if same_opening else rows.opening(session, given.unit)
    return rows.proposal(session, somebody, opening, state=ProposalState.CITIZEN_YES)


def last_seat(session: Session) -> tuple[Case, Proposal]:
    given = case(session, employees=50)
    return given, another(session, given, same_opening=True)


def last_quota_place(session: Session) -> tuple[Case, Proposal]:
    given = case(session, employees=5)
    return given, another(session, given, same_opening=False)


def last_mentor(session: Session) -> tuple[Case, Proposal]:
    given = case(session, employees=50)
    given.unit.mentor_capacity, given.citizen.needs = 1, ["mentor"]
    return given, another(session, given, same_opening=False, needs=["mentor"])


@pytest.mark.parametrize(
    ("arrange", "rule"), [(last_seat, "seats"), (last_quota_place, "quota"), (last_mentor, "mentor")]
)
def test_exactly_one_gets_the_last(
    database: Database, callers: Sequence[TestClient], arrange: Callable[[Session], tuple[Case, Proposal]], rule: str
) -> None:
    with database.transaction() as session:
        given, second = arrange(session)
        colleague = rows.user(session, Role.EMPLOYER)
        session.add(rows.acting(given.unit, colleague))
    calls: list[Call] = [
        (given.employer, f"/proposals/{given.proposal.id}/answer", YES),
        (colleague, f"/proposals/{second.id}/answer", YES),
    ]
    winner, loser = sorted(at_once(callers, calls), key=lambda answer: answer["code"])
    assert (winner["code"], winner["state"]) == (200, "employer_yes")
    assert (loser["code"], loser["facts"]["rule"]) == (409, rule)
    assert loser["detail"]
    with database.reading() as session:
        states = sorted(session.get_one(Proposal, one).state.value for one in (given.proposal.id, second.id))
        assert states == ["citizen_yes", "employer_yes"]


def test_a_refusal_under_the_cap_is_kept_as_evidence(database: Database, callers: Sequence[TestClient]) -> None:
    with database.transaction() as session:
        given, second = last_quota_place(session)
    paths = [f"/proposals/{one}/answer" for one in (given.proposal.id, second.id)]
    at_once(callers, [(given.employer, path, YES) for path in paths])
    with database.reading() as session:
        assert sorted(session.scalars(select(QuotaDecision.allowed))) == [False, True]


def test_a_double_click_on_the_last_signature_makes_one_placement(
    database: Database, callers: Sequence[TestClient]
) -> None:
    with database.transaction() as session:
        given = written(session)
        say(session, given)
        signing.sign(session, NOW, given.consultant, given.proposal.id, 1)
        paper = (Signer.CITIZEN, "Amina Yusuf", TODAY)
        signing.sign_on_paper(session, NOW, given.consultant, given.proposal.id, 1, *paper)
    click: Call = (given.employer, f"/proposals/{given.proposal.id}/agreement/signatures", {"version": 1})
    found = at_once(callers, [click, click])
    assert [answer["code"] for answer in found] == [200, 200]
    assert found[0]["placement"] == found[1]["placement"]
    with database.reading() as session:
        made = [len(session.scalars(select(table.id)).all()) for table in (Placement, CaseEvent, Signature)]
        assert made == [1, 1, 3]
