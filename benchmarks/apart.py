"""Work in a process of its own: its peak memory is its own, and it can be stopped."""

import os
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

P = TypeVar("P")
T = TypeVar("T")
U = TypeVar("U")
MEGABYTE = 1 << 20
LONGEST = 3_600.0


@dataclass(frozen=True, slots=True)
class Limit:
    """What the work may use: seconds of wall time, and megabytes of address space (0: all there is).

    grace: seconds beyond its limit that it gets to end by itself.
    """

    seconds: float = LONGEST
    megabytes: int = 0
    grace: float = 10.0


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall and processor seconds, and the peak memory of the process in MB."""

    seconds: float
    processor: float
    megabytes: int


def apart(
    make: Callable[[], P], work: Callable[[P], T], judge: Callable[[P, T], U], limit: Limit = Limit()
) -> tuple[U, Spent] | None:
    """What `judge` says of what `work` makes of what `make` gives, and what the work took; None where it was stopped.

    Only the work is measured. The functions must be picklable.
    """
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(there, make, work, judge, limit.megabytes))
    process.start()
    there.close()
    try:
        here.recv()
        found: tuple[U, Spent] | None = here.recv() if here.poll(limit.seconds + limit.grace) else None
    except EOFError:
        found = None
    process.kill()
    process.join()
    return found


def _work(
    pipe: Connection, make: Callable[[], P], work: Callable[[P], T], judge: Callable[[P, T], U], megabytes: int
) -> None:
    if megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    given = make()
    pipe.send("begun")
    begun, worked = time.perf_counter(), time.process_time()
    found = work(given)
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    pipe.send((judge(given, found), Spent(seconds, processor, peak)))


def machine() -> str:
    """The machine in a sentence, with how busy it is."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "ortools"))
    return (
        f"{os.cpu_count()} virtual cores ({model}), {memory:.0f} GB, load {os.getloadavg()[0]:.1f} at the start, "
        f"Python {platform.python_version()}, {libraries}."
    )
