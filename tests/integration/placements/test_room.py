"""Is there still room when the employer accepts? Asked for every rule, and by two at once."""

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any

import pytest
from sqlalchemy.orm import Session

from accounts.tables import Role
from companies.tables import Opening, OpeningState
from core.db import Database
from core.errors import ConflictError
from placements import service
from placements.states import Answer
from placements.tables import Outcome, Proposal, ProposalState
from tests import rows
from tests.integration.placements.cases import Case, accept, case
from tests.rows import END, NOW, START, TODAY


def someone_accepted(session: Session, where: Opening, **values: Any) -> Proposal:
    somebody = rows.citizen(session, rows.user(session))
    return rows.proposal(session, somebody, where, **{"state": ProposalState.EMPLOYER_YES} | values)


def refusal(session: Session, given: Case) -> object:
    with pytest.raises(ConflictError) as error:
        accept(session, given)
    assert given.proposal.state == ProposalState.CITIZEN_YES
    return error.value.facts["rule"]


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
    broken_off = someone_accepted(session, given.opening, state=ProposalState.BROKEN_OFF)
    agreement = rows.agreed(session, broken_off)
    ended: dict[str, Any] = {"ended_on": date(2026, 11, 30), "outcome": Outcome.BROKEN_OFF, "start": TODAY}
    rows.placement(session, given.unit, agreement_id=agreement.id, **ended)


def a_placement_counted_once(session: Session, given: Case) -> None:
    elsewhere = rows.opening(session, given.unit)
    agreement = rows.agreed(session, someone_accepted(session, elsewhere, state=ProposalState.PLACED))
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
                service.answer(session, NOW, first.employer, proposal_id, Answer.YES)
            outcomes.append("yes")
        except ConflictError as error:
            outcomes.append(str(error.facts["rule"]))

    clicks = [Thread(target=click, args=(one.id,)) for one in (first.proposal, second)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert sorted(outcomes) == ["quota", "yes"]
