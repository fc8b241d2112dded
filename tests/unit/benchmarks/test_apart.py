"""Work in a process of its own gives what it gives, and is stopped where it takes too much."""

import time

from benchmarks.apart import Limit, apart, machine


def seven() -> int:
    return 7


def doubled(number: int) -> int:
    return 2 * number


def asleep(number: int) -> int:
    time.sleep(60)
    return number


def greedy(number: int) -> int:
    return len(bytearray(2_000_000_000)) + number


def both(given: int, found: int) -> tuple[int, int]:
    return given, found


def test_work_gives_what_is_judged_of_it_and_what_it_took() -> None:
    got = apart(seven, doubled, both)

    assert got is not None
    found, spent = got
    assert found == (7, 14)
    assert 0 <= spent.seconds < 60
    assert spent.megabytes > 1


def test_work_that_takes_too_long_is_stopped() -> None:
    begun = time.monotonic()

    assert apart(seven, asleep, both, Limit(seconds=0.2, grace=0.0)) is None
    assert time.monotonic() - begun < 30


def test_work_that_takes_too_much_memory_is_stopped() -> None:
    assert apart(seven, greedy, both, Limit(megabytes=1_500)) is None


def test_the_machine_is_told_with_its_cores_and_libraries() -> None:
    told = machine()

    assert "cores" in told
    assert "ortools" in told
