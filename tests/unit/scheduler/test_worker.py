"""The worker's clock calls every step again and again, one call at a time, whatever a step does."""

from datetime import UTC, datetime
from threading import Event, Lock
from time import monotonic, sleep

from structlog.testing import capture_logs

from scheduler.worker import Clockwork, Step

SOON = 0.02
PATIENCE = 20.0


def until(event: Event) -> None:
    assert event.wait(PATIENCE)


class Counted:
    """A step that notes how often it is called, and whether it was called while it ran."""

    def __init__(self, enough: int = 3, lasts: float = 0.0) -> None:
        self.calls, self.at_once, self.enough = 0, 0, Event()
        self._wanted, self._lasts, self._running = enough, lasts, Lock()

    def __call__(self, _stopping: Event) -> None:
        if not self._running.acquire(blocking=False):
            self.at_once += 1
            return
        sleep(self._lasts)
        self.calls += 1
        if self.calls >= self._wanted:
            self.enough.set()
        self._running.release()


def test_a_step_is_called_at_once_and_again_and_again() -> None:
    step = Counted()
    clockwork = Clockwork([Step("counted", SOON, step)], datetime.now(UTC))
    clockwork.start()
    until(step.enough)
    clockwork.stop()


def test_the_first_call_does_not_wait_for_the_interval() -> None:
    step, begun = Counted(enough=1), monotonic()
    clockwork = Clockwork([Step("counted", 3600, step)], datetime.now(UTC))
    clockwork.start()
    until(step.enough)
    clockwork.stop()
    assert monotonic() - begun < PATIENCE


def test_a_step_that_takes_longer_than_its_interval_is_not_called_meanwhile() -> None:
    step = Counted(lasts=5 * SOON)
    clockwork = Clockwork([Step("slow", SOON, step)], datetime.now(UTC))
    clockwork.start()
    until(step.enough)
    clockwork.stop()
    assert step.at_once == 0


def test_a_step_that_fails_is_logged_without_its_data_and_called_again_and_disturbs_no_other() -> None:
    failed, other = Counted(), Counted()

    def fail(stopping: Event) -> None:
        failed(stopping)
        raise RuntimeError("a step's own trouble")

    clockwork = Clockwork([Step("fails", SOON, fail), Step("other", SOON, other)], datetime.now(UTC))
    with capture_logs() as logs:
        clockwork.start()
        until(failed.enough)
        until(other.enough)
        clockwork.stop()
    assert {(line["event"], line["step"]) for line in logs} == {("worker.step_failed", "fails")}


def test_stopping_waits_for_the_step_under_way_which_hears_of_it() -> None:
    begun, ended = Event(), Event()

    def patient(stopping: Event) -> None:
        begun.set()
        assert stopping.wait(PATIENCE)
        ended.set()

    clockwork = Clockwork([Step("patient", 3600, patient)], datetime.now(UTC))
    clockwork.start()
    until(begun)
    clockwork.stop()
    assert ended.is_set()
