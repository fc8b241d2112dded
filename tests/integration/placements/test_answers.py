"""The citizen's and the employer's answers to a proposal."""

import pytest
from sqlalchemy import select

from accounts.tables import Role
from citizens.tables import Status
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from placements import moves, queries, service
from placements.access import name_for_employer, seen_by
from placements.reasons import Reason
from placements.states import Answer
from placements.tables import ProposalState, RerunWanted
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


def test_the_way_the_citizen_told_it_is_kept_where_staff_passes_it_on(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.PROPOSED)
        given.citizen.user_id = (self := rows.user(session, Role.CITIZEN)).id
        service.answer(session, NOW, given.consultant, given.proposal.id, YES, told="phone")
        service.answer(session, NOW, self, given.proposal.id, NO, Reason("health"), told="phone")
        told = [(one.user_id, one.told, one.code) for one in queries.history(session, given.proposal.id)]
        assert told == [(given.consultant.id, "phone", None), (self.id, None, "health")]
        with pytest.raises(BadInputError):
            service.answer(session, NOW, given.consultant, given.proposal.id, YES, told="dream")


def test_a_no_has_a_reason_that_can_be_counted(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        with pytest.raises(BadInputError) as error:
            service.answer(session, NOW, given.employer, given.proposal.id, NO, Reason("distance", "For langt"))
        assert [fault.place for fault in error.value.faults] == ["code"]
        service.answer(session, NOW, given.employer, given.proposal.id, NO, Reason("no_room"))
        assert given.proposal.reason == "no_room"


@pytest.mark.parametrize(("state", "name"), [(ProposalState.CITIZEN_YES, "Amina"), (ProposalState.AGREEMENT, "whole")])
def test_the_name_is_the_first_by_consent_and_whole_once_it_stands_in_the_agreement(
    sqlite: Database, state: ProposalState, name: str
) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.PROPOSED)
        assert name_for_employer(given.proposal, given.citizen) is None
        service.answer(session, NOW, given.consultant, given.proposal.id, YES, share_name=True)
        given.proposal.state = state
        whole = given.citizen.name if name == "whole" else name
        assert name_for_employer(given.proposal, given.citizen) == whole


def test_consent_to_the_name_is_taken_back_at_any_time_while_it_is_open(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, name_shared=True)
        service.share_name(session, NOW, given.consultant, given.proposal.id, shared=False)
        assert name_for_employer(given.proposal, given.citizen) is None
        given.proposal.state = ProposalState.CITIZEN_NO
        with pytest.raises(ConflictError):
            service.share_name(session, NOW, given.consultant, given.proposal.id, shared=True)


@pytest.mark.parametrize("state", [ProposalState.PROPOSED, ProposalState.EMPLOYER_YES, ProposalState.SIGNED])
def test_the_municipality_takes_back_what_is_not_a_placement_yet(sqlite: Database, state: ProposalState) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=state)
        with pytest.raises(BadInputError):
            service.withdraw(session, NOW, given.consultant, given.proposal.id, Reason("boredom"))
        for _ in range(2):
            service.withdraw(session, NOW, given.consultant, given.proposal.id, Reason("mistake"))
        assert (given.proposal.state, given.citizen.status) == (ProposalState.WITHDRAWN, Status.READY)
        assert len(session.scalars(select(RerunWanted)).all()) == 1


def test_new_proposals_begin_their_history_and_old_ones_give_way(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.PROPOSED)
        given.citizen.status = Status.READY
        new = rows.proposal(session, given.citizen, rows.opening(session, given.unit))
        moves.supersede(session, NOW, None, [given.proposal], "bedre match")
        moves.propose(session, NOW, None, [new])
        assert (given.proposal.state, given.citizen.status) == (ProposalState.SUPERSEDED, Status.PROPOSED)
        steps = [(one.step, one.was, one.became) for one in queries.history(session, new.id)]
        assert steps == [("propose", None, ProposalState.PROPOSED)]


def test_who_is_away_stays_away_when_a_proposal_comes_to_nothing(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        given.citizen.status = Status.SICK
        service.answer(session, NOW, given.consultant, given.proposal.id, NO, Reason("health"))
        assert given.citizen.status == Status.SICK
