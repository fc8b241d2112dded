"""Runs for one citizen, one portfolio, one opening: the others keep what they have."""

from datetime import date, timedelta
from typing import Any

import pytest

from citizens.tables import Citizen, Status
from companies.tables import OpeningState, Unit
from core.db import Database
from core.runs import RunState
from matcher import queries
from matcher.scopes import EVERYBODY, Scope, ScopeKind
from matcher.tables import MatchRun, RunUnplaced
from placements.tables import ProposalState
from tests.build import TODAY
from tests.integration.matching.town import Town, carry_out, change, loaded, states, town

HOLDING = [ProposalState.PROPOSED, ProposalState.CITIZEN_YES, ProposalState.AGREEMENT, ProposalState.SIGNED]


@pytest.fixture
def small(sqlite: Database) -> Town:
    return town(sqlite)


def of_citizen(citizen: int) -> Scope:
    return Scope(ScopeKind.CITIZEN, citizen)


def test_a_run_for_one_citizen_places_that_citizen_alone(small: Town) -> None:
    first, _second = small.citizen(), small.citizen()
    opening = small.opening(seats=2)
    run = small.run(of_citizen(first))
    assert (run.state, run.citizens, run.placed, run.scope, run.scope_id) == (RunState.DONE, 1, 1, "citizen", first)
    assert small.places() == {first: opening}


@pytest.mark.parametrize("state", HOLDING)
def test_the_only_seat_that_another_holds_is_not_given_away(small: Town, state: ProposalState) -> None:
    first, second = small.citizen(), small.citizen(small.other)
    opening = small.opening()
    small.proposal(second, opening, state)
    assert small.run(of_citizen(first)).placed == 0
    assert small.places() == {second: opening}


def test_what_others_are_proposed_fills_the_quota_of_their_unit(small: Town) -> None:
    with small.database.transaction() as session:
        session.get_one(Unit, small.unit).quota_override = 1
    first, second = small.citizen(), small.citizen()
    small.opening(seats=5)
    small.proposal(second, small.opening(seats=5))
    assert small.run(of_citizen(first)).placed == 0


def test_what_others_are_proposed_is_carried_by_their_consultant(small: Town) -> None:
    change(small, type(small.own), small.own.id, capacity=1)
    first, second = small.citizen(), small.citizen()
    small.proposal(second, small.opening(seats=5))
    (staff, _) = loaded(small, of_citizen(first)).consultants
    assert staff.capacity == 0
    assert loaded(small).consultants[0].capacity == 1


def test_the_mentor_that_another_needs_is_taken(small: Town) -> None:
    change(small, Unit, small.unit, mentor_capacity=1, accommodates=["mentor"])
    first, second = (small.citizen(needs=["mentor"]) for _ in range(2))
    small.proposal(second, small.opening(seats=5))
    assert [stay.mentor for stay in loaded(small, of_citizen(first)).units[0].occupied] == [True]
    assert small.run(of_citizen(first)).placed == 0


def test_ones_own_unanswered_proposal_may_move_and_counts_as_before(small: Town) -> None:
    citizen = small.citizen()
    opening = small.opening()
    small.proposal(citizen, opening)
    problem = loaded(small, of_citizen(citizen))
    assert [(one.citizen, one.opening) for one in problem.previous] == [(f"c{citizen}", f"o{opening}")]
    assert problem.openings[0].seats == 1


def test_who_has_said_yes_takes_no_part_and_keeps_the_seat(small: Town) -> None:
    citizen = small.citizen()
    small.proposal(citizen, small.opening(), ProposalState.CITIZEN_YES)
    for scope in (EVERYBODY, of_citizen(citizen), Scope(ScopeKind.PORTFOLIO, small.own.id)):
        problem = loaded(small, scope)
        assert (problem.citizens, problem.openings) == ((), ())


def test_a_run_for_a_portfolio_places_its_citizens_alone(small: Town) -> None:
    own, others = small.citizen(), small.citizen(small.other)
    small.opening(seats=2)
    run = small.run(Scope(ScopeKind.PORTFOLIO, small.own.id))
    assert (run.citizens, list(small.places())) == (1, [own])
    assert others not in small.places()


def test_a_run_for_an_opening_fills_it_with_those_who_have_nothing(small: Town) -> None:
    with_one, without = small.citizen(), small.citizen(small.other)
    elsewhere, opening = small.opening(), small.opening(seats=2)
    small.proposal(with_one, elsewhere)
    run = small.run(Scope(ScopeKind.OPENING, opening))
    assert (run.citizens, small.places()) == (1, {with_one: elsewhere, without: opening})


