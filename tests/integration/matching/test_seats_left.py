"""What takes part in a run: workplaces that are still there, and the seats that nobody holds or was promised."""

from datetime import timedelta

import pytest

from citizens.tables import Exclusion, Status
from companies.tables import Company, Opening, Unit
from core.db import Database
from matcher import loading
from placements.tables import ProposalState
from tests import build
from tests.build import TODAY
from tests.integration.matching.town import Town, change, loaded, town


@pytest.fixture
def small(sqlite: Database) -> Town:
    return town(sqlite)


@pytest.mark.parametrize("gone", ["closed", "company merged"])
def test_a_unit_that_is_no_more_takes_no_part(small: Town, gone: str) -> None:
    citizen = small.citizen()
    with small.database.transaction() as session:
        old, other = build.unit(session), session.get_one(Unit, small.unit)
        build.opening(session, old)
        session.add(Exclusion(citizen_id=citizen, unit_id=old.id))
        if gone == "closed":
            old.closed_on = TODAY
        else:
            session.get_one(Company, old.company_id).merged_into_id = other.company_id
    problem = loaded(small)
    assert [one.id for one in problem.units] == [f"u{small.unit}"]
    assert (problem.openings, problem.citizens[0].excluded_units) == ((), ())


def test_a_unit_that_closes_later_takes_part_until_then(small: Town) -> None:
    change(small, Unit, small.unit, closed_on=TODAY + timedelta(days=1))
    small.opening()
    assert len(loaded(small).openings) == 1


@pytest.mark.parametrize(
    ("standing", "state", "seats"),
    [
        (False, ProposalState.PLACED, []),
        (True, ProposalState.PLACED, []),
        (False, ProposalState.COMPLETED, []),
        (True, ProposalState.COMPLETED, [1]),
        (False, ProposalState.BROKEN_OFF, [1]),
        (False, ProposalState.WITHDRAWN, [1]),
    ],
)
def test_a_seat_is_free_again_where_the_opening_refills_or_nothing_came_of_it(
    small: Town, standing: bool, state: ProposalState, seats: list[int]
) -> None:
    small.proposal(small.citizen(status=Status.PRAKTIK), small.opening(standing=standing), state)
    assert [one.seats for one in loaded(small).openings] == seats


def test_what_came_to_nothing_is_not_proposed_again(small: Town) -> None:
    opening = small.opening(seats=len(loading.CAME_TO_NOTHING))
    for state in loading.CAME_TO_NOTHING:
        small.proposal(small.citizen(), opening, state)
    assert len(loaded(small).forbidden) == len(small.citizens)
    assert small.run().placed == 0


def test_a_proposal_of_somebody_who_seeks_no_more_still_holds_its_seat(small: Town) -> None:
    small.proposal(small.citizen(status=Status.SICK), small.opening(), ProposalState.EMPLOYER_YES)
    small.citizen()
    assert loaded(small).openings == ()


PROMISED = [ProposalState.CITIZEN_YES, ProposalState.EMPLOYER_YES, ProposalState.AGREEMENT, ProposalState.SIGNED]


@pytest.mark.parametrize("state", PROMISED)
@pytest.mark.parametrize("lowered", ["seats", "cap", "mentors", "staff"])
def test_a_run_finds_others_a_place_though_more_is_promised_than_there_is_room_for(
    small: Town, state: ProposalState, lowered: str
) -> None:
    opening = small.opening(seats=2)
    change(small, Unit, small.unit, quota_override=2, mentor_capacity=2, accommodates=["mentor"])
    promised = {small.citizen(needs=["mentor"]): opening for _ in range(2)}
    for citizen in promised:
        small.proposal(citizen, opening, state)
    waits = small.citizen(small.other, needs=["mentor"])
    with small.database.transaction() as session:
        elsewhere = build.unit(session, mentor_capacity=1, accommodates=["mentor"]).id
    free = small.opening(at=elsewhere)
    small.opening(seats=3)
    if lowered == "seats":
        change(small, Opening, opening, seats=1)
    elif lowered == "staff":
        change(small, type(small.own), small.own.id, capacity=1)
    else:
        change(small, Unit, small.unit, **{"quota_override": 1} if lowered == "cap" else {"mentor_capacity": 1})
    assert small.run().placed == 1
    assert small.places() == promised | {waits: free}
