"""What the child process of a run answers, without a database."""

from dataclasses import replace
from datetime import date

from core.work import Failure, Progress
from matcher.engine.check import check
from matcher.engine.problem import Fixed, Floor, Problem, Staff
from matcher.policy import Policy
from matcher.solving import Answer, Task, answer
from tests.unit.matcher.town import crowd, town

MEN = Floor(where={"gender": "M"}, share=0.5)
STANDS = Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7))


def task(problem: Problem, seconds: float = 60.0) -> Task:
    return Task(problem=problem, owners={one.id: "k0" for one in problem.units}, seconds=seconds, gap=0.001)


def answered(work: Task) -> tuple[Answer | Failure, list[str]]:
    phases: list[Progress] = []
    return answer(work, phases.append), [one.phase for one in phases]


def test_an_answer_is_checked_explained_and_compared() -> None:
    problem = crowd(1, 40, 25)
    found, phases = answered(task(problem))
    assert isinstance(found, Answer)
    assert check(problem, found.result) == []
    assert found.by_hand.placed <= len(problem.citizens)
    assert {one.citizen for one in found.result.placements} == set(found.why.runners_up)
    assert [one.citizen for one in found.result.unplaced] == [one.citizen for one in found.why.stuck]
    assert phases[-1] == "explain"


def test_an_answer_says_in_danish_what_it_would_take() -> None:
    found, _ = answered(task(town(consultants=(Staff(id="k1", capacity=0),))))
    assert isinstance(found, Answer)
    assert [one.would_take for one in found.result.unplaced[0].nearest] == ["at konsulenten kan tage én mere"]


def test_what_cannot_be_kept_is_named_where_there_is_no_answer() -> None:
    found, _ = answered(task(town(fixed=(STANDS,), floors=(MEN,))))
    assert isinstance(found, Failure)
    assert found.message.startswith("Data kan ikke matches: floors[0]: mindst 50 % med gender = M kan ikke nås")


def test_without_time_there_is_no_answer() -> None:
    found, _ = answered(task(crowd(1, 40, 25), seconds=0.0))
    assert isinstance(found, Failure)
    assert "tidsgrænsen" in found.message


def test_the_work_by_hand_is_scored_as_the_municipality_weighs() -> None:
    problem = replace(crowd(1, 40, 25), previous=())
    policy = Policy(weights=replace(Policy().weights, occupation=0.0, distance=0.42))
    usual, other = (answered(replace(task(problem), policy=one))[0] for one in (Policy(), policy))
    assert isinstance(usual, Answer)
    assert isinstance(other, Answer)
    assert usual.by_hand.objective != other.by_hand.objective
