"""Is there still room when the employer accepts? Asked for every rule, and by two at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from citizens.profile.tables import Experience, ExperienceKind
from citizens.tables import Status
from companies.tables import Company, EmployeeCount, Opening, OpeningState
from core.db import Database
from core.errors import BadInputError, ConflictError, ForbiddenError
from placements import room, service
from placements.evidence.deciding import RefusedError
from placements.filled import queries as filled
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


def case_closed(_session: Session, given: Case) -> None:
    given.citizen.status = Status.DONE


def consultant_full(session: Session, given: Case) -> None:
    given.consultant.capacity = 1
    other = rows.citizen(session, given.consultant)
    elsewhere = rows.opening(session, rows.unit(session))
    rows.proposal(session, other, elsewhere, state=ProposalState.EMPLOYER_YES)


def support_full(session: Session, given: Case) -> None:
    given.citizen.support_worker_id = rows.user(session, Role.SUPPORT_WORKER, capacity=0).id


def unemployed_too_briefly(_session: Session, given: Case) -> None:
    given.proposal.scheme, given.citizen.unemployed_since = "loentilskud", date(2026, 7, 1)


def stay_too_long(_session: Session, given: Case) -> None:
    given.proposal.end = END + timedelta(days=1)


def back_where_they_were_paid(session: Session, given: Case) -> None:
    given.citizen.target_group, given.proposal.end = "jobparat", START + timedelta(weeks=4)
    rows.placement(session, given.unit, given.citizen, scheme="ordinary", start=date(2025, 1, 1), end=date(2025, 2, 1))


def back_where_they_say_they_worked(session: Session, given: Case) -> None:
    given.citizen.target_group, given.proposal.end = "jobparat", START + timedelta(weeks=4)
    where = f"{session.get_one(Company, given.unit.company_id).name} A/S, Skagen"
    job = {"kind": ExperienceKind.JOB, "title": "Kok", "place": where, "to_year": 2025}
    earlier = {"kind": ExperienceKind.JOB, "title": "Kok", "place": "Et andet sted", "to_year": 2020}
    session.add_all(Experience(citizen_id=given.citizen.id, **one) for one in (job, earlier))


def staff_falls(session: Session, given: Case) -> None:
    given.proposal.scheme = "loentilskud"
    counts = session.scalars(select(EmployeeCount).order_by(EmployeeCount.month)).all()
    counts[-1].ordinary_fte = 9.0


@pytest.mark.parametrize(
    ("arrange", "rule"),
    [
        (start_passed, "start"),
        (opening_paused, "opening"),
        (seats_taken, "seats"),
        (unemployed_too_briefly, "scheme"),
        (stay_too_long, "longest_stay"),
        (back_where_they_were_paid, "last_employer"),
        (back_where_they_say_they_worked, "last_employer"),
        (quota_full, "quota"),
        (quota_promised, "quota"),
        (staff_falls, "additional"),
        (mentors_taken, "mentor"),
        (citizen_placed, "citizen"),
        (citizen_promised, "citizen"),
        (case_closed, "citizen"),
        (consultant_full, "consultant"),
        (support_full, "support"),
    ],
)
def test_an_acceptance_that_breaks_a_rule_is_refused(
    sqlite: Database, arrange: Callable[[Session, Case], None], rule: str
) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        arrange(session, given)
        session.flush()
        private = rule in ("scheme", "longest_stay", "last_employer", "citizen")
        assert refusal(session, given) == (room.GONE if private else rule)
        assert rule in [found.rule for found in room.findings(session, NOW, given.proposal)]


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


OWN = ("Borgeren", "ledighed", "arbejdsgiver", "måneders", "målgruppe")


@pytest.mark.parametrize(
    "arrange", [unemployed_too_briefly, stay_too_long, back_where_they_were_paid, citizen_promised]
)
def test_an_employer_is_not_told_what_is_the_citizens_own(
    sqlite: Database, arrange: Callable[[Session, Case], None]
) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        arrange(session, given)
        session.flush()
        with pytest.raises(ConflictError) as error:
            accept(session, given)
        assert [word for word in OWN if word in error.value.message] == []
        assert any(found.detail for found in room.findings(session, NOW, given.proposal))


@pytest.mark.parametrize(
    ("arrange", "rule"),
    [(stay_too_long, "longest_stay"), (back_where_they_were_paid, "last_employer"), (staff_falls, "additional")],
)
def test_a_caseworker_lets_what_is_not_absolute_pass_with_a_reason(
    sqlite: Database, arrange: Callable[[Session, Case], None], rule: str
) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        arrange(session, given)
        session.flush()
        kept = [service.overrule(session, NOW, given.consultant, given.proposal.id, rule, why) for why in ("A", "B")]
        assert [one.reason for one in kept] == ["A", "A"]
        assert accept(session, given).state == ProposalState.EMPLOYER_YES


def test_only_the_citizens_caseworker_overrules_and_only_what_is_not_absolute(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        with pytest.raises(BadInputError):
            service.overrule(session, NOW, given.consultant, given.proposal.id, "quota", "Vi vil gerne")
        given.citizen.caseworker_id = rows.user(session, Role.CASEWORKER).id
        for user in (given.consultant, given.employer):
            with pytest.raises(ForbiddenError):
                service.overrule(session, NOW, user, given.proposal.id, "additional", "Vi vil gerne")


@pytest.mark.parametrize(
    ("standing", "outcome", "free"),
    [
        (False, ProposalState.COMPLETED, False),
        (False, ProposalState.JOB, False),
        (False, ProposalState.BROKEN_OFF, True),
        (True, ProposalState.COMPLETED, True),
        (True, ProposalState.JOB, True),
        (True, ProposalState.PLACED, False),
        (True, ProposalState.SIGNED, False),
    ],
)
def test_a_seat_that_was_lived_to_its_end_is_used_unless_the_opening_is_standing(
    sqlite: Database, standing: bool, outcome: ProposalState, free: bool
) -> None:
    with sqlite.transaction() as session:
        given = case(session)
        given.opening.standing = standing
        someone_accepted(session, given.opening, state=outcome)
        assert (filled.seats_taken(session).get(given.opening.id, 0) == 0) is free


def test_a_refusal_under_the_cap_carries_what_it_rested_on(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        given = case(session, employees=3)
        rows.placement(session, given.unit)
        with pytest.raises(RefusedError) as error:
            accept(session, given)
        assert (error.value.record.rule, error.value.record.found.employees) == ("quota", 3.0)
