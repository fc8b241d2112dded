"""A no asks for a new run, several for one; the run changes as little as it can."""

from datetime import timedelta
from math import ceil
from threading import Event

import pytest
from sqlalchemy import select

from accounts.tables import User
from citizens.tables import Citizen
from core import runs
from core.db import Database
from core.settings import Settings
from core.work import Progress
from matcher import queries, reruns, running, service
from matcher.tables import MatchRun
from placements import service as answers
from placements.moves import want_rerun
from placements.reasons import Reason
from placements.states import Answer
from placements.tables import OPEN_PROPOSALS, Proposal, ProposalState, RerunWanted
from seed.municipality import build as build_municipality
from seed.store import store
from tests.build import NOW, TODAY
from tests.integration.matching.town import Town, carry_out, people, town

LATER = NOW + reruns.QUIET
MOST_MOVED = 0.005
"""Of the others' proposals, the part that may be another after a no, rounded up to a whole person."""


@pytest.fixture
def small(sqlite: Database) -> Town:
    return town(sqlite)


def want(small: Town, *citizens: int) -> None:
    with small.database.transaction() as session:
        for citizen in citizens:
            want_rerun(session, NOW, citizen, "citizen_no")


def taken_up(small: Town) -> int | None:
    with small.database.transaction() as session:
        run = reruns.take_up(session, LATER)
        return None if run is None else run.id


def proposed(database: Database) -> dict[int, int]:
    """By citizen, the open proposal."""
    with database.reading() as session:
        found = session.scalars(select(Proposal).where(Proposal.state.in_(OPEN_PROPOSALS)))
        return {one.citizen_id: one.id for one in found}


def test_several_refusals_become_one_run(small: Town) -> None:
    want(small, small.citizen(), small.citizen())
    run = taken_up(small)
    assert run is not None
    assert taken_up(small) is None
    with small.database.reading() as session:
        causes = queries.causes(session, [run])[run]
        found = session.scalars(select(MatchRun)).one()
    assert [one.citizen_id for one in causes] == small.citizens
    assert all(one.done_at == LATER for one in causes)
    assert (found.scope, found.requested_by) == ("all", None)


def test_what_is_wanted_waits_a_moment_for_more(small: Town) -> None:
    want(small, small.citizen())
    with small.database.transaction() as session:
        assert reruns.take_up(session, LATER - timedelta(seconds=1)) is None
    with small.database.reading() as session:
        assert session.scalars(select(RerunWanted)).one().done_at is None


def test_a_run_for_everybody_that_nobody_has_begun_takes_the_wish_along(small: Town) -> None:
    want(small, small.citizen())
    assert taken_up(small) == small.ask()


def test_a_run_at_work_has_read_its_rows_so_another_is_asked_for(small: Town) -> None:
    want(small, small.citizen())
    at_work = small.ask()
    with small.database.transaction() as session:
        assert runs.take(session, MatchRun, NOW) is not None
    assert taken_up(small) not in (None, at_work)


def test_nothing_wanted_asks_for_nothing(small: Town) -> None:
    assert taken_up(small) is None


def test_the_worker_carries_out_what_a_no_has_asked_for(small: Town) -> None:
    want(small, small.citizen())
    small.opening()
    seen: list[Progress] = []
    assert running.carry_out_next(small.database, Settings(solve_seconds=20), lambda: LATER, Event(), seen.append)
    assert len(small.places()) == 1


def test_after_a_no_the_refusers_place_goes_on_and_everybody_else_stays(small: Town) -> None:
    stays, refuses, waits = (small.citizen() for _ in range(3))
    first, second = small.opening(), small.opening()
    kept = small.proposal(stays, first, hours=20.0)
    small.proposal(refuses, second, ProposalState.CITIZEN_NO)
    want(small, refuses)
    run_id = taken_up(small)
    carry_out(small.database)
    assert small.places() == {stays: first, waits: second}
    with small.database.reading() as session:
        run = session.get_one(MatchRun, run_id)
        assert kept in [one.id for one in queries.proposals_of_run(session, run.id)]
    assert run.comparison == {}
    assert people(small.run(), "got") == []


def test_after_a_no_in_a_whole_municipality_hardly_anybody_else_gets_another_proposal(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        store(session, build_municipality(400, 1, TODAY))
        service.request(session, None, TODAY, NOW)
    carry_out(sqlite)
    before = proposed(sqlite)
    refused = min(before)
    with sqlite.transaction() as session:
        (refuser,) = [one for one in queries.holding(session, before) if one.citizen_id == refused]
        consultant = session.get_one(User, session.get_one(Citizen, refused).consultant_id)
        answers.answer(session, NOW, consultant, refuser.id, Answer.NO, Reason(code="distance"))
        assert reruns.take_up(session, LATER) is not None
    carry_out(sqlite)
    after = proposed(sqlite)
    others = before.keys() - {refused}
    assert len(others) > 100
    assert after.get(refused) != before[refused]
    assert sum(after.get(one) != before[one] for one in others) <= ceil(MOST_MOVED * len(others))
