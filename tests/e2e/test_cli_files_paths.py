"""Where answers go: whole or not at all, a clear word where a path cannot be used, and before any work is done."""

import os
import stat
from pathlib import Path

import pytest

from api.cli.paths import Target, contents
from core.errors import BadInputError
from tests.e2e.cli_files import GOLDEN, run

CASES = GOLDEN / "followups-2.json"


def refusal(path: Path) -> str:
    with pytest.raises(BadInputError) as refused:
        Target(path)
    return str(refused.value)


def test_a_folder_that_is_not_there_is_named_before_the_problem_is_read(tmp_path: Path) -> None:
    refused = run("followups", tmp_path / "no-problem.json", "-o", tmp_path / "nowhere" / "answer.json")
    assert (refused.status, refused.err) == (2, f"{tmp_path / 'nowhere'}: mappen findes ikke; opret den først\n")


def test_a_folder_is_no_place_for_an_answer(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: er en mappe, ikke en fil"


def test_a_place_that_must_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert refusal(tmp_path / "answer.json").startswith(f"{tmp_path / 'answer.json'}: adgang nægtet")


def test_a_problem_that_is_a_folder_is_named(tmp_path: Path) -> None:
    refused = run("followups", tmp_path, "-o", tmp_path / "answer.json")
    assert (refused.status, refused.err) == (2, f"{tmp_path}: er en mappe, ikke en fil\n")


def test_a_path_through_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInputError, match="ligger i noget, der ikke er en mappe"):
        contents(tmp_path / "file" / "problem.json")


def test_an_unforeseen_trouble_carries_the_systems_words(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"kan ikke bruges \(File name too long\)"):
        contents(tmp_path / ("x" * 300))


def test_an_answer_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text("old")
    Target(answer).write(b"new")
    assert answer.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [answer]


def test_an_answer_that_cannot_be_written_whole_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    answer = tmp_path / "answer.json"
    answer.write_text("old")
    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(BadInputError, match="No space left on device"):
        Target(answer).write(b"new")
    assert answer.read_text() == "old"
    assert list(tmp_path.iterdir()) == [answer]


def test_an_answer_has_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    plain, answer = tmp_path / "plain", tmp_path / "answer.json"
    plain.write_text("x")
    Target(answer).write(b"x")
    assert stat.S_IMODE(answer.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    link = tmp_path / "link.json"
    link.symlink_to("real.json")
    Target(link).write(b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


def test_a_device_is_written_to_and_never_replaced() -> None:
    Target(Path(os.devnull)).write(b"gone")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_dash_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = run("followups", CASES, "-o", "-")
    assert found.status == 0
    assert found.out.startswith('{"format":"tovholder-followups-answer/1"')
    assert list(tmp_path.iterdir()) == []
