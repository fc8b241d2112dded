"""Runners-up: truly the next best, and what is said to be lacking there is lacking, whoever is asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from matcher.engine.check.pairs import first_start
from matcher.engine.problem import Citizen, Fixed, Floor, Hours, Occupied, Pair, Problem, Score
from matcher.engine.result import Result
from matcher.engine.solve import solved
from matcher.engine.why.explain import Subject, why
from matcher.engine.why.facts import RunnerUp, Why
from tests.unit.matcher.answers import answer, placement
from tests.unit.matcher.otherwise import additions, can_be_added
from tests.unit.matcher.test_explain_truth import broken_by, scarce
from tests.unit.matcher.town import CITIZEN, OPENING, UNIT, town

SEEDS = (0, 1, 2)


def asked(problem: Problem, result: Result) -> dict[str, tuple[RunnerUp, ...]]:
    return dict(why(Subject.of(problem, result)).runners_up)


def town_with(count: int, **more: Any) -> Problem:
    openings = tuple(replace(OPENING, id=f"o{n}") for n in range(1, count + 1))
    return town(openings=openings, **more)


@cache
def told(seed: int) -> tuple[Problem, Result, Why]:
    """A town in which two of three were proposed somewhere before, and women get half of the places."""
    previous = tuple(Pair(citizen=f"c{n}", opening=f"o{n}") for n in range(0, 30, 2))
    floors = (Floor(where={"gender": "F"}, share=0.5),) if seed == 2 else ()
    problem = replace(scarce(seed), previous=previous, change_cost=0.03, floors=floors)
    found = solved(problem)
    return problem, found.result, why(Subject.by(found))


def without(result: Result, citizen: str) -> Result:
    return replace(result, placements=tuple(one for one in result.placements if one.citizen != citizen))


def everything_said(problem: Problem, facts: Why) -> Iterator[tuple[Citizen, RunnerUp]]:
    citizens = {one.id: one for one in problem.citizens}
    for name, them in facts.runners_up.items():
        for one in them:
            yield citizens[name], one


def test_the_best_other_places_are_named_with_what_they_would_have_given() -> None:
    scores = tuple(Score(citizen="c1", opening=f"o{n}", score=n / 10) for n in range(1, 6))
    problem = town_with(5, citizen={"weight": 2.0}, scores=scores)
    best = asked(problem, answer(problem, placement(opening="o5")))["c1"]
    assert [(one.opening, one.score, one.value, one.lacks) for one in best] == [
        ("o4", 0.4, 0.8, ()),
        ("o3", 0.3, 0.6, ()),
        ("o2", 0.2, 0.4, ()),
    ]


def test_unlawful_places_are_no_runners_up() -> None:
    openings = (OPENING, replace(OPENING, id="o2", language="C2"))
    problem = town(openings=openings)
    assert asked(problem, answer(problem, placement())) == {"c1": ()}


def test_a_change_is_counted_against_a_runner_up() -> None:
    problem = town_with(2, previous=(Pair(citizen="c1", opening="o1"),), change_cost=0.05)
    (other,) = asked(problem, answer(problem, placement()))["c1"]
    assert other.value == pytest.approx(other.score - 0.05)


def test_who_stands_fixed_or_has_no_place_has_no_runners_up() -> None:
    problem = town_with(
        2, fixed=(Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7)),)
    )
    assert asked(problem, answer(problem, placement())) == {}
    assert asked(town(), answer(town())) == {}


def test_an_answer_without_a_solution_has_no_reasons() -> None:
    nothing = replace(answer(town()), status="timeout")
    assert why(Subject.of(town(), nothing)) == Why()


def test_a_seat_somebody_else_has_is_lacking() -> None:
    problem = town_with(2, citizens=(CITIZEN, replace(CITIZEN, id="c2")))
    found = asked(problem, answer(problem, placement(), placement(citizen="c2", opening="o2")))
    assert found["c1"][0].lacks == ("seats:o2",)
    assert found["c2"][0].lacks == ("seats:o1",)


def test_the_own_stay_gives_room_in_the_same_firm_and_not_in_another() -> None:
    other = replace(UNIT, id="u2", quota_override=0)
    openings = (OPENING, replace(OPENING, id="o2"), replace(OPENING, id="o3", unit="u2"))
    problem = town(units=(replace(UNIT, quota_override=1), other), openings=openings)
    found = asked(problem, answer(problem, placement()))["c1"]
    assert {one.opening: one.lacks for one in found} == {"o2": (), "o3": ("quota:u2",)}


def test_a_mentor_who_is_needed_is_lacking() -> None:
    busy = Occupied(scheme="ordinary", from_=date(2026, 10, 1), to=date(2027, 12, 31), mentor=True)
    other = replace(UNIT, id="u2", occupied=(busy,))
    openings = (OPENING, replace(OPENING, id="o2", unit="u2"))
    problem = town(citizen={"needs": ("mentor",)}, units=(UNIT, other), openings=openings)
    assert asked(problem, answer(problem, placement()))["c1"][0].lacks == ("mentor:u2",)


def test_a_group_that_would_be_too_small_there_or_here_is_named() -> None:
    openings = (
        replace(OPENING, seats=2, least=2),
        replace(OPENING, id="o2"),
        replace(OPENING, id="o3", seats=3, least=3),
    )
    people = tuple(replace(CITIZEN, id=f"c{n}") for n in (1, 2, 3))
    problem = town(citizens=people, openings=openings, unit={"quota_override": 9})
    found = asked(problem, answer(problem, placement(), placement(citizen="c2")))["c1"]
    assert {one.opening: one.lacks for one in found} == {"o2": ("least:o1",), "o3": ("least:o3", "least:o1")}


def test_a_place_that_is_free_later_is_worth_what_it_gives_then() -> None:
    taken = Occupied(scheme="virksomhedspraktik", from_=date(2026, 10, 1), to=date(2027, 1, 10))
    openings = (OPENING, replace(OPENING, id="o2", unit="u2"))
    problem = town(units=(UNIT, replace(UNIT, id="u2", quota_override=1, occupied=(taken,))), openings=openings)
    (other,) = asked(problem, answer(problem, placement()))["c1"]
    assert other.lacks == ()
    assert other.value == pytest.approx(other.score - 5 * problem.delay_cost_per_week)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_lacking_is_lacking_and_where_nothing_is_one_could_go(seed: int) -> None:
    problem, result, facts = told(seed)
    for citizen, one in everything_said(problem, facts):
        free = can_be_added(problem, without(result, citizen.id), citizen.id, one.opening)
        assert free == (not one.lacks), (citizen.id, one)


def test_places_with_and_without_room_are_met() -> None:
    said = [one for seed in SEEDS for them in told(seed)[2].runners_up.values() for one in them]
    assert {bool(one.lacks) for one in said} == {True, False}
    assert {name.partition(":")[0] for one in said for name in one.lacks} >= {"seats", "quota", "least"}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_value_is_that_of_the_best_start_that_there_is_room_on(seed: int) -> None:
    problem, result, facts = told(seed)
    openings, own = {one.id: one for one in problem.openings}, {one.citizen: one for one in result.placements}
    before = {pair.citizen: pair.opening for pair in problem.previous}
    for citizen, one in everything_said(problem, facts):
        moved = problem.change_cost * (before.get(citizen.id, one.opening) != one.opening)
        first = first_start(problem, citizen, openings[one.opening])
        starts = [each.start for each in additions(problem, without(result, citizen.id), citizen.id, one.opening)]
        waited = (min(starts) - first).days // 7 if starts else 0
        expected = citizen.weight * one.score - moved - problem.delay_cost_per_week * waited
        assert one.value == pytest.approx(expected)
        if not one.lacks:
            assert one.value <= own[citizen.id].value + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_no_lawful_place_that_is_not_named_would_have_given_more(seed: int) -> None:
    problem, result, facts = told(seed)
    own = {one.citizen: one.opening for one in result.placements}
    fillable = {
        one.id
        for one in problem.openings
        if one.least <= min(one.seats, sum(not any(broken_by(problem, each, one)) for each in problem.citizens))
    }
    everything = why(Subject.of(problem, result), count=len(problem.openings)).runners_up
    for citizen in (one for one in problem.citizens if one.id in own):
        lawful = {one.id for one in problem.openings if not any(broken_by(problem, citizen, one))}
        assert {one.opening for one in everything[citizen.id]} == lawful & fillable - {own[citizen.id]}
        worth = sorted((citizen.weight * one.score for one in everything[citizen.id]), reverse=True)
        named = sorted((citizen.weight * one.score for one in facts.runners_up[citizen.id]), reverse=True)
        assert len(named) == min(3, len(worth))
        assert named == pytest.approx(worth[:3], abs=problem.change_cost + 1e-9)


def test_weekly_hours_make_a_runner_up_and_nobody_is_their_own() -> None:
    problem = town(openings=(OPENING, replace(OPENING, id="o2", hours=Hours(min=5.0, max=10.0))))
    assert [one.opening for one in asked(problem, answer(problem, placement()))["c1"]] == ["o2"]
