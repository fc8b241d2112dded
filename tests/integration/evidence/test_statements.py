"""The employees' representative's statement: who may take it down, when, and which one is in force."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from placements.evidence.queries import statement_of, statements
from placements.evidence.statements import OLDEST, StatementDraft, may_say, say
from placements.evidence.tables import EmployeeStatement
from placements.tables import ProposalState
from tests import rows
from tests.integration.placements.cases import Case, case
from tests.rows import NOW, TODAY

DRAFT = StatementDraft(name=" Per Lund ", role="shop_steward", said_on=TODAY, agrees=True)


def promised(session: Session, **values: Any) -> Case:
    return case(session, **{"state": ProposalState.AGREEMENT} | values)


def said(session: Session, given: Case, user: User | None = None, **values: Any) -> EmployeeStatement:
    return say(session, NOW, user or given.employer, given.proposal.id, replace(DRAFT, **values))


def test_employer_consultant_and_caseworker_may_take_it_down(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = promised(session)
        for user in (given.employer, given.consultant):
            assert said(session, given, user, name=user.name).recorded_by == user.id
            assert may_say(session, user, given.proposal)
        newest = statement_of(session, given.proposal.id)
    assert newest is not None
    assert (newest.name, newest.recorded_by.role, newest.agrees) == (given.consultant.name, "consultant", True)


def test_the_newest_is_in_force_and_those_before_are_kept(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = promised(session)
        said(session, given)
        said(session, given, agrees=False, remark="Vi har lige sagt folk op")
        found = statements(session, given.proposal.id)
    assert [(one.agrees, one.name) for one in found] == [(False, "Per Lund"), (True, "Per Lund")]


def test_the_same_once_more_is_taken_down_once_and_leaves_one_trace(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = promised(session)
        first = said(session, given)
        assert said(session, given).id == first.id
        given.proposal.state = ProposalState.PLACED
        assert said(session, given).id == first.id
        trace = session.query(AuditEntry).filter_by(action="statement.recorded").one()
    assert (trace.subject, trace.facts["statement"]) == (f"citizen:{given.citizen.id}", first.id)


def test_others_see_no_such_proposal_and_the_citizen_says_nothing_for_the_employees(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = promised(session)
        own = rows.user(session, Role.CITIZEN)
        given.citizen.user_id = own.id
        session.flush()
        for stranger in (rows.user(session, Role.EMPLOYER), rows.user(session)):
            with pytest.raises(NotFoundError):
                said(session, given, stranger)
        with pytest.raises(ForbiddenError):
            said(session, given, own)
        assert not may_say(session, own, given.proposal)


@pytest.mark.parametrize("state", [ProposalState.CITIZEN_YES, ProposalState.PLACED, ProposalState.WITHDRAWN])
def test_it_belongs_between_the_employers_yes_and_the_start(sqlite: Database, state: ProposalState) -> None:
    with sqlite.transaction() as session:
        given = promised(session, state=state)
        with pytest.raises(ConflictError):
            said(session, given, given.consultant)
        assert not may_say(session, given.consultant, given.proposal)


def test_a_scheme_that_does_not_ask_for_one_takes_none(sqlite: Database) -> None:
    with sqlite.transaction() as session, pytest.raises(ConflictError, match="kræver ingen udtalelse"):
        said(session, promised(session, scheme="fleksjob"))


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"role": "boss"}, "role"),
        ({"said_on": TODAY + timedelta(days=1)}, "said_on"),
        ({"said_on": TODAY - OLDEST - timedelta(days=1)}, "said_on"),
        ({"agrees": False}, "remark"),
        ({"remark": "x" * 1001}, "remark"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(sqlite: Database, wrong: dict[str, Any], place: str) -> None:
    with sqlite.transaction() as session, pytest.raises(BadInputError) as error:
        said(session, promised(session), **wrong)
    assert [fault.place for fault in error.value.faults] == [place]


def test_every_fault_is_told_at_once(sqlite: Database) -> None:
    with sqlite.transaction() as session, pytest.raises(BadInputError) as error:
        said(session, promised(session), name="", role="", said_on=date(2020, 1, 1), agrees=False)
    assert [fault.place for fault in error.value.faults] == ["name", "role", "said_on", "remark"]
