"""What the machine refuses is told in one Danish line; a defect of Tovholder's own keeps its traceback."""

from pathlib import Path
from typing import NoReturn

import pytest

from api.cli.exits import surroundings_told
from core.settings import Settings
from tests.e2e.cli_files import Ran, run

COMMANDS = [["demo", "--no-serve", "--citizens", "20"], ["migrate"], ["serve"]]
FILES = [["migrate"], ["serve"]]


def told(command: list[str], monkeypatch: pytest.MonkeyPatch, **chosen: object) -> Ran:
    settings = Settings.model_validate(chosen)
    monkeypatch.setattr("core.settings.settings", lambda: settings)
    return run(*command)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_where_the_folder_should_be_is_named(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    var = tmp_path / "var"
    var.write_text("x")
    refused = told(command, monkeypatch, var=var, database_url=f"sqlite:///{var}/tovholder.db")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith(f"{var}: er en fil, ikke en mappe")
    assert refused.err.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_must_not_be_written_is_named(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_rest: object, **_more: object) -> NoReturn:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    refused = told(command, monkeypatch, var=tmp_path / "var", database_url=f"sqlite:///{tmp_path}/var/tovholder.db")
    assert (refused.status, refused.err.split(";")[0]) == (2, f"{tmp_path}/var: adgang nægtet")


@pytest.mark.parametrize("command", FILES)
def test_a_database_that_cannot_be_opened_is_told_in_a_line(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = told(command, monkeypatch, database_url=f"sqlite:///{tmp_path}")
    assert refused.status == 2
    assert refused.err.startswith("Databasen kan ikke bruges (unable to open database file).")
    assert refused.err.count("\n") == 1


@pytest.mark.parametrize("command", FILES)
def test_a_file_that_is_no_database_is_told_in_a_line(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.txt").write_text("Not a database at all. " * 100)
    refused = told(command, monkeypatch, database_url=f"sqlite:///{tmp_path}/notes.txt")
    assert (refused.status, refused.err.split(".")[0]) == (2, "Databasen kan ikke bruges (file is not a database)")


def test_an_address_that_is_no_database_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = told(["migrate"], monkeypatch, database_url="var/tovholder.db")
    assert refused.status == 2
    assert refused.err.startswith("TOVHOLDER_DATABASE_URL er ikke en databaseadresse.")


@pytest.mark.parametrize("error", [KeyError("lost"), BrokenPipeError(32, "Broken pipe")])
def test_a_defect_and_a_reader_that_left_are_passed_on(error: Exception) -> None:
    with pytest.raises(type(error)), surroundings_told():
        raise error
