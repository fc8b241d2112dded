"""One demo municipality per folder: it is built by one, or served, and whoever dies blocks nobody."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import locks
from core.errors import ConflictError
from core.settings import Settings
from tests.e2e.cli_files import Ran, run

HOLDER = "import sys, time; from pathlib import Path; from api.cli.locks import building\n"
HOLDER += "with building(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def demo(var: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    monkeypatch.setattr("core.settings.settings", lambda: Settings(var=var))
    return run("demo", "--no-serve", "--citizens", "20")


def test_a_second_demo_waits_for_the_first_and_leaves_its_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_built = tmp_path / "demo.new"
    with locks.building(tmp_path / "demo.db"):
        half_built.write_text("half")
        refused = demo(tmp_path, monkeypatch)
    assert (refused.status, refused.err) == (2, f"{locks.BUILT}\n")
    assert half_built.read_text() == "half"


def test_a_demo_that_is_served_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "demo.db"
    database.write_text("served")
    with locks.serving(f"sqlite:///{database}"), locks.serving(f"sqlite:///{database}"):
        refused = demo(tmp_path, monkeypatch)
    assert (refused.status, refused.err) == (2, f"{locks.SERVED}\n")
    assert database.read_text() == "served"


def test_a_file_that_is_being_built_is_not_served(tmp_path: Path) -> None:
    database = tmp_path / "demo.db"
    with (
        locks.building(database),
        pytest.raises(ConflictError, match="ved at blive bygget"),
        locks.serving(f"sqlite:///{database}"),
    ):
        pass


@pytest.mark.parametrize("url", ["postgresql+psycopg://somewhere/tovholder", "sqlite://", "sqlite:///:memory:"])
def test_a_database_without_a_file_needs_no_lock(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with locks.serving(url):
        assert list(tmp_path.iterdir()) == []


def test_a_demo_that_was_killed_blocks_nobody(tmp_path: Path) -> None:
    database = tmp_path / "demo.db"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(database)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ConflictError), locks.building(database):
            pass
        holder.send_signal(signal.SIGKILL)
    with locks.building(database):
        assert database.with_name("demo.db.lock").exists()
