"""The citizen's and the employer's answers to a proposal."""

import pytest
from sqlalchemy import select

from accounts.tables import Role
from citizens.tables import Status
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from placements import service
from placements.access import seen_by
from placements.reasons import Reason
from placements.states import Answer
from placements.tables import ProposalState
from tests import rows
from tests.integration.placements.cases import accept, case
from tests.rows import NOW

YES, NO = Answer.YES, Answer.NO


def test_two_yeses_make_an_accepted_proposal(database: Database) -> None:
    with database.transaction() as session:
        given = case(session, state=ProposalState.PROPOSED)
        service.answer(session, NOW, given.consultant, given.proposal.id, YES)
        assert accept(session, given).state == ProposalState.EMPLOYER_YES


def test_citizens_answer_for_themselves_where_they_log_in(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.PROPOSED)
        given.citizen.user_id = (self := rows.user(session, Role.CITIZEN)).id
        assert service.answer(session, NOW, self, given.proposal.id, YES).state == ProposalState.CITIZEN_YES


def test_an_answer_leaves_a_trace_on_the_citizen(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        service.answer(session, NOW, given.employer, given.proposal.id, NO, Reason(text="Vi flytter i januar"))
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "proposal.employer_no")).one()
        assert (entry.user_id, entry.subject) == (given.employer.id, f"citizen:{given.citizen.id}")
        assert entry.facts == {
            "proposal": given.proposal.id,
            "step": "no",
            "was": "citizen_yes",
            "reason": "Vi flytter i januar",
        }


def test_a_no_needs_a_reason(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        for reason in (None, Reason(text="  "), Reason(text="x" * 501)):
            with pytest.raises(BadInputError) as error:
                service.answer(session, NOW, given.employer, given.proposal.id, NO, reason)
            assert [fault.place for fault in error.value.faults] == ["reason"]
        assert given.proposal.state == ProposalState.CITIZEN_YES


def test_a_no_makes_the_citizen_ready_for_the_next_proposal(database: Database) -> None:
    with database.transaction() as session:
        given = case(session)
        service.answer(session, NOW, given.consultant, given.proposal.id, NO, Reason(text="Har fundet et job selv"))
        assert (given.proposal.state, given.citizen.status) == (ProposalState.CITIZEN_NO, Status.READY)


def test_a_no_to_one_of_two_proposals_keeps_the_citizen_proposed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        rows.proposal(session, given.citizen, rows.opening(session, given.unit))
        service.answer(session, NOW, given.consultant, given.proposal.id, NO, Reason(text="For langt"))
        assert given.citizen.status == Status.PROPOSED


def test_the_same_yes_twice_counts_once(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        accept(session, given)
        assert accept(session, given).state == ProposalState.EMPLOYER_YES
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.action.like("proposal.%"))).all()) == 1


def test_a_yes_after_a_no_is_refused(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.EMPLOYER_NO)
        with pytest.raises(ConflictError):
            accept(session, given)


@pytest.mark.parametrize("state", [ProposalState.PROPOSED, ProposalState.CITIZEN_NO, ProposalState.SUPERSEDED])
def test_an_employer_is_not_told_of_a_proposal_without_the_citizens_yes(sqlite: Database, state: ProposalState) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=state)
        for look in (accept, lambda session, given: seen_by(session, given.employer, given.proposal.id)):
            with pytest.raises(NotFoundError):
                look(session, given)


def test_strangers_are_not_told_that_a_proposal_exists(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        strangers = [rows.user(session, role) for role in Role]
        rows.unit(session, employer=strangers[list(Role).index(Role.EMPLOYER)])
        for stranger in strangers:
            with pytest.raises(NotFoundError):
                seen_by(session, stranger, given.proposal.id)
            with pytest.raises(NotFoundError):
                service.answer(session, NOW, stranger, given.proposal.id, YES)


def test_both_sides_see_what_both_have_agreed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.EMPLOYER_YES)
        seen = [seen_by(session, one, given.proposal.id) for one in (given.consultant, given.employer)]
        assert seen == [given.proposal, given.proposal]


def test_a_proposal_that_is_not_there_cannot_be_seen_or_answered(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        somebody = rows.user(session)
        with pytest.raises(NotFoundError):
            seen_by(session, somebody, 4711)
        with pytest.raises(NotFoundError):
            service.answer(session, NOW, somebody, 4711, YES)
