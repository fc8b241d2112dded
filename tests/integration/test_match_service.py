"""Rows become a problem, and an answer becomes proposals with reasons."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accounts.tables import Role
from citizens.tables import Citizen, Exclusion, Status, Wish
from companies.tables import EmployeeCount, Opening, OpeningState
from core import runs
from core.db import Database
from core.runs import RunState
from matcher import loading, queries, service
from matcher.advice import Advice
from matcher.engine.advice.fairness import fairness
from matcher.engine.problem import Problem
from matcher.engine.result import Placement, Price, Reason, Result, Unplaced
from matcher.engine.why.facts import Change, Holder, Loss, Near, RunnerUp, Stuck, Why
from matcher.solving import Answer, ByHand
from matcher.tables import MatchRun, RunProposal, RunUnplaced
from placements.tables import Outcome, Proposal, ProposalState
from placements.tables import Placement as Place
from tests import build
from tests.build import NOW, TODAY

BY_HAND = ByHand(placed=1, objective=0.4)


def loaded(database: Database) -> Problem:
    with database.reading() as session:
        return loading.load_problem(session, TODAY)


def placed(citizen: int, opening: int, start: date = date(2026, 12, 1)) -> Placement:
    return Placement(
        citizen=f"c{citizen}",
        opening=f"o{opening}",
        scheme="virksomhedspraktik",
        start=start,
        end=start + timedelta(weeks=13),
        hours=20.0,
        value=0.8,
        score=0.8,
        because=(Reason(criterion="occupation", points=0.8, of=1.0),),
    )


def result(placements: tuple[Placement, ...], unplaced: tuple[Unplaced, ...] = ()) -> Result:
    return Result(
        status="optimal",
        objective=0.8,
        bound=0.8,
        gap=0.0,
        seconds=0.1,
        rules=TODAY,
        placements=placements,
        unplaced=unplaced,
        prices=(Price(on="seats:o1", price=0.5),),
    )


def store(database: Database, answer: Result, why: Why | None = None) -> int:
    with database.transaction() as session:
        service.request(session, None, TODAY, NOW)
    with database.transaction() as session:
        run = runs.take(session, MatchRun, NOW)
        assert run is not None
    with database.transaction() as session:
        assert service.store(session, run.id, NOW, found(database, answer, why or Why()), {"seed": 1})
    return run.id


def found(database: Database, result: Result, why: Why) -> Answer:
    problem = loaded(database)
    return Answer(problem, result, BY_HAND, why, Advice((), fairness(problem, result)))


def states(database: Database) -> list[tuple[int, ProposalState]]:
    with database.reading() as session:
        return [(p.opening_id, p.state) for p in session.scalars(select(Proposal).order_by(Proposal.id))]


def test_only_who_seeks_and_what_is_open_takes_part(database: Database) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        ready = build.citizen(session, staff).id
        build.citizen(session, staff, status=Status.SICK)
        unit = build.unit(session, staff)
        current = build.opening(session, unit).id
        build.opening(session, unit, start_earliest=date(2026, 1, 1), start_latest=TODAY - timedelta(days=1))
    problem = loaded(database)
    assert [one.id for one in problem.citizens] == [f"c{ready}"]
    assert [one.id for one in problem.openings] == [f"o{current}"]


def test_a_citizen_comes_with_wishes_and_exclusions(database: Database) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        unit = build.unit(session)
        citizen = build.citizen(session, staff)
        session.add_all(Wish(citizen_id=citizen.id, rank=r, occupation=c) for r, c in ((2, "522100"), (1, "911200")))
        session.add(Exclusion(citizen_id=citizen.id, unit_id=unit.id))
        unit_id = unit.id
    (seeker,) = loaded(database).citizens
    assert [wish.code for wish in seeker.occupations] == ["911200", "522100"]
    assert seeker.excluded_units == (f"u{unit_id}",)


def test_ordinary_employees_are_the_mean_of_the_latest_four_months(database: Database) -> None:
    with database.transaction() as session:
        unit = build.unit(session, ordinary_fte=10.0)
    with database.transaction() as session:
        newest = session.scalars(select(EmployeeCount).where(EmployeeCount.month == date(2026, 11, 1))).one()
        newest.ordinary_fte = 30.0
    (workplace,) = loaded(database).units
    assert workplace.id == f"u{unit.id}"
    assert workplace.ordinary_employees == 15.0


def test_places_taken_count_until_they_end(database: Database) -> None:
    with database.transaction() as session:
        unit = build.unit(session)
        rows: list[dict[str, Any]] = [
            {"start": date(2026, 10, 1), "end": date(2026, 12, 31)},
            {"start": date(2026, 10, 1), "end": None},
            {"start": date(2026, 1, 1), "end": TODAY - timedelta(days=1)},
            {"start": date(2026, 10, 1), "end": None, "ended_on": TODAY, "outcome": Outcome.JOB},
        ]
        session.add_all(Place(unit_id=unit.id, scheme="loentilskud", hours=37, **row) for row in rows)
    (workplace,) = loaded(database).units
    assert [place.to >= TODAY for place in workplace.occupied] == [True, True]


def test_support_workers_and_consultants_come_with_their_capacity(database: Database) -> None:
    with database.transaction() as session:
        build.user(session, Role.CONSULTANT, capacity=7)
        build.user(session, Role.SUPPORT_WORKER, capacity=15)
    problem = loaded(database)
    assert [one.capacity for one in problem.consultants] == [7]
    assert [one.capacity for one in problem.support_workers] == [15]


def test_staff_without_a_capacity_have_no_limit(sqlite: Database) -> None:
    with sqlite.transaction() as session:
        staff = build.user(session, Role.CONSULTANT, capacity=None)
        for _ in range(2):
            build.citizen(session, staff)
        build.user(session, Role.SUPPORT_WORKER, capacity=None)
    problem = loaded(sqlite)
    assert [one.capacity for one in (*problem.consultants, *problem.support_workers)] == [2, 2]


def test_an_answer_becomes_proposals_reasons_and_obstacles(database: Database) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        lucky, unlucky = build.citizen(session, staff), build.citizen(session, staff)
        opening = build.opening(session, build.unit(session)).id
        ids = lucky.id, unlucky.id
    lost = Loss(
        on=f"seats:o{opening}",
        opening=f"o{opening}",
        value=0.5,
        holders=(Holder(citizen=f"c{ids[0]}", value=0.8),),
        held=1,
    )
    near = Near(opening=f"o{opening}", changes=(Change("travel", "travel", 4.0),))
    why = Why(
        runners_up={f"c{ids[0]}": (RunnerUp(opening="o99", score=0.7, value=0.9, lacks=("seats:o99",)),)},
        stuck=(Stuck(citizen=f"c{ids[1]}", blocked={"travel": 3}, nearest=(near,), lost=(lost,)),),
    )
    run_id = store(database, result((placed(ids[0], opening),), (Unplaced(citizen=f"c{ids[1]}"),)), why)
    with database.reading() as session:
        run = session.get_one(MatchRun, run_id)
        assert (run.state, run.placed, run.citizens, run.by_hand_placed) == (RunState.DONE, 1, 2, 1)
        (proposal,) = queries.proposals_of_run(session, run_id)
        assert proposal.because == [{"criterion": "occupation", "points": 0.8, "of": 1.0}]
        others = session.get_one(RunProposal, (run_id, proposal.id)).runners_up
        assert others == [{"opening": "o99", "score": 0.7, "value": 0.9, "lacks": ["seats:o99"]}]
        row = session.get_one(RunUnplaced, (run_id, ids[1]))
        change = {"rule": "travel", "kind": "travel", "amount": 4.0, "codes": []}
        assert row.blocked == {"travel": 3}
        assert row.nearest == [{"opening": f"o{opening}", "rules": ["travel"], "changes": [change]}]
        assert row.lost_to == [f"seats:o{opening}"]
        assert [(one["on"], one["holders"], one["held"]) for one in row.losses] == [
            (f"seats:o{opening}", [{"citizen": f"c{ids[0]}", "value": 0.8}], 1)
        ]
        assert [session.get_one(Citizen, one).status for one in ids] == [Status.PROPOSED, Status.READY]


def test_the_same_proposal_again_is_kept_and_another_supersedes_it(database: Database) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        citizen = build.citizen(session, staff).id
        unit = build.unit(session)
        first, second = build.opening(session, unit).id, build.opening(session, unit).id
    store(database, result((placed(citizen, first),)))
    store(database, result((placed(citizen, first),)))
    assert states(database) == [(first, ProposalState.PROPOSED)]
    store(database, result((placed(citizen, second),)))
    assert states(database) == [(first, ProposalState.SUPERSEDED), (second, ProposalState.PROPOSED)]


def test_what_the_citizen_has_said_yes_to_is_no_question_any_more_and_stands(database: Database) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        citizen = build.citizen(session, staff).id
        opening = build.opening(session, build.unit(session)).id
    store(database, result((placed(citizen, opening),)))
    with database.transaction() as session:
        session.scalars(select(Proposal)).one().state = ProposalState.CITIZEN_YES
    assert loaded(database).citizens == ()
    run = store(database, result(()))
    assert states(database) == [(opening, ProposalState.CITIZEN_YES)]
    with database.reading() as session:
        assert [one.opening_id for one in queries.proposals_of_run(session, run)] == [opening]


@pytest.mark.parametrize("state", [OpeningState.PAUSED, OpeningState.CLOSED])
def test_a_place_said_yes_to_is_taken_though_its_opening_takes_no_more(database: Database, state: OpeningState) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        citizen = build.citizen(session, staff).id
        build.citizen(session, staff)
        opening = build.opening(session, build.unit(session), seats=3).id
    store(database, result((placed(citizen, opening),)))
    with database.transaction() as session:
        session.scalars(select(Proposal)).one().state = ProposalState.CITIZEN_YES
        session.get_one(Opening, opening).state = state
    problem = loaded(database)
    assert (len(problem.citizens), problem.openings) == (1, ())
    assert [len(one.occupied) for one in problem.units] == [1]


def test_what_was_refused_is_not_proposed_again(database: Database) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        citizen = build.citizen(session, staff).id
        opening = build.opening(session, build.unit(session)).id
    store(database, result((placed(citizen, opening),)))
    with database.transaction() as session:
        session.scalars(select(Proposal)).one().state = ProposalState.EMPLOYER_NO
    (forbidden,) = loaded(database).forbidden
    assert (forbidden.citizen, forbidden.opening) == (f"c{citizen}", f"o{opening}")


def test_a_cancelled_run_writes_nothing(database: Database) -> None:
    with database.transaction() as session:
        staff = build.user(session)
        citizen = build.citizen(session, staff).id
        opening = build.opening(session, build.unit(session)).id
        run = service.request(session, None, TODAY, NOW)
        runs.take(session, MatchRun, NOW)
        runs.cancel(session, MatchRun, run.id, None, NOW)
    with database.transaction() as session:
        answer = found(database, result((placed(citizen, opening),)), Why())
        assert not service.store(session, run.id, NOW, answer, {})
    assert states(database) == []


def test_placements_begin_on_a_working_day_with_time_for_both_sides_to_answer(database: Database) -> None:
    saturday = date(2026, 12, 5)
    with database.transaction() as session:
        staff = build.user(session)
        build.citizen(session, staff, available_from=saturday)
        build.opening(session, build.unit(session), start_earliest=date(2026, 12, 25), start_latest=date(2027, 1, 3))
    problem = loaded(database)
    assert problem.horizon.from_ == TODAY + timedelta(days=7)
    assert problem.citizens[0].available_from == date(2026, 12, 7)
    assert problem.openings[0].start.earliest == date(2026, 12, 28)
