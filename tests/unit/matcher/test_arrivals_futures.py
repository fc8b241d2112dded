"""Futures: how many come, when, and what they are like."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from matcher.engine.ahead.futures import Stream, with_future
from matcher.engine.ahead.waiting import cost_of_a_week, worth_of_deciding
from matcher.engine.optimum.prepare import prepare
from matcher.engine.problem import Opening, Problem
from matcher.engine.scoring.score import Scorer
from tests.unit.matcher.town import CITIZEN, OPENING, town

SEEN, TODAY = date(2026, 11, 2), date(2026, 12, 7)
STREAM = Stream(day=SEEN, citizens=(CITIZEN,), openings=(OPENING,), citizens_per_week=3.0, openings_per_week=0.5)


def future(stream: Stream = STREAM, weeks: int = 10, seed: int = 1, **leaving: date) -> Problem:
    """The town and what comes to it."""
    return with_future(town(), stream, TODAY, weeks, leaving, np.random.default_rng(seed))


def test_what_is_there_stays_first_and_as_it_was() -> None:
    found = future()
    assert (found.citizens[0], found.openings[0]) == (CITIZEN, OPENING)
    assert found.units == town().units


def test_as_many_come_as_the_rates_say() -> None:
    people = [len(future(seed=seed).citizens) - 1 for seed in range(60)]
    places = [len(future(seed=seed).openings) - 1 for seed in range(60)]
    assert np.mean(people) == pytest.approx(30, abs=2)
    assert np.mean(places) == pytest.approx(5, abs=1)
    assert np.var(people) == pytest.approx(30, rel=0.6)


def test_everybody_comes_as_long_after_today_as_those_before_came_after_their_day() -> None:
    notice = CITIZEN.available_from - SEEN
    weeks = {(one.available_from - TODAY - notice).days for one in future().citizens[1:]}
    assert weeks <= {7 * week for week in range(1, 11)}
    assert len(weeks) > 5
    unemployed = CITIZEN.available_from - CITIZEN.unemployed_since
    assert {one.available_from - one.unemployed_since for one in future().citizens} == {unemployed}


def test_windows_keep_their_length() -> None:
    def length(one: Opening) -> timedelta:
        return one.start.latest - one.start.earliest

    assert {length(one) for one in future().openings} == {length(OPENING)}


def test_who_has_left_cannot_have_what_comes_later() -> None:
    leaves = TODAY + timedelta(weeks=4)
    found = future(replace(STREAM, openings_per_week=3.0), c1=leaves)
    notice = OPENING.start.earliest - SEEN
    after = {one.id for one in found.openings[1:] if one.start.earliest - notice >= leaves}
    assert 0 < len(after) < len(found.openings) - 1
    assert {pair.opening for pair in found.forbidden if pair.citizen == "c1"} == after


def test_the_same_seed_draws_the_same_future() -> None:
    assert future(seed=3) == future(seed=3)
    assert future(seed=3) != future(seed=4)


@pytest.mark.parametrize(
    ("changes", "cost"),
    [
        ({}, 0.03),
        ({"citizen": {"available_from": date(2026, 12, 14)}}, 0.0),
        ({"opening": {"start": replace(OPENING.start, latest=date(2026, 12, 10))}}, float("inf")),
    ],
)
def test_a_week_costs_nothing_before_the_start_and_everything_on_the_last_day(
    changes: dict[str, dict[str, object]], cost: float
) -> None:
    begun = town(**changes)
    problem = replace(begun, horizon=replace(begun.horizon, from_=TODAY))
    ready = prepare(problem, Scorer.of(problem))
    assert cost_of_a_week(ready, 0.03, TODAY, {}).tolist() == [cost]


def test_a_week_costs_everything_for_who_leaves() -> None:
    ready = prepare(town(), Scorer.of(town()))
    leaving = {"c1": TODAY + timedelta(days=7)}
    assert cost_of_a_week(ready, 0.03, TODAY, leaving).tolist() == [float("inf")]


def test_deciding_is_worth_the_pair_itself_where_nothing_else_is_in_sight() -> None:
    ready = prepare(town(), Scorer.of(town()))
    last = np.array([np.inf])
    worth = worth_of_deciding(ready, last, [ready])
    assert worth.now + worth.price == pytest.approx(ready.pairs.gain)


def test_two_who_want_one_seat_price_it_by_the_loser() -> None:
    problem = town()
    second = replace(CITIZEN, id="c2", weight=3.0)
    rival = replace(problem, citizens=(*problem.citizens, second))
    ready, after = prepare(problem, Scorer.of(problem)), prepare(rival, Scorer.of(rival))
    worth = worth_of_deciding(ready, np.array([np.inf]), [after])
    assert ready.pairs.gain[0] <= worth.price[0] <= 3 * ready.pairs.gain[0] + 1e-6
    assert worth.now[0] == pytest.approx(ready.pairs.gain[0] - worth.price[0])