def test_a_run_for_an_opening_does_not_say_what_stands_in_the_way_everywhere(small: Town) -> None:
    small.citizen(), small.citizen()
    small.run(Scope(ScopeKind.OPENING, small.opening()))
    with small.database.reading() as session:
        assert session.query(RunUnplaced).count() == 0


def test_a_narrow_run_gives_the_same_answer_again(small: Town) -> None:
    citizen = small.citizen()
    small.opening(seats=2), small.opening(seats=2)
    first = small.run(of_citizen(citizen))
    chosen = small.places()
    again = small.run(of_citizen(citizen))
    assert (first.objective, chosen) == (again.objective, small.places())
    with small.database.reading() as session:
        assert states(session, [citizen]) == [ProposalState.PROPOSED]


def test_a_group_needs_only_those_who_are_still_missing(small: Town) -> None:
    small.citizen()
    small.proposal(small.citizen(), small.opening(seats=3, least=2))
    assert [one.least for one in loaded(small, of_citizen(small.citizens[0])).openings] == [1]


def test_what_waits_for_the_same_already_is_the_same_run(small: Town) -> None:
    citizen = small.citizen()
    asked = [small.ask(scope) for scope in (EVERYBODY, of_citizen(citizen), EVERYBODY, of_citizen(citizen))]
    assert asked[:2] == asked[2:]
    assert asked[0] != asked[1]


def test_the_newest_run_for_everybody_is_not_a_narrow_one(small: Town) -> None:
    citizen = small.citizen()
    whole, _narrow = small.run(), small.run(of_citizen(citizen))
    with small.database.reading() as session:
        found = queries.latest_done(session)
    assert found is not None
    assert found.id == whole.id


def test_a_next_step_in_the_same_firm_that_waits_for_its_answer_stays(small: Town) -> None:
    made_for_it = small.opening(state=OpeningState.CLOSED)
    before = small.proposal(small.citizen(status=Status.PRAKTIK), small.opening(), ProposalState.COMPLETED)
    steps: dict[int, dict[str, Any]] = {
        small.citizen(): {"own_opening": True, "follows_id": before},
        small.citizen(): {"follows_id": before},
        small.citizen(): {"own_opening": True},
    }
    for citizen, step in steps.items():
        small.proposal(citizen, made_for_it, **step)
    small.opening(seats=5)
    assert small.run().placed == 0
    assert small.places() == dict.fromkeys(steps, made_for_it)


def test_what_happens_while_a_run_is_at_work_stands(small: Town) -> None:
    """Two said no and yes, one fell ill, and one was proposed something by hand between reading and storing."""
    yes, ill, by_hand, no = (small.citizen() for _ in range(4))
    opening, better = small.opening(seats=4), small.opening(seats=1, state=OpeningState.PAUSED)
    for citizen in (yes, no):
        small.proposal(citizen, opening)
    small.ask()

    def meanwhile() -> None:
        with small.database.transaction() as session:
            for proposal in queries.holding(session, [yes, no]):
                answered = ProposalState.CITIZEN_YES if proposal.citizen_id == yes else ProposalState.CITIZEN_NO
                proposal.state = answered
            session.get_one(Citizen, ill).status = Status.SICK
        small.proposal(by_hand, better)

    moments = iter([meanwhile])
    carry_out(small.database, lambda _progress: next(moments, lambda: None)())
    with small.database.reading() as session:
        run = session.query(MatchRun).one()
        assert run.state == RunState.DONE
        assert states(session, [yes]) == [ProposalState.CITIZEN_YES]
        assert states(session, [ill]) == []
        assert states(session, [by_hand]) == [ProposalState.PROPOSED]
        assert states(session, [no]) == [ProposalState.CITIZEN_NO]
    assert small.places() == {yes: opening, by_hand: better}


def test_a_start_window_that_is_over_takes_no_part(small: Town) -> None:
    small.opening(start_earliest=date(2026, 1, 1), start_latest=TODAY)
    assert loaded(small, Scope(ScopeKind.OPENING, small.openings[0])).openings == ()


@pytest.mark.parametrize(
    ("start", "hours", "kept"),
    [
        (TODAY, 20.0, True),
        (TODAY - timedelta(days=1), 20.0, False),
        (date(2026, 12, 14), 20.0, True),
        (date(2026, 12, 14), 12.0, False),
    ],
)
def test_days_that_pass_do_not_renew_an_unanswered_proposal(small: Town, start: date, hours: float, kept: bool) -> None:
    citizen, opening = small.citizen(), small.opening()
    small.proposal(citizen, opening, start=start, hours=hours)
    small.run()
    with small.database.reading() as session:
        found = states(session, [citizen])
    assert found == ([ProposalState.PROPOSED] if kept else [ProposalState.SUPERSEDED, ProposalState.PROPOSED])
