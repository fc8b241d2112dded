"""Whoever begins somewhere, or is moved away from ready, is asked by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from citizens.tables import Status
from core.db import Database
from core.errors import ConflictError, NotFoundError
from placements import queries
from placements.lives.ending import hire
from placements.lives.starting import BEGINS
from placements.service import move_citizen
from placements.tables import Proposal, ProposalState
from tests import rows
from tests.integration.placements.cases import Case, accept, case
from tests.integration.placements.way import say, sign_all, written
from tests.rows import NOW

LATER = NOW + timedelta(days=30)
TODAY = LATER.date()


def others(session: Session, given: Case) -> list[Proposal]:
    """Asked, said yes to by the citizen, and promised by a firm for a time when the citizen is free."""
    states = (ProposalState.PROPOSED, ProposalState.CITIZEN_YES, ProposalState.EMPLOYER_YES)
    free, elsewhere = given.proposal.end, rows.opening(session, rows.unit(session))
    days = {"start": free, "end": free + timedelta(weeks=4)}
    return [rows.proposal(session, given.citizen, elsewhere, state=one, **days) for one in states]


class TestBeginning:
    def test_other_proposals_that_wait_for_an_answer_give_way(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given = written(session)
            asked, said_yes, promised = others(session, given)
            sign_all(session, given)
            assert asked.state == ProposalState.PROPOSED
            say(session, given)
            assert (given.proposal.state, promised.state) == (ProposalState.PLACED, ProposalState.EMPLOYER_YES)
            for one in (asked, said_yes):
                assert one.state == ProposalState.SUPERSEDED
                last = queries.history(session, one.id)[-1]
                assert (last.side, last.step, last.why) == ("service", "supersede", BEGINS)

    def test_so_do_they_where_somebody_placed_before_the_service_is_hired(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given = case(session)
            given.citizen.status = Status.PRAKTIK
            made = rows.placement(session, given.unit, given.citizen)
            hire(session, LATER, given.consultant, made.id, TODAY, 25.0)
            assert (given.proposal.state, given.citizen.status) == (ProposalState.SUPERSEDED, Status.ORDINARY)


class TestMovingByHand:
    @pytest.mark.parametrize("to", [Status.SICK, Status.LEAVE, Status.EDUCATION, Status.DONE, Status.ORDINARY])
    def test_what_waits_for_an_answer_is_taken_back(self, sqlite: Database, to: Status) -> None:
        with sqlite.transaction() as session:
            given = case(session)
            asked, said_yes, promised = others(session, given)
            assert move_citizen(session, NOW, given.consultant, given.citizen.id, to, "Aftalt i dag")
            assert {one.state for one in (given.proposal, asked, said_yes)} == {ProposalState.WITHDRAWN}
            assert (promised.state, given.citizen.status) == (ProposalState.EMPLOYER_YES, to)

    def test_back_to_ready_it_stays_and_so_does_the_citizen_with_it(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given = case(session)
            given.citizen.status = Status.SICK
            assert move_citizen(session, NOW, given.consultant, given.citizen.id, Status.READY, "Rask igen")
            assert (given.proposal.state, given.citizen.status) == (ProposalState.CITIZEN_YES, Status.PROPOSED)

    def test_nobody_is_ready_beside_a_placement(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given = case(session)
            rows.placement(session, given.unit, given.citizen)
            given.citizen.status = Status.PRAKTIK
            with pytest.raises(ConflictError) as error:
                move_citizen(session, NOW, given.consultant, given.citizen.id, Status.READY, "Skal tales om")
            assert error.value.facts["rule"] == "running"

    def test_strangers_take_nothing_back(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given = case(session)
            with pytest.raises(NotFoundError):
                move_citizen(session, NOW, rows.user(session), given.citizen.id, Status.SICK, "Nysgerrig")
            assert given.proposal.state == ProposalState.CITIZEN_YES

    def test_whoever_is_away_is_not_accepted_before_staff_says_so(self, sqlite: Database) -> None:
        with sqlite.transaction() as session:
            given = case(session)
            given.citizen.status = Status.SICK
            with pytest.raises(ConflictError) as error:
                accept(session, given)
            assert error.value.facts["rule"] == "gone"
            given.citizen.status = Status.READY
            assert accept(session, given).state == ProposalState.EMPLOYER_YES
