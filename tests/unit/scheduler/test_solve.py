"""How a solve behaves: limits, progress, repeatability, pins that cannot be kept, odd weights."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from benchmarks.meeting_instances import Size, municipality, one_interpreter, one_room
from core.writing import write
from scheduler.engine.check import check
from scheduler.engine.problem import Horizon, Person, Problem, Room, Weights
from scheduler.engine.result import Answer, NoAnswer
from scheduler.engine.run import Progress
from scheduler.engine.solve import solve
from tests.unit.scheduler.agenda import (
    after,
    any_of,
    busy,
    day,
    held,
    left_out,
    meeting,
    person,
    pin,
    previous,
    problem,
    solved,
    times,
)

CROWDED = Size(meetings=60, staff=8, weeks=2, rooms=2, interpreters=2)


def plan_of(answer: Answer | NoAnswer) -> Any:
    assert isinstance(answer, Answer)
    return json.loads(write(replace(answer, seconds=0)))


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_problem_seed_and_workers_give_the_same_plan(workers: int) -> None:
    case = municipality(CROWDED)
    assert plan_of(solve(case, seed=7, workers=workers)) == plan_of(solve(case, seed=7, workers=workers))


@pytest.mark.parametrize("make", [one_interpreter, one_room], ids=["one interpreter", "one room"])
def test_tight_problems_are_proven(make: object) -> None:
    assert callable(make)
    answer = solved(make(24))
    assert 0 < len(answer.meetings) < 24 or answer.cost > 0


def test_without_time_the_constructors_plan_is_handed_over_with_a_bound() -> None:
    case = municipality(CROWDED)
    answer = solve(case, time_limit=0)
    assert isinstance(answer, Answer)
    assert check(case, answer) == []
    assert (answer.status, answer.bound <= answer.cost, len(answer.meetings) > 30) == ("feasible", True, True)


def test_a_called_off_solve_hands_over_what_it_has() -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return True

    answer = solve(municipality(CROWDED), cancelled=cancelled)
    assert isinstance(answer, Answer)
    assert asked
    assert answer.status == "feasible"


def test_a_problem_too_large_for_one_model_is_still_planned_with_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    case = municipality(Size(meetings=40, staff=8, weeks=2, rooms=2, interpreters=2))
    whole = solved(case)
    monkeypatch.setattr("scheduler.engine.solve.MOST_STARTS", 300)
    monkeypatch.setattr("scheduler.engine.solve.STAGES", (((20,), 1_000),))
    parts = solve(case)
    assert isinstance(parts, Answer)
    assert check(case, parts) == []
    assert parts.bound <= whole.cost <= parts.cost <= 1.1 * whole.cost


def test_a_plan_that_the_relaxation_splits_is_searched_and_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """One interpreter leaves gaps that only whole numbers close: the search works first, then the proof."""
    monkeypatch.setattr("scheduler.engine.solve.STAGES", (((6, 12), 10_000),))
    heard: list[Progress] = []
    answer = solved(one_interpreter(20), progress=heard.append, workers=2)
    assert "improve" in [each.phase for each in heard]
    assert answer.cost == solved(one_interpreter(20)).cost


def test_progress_tells_better_plans_and_higher_bounds_until_they_meet() -> None:
    heard: list[Progress] = []
    answer = solved(municipality(CROWDED), progress=heard.append)
    assert heard[0].phase == "construct"
    assert all(a.best >= b.best and a.bound <= b.bound for a, b in pairwise(heard))
    assert (heard[-1].best, heard[-1].bound, heard[-1].gap) == (answer.cost, answer.bound, 0)


def test_a_problem_without_meetings_or_without_days_has_an_answer() -> None:
    assert solved(problem()).cost == 0
    sunday = Horizon(from_=day(6), to=day(6))
    assert left_out(solved(problem(meeting("m", "p"), horizon=sunday))) == {
        "m": "there is no open day 2026-12-07–2026-12-07"
    }


def test_days_outside_the_horizon_are_not_used() -> None:
    late = meeting("m", "p", earliest=day(20), latest=day(25))
    assert list(left_out(solved(problem(late)))) == ["m"]


class TestPins:
    def test_what_a_pin_waits_for_is_planned_at_any_price(self) -> None:
        first = meeting("a", "p", latest=day(4), due=day(0))
        second = meeting("b", "q", latest=day(9), after=(after("a", 1, 1),), pinned=pin("10:00", "q", number=4))
        answer = solved(problem(first, second, weights=Weights(unplanned=1)))
        assert (times(answer)["a"][0], answer.cost) == ("3", 30)

    def test_it_is_planned_even_where_the_quick_plans_fail(self) -> None:
        """Each of two musts would take the only time of the other if it came first."""
        people = (person("p", busy("10:00", "12:00")), person("q", busy("08:00", "09:00"), busy("10:00", "12:00")))
        musts = (meeting("a", "p", any_of("x")), meeting("b", "q", any_of("x")))
        ends = [
            meeting(f"end {m.id}", "z", after=(after(m.id, 0, 9),), pinned=pin(clock, "z", number=2))
            for m, clock in zip(musts, ("08:00", "09:00"), strict=True)
        ]
        assert times(solved(problem(*musts, *ends, people=people)))["a"] == "0 08:00"

    def test_a_pin_whose_predecessor_cannot_be_planned_refuses_the_file(self) -> None:
        first = meeting("a", "p")
        second = meeting("b", "q", latest=day(9), after=(after("a", 1, 9),), pinned=pin("10:00", "q", number=1))
        answer = solve(problem(first, second, people=(person("p", busy("08:00", "12:00")),)))
        assert isinstance(answer, NoAnswer)
        assert answer.reason == "pins"
        assert [fault.place for fault in answer.faults] == ["meetings[1].pinned"]

    def test_roles_that_cannot_be_filled_for_a_pin_refuse_the_file(self) -> None:
        first = meeting("a", any_of("x"), any_of("x"))
        case = problem(first, meeting("b", "q", after=(after("a", 0, 9),), pinned=pin("10:00", "q")))
        answer = solve(case)
        assert isinstance(answer, NoAnswer)
        assert answer.reason == "pins"

    def test_time_may_run_out_before_what_a_pin_waits_for_is_settled(self) -> None:
        first = meeting("a", any_of("x"), any_of("x"))
        case = problem(first, meeting("b", "q", after=(after("a", 0, 9),), pinned=pin("10:00", "q")))
        assert solve(case, time_limit=0) == NoAnswer(reason="time")


class TestCosts:
    def test_a_move_costs_and_staying_does_not(self) -> None:
        assert solved(problem(meeting("m", "p", previous=previous("10:30")))).cost == 0
        taken = problem(meeting("m", "p", previous=previous("10:30")), people=(person("p", busy("11:00", "11:30")),))
        assert solved(taken).cost == 20
        off_grid = problem(meeting("m", "p", previous=previous("10:40")))
        assert solved(off_grid).cost == 20

    def test_late_days_count_by_the_calendar_and_by_weight(self) -> None:
        friday = meeting("m", "p", weight=3, earliest=day(7), due=day(4), latest=day(9))
        assert solved(problem(friday)).cost == 90

    def test_a_meeting_dearer_than_leaving_it_out_is_left_out(self) -> None:
        late = meeting("m", "p", earliest=day(9), due=day(0), latest=day(9))
        answer = solved(problem(late, weights=Weights(unplanned=50)))
        assert left_out(answer) == {"m": "the times left cost more than leaving it out"}

    def test_it_is_held_if_others_can_then_follow(self) -> None:
        late = meeting("m", "p", earliest=day(9), due=day(0), latest=day(9))
        following = meeting("n", "q", latest=day(9), after=(after("m", 0, 0),))
        assert solved(problem(late, following, weights=Weights(unplanned=50))).cost == 90

    @pytest.mark.parametrize(
        ("weights", "weight", "cost"),
        [
            (Weights(unplanned=0.1), 3, 0.3),
            (Weights(unplanned=1 / 3), 1, 1 / 3),
            (Weights(unplanned=1e12), 1, 1e12),
            (Weights(unplanned=0), 1, 0),
        ],
    )
    def test_any_weights_are_counted_to_the_last_decimal(self, weights: Weights, weight: float, cost: float) -> None:
        case = problem(meeting("m", "p", weight=weight), weights=weights, people=(person("p", busy("08:00", "12:00")),))
        answer = solve(case)
        assert isinstance(answer, Answer)
        assert answer.cost == pytest.approx(cost, abs=0)
        assert answer.bound == pytest.approx(cost, rel=1e-5, abs=1e-5)

    def test_the_bound_stays_below_the_cost_where_weights_must_be_rounded(self) -> None:
        third = Weights(unplanned=1 / 3, late_day=1 / 7)
        case = replace(municipality(CROWDED), weights=third)
        answer = solve(case)
        assert isinstance(answer, Answer)
        assert answer.status == "feasible"
        assert answer.cost - 1e-3 < answer.bound < answer.cost


def test_more_rooms_than_a_count_can_tell_apart_still_give_a_valid_plan() -> None:
    """Rooms with different places and busy times, and guests who need seats: the count of rooms deceives often."""
    rng = np.random.default_rng(3)
    rooms = tuple(
        Room(
            id=f"r{n}",
            site="hall",
            capacity=int(rng.integers(1, 4)),
            busy=(busy(f"{8 + n % 3:02}:30", f"{9 + n % 3:02}:30", n % 2),),
        )
        for n in range(4)
    )
    meetings = [
        meeting(f"m{n}", f"p{n}", minutes=60, latest=day(1), sites=("hall",), optional=(f"g{n % 5}", f"h{n % 3}"))
        for n in range(16)
    ]
    people = tuple(Person(id=f"p{n}") for n in range(16))
    answer = solved(problem(*meetings, people=people, rooms=rooms))
    assert held(answer, answer.meetings[0].id).room is not None


def test_an_answer_is_written_with_times_as_the_format_has_them() -> None:
    answer = solved(problem(meeting("m", "p", sites=("hall",), latest=day(1), earliest=day(1)), slot_minutes=240))
    assert plan_of(answer)["meetings"] == [
        {
            "id": "m",
            "start": "2026-12-08T08:00",
            "end": "2026-12-08T09:00",
            "site": "hall",
            "room": "r1",
            "attendees": ["p"],
        }
    ]
    assert answer.gap == 0


def test_problems_are_frozen() -> None:
    case: Problem = problem(meeting("m", "p"))
    with pytest.raises(AttributeError):
        case.slot_minutes = 5  # type: ignore[misc]


def test_a_horizon_of_two_centuries_changes_nothing() -> None:
    given = municipality(Size(meetings=12, staff=6, weeks=2))
    endless = replace(given, horizon=Horizon(from_=date(1900, 1, 1), to=date(2099, 12, 31)))
    assert plan_of(solve(endless)) == plan_of(solve(given))
