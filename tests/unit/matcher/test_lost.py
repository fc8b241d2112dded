"""Whom a place was lost to: those named do hold it, nobody else does, and without them there would be room."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from law.schemes import terms
from matcher.engine.check import RULES
from matcher.engine.check.case import Case
from matcher.engine.check.pairs import first_start
from matcher.engine.problem import Occupied, Pair, Problem, StartWindow
from matcher.engine.result import Placement, Result
from matcher.engine.solve import solved
from matcher.engine.why.explain import Subject, why
from matcher.engine.why.facts import Holder, Loss
from matcher.engine.why.lost import HOLDERS, LOST_TO
from tests.unit.matcher.answers import answer, placement
from tests.unit.matcher.otherwise import placements
from tests.unit.matcher.test_explain_truth import scarce
from tests.unit.matcher.town import CITIZEN, OPENING, town

SEEDS = (0, 1, 2)
CODES = {"seats": "H2", "quota": "H3", "mentor": "H10", "consultant": "H11", "support": "H12"}


def lost(problem: Problem, result: Result) -> dict[str, tuple[Loss, ...]]:
    return {one.citizen: one.lost for one in why(Subject.of(problem, result)).stuck}


@cache
def told(seed: int) -> tuple[Problem, Result, dict[str, tuple[Loss, ...]]]:
    problem = scarce(seed, 70, 30)
    found = solved(problem)
    return problem, found.result, {one.citizen: one.lost for one in why(Subject.by(found)).stuck}


def everything(seed: int) -> Iterator[tuple[str, Loss]]:
    for citizen, losses in told(seed)[2].items():
        for one in losses:
            yield citizen, one


def people(count: int) -> Problem:
    soon = StartWindow(earliest=date(2026, 12, 1), latest=date(2027, 1, 4))
    citizens = tuple(replace(CITIZEN, id=f"c{n}") for n in range(1, count + 1))
    return town(citizens=citizens, opening={"seats": count - 1, "start": soon}, unit={"quota_override": count})


def holds(problem: Problem, one: Placement, capacity: str) -> bool:
    """Whether this placement takes some of the capacity."""
    citizen = next(each for each in problem.citizens if each.id == one.citizen)
    opening = next(each for each in problem.openings if each.id == one.opening)
    law = terms(one.scheme, problem.rules_day)
    return {
        f"seats:{opening.id}": True,
        f"quota:{opening.unit}": law is not None and law.counts_in_quota,
        f"mentor:{opening.unit}": "mentor" in citizen.needs,
        f"consultant:{citizen.consultant}": True,
        f"support:{citizen.support_worker}": True,
    }.get(capacity, False)


def in_time(problem: Problem, citizen: str, loss: Loss, one: Placement) -> bool:
    """Whether this placement is there while the citizen's could be; seats and staff are taken whenever it is."""
    if not loss.on.startswith(("quota", "mentor")):
        return True
    opening = next(each for each in problem.openings if each.id == loss.opening)
    first = first_start(problem, next(each for each in problem.citizens if each.id == citizen), opening)
    return one.start < opening.start.latest + timedelta(weeks=opening.weeks) and one.end > first


def breaks(problem: Problem, made: tuple[Placement, ...], one: Placement, code: str) -> bool:
    """Whether one placement more beside those made breaks this rule."""
    result = answer(problem, *made, one)
    return any(True for _ in RULES[code](Case(problem, result)))


def test_those_who_hold_a_seat_are_named_with_what_it_gives_the_least_first() -> None:
    problem = people(6)
    made = [placement(citizen=f"c{n}", value=value) for n, value in ((1, 0.9), (2, 0.5), (3, 0.7), (4, 0.6), (5, 0.8))]
    one, *_ = lost(problem, answer(problem, *made))["c6"]
    assert (one.on, one.opening, one.held) == ("seats:o1", "o1", 5)
    assert one.holders == tuple(Holder(citizen=f"c{n}", value=value) for n, value in ((2, 0.5), (4, 0.6), (3, 0.7)))


def test_a_loss_says_what_the_citizen_would_have_given_there() -> None:
    problem = replace(people(2), delay_cost_per_week=0.0)
    (one,) = lost(problem, answer(problem, placement()))["c2"]
    both = replace(problem, openings=(replace(problem.openings[0], seats=2),))
    assert one.value == pytest.approx(next(p.value for p in solved(both).result.placements if p.citizen == "c2"))


def test_what_was_taken_before_is_held_by_nobody_in_the_answer() -> None:
    taken = Occupied(scheme="virksomhedspraktik", from_=date(2026, 10, 1), to=date(2027, 12, 31))
    problem = town(unit={"quota_override": 1, "occupied": (taken,)})
    (one,) = lost(problem, answer(problem))["c1"]
    assert (one.on, one.holders, one.held) == ("quota:u1", (), 0)


def test_a_stay_that_is_over_before_one_could_begin_holds_no_quota() -> None:
    late = replace(OPENING, id="o2", start=StartWindow(earliest=date(2027, 3, 1), latest=date(2027, 3, 1)))
    taken = Occupied(scheme="virksomhedspraktik", from_=date(2027, 2, 15), to=date(2027, 12, 31))
    problem = town(
        citizens=(CITIZEN, replace(CITIZEN, id="c2")),
        openings=(OPENING, late),
        unit={"quota_override": 1, "occupied": (taken,)},
        forbidden=(Pair(citizen="c2", opening="o1"),),
    )
    early, longer = (answer(problem, placement(end=end)) for end in (date(2027, 2, 1), date(2027, 3, 8)))
    assert [(one.on, one.held) for one in lost(problem, early)["c2"]] == [("quota:u1", 0)]
    assert [(one.on, one.held) for one in lost(problem, longer)["c2"]] == [("quota:u1", 1)]


@pytest.mark.parametrize("seed", SEEDS)
def test_all_who_hold_it_are_counted_and_the_first_are_named(seed: int) -> None:
    problem, result, _ = told(seed)
    for citizen, loss in everything(seed):
        there = [
            one for one in result.placements if holds(problem, one, loss.on) and in_time(problem, citizen, loss, one)
        ]
        named = sorted(there, key=lambda one: (one.value, one.citizen))[:HOLDERS]
        assert loss.held == len(there)
        assert loss.holders == tuple(Holder(citizen=one.citizen, value=one.value) for one in named)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_those_who_hold_it_there_would_be_room_unless_it_was_taken_before(seed: int) -> None:
    problem, result, _ = told(seed)
    for citizen, loss in everything(seed):
        code = CODES[loss.on.partition(":")[0]]
        holders = {one.citizen for one in result.placements if holds(problem, one, loss.on)}
        others = tuple(one for one in result.placements if one.citizen not in holders)
        tried = [one for one in placements(problem, citizen, loss.opening) if not breaks(problem, (), one, "H4")]
        if loss.held:
            assert all(breaks(problem, result.placements, one, code) for one in tried)
        free = any(not breaks(problem, others, one, code) for one in tried)
        assert free or any(breaks(problem, (), one, code) for one in tried)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_places_come_first_and_no_more_than_five_capacities_are_named(seed: int) -> None:
    _, _, losses = told(seed)
    assert any(losses.values())
    for them in losses.values():
        assert len(them) <= LOST_TO
        assert len({one.on for one in them}) == len(them)


def test_every_kind_of_capacity_is_lost_somewhere() -> None:
    assert {one.on.partition(":")[0] for seed in SEEDS for _, one in everything(seed)} == CODES.keys()
