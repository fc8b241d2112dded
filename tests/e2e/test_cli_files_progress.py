"""Long work: what is said of it and when, and how Ctrl-C ends it."""

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest

from api.cli import solving, watching
from api.cli.watching import PHASES, ProgressLine, Report, watched
from tests.e2e.cli_files import GOLDEN

ENGINES = [Path(name) / "engine" for name in ("matcher", "scheduler")]
NAMED = re.compile(r'(?:progress|report|_keep)\(.*?"(\w+)"')


class Time:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    clock = Time()
    monkeypatch.setattr(watching, "monotonic", clock)
    return clock


@pytest.fixture
def told(clock: Time, capsys: pytest.CaptureFixture[str]) -> Callable[[ProgressLine, float], list[str]]:
    """Set the clock, let the line tick, and see what it says."""

    def at(line: ProgressLine, seconds: float) -> list[str]:
        clock.now = seconds
        line.tick()
        return capsys.readouterr().err.splitlines()

    return at


Told = Callable[[ProgressLine, float], list[str]]


@pytest.mark.parametrize(
    ("solve", "problem"),
    [(solving.match, "match-120.json"), (solving.meetings, "meetings-12.json"), (solving.meetings, "meetings-40.json")],
)
def test_every_phase_of_a_real_solve_has_a_danish_name(solve: Callable[..., object], problem: str) -> None:
    phases = set()
    text = (GOLDEN / problem).read_bytes()
    solve(text, solving.Effort(10, 1), lambda phase, *_figures: phases.add(phase), Event())
    assert {"read", "check"} < phases <= set(PHASES)


def test_every_phase_that_an_engine_may_report_has_a_danish_name() -> None:
    """Among them those that only a hard problem gets to."""
    root = Path(__file__).parents[2]
    sources = [file.read_text() for engine in ENGINES for file in (root / engine).rglob("*.py")]
    named = {phase for source in sources for phase in NAMED.findall(source)}
    assert {"exact", "rounding", "prove", "fill"} <= named <= set(PHASES)


def test_quick_work_says_nothing(told: Told) -> None:
    line = ProgressLine()
    line.report("lp", 1.0, 2.0, 0.5)
    assert told(line, 1.9) == []


def test_longer_work_says_phase_best_bound_and_gap(told: Told) -> None:
    line = ProgressLine()
    line.report("lp", 39.46885, 39.5, 0.00079)
    assert told(line, 2.0) == ["lp: bedste 39.4689, grænse 39.5, afstand 0.079% (2 s)"]


def test_what_is_not_known_yet_is_a_dash(told: Told) -> None:
    line = ProgressLine()
    line.report("read")
    assert told(line, 3.0) == ["læser: bedste –, grænse –, afstand – (3 s)"]


def test_news_is_told_at_most_every_two_seconds(told: Told) -> None:
    line = ProgressLine()
    line.report("lp", 1.0, 2.0, 0.5)
    assert len(told(line, 2.0)) == 1
    line.report("lp", 1.5, 2.0, 0.25)
    assert told(line, 3.0) == []
    assert told(line, 4.0) == ["lp: bedste 1.5, grænse 2, afstand 25.000% (4 s)"]


def test_without_news_the_line_is_repeated_every_ten_seconds(told: Told) -> None:
    line = ProgressLine()
    line.report("lp", 1.0, 2.0, 0.5)
    assert [len(told(line, second)) for second in (2, 4, 8, 11.9, 12, 13, 22)] == [1, 0, 0, 0, 1, 0, 1]


def test_on_a_terminal_the_line_is_redrawn_and_cleared(clock: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    class Status:
        def __init__(self, text: str, **_rest: object) -> None:
            drawn.append(("begin", text))

        def start(self) -> None:
            drawn.append(("start", ""))

        def update(self, text: str) -> None:
            drawn.append(("update", text))

        def stop(self) -> None:
            drawn.append(("stop", ""))

    monkeypatch.setattr("rich.status.Status", Status)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    line = ProgressLine()
    for second in (2, 2.1):
        clock.now = second
        line.tick()
    line.close()
    assert [event for event, _ in drawn] == ["begin", "start", "update", "update", "stop"]


def test_work_is_done_in_another_thread_and_its_value_returned() -> None:
    here = threading.get_ident()
    assert watched(lambda _report, _stopping: threading.get_ident()) != here


def test_what_the_work_raises_is_raised() -> None:
    def fails(_report: Report, _stopping: Event) -> NoReturn:
        raise KeyError("lost")

    with pytest.raises(KeyError, match="lost"):
        watched(fails)


def test_ctrl_c_asks_the_work_to_end_and_its_best_is_returned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ProgressLine, "tick", _pressing(1))
    assert watched(lambda _report, stopping: stopping.wait(10)) is True
    assert "Tryk Ctrl-C igen" in capsys.readouterr().err


def test_a_second_ctrl_c_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(BaseException):
        pass

    def end(status: int) -> NoReturn:
        raise Ended(status)

    monkeypatch.setattr(ProgressLine, "tick", _pressing(2))
    monkeypatch.setattr("os._exit", end)
    with pytest.raises(Ended, match="130"):
        watched(lambda _report, _stopping: time.sleep(1))


def _pressing(times: int) -> Callable[[ProgressLine], None]:
    """Somebody presses Ctrl-C at the first `times` ticks."""
    left = [None] * times

    def tick(_line: ProgressLine) -> None:
        if left:
            left.pop()
            raise KeyboardInterrupt

    return tick
