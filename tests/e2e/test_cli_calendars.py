"""`tovholder calendar import` on a real file and a real database."""

from pathlib import Path

import pytest

from core import clock
from core.db import Database
from core.settings import Settings
from scheduler.calendars import queries
from tests import rows
from tests.e2e.cli_files import Ran, run
from tests.unit.calendars.files import calendar, event


@pytest.fixture
def user(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> int:
    """Somebody in the database that the commands use."""
    monkeypatch.setattr("core.settings.settings", lambda: Settings(database_url=sqlite.url))
    with sqlite.transaction() as session:
        return rows.user(session, name="Tove Holm").id


def imported(folder: Path, user: int, content: bytes) -> Ran:
    file = folder / "min.ics"
    file.write_bytes(content)
    return run("calendar", "import", file, "--user", user)


def test_a_file_is_read_for_a_user(tmp_path: Path, user: int, sqlite: Database) -> None:
    content = calendar(*event(f"DTSTART;VALUE=DATE:{clock.today():%Y%m%d}", "SUMMARY:Tandlæge"))
    assert imported(tmp_path, user, content) == Ran(0, "Tove Holm: 1 optaget tid er læst.\n", "")
    with sqlite.reading() as session:
        (source,) = queries.sources(session, user)
        assert len(queries.imported(session, source.id)) == 1


def test_a_bad_file_is_told_by_file_and_line(tmp_path: Path, user: int) -> None:
    ended = imported(tmp_path, user, calendar(*event("DTSTART:sludder", "SUMMARY:Tandlæge")))
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith(f"{tmp_path / 'min.ics'}: linje 4: aftalen, der begynder her,")
    assert "Tandlæge" not in ended.err


def test_a_file_that_is_not_there_is_told(tmp_path: Path, user: int) -> None:
    ended = run("calendar", "import", tmp_path / "ingen.ics", "--user", user)
    assert (ended.status, ended.err) == (2, f"{tmp_path / 'ingen.ics'}: filen findes ikke\n")


def test_an_unknown_user_is_told(tmp_path: Path, user: int) -> None:
    ended = imported(tmp_path, user + 1, calendar())
    assert (ended.status, ended.err) == (2, f"Der er ingen medarbejder med nummer {user + 1}.\n")
