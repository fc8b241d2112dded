"""How many fit is counted by the rules of matching, and told so that nobody can be found in it."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from matcher.engine.options import Options
from matcher.engine.solve import solve
from matcher.estimates.fitting import fitting
from matcher.estimates.rounding import FEWEST, STEP, about
from tests.unit.matcher.town import crowd

people = some.sets(some.integers(1, 10**6).map(lambda number: f"c{number}"), max_size=120)


@given(people)
def test_the_answer_is_in_whole_tens_near_the_truth_and_nothing_under_five(known: set[str]) -> None:
    told = about(known)
    if len(known) < FEWEST:
        assert told is None
    else:
        assert told is not None
        assert told >= STEP
        assert told % STEP == 0
        assert abs(told - len(known)) < STEP


@given(people, some.integers())
def test_the_same_people_give_the_same_answer_in_whatever_order(known: set[str], seed: int) -> None:
    mixed = sorted(known)
    Random(seed).shuffle(mixed)
    assert about(mixed) == about(known)


def test_between_two_tens_both_are_told_and_the_nearer_one_more_often() -> None:
    def told(size: int) -> list[int | None]:
        return [about(f"c{400 * town + number}" for number in range(size)) for town in range(300)]

    assert set(told(40)) == {40}
    halfway, near = told(45), told(42)
    assert set(halfway) == set(near) == {40, 50}
    assert 0.4 < halfway.count(50) / len(halfway) < 0.6
    assert 0.1 < near.count(50) / len(near) < 0.3


def test_an_answer_may_fall_when_somebody_is_added_so_a_change_tells_nothing_of_the_one() -> None:
    town = [f"c{number}" for number in range(200)]
    told = [about(town[:size]) or 0 for size in range(20, 200)]
    assert sum(before > after for before, after in pairwise(told)) > 10


@pytest.mark.parametrize("seed", range(4))
def test_whoever_matching_places_is_among_those_who_fit(seed: int) -> None:
    problem = crowd(seed, 60, 3)
    placed = {one.citizen for one in solve(problem, Options(time_limit=5)).placements}
    found = fitting(problem)
    assert placed <= set(found)
    assert found == [one.id for one in problem.citizens if one.id in set(found)]
    assert 0 < len(found) < len(problem.citizens)
