"""The citizen's and the employer's answers to a proposal, and the room that is left when the employer accepts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen, Status
from companies.tables import Opening, OpeningState, Unit
from core.audit import AuditEntry
from core.db import Database
from core.errors import BadInputError, ConflictError, NotFoundError
from placements import service
from placements.states import Answer
from placements.tables import Outcome, Proposal, ProposalState
from tests import rows
from tests.rows import END, NOW, START, TODAY

YES, NO = Answer.YES, Answer.NO


@dataclass(frozen=True)
class Case:
    """One proposal that the citizen has said yes to, and everybody around it."""

    consultant: User
    employer: User
    citizen: Citizen
    unit: Unit
    opening: Opening
    proposal: Proposal


def case(session: Session, employees: float = 10, **values: Any) -> Case:
    consultant, employer = rows.user(session), rows.user(session, Role.EMPLOYER)
    unit = rows.unit(session, employees, employer)
    opening, citizen = rows.opening(session, unit), rows.citizen(session, consultant)
    proposal = rows.proposal(session, citizen, opening, **{"state": ProposalState.CITIZEN_YES} | values)
    return Case(consultant, employer, citizen, unit, opening, proposal)


def someone_accepted(session: Session, where: Opening, **values: Any) -> Proposal:
    somebody = rows.citizen(session, rows.user(session))
    return rows.proposal(session, somebody, where, **{"state": ProposalState.EMPLOYER_YES} | values)


def accept(session: Session, given: Case) -> Proposal:
    return service.answer(session, given.employer, NOW, given.proposal.id, YES)


def refusal(session: Session, given: Case) -> object:
    with pytest.raises(ConflictError) as error:
        accept(session, given)
    assert given.proposal.state == ProposalState.CITIZEN_YES
    return error.value.facts["rule"]


def test_two_yeses_make_an_accepted_proposal(database: Database) -> None:
    with database.transaction() as session:
        given = case(session, state=ProposalState.PROPOSED)
        service.answer(session, given.consultant, NOW, given.proposal.id, YES)
        assert accept(session, given).state == ProposalState.EMPLOYER_YES


def test_citizens_answer_for_themselves_where_they_log_in(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.PROPOSED)
        given.citizen.user_id = (self := rows.user(session, Role.CITIZEN)).id
        assert service.answer(session, self, NOW, given.proposal.id, YES).state == ProposalState.CITIZEN_YES


def test_an_answer_leaves_a_trace_on_the_citizen(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        service.answer(session, given.employer, NOW, given.proposal.id, NO, "Vi flytter i januar")
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "proposal.employer_no")).one()
        assert (entry.user_id, entry.subject) == (given.employer.id, f"citizen:{given.citizen.id}")
        assert entry.facts == {"proposal": given.proposal.id, "was": "citizen_yes", "reason": "Vi flytter i januar"}


def test_a_no_needs_a_reason(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        for reason in (None, "  ", "x" * 501):
            with pytest.raises(BadInputError) as error:
                service.answer(session, given.employer, NOW, given.proposal.id, NO, reason)
            assert [fault.place for fault in error.value.faults] == ["reason"]
        assert given.proposal.state == ProposalState.CITIZEN_YES


def test_a_no_makes_the_citizen_ready_for_the_next_proposal(database: Database) -> None:
    with database.transaction() as session:
        given = case(session)
        service.answer(session, given.consultant, NOW, given.proposal.id, NO, "Har fundet et job selv")
        assert (given.proposal.state, given.citizen.status) == (ProposalState.CITIZEN_NO, Status.READY)


def test_a_no_to_one_of_two_proposals_keeps_the_citizen_proposed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        rows.proposal(session, given.citizen, rows.opening(session, given.unit))
        service.answer(session, given.consultant, NOW, given.proposal.id, NO, "For langt")
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
        for look in (accept, lambda session, given: service.seen_by(session, given.employer, given.proposal.id)):
            with pytest.raises(NotFoundError):
                look(session, given)


def test_strangers_are_not_told_that_a_proposal_exists(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        strangers = [rows.user(session, role) for role in Role]
        rows.unit(session, employer=strangers[list(Role).index(Role.EMPLOYER)])
        for stranger in strangers:
            with pytest.raises(NotFoundError):
                service.seen_by(session, stranger, given.proposal.id)
            with pytest.raises(NotFoundError):
                service.answer(session, stranger, NOW, given.proposal.id, YES)


def test_both_sides_see_what_both_have_agreed(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, state=ProposalState.EMPLOYER_YES)
        seen = [service.seen_by(session, one, given.proposal.id) for one in (given.consultant, given.employer)]
        assert seen == [given.proposal, given.proposal]


def test_a_proposal_that_is_not_there_cannot_be_seen_or_answered(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        somebody = rows.user(session)
        with pytest.raises(NotFoundError):
            service.seen_by(session, somebody, 4711)
        with pytest.raises(NotFoundError):
            service.answer(session, somebody, NOW, 4711, YES)


def start_passed(session: Session, given: Case) -> None:
    given.proposal.start = date(2026, 11, 22)


def opening_paused(session: Session, given: Case) -> None:
    given.opening.state = OpeningState.PAUSED


def seats_taken(session: Session, given: Case) -> None:
    someone_accepted(session, given.opening)


def quota_full(session: Session, given: Case) -> None:
    rows.placement(session, given.unit)
    rows.placement(session, given.unit, start=date(2027, 3, 7), end=None)


def quota_promised(session: Session, given: Case) -> None:
    rows.placement(session, given.unit)
    someone_accepted(session, rows.opening(session, given.unit))


def mentors_taken(session: Session, given: Case) -> None:
    given.citizen.needs = ["mentor"]
    given.unit.mentor_capacity = 1
    rows.placement(session, given.unit, scheme="ordinary", mentor=True)


def citizen_placed(session: Session, given: Case) -> None:
    rows.placement(session, rows.unit(session), given.citizen, end=START)


def citizen_promised(session: Session, given: Case) -> None:
    elsewhere = rows.opening(session, rows.unit(session))
    rows.proposal(session, given.citizen, elsewhere, state=ProposalState.EMPLOYER_YES)


def consultant_full(session: Session, given: Case) -> None:
    given.consultant.capacity = 1
    other = rows.citizen(session, given.consultant)
    elsewhere = rows.opening(session, rows.unit(session))
    rows.proposal(session, other, elsewhere, state=ProposalState.EMPLOYER_YES)


def support_full(session: Session, given: Case) -> None:
    given.citizen.support_worker_id = rows.user(session, Role.SUPPORT_WORKER, capacity=0).id


@pytest.mark.parametrize(
    ("arrange", "rule"),
    [
        (start_passed, "start"),
        (opening_paused, "opening"),
        (seats_taken, "seats"),
        (quota_full, "quota"),
        (quota_promised, "quota"),
        (mentors_taken, "mentor"),
        (citizen_placed, "citizen"),
        (citizen_promised, "citizen"),
        (consultant_full, "consultant"),
        (support_full, "support"),
    ],
)
def test_an_acceptance_that_breaks_a_rule_is_refused(
    database: Database, arrange: Callable[[Session, Case], None], rule: str
) -> None:
    with database.transaction() as session:
        given = case(session)
        arrange(session, given)
        session.flush()
        assert refusal(session, given) == rule


def one_place_taken(session: Session, given: Case) -> None:
    rows.placement(session, given.unit)


def places_before_and_after(session: Session, given: Case) -> None:
    for start, end in [(date(2026, 6, 1), date(2026, 12, 6)), (END, None)]:
        for _ in range(2):
            rows.placement(session, given.unit, start=start, end=end)


def places_that_do_not_count(session: Session, given: Case) -> None:
    for _ in range(3):
        rows.placement(session, given.unit, scheme="fleksjob", end=None)


def places_that_have_ended(session: Session, given: Case) -> None:
    for _ in range(2):
        rows.placement(session, given.unit, start=TODAY, ended_on=date(2026, 12, 1), outcome=Outcome.BROKEN_OFF)


def a_seat_freed(session: Session, given: Case) -> None:
    agreement = rows.agreed(session, someone_accepted(session, given.opening))
    ended: dict[str, Any] = {"ended_on": date(2026, 11, 30), "outcome": Outcome.BROKEN_OFF, "start": TODAY}
    rows.placement(session, given.unit, agreement_id=agreement.id, **ended)


def a_placement_counted_once(session: Session, given: Case) -> None:
    agreement = rows.agreed(session, someone_accepted(session, rows.opening(session, given.unit)))
    rows.placement(session, given.unit, agreement_id=agreement.id)


def a_mentor_left(session: Session, given: Case) -> None:
    given.citizen.needs = ["mentor", "breaks"]
    given.unit.mentor_capacity = 1
    rows.placement(session, given.unit)


def citizen_free_by_then(session: Session, given: Case) -> None:
    rows.placement(session, rows.unit(session), given.citizen, start=TODAY, end=date(2026, 12, 6))


def room_at_the_consultant(session: Session, given: Case) -> None:
    given.consultant.capacity = 1


@pytest.mark.parametrize(
    "arrange",
    [
        one_place_taken,
        places_before_and_after,
        places_that_do_not_count,
        places_that_have_ended,
        a_seat_freed,
        a_placement_counted_once,
        a_mentor_left,
        citizen_free_by_then,
        room_at_the_consultant,
    ],
)
def test_an_acceptance_within_the_rules_stands(sqlite: Database, arrange: Callable[[Session, Case], None]) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        arrange(session, given)
        session.flush()
        assert accept(session, given).state == ProposalState.EMPLOYER_YES


def test_the_municipality_may_close_a_unit_by_overriding_its_quota(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, employees=100)
        given.unit.quota_override = 0
        assert refusal(session, given) == "quota"


def test_of_two_who_accept_the_last_place_at_once_one_is_refused(database: Database) -> None:
    with database.transaction() as session:
        first = case(session, employees=5)
        second = rows.proposal(
            session,
            rows.citizen(session, rows.user(session)),
            rows.opening(session, first.unit),
            state=ProposalState.CITIZEN_YES,
        )
    outcomes: list[str] = []

    def click(proposal_id: int) -> None:
        try:
            with database.transaction() as session:
                service.answer(session, first.employer, NOW, proposal_id, YES)
            outcomes.append("yes")
        except ConflictError as error:
            outcomes.append(str(error.facts["rule"]))

    clicks = [Thread(target=click, args=(one.id,)) for one in (first.proposal, second)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert sorted(outcomes) == ["quota", "yes"]
