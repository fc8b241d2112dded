"""The first command a newcomer gives: a municipality built, matched, planned and shown."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from api.cli.demo_summary import proof, week
from scheduler.tables import PlanningRun

TOVHOLDER = [sys.executable, "-c", "from api.cli import app; app()"]
SECONDS = 120


def environment(var: Path) -> dict[str, str]:
    return os.environ | {"TOVHOLDER_VAR": str(var), "NO_COLOR": "1", "COLUMNS": "200"}


def run(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*TOVHOLDER, *arguments]
    return subprocess.run(command, env=environment(var), capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A small demo municipality on disk, and what the command said."""
    var = tmp_path_factory.mktemp("var")
    done = run(var, "demo", "--no-serve", "--citizens", "60")
    assert done.returncode == 0, done.stderr
    return var, done.stdout


@contextmanager
def serving(var: Path, *arguments: str) -> Iterator[str]:
    """The server's own words about where it is, while it runs."""
    database = {"TOVHOLDER_DATABASE_URL": f"sqlite:///{var}/demo.db"}
    process = subprocess.Popen(
        [*TOVHOLDER, "serve", *arguments], env=environment(var) | database, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    said = ""
    try:
        while "http://" not in said:
            line = process.stderr.readline()
            assert line, f"the server ended: {said}"
            said += line
        yield said
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stderr.close()


def fetched(address: str) -> str:
    for _ in range(100):
        try:
            with closing(urllib.request.urlopen(address, timeout=10)) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_the_summary_sets_the_whole_municipality_beside_the_work_by_hand(built: tuple[Path, str]) -> None:
    _, said = built
    placed = re.search(r"Har fået et forslag\D+(\d+) \(\d+\s%\)\D+(\d+) \(", said)
    assert placed, said
    assert int(placed[1]) >= int(placed[2]) > 0
    for words in ("Bevist øvre grænse", "Bevist bedst mulige plan", "Forfalder i", "Overskredet"):
        assert words in said


@pytest.mark.parametrize(
    ("today", "spoken"),
    [
        (date(2026, 11, 20), "denne uge (uge 47)"),
        (date(2026, 11, 21), "næste uge (uge 48)"),
        (date(2026, 11, 23), "denne uge (uge 48)"),
    ],
)
def test_the_week_is_called_what_it_is_called_that_day(today: date, spoken: str) -> None:
    assert week(today) == spoken


@pytest.mark.parametrize(
    ("cost", "bound", "said"), [(0.0, 0.0, "ja"), (120.0, 120.0, "ja"), (200.0, 187.0, "nej, højst 6,5\u00a0% fra")]
)
def test_a_plan_says_whether_it_is_proven_best(cost: float, bound: float, said: str) -> None:
    assert proof(PlanningRun(cost=cost, bound=bound)) == said


def test_a_second_demo_replaces_the_first_and_leaves_no_scraps(built: tuple[Path, str], tmp_path: Path) -> None:
    for seed in ("1", "2"):
        assert run(tmp_path, "demo", "--no-serve", "--citizens", "20", "--random-seed", seed).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"demo.db", "demo.db.lock"}


def test_ctrl_c_ends_the_demo_in_a_line_and_leaves_the_last_one(tmp_path: Path) -> None:
    (tmp_path / "demo.db").write_text("the last one")
    command = [*TOVHOLDER, "demo", "--no-serve", "--citizens", "400"]
    process = subprocess.Popen(
        command, env=environment(tmp_path), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    wait_for_a_child(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=SECONDS)
    assert (process.returncode, said) == (130, "Afbrudt. Den forrige demokommune er urørt.\n")
    assert {path.name for path in tmp_path.iterdir()} == {"demo.db", "demo.db.lock"}
    assert (tmp_path / "demo.db").read_text() == "the last one"


def test_the_same_seed_gives_the_same_summary(built: tuple[Path, str], tmp_path: Path) -> None:
    again = run(tmp_path, "demo", "--no-serve", "--citizens", "60").stdout
    seconds = re.compile(r"Sekunder.*")
    figures = [
        re.findall(r"\d+(?: \(\d+\s%\))?", seconds.sub("", text).split("Møder")[0]) for text in (again, built[1])
    ]
    assert figures[0] == figures[1]


def test_the_municipality_is_shown_on_this_machine(built: tuple[Path, str]) -> None:
    with serving(built[0], "--port", str(free_port())) as said:
        address = re.search(r"http://\S+", said)
        assert address
        assert "kun fra denne maskine" in said
        assert "Tovholder" in fetched(address[0])
        assert "ready" in fetched(f"{address[0]}/readyz")


def test_a_taken_port_gives_another_and_says_so(built: tuple[Path, str]) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(built[0], "--port", str(port)) as said:
            assert f"Port {port} er optaget" in said
            address = re.search(r"http://127.0.0.1:(\d+)", said)
            assert address
            assert int(address[1]) != port
            assert "Tovholder" in fetched(address[0])


def test_without_log_in_no_other_machine_is_served(built: tuple[Path, str]) -> None:
    done = subprocess.run(
        [*TOVHOLDER, "serve", "--host", "0.0.0.0"],
        env=environment(built[0]) | {"TOVHOLDER_DATABASE_URL": f"sqlite:///{built[0]}/demo.db"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 2
    assert "127.0.0.1" in done.stderr


def test_a_database_without_a_schema_is_not_served_but_told_how(tmp_path: Path) -> None:
    env = environment(tmp_path) | {"TOVHOLDER_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}
    done = subprocess.run([*TOVHOLDER, "serve"], env=env, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 2
    assert "tovholder migrate" in done.stderr
    migrated = subprocess.run([*TOVHOLDER, "migrate"], env=env, capture_output=True, text=True, check=False)
    assert migrated.returncode == 0


def wait_for_a_child(pid: int) -> None:
    """Until the process has started a solver, beside the helper that multiprocessing starts first."""
    for _ in range(SECONDS * 20):
        found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
        if len(found.stdout.split()) > 1:
            return
        time.sleep(0.05)
    raise AssertionError("no solver was started")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
