"""The checker of meeting plans: what a plan says about itself."""

import json

from core.reading import read
from scheduler.engine.check import check
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer
from tests.unit.scheduler.plan_on_trial import Json, a_problem, after, an_answer, figures


def test_every_meeting_is_listed_once_and_no_other() -> None:
    def muddle(both: Json) -> None:
        both["answer"]["unplanned"] = [{"id": "m1", "because": "?"}, {"id": "m9", "because": "?"}]

    assert after(muddle) == [("listed", "unplanned[0]"), ("listed", "unplanned[1]"), ("listed", "unplanned")]


def test_a_meeting_planned_twice_is_listed_twice() -> None:
    def twice(both: Json) -> None:
        both["answer"]["meetings"].append(both["answer"]["meetings"][1])

    assert after(twice) == [("listed", "meetings[3]")]


def test_the_cost_is_recomputed() -> None:
    assert figures(cost=1020) == ["cost cost: er opgivet til 1020, men er 1025"]


def test_the_cost_counts_a_meeting_that_was_moved() -> None:
    problem, answer = a_problem(), an_answer()
    problem["weights"] = {"unplanned": 0, "late_day": 0, "optional_missing": 0, "moved": 20}
    answer["meetings"][0] |= {"start": "2026-12-07T10:00", "end": "2026-12-07T11:00"}
    answer |= {"cost": 20, "bound": 20, "status": "optimal"}
    assert check(read(Problem, json.dumps(problem).encode()), read(Answer, json.dumps(answer).encode())) == []


def test_a_bound_above_the_cost_is_none() -> None:
    assert figures(bound=1026) == ["bound bound: er 1026, over planens pris 1025"]


def test_an_optimal_plan_has_its_cost_as_the_bound() -> None:
    assert figures(status="optimal", bound=1025) == []
    assert figures(status="optimal") == ["bound status: er optimal, men grænsen 25 ligger under prisen 1025"]


def test_endless_numbers_are_told_in_a_few_figures() -> None:
    assert figures(cost=1e300, bound=1e301) == [
        "cost cost: er opgivet til 1e+300, men er 1025",
        "bound bound: er 1e+301, over planens pris 1025",
    ]
