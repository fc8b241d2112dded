"""How a solve can end beside an answer: out of time, interrupted, impossible, or with an answer that is no good."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.watching import ProgressLine
from core.errors import Fault
from scheduler.engine import solve as planner
from scheduler.engine.problem import Problem
from scheduler.engine.result import Answer, NoAnswer
from tests.e2e.cli_files import Ran, a_match, a_plan, put, run

Planner = Callable[..., Answer | NoAnswer]


def ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, solve: Planner) -> Ran:
    """How `tovholder meetings` ends when the planner is `solve`."""
    monkeypatch.setattr(planner, "solve", solve)
    return run("meetings", put(tmp_path / "problem.json", a_plan()), "-o", tmp_path / "answer.json")


def test_out_of_time_without_an_answer_is_status_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = ending(tmp_path, monkeypatch, lambda _problem, **_options: NoAnswer(reason="time"))
    assert (ended.status, ended.out) == (3, "")
    assert ended.err.splitlines()[-1] == "Intet svar inden for tidsgrænsen; giv en større --time-limit."
    assert not (tmp_path / "answer.json").exists()


def test_interrupted_without_an_answer_is_status_three_in_other_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def until_cancelled(_problem: Problem, *, cancelled: Callable[[], bool], **_options: object) -> NoAnswer:
        while not cancelled():
            pass
        return NoAnswer(reason="time")

    monkeypatch.setattr(ProgressLine, "tick", press_ctrl_c_once())
    ended = ending(tmp_path, monkeypatch, until_cancelled)
    assert ended.status == 3
    assert ended.err.splitlines()[-1] == "Afbrudt, før der var et svar."


def test_interrupted_with_an_answer_the_best_so_far_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = planner.solve

    def best_when_cancelled(
        problem: Problem, *, cancelled: Callable[[], bool], seed: int, **_options: object
    ) -> object:
        while not cancelled():
            pass
        return real(problem, seed=seed)

    monkeypatch.setattr(ProgressLine, "tick", press_ctrl_c_once())
    assert ending(tmp_path, monkeypatch, best_when_cancelled).status == 0  # type: ignore[arg-type]
    assert run("check", tmp_path / "problem.json", tmp_path / "answer.json").status == 0


def test_an_answer_that_breaks_a_rule_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = planner.solve

    def without_attendees(problem: Problem, **_options: object) -> Answer:
        answer = real(problem)
        assert isinstance(answer, Answer)
        return replace(answer, meetings=tuple(replace(meeting, attendees=()) for meeting in answer.meetings))

    ended = ending(tmp_path, monkeypatch, without_attendees)
    assert (ended.status, ended.out) == (1, "")
    assert "Det er en fejl i Tovholder" in ended.err
    assert "M3 meetings[0]: " in ended.err
    assert not (tmp_path / "answer.json").exists()


def test_pins_that_nothing_can_be_planned_around_refuse_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault("meetings[2].pinned", "M7: mødet, som det skal ligge efter, kan ikke planlægges")
    ended = ending(tmp_path, monkeypatch, lambda _problem, **_options: NoAnswer(reason="pins", faults=(fault,)))
    assert ended.status == 2
    assert ended.err.splitlines()[-1] == str(fault)


def test_fixed_placements_that_no_floor_can_hold_refuse_the_file(tmp_path: Path) -> None:
    wrong = a_match()
    wrong["floors"] = [{"where": {"gender": "F"}, "share": 1}]
    refused = run("match", put(tmp_path / "problem.json", wrong), "-o", tmp_path / "answer.json")
    assert refused.status == 2
    assert refused.err.splitlines()[-1].startswith("floors[0]: ")


def press_ctrl_c_once() -> Callable[[ProgressLine], None]:
    left = [None]

    def tick(_line: ProgressLine) -> None:
        if left:
            left.pop()
            raise KeyboardInterrupt

    return tick
