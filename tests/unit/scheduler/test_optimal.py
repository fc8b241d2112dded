"""The planner finds the cheapest plan: as brute force, as another solver, as the known optima, whatever the order."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.meeting_instances import Size, municipality
from benchmarks.meeting_peer import plain_cp_sat
from core.reading import read
from scheduler.engine.problem import Pin, Previous, Problem, Room, Weights
from scheduler.engine.result import PlannedMeeting
from tests.unit.scheduler.agenda import day, solved
from tests.unit.scheduler.by_hand import cheapest
from tests.unit.scheduler.tiny import tiny_problems

GOLDEN = Path(__file__).parents[2] / "golden"


@given(tiny_problems())
@settings(max_examples=120, deadline=None)
def test_no_plan_is_cheaper_than_the_planners(case: Problem) -> None:
    assert solved(case).cost == pytest.approx(cheapest(case))


@given(tiny_problems(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_in_the_file_does_not_change_the_cost(case: Problem, luck: Random) -> None:
    again = replace(
        case,
        people=tuple(luck.sample(case.people, len(case.people))),
        rooms=tuple(luck.sample(case.rooms, len(case.rooms))),
        meetings=tuple(luck.sample(case.meetings, len(case.meetings))),
    )
    assert solved(again).cost == pytest.approx(solved(case).cost)


@given(tiny_problems())
@settings(max_examples=30, deadline=None)
def test_another_room_never_makes_a_plan_dearer(case: Problem) -> None:
    more = replace(case, rooms=(*case.rooms, Room(id="new", site="s", capacity=3)))
    assert solved(more).cost <= solved(case).cost


@given(tiny_problems())
@settings(max_examples=30, deadline=None)
def test_a_closed_day_never_makes_a_plan_cheaper(case: Problem) -> None:
    assert solved(replace(case, closed=(day(1),))).cost >= solved(case).cost


@given(tiny_problems())
@settings(max_examples=30, deadline=None)
def test_all_weights_doubled_double_the_cost(case: Problem) -> None:
    w = case.weights
    double = Weights(
        unplanned=2 * w.unplanned,
        late_day=2 * w.late_day,
        optional_missing=2 * w.optional_missing,
        moved=2 * w.moved,
    )
    assert solved(replace(case, weights=double)).cost == pytest.approx(2 * solved(case).cost)


@given(tiny_problems(), st.sets(st.integers(0, 2)))
@settings(max_examples=40, deadline=None)
def test_pinning_some_of_the_cheapest_plan_leaves_the_rest_as_cheap(case: Problem, pinned: set[int]) -> None:
    answer = solved(case)
    planned = {each.id: each for each in answer.meetings}
    again = [
        replace(m, pinned=_pin(planned[m.id])) if n in pinned and m.id in planned else m
        for n, m in enumerate(case.meetings)
    ]
    late = sum(
        case.weights.late_day * m.weight * max(0, (planned[m.id].start.date() - m.due_day).days)
        for m in again
        if m.pinned
    )
    assert solved(replace(case, meetings=tuple(again))).cost == pytest.approx(answer.cost - late)


@given(tiny_problems())
@settings(max_examples=30, deadline=None)
def test_a_plan_that_is_still_the_best_is_not_moved(case: Problem) -> None:
    case = replace(case, meetings=tuple(replace(m, previous=None) for m in case.meetings))
    answer = solved(case)
    start = {each.id: Previous(start=each.start) for each in answer.meetings}
    again = solved(replace(case, meetings=tuple(replace(m, previous=start.get(m.id)) for m in case.meetings)))
    assert again.cost == pytest.approx(answer.cost)
    assert {each.id: each.start for each in again.meetings} == {each.id: each.start for each in answer.meetings}


@pytest.mark.parametrize(("meetings", "cost"), [(12, 3035), (40, 7155), (120, 24355)])
def test_known_optima_are_reached_and_proven(meetings: int, cost: float) -> None:
    answer = solved(read(Problem, (GOLDEN / f"meetings-{meetings}.json").read_bytes()))
    assert (answer.cost, answer.bound) == (cost, cost)


def _pin(held: PlannedMeeting) -> Pin:
    return Pin(start=held.start, site=held.site, room=held.room, attendees=held.attendees)


@pytest.mark.parametrize("seed", range(3))
def test_another_solver_agrees(seed: int) -> None:
    case = municipality(Size(meetings=14, staff=8, weeks=2, rooms=2, interpreters=1), seed)
    other = plain_cp_sat(case, seconds=20)
    assert other.cost == pytest.approx(other.bound)
    assert solved(case).cost == pytest.approx(other.cost)
