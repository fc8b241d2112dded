"""Moving across the status board, and the trace it leaves."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from citizens import service
from citizens.profile import status
from citizens.profile.tables import StatusChange
from citizens.tables import Citizen, Status
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError
from tests import rows
from tests.rows import NOW


def history(session: Session, citizen: Citizen) -> list[tuple[Status | None, Status, str]]:
    session.flush()
    found = session.scalars(select(StatusChange).where(StatusChange.citizen_id == citizen.id))
    return [(one.was, one.became, one.why) for one in found]


def test_a_move_leaves_its_trace_in_the_history_and_in_the_audit(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen = rows.citizen(session, rows.user(session), status=Status.READY)
        assert status.move(session, NOW, None, citizen, Status.PROPOSED, "matchning")
        assert citizen.status is Status.PROPOSED
        assert history(session, citizen) == [(Status.READY, Status.PROPOSED, "matchning")]
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.subject) == ("citizen.moved", f"citizen:{citizen.id}")
        assert entry.facts == {"was": "ready", "became": "proposed", "why": "matchning"}


def test_to_stay_is_no_move(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen = rows.citizen(session, rows.user(session), status=Status.PRAKTIK)
        assert not status.move(session, NOW, None, citizen, Status.PRAKTIK, "forlænget")
        assert history(session, citizen) == []


def test_what_the_table_has_not_is_refused_and_leaves_everything_as_it_was(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen = rows.citizen(session, rows.user(session), status=Status.SICK)
        with pytest.raises(ConflictError) as error:
            status.move(session, NOW, None, citizen, Status.PROPOSED, "matchning")
        assert error.value.facts == {"rule": "status", "citizen": citizen.id, "was": "sick", "wanted": "proposed"}
        assert citizen.status is Status.SICK
        assert history(session, citizen) == []


def test_staff_says_why(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        worker = rows.user(session, Role.CASEWORKER)
        citizen = rows.citizen(session, worker, status=Status.SICK)
        with pytest.raises(BadInputError):
            status.move_by_hand(session, NOW, worker, citizen, Status.READY, " ")
        assert status.move_by_hand(session, NOW, worker, citizen, Status.READY, "er rask ")
        assert history(session, citizen) == [(Status.SICK, Status.READY, "er rask")]


def test_a_proposal_that_came_to_nothing_makes_ready_again_with_a_trace(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        citizen = rows.citizen(session, rows.user(session), status=Status.PROPOSED)
        service.search_again(session, NOW, None, citizen)
        assert [(was, became) for was, became, _ in history(session, citizen)] == [(Status.PROPOSED, Status.READY)]
