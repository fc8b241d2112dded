"""Work that is called off is left at once, even where the solver's library cannot be stopped."""

from collections.abc import Iterator
from threading import Event

import pytest

from benchmarks.meeting_instances import Size, municipality
from scheduler.engine.check import check
from scheduler.engine.effort import unless
from scheduler.engine.result import Answer
from scheduler.engine.run import Progress
from scheduler.engine.solve import solve

FOREVER = 60


class Stuck:
    """A solver that comes to no end before it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = Event(), Event()

    def __call__(self, *_: object, **__: object) -> None:
        self.begun.set()
        self.let_go.wait(FOREVER)
        raise RuntimeError("let go")


@pytest.fixture
def stuck() -> Iterator[Stuck]:
    solver = Stuck()
    yield solver
    solver.let_go.set()


def test_without_anybody_to_call_it_off_work_is_simply_done() -> None:
    assert unless(None, lambda: 3) == 3


def test_work_that_is_not_called_off_is_done() -> None:
    assert unless(lambda: False, lambda: 3) == 3


def test_what_goes_wrong_in_the_work_goes_wrong_here() -> None:
    with pytest.raises(ZeroDivisionError):
        unless(lambda: False, lambda: 1 // 0)


def test_work_that_is_called_off_is_left_before_it_ends(stuck: Stuck) -> None:
    assert unless(stuck.begun.is_set, stuck) is None
    assert not stuck.let_go.is_set()


@pytest.mark.parametrize("library", ["linprog", "milp"])
def test_a_solve_that_is_called_off_within_the_library_hands_over_its_plan(
    library: str, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"scheduler.engine.exact.{library}", stuck)
    case = municipality(Size(meetings=60, staff=8, weeks=2, rooms=2, interpreters=2))
    answer = solve(case, cancelled=stuck.begun.is_set)
    assert isinstance(answer, Answer)
    assert check(case, answer) == []
    assert stuck.begun.is_set()
    assert not stuck.let_go.is_set()


def test_a_solve_can_be_called_off_after_any_step_and_its_last_word_is_its_best() -> None:
    case = municipality(Size(meetings=60, staff=8, weeks=2, rooms=2, interpreters=2))
    for steps in range(1, 5):
        heard: list[Progress] = []
        answer = solve(case, progress=heard.append, cancelled=lambda heard=heard, steps=steps: len(heard) >= steps)  # type: ignore[misc]
        assert isinstance(answer, Answer)
        assert check(case, answer) == []
        assert answer.cost <= heard[0].best
        assert answer.bound >= heard[0].bound
