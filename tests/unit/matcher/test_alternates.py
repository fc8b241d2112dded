"""Alternates: lawful, other than what the answer gives, and truly the best at the prices of the day."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matcher.engine.advice.alternates import Alternate, alternates
from matcher.engine.advice.market import Market
from matcher.engine.arrays.columns import columns
from matcher.engine.optimum.prices import reduced_gains
from matcher.engine.problem import Fixed, Floor, Pair, Problem
from matcher.engine.result import Result
from matcher.engine.solve import solve, solved
from tests.unit.matcher.town import CITIZEN, OPENING, crowd, town

SEEDS = (1, 2, 3)


def market(problem: Problem) -> Market:
    found = Market.by(solved(problem))
    assert found is not None
    return found


def found(problem: Problem, count: int = 3) -> dict[str, tuple[Alternate, ...]]:
    return dict(alternates(market(problem), solve(problem), count))


def scarce(seed: int) -> Problem:
    problem = crowd(seed, 70, 45)
    floors = (Floor(where={"gender": "F"}, share=0.5),) if seed == 3 else ()
    previous = tuple(Pair(citizen=f"c{n}", opening=f"o{n}") for n in range(0, 40, 3))
    return replace(problem, floors=floors, previous=previous, change_cost=0.07)


def everything(sold: Market) -> dict[str, dict[str, float]]:
    """By citizen and opening, the most that a placement there earns: every column of every pair is looked at."""
    setting, pairs = sold.ready.setting, sold.ready.pairs
    all_of_them = columns(setting.instance, setting.timeline, pairs, np.arange(len(pairs)))
    best: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for c, o, earned in zip(
        all_of_them.citizen, all_of_them.opening, reduced_gains(setting, sold.prices, all_of_them), strict=True
    ):
        citizen, opening = sold.case.problem.citizens[c].id, sold.case.problem.openings[o].id
        best[citizen][opening] = max(earned, best[citizen].get(opening, -np.inf))
    return best


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [1, 3])
def test_no_other_opening_is_better_than_those_named(seed: int, count: int) -> None:
    problem = scarce(seed)
    sold, result = market(problem), solve(problem)
    taken = {one.citizen: one.opening for one in result.placements}
    best, named = everything(sold), alternates(sold, result, count)
    assert set(named) == {one.id for one in problem.citizens}
    for citizen, them in named.items():
        others = sorted((w for o, w in best[citizen].items() if o != taken.get(citizen)), reverse=True)
        assert [best[citizen][one.opening] for one in them] == pytest.approx(others[:count])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_is_by_value_less_price(seed: int) -> None:
    problem = scarce(seed)
    for them in found(problem, 4).values():
        net = [one.value - one.price for one in them]
        assert net == pytest.approx(sorted(net, reverse=True))
        assert len({one.opening for one in them}) == len(them)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_alternate_is_a_place_that_the_citizen_could_have_alone(seed: int) -> None:
    problem = scarce(seed)
    citizens = {one.id: one for one in problem.citizens}
    openings = {one.id: replace(one, least=0) for one in problem.openings}
    for citizen, them in list(found(problem).items())[::3]:
        for one in them[:1]:
            alone = replace(
                problem,
                citizens=(citizens[citizen],),
                openings=(openings[one.opening],),
                previous=(),
                floors=(),
            )
            (placement,) = solve(alone).placements
            moved = any(pair.citizen == citizen and pair.opening != one.opening for pair in problem.previous)
            assert placement.score == pytest.approx(one.score)
            assert placement.start <= one.start
            assert placement.value >= one.value + 0.07 * moved - 1e-9


def test_without_scarcity_the_best_suited_come_first() -> None:
    openings = tuple(
        replace(OPENING, id=name, occupation=code)
        for name, code in (("o1", "941100"), ("o2", "111111"), ("o3", "941200"), ("o4", "942100"))
    )
    named = found(town(openings=openings))["c1"]
    assert [one.opening for one in named] == ["o3", "o4", "o2"]
    assert [one.price for one in named] == [0.0, 0.0, 0.0]
    assert {(one.scheme, one.start) for one in named} == {("virksomhedspraktik", date(2026, 12, 7))}
    assert all(one.value == pytest.approx(one.score) for one in named)


def test_the_price_is_what_others_would_lose() -> None:
    rival = replace(CITIZEN, id="c2", weight=1.5)
    named = found(town(citizens=(CITIZEN, rival)))
    assert named["c2"] == ()
    (lost,) = named["c1"]
    assert lost.value <= lost.price <= 1.5 * lost.value + 1e-9


def test_a_move_costs_what_the_answer_would_charge() -> None:
    openings = (OPENING, replace(OPENING, id="o2"))
    problem = town(openings=openings, previous=(Pair(citizen="c1", opening="o1"),), change_cost=0.05)
    (other,) = found(problem)["c1"]
    assert other.opening == "o2"
    assert other.value == pytest.approx(other.score - 0.05)


def test_who_stands_fixed_has_none_and_who_has_no_lawful_place_an_empty_list() -> None:
    fixed = (Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7)),)
    far = replace(CITIZEN, id="c2", max_travel_km=0.1)
    assert found(town(citizens=(CITIZEN, far), fixed=fixed, opening={"seats": 2})) == {"c2": ()}


def test_nobody_and_nowhere_are_no_trouble() -> None:
    assert found(town(citizens=())) == {}
    assert found(town(openings=())) == {"c1": ()}


def test_an_answer_from_elsewhere_will_do() -> None:
    problem = town(openings=(OPENING, replace(OPENING, id="o2", occupation="111111")))
    right = solve(problem)
    moved = tuple(replace(one, opening="o2") for one in right.placements)
    elsewhere: Result = replace(right, placements=moved)
    assert [one.opening for one in alternates(market(problem), elsewhere)["c1"]] == ["o1"]
