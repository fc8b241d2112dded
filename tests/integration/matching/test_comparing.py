"""A run is compared with the one before it: by citizen, by group, and in value."""

import pytest

from citizens.tables import Citizen, Status
from companies.tables import Unit
from core.db import Database
from matcher.scopes import EVERYBODY, Scope, ScopeKind
from placements.tables import OPEN_PROPOSALS, Proposal, ProposalState
from tests.integration.matching.town import Town, people, town


@pytest.fixture
def small(sqlite: Database) -> Town:
    return town(sqlite)


def settle(small: Town, citizen: int, state: ProposalState, status: Status = Status.READY) -> None:
    with small.database.transaction() as session:
        for proposal in session.query(Proposal).filter_by(citizen_id=citizen):
            if proposal.state in OPEN_PROPOSALS:
                proposal.state = state
        session.get_one(Citizen, citizen).status = status


def test_the_first_run_is_compared_with_nothing(small: Town) -> None:
    assert small.run().comparison == {}


def test_it_tells_who_got_lost_kept_began_and_left(small: Town) -> None:
    with small.database.transaction() as session:
        session.get_one(Unit, small.unit).quota_override = 9
    kept, refused, began, ill = (small.citizen() for _ in range(4))
    opening = small.opening(seats=5)
    first = small.run()
    settle(small, refused, ProposalState.CITIZEN_NO)
    settle(small, began, ProposalState.PLACED, Status.PRAKTIK)
    settle(small, ill, ProposalState.WITHDRAWN, Status.SICK)
    late = small.citizen(target_group="jobparat")
    found = small.run()
    assert found.comparison["run"] == first.id
    assert [people(found, one) for one in ("got", "lost", "started", "left", "moved")] == [
        [late], [refused], [began], [ill], []
    ]  # fmt: skip
    assert found.comparison["kept"] == 1
    assert kept not in [one["citizen"] for one in found.comparison["people"]]
    (lost,) = (one for one in found.comparison["people"] if one["citizen"] == refused)
    assert lost == {
        "citizen": refused, "outcome": "lost", "before": opening, "after": None, "state": "citizen_no"
    }  # fmt: skip
    groups = {one["name"]: (one["before"], one["after"]) for one in found.comparison["groups"]}
    assert groups == {"aktivitetsparat": (4, 1), "jobparat": (0, 1)}
    assert (found.comparison["before"]["placed"], found.comparison["after"]["placed"]) == (4, 2)


def test_who_has_said_yes_counts_before_and_after_whatever_run_asks(small: Town) -> None:
    citizen, later = small.citizen(), small.citizen()
    small.opening(seats=2)
    small.run()
    settle(small, citizen, ProposalState.CITIZEN_YES)
    for scope in (EVERYBODY, EVERYBODY, Scope(ScopeKind.PORTFOLIO, small.own.id)):
        found = small.run(scope).comparison
        assert (found["people"], found["kept"], found["before"]) == ([], 2, found["after"])
    settle(small, later, ProposalState.CITIZEN_NO)
    assert people(small.run(), "lost") == [later]


def test_who_comes_to_another_opening_has_moved(small: Town) -> None:
    citizen = small.citizen()
    small.opening()
    small.run()
    settle(small, citizen, ProposalState.EMPLOYER_NO)
    second = small.opening()
    found = small.run()
    assert people(found, "moved") == [citizen]
    assert found.comparison["people"][0]["after"] == second


def test_a_narrow_run_is_compared_with_a_wider_one_as_far_as_it_goes(small: Town) -> None:
    mine, _others = small.citizen(), small.citizen(small.other)
    small.opening(seats=2)
    whole = small.run()
    settle(small, mine, ProposalState.CITIZEN_NO)
    found = small.run(Scope(ScopeKind.CITIZEN, mine))
    assert (found.comparison["run"], found.comparison["scope"]) == (whole.id, "all")
    assert (found.comparison["before"]["placed"], found.comparison["after"]["placed"]) == (1, 0)
    assert people(found, "lost") == [mine]


def test_a_run_for_everybody_is_never_compared_with_a_narrow_one(small: Town) -> None:
    citizen = small.citizen()
    small.opening()
    whole = small.run()
    small.run(Scope(ScopeKind.PORTFOLIO, small.own.id))
    again = small.run(EVERYBODY)
    assert again.comparison["run"] == whole.id
    assert people(small.run(Scope(ScopeKind.CITIZEN, citizen)), "lost") == []


def test_the_newest_of_portfolio_and_everybody_is_what_a_citizens_run_is_compared_with(small: Town) -> None:
    citizen = small.citizen()
    small.opening()
    small.run()
    portfolio = small.run(Scope(ScopeKind.PORTFOLIO, small.own.id))
    assert small.run(Scope(ScopeKind.CITIZEN, citizen)).comparison["run"] == portfolio.id
