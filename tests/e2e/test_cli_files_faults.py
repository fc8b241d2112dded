"""Bad input to the file commands: every fault with its place on standard error, status 2, and nothing written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.cli_files import PROBLEMS, Json, a_match, a_plan, put, run


@pytest.fixture(params=PROBLEMS)
def command(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def problem(command: str, tmp_path: Path) -> Path:
    return put(tmp_path / "problem.json", PROBLEMS[command]())


def test_every_fault_is_told_on_a_line_of_its_own_and_nothing_is_written(tmp_path: Path) -> None:
    wrong = a_match()
    wrong["citizens"][1]["home"]["lat"] = "57.44"
    wrong["openings"][0]["seat"] = 2
    answer = tmp_path / "answer.json"
    refused = run("match", put(tmp_path / "problem.json", wrong), "-o", answer)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.splitlines() == [
        "citizens[1].home.lat: skal være et tal uden anførselstegn",
        "openings[0].seat: ukendt felt; ret stavningen eller fjern det",
    ]
    assert not answer.exists()


def test_of_very_many_faults_the_rest_are_counted(tmp_path: Path) -> None:
    wrong = a_match()
    wrong["scores"] = [{"citizen": "c1", "opening": "o1", "score": "1"}] * 1000
    lines = run("match", put(tmp_path / "problem.json", wrong), "-o", tmp_path / "answer.json").err.splitlines()
    assert len(lines) == 201
    assert lines[-1] == "… og 800 fejl mere"


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda match: match["citizens"].append(match["citizens"][0]), "citizens[4].id"),
        (lambda match: match["openings"][0].update(unit="u9"), "openings[0].unit"),
        (lambda match: match["fixed"][0].update(scheme="arbejde"), "fixed[0].scheme"),
        (lambda match: match["consultants"][0].update(capacity=0), "fixed[0]"),
    ],
    ids=["id twice", "unknown unit", "unknown scheme", "fixed beyond the consultant's capacity"],
)
def test_what_the_types_cannot_tell_has_its_place_too(
    spoil: Callable[[Json], None], place: str, tmp_path: Path
) -> None:
    wrong = a_match()
    spoil(wrong)
    refused = run("match", put(tmp_path / "problem.json", wrong), "-o", tmp_path / "answer.json")
    assert refused.status == 2
    assert refused.err.startswith(place)


def test_a_pin_that_breaks_a_rule_refuses_the_file(tmp_path: Path) -> None:
    wrong = a_plan()
    wrong["meetings"][2]["pinned"]["attendees"] = ["p1"]
    refused = run("meetings", put(tmp_path / "problem.json", wrong), "-o", tmp_path / "answer.json")
    assert refused.status == 2
    assert refused.err.startswith("meetings[2].pinned.attendees: ")


def test_of_a_file_of_another_format_only_the_format_is_told(tmp_path: Path) -> None:
    refused = run("match", put(tmp_path / "problem.json", a_plan()), "-o", tmp_path / "answer.json")
    assert (refused.status, refused.err) == (2, "format: skal være 'tovholder-match/1'\n")


def test_a_problem_that_is_not_there_is_named(command: str, tmp_path: Path) -> None:
    path = tmp_path / "nothing.json"
    refused = run(command, path, "-o", tmp_path / "answer.json")
    assert (refused.status, refused.err) == (2, f"{path}: filen findes ikke\n")


@pytest.mark.parametrize(
    "option", [("--time-limit", "nan"), ("--time-limit", "-1"), ("--gap", "2"), ("--workers", "0"), ("--seed", "x")]
)
def test_an_option_out_of_range_is_refused(option: tuple[str, str], tmp_path: Path) -> None:
    problem = put(tmp_path / "problem.json", a_match())
    refused = run("match", problem, "-o", tmp_path / "answer.json", *option)
    assert refused.status == 2
    assert option[0] in refused.err


def test_a_problem_needs_a_place_for_its_answer(command: str, problem: Path) -> None:
    refused = run(command, problem)
    assert refused.status == 2
    assert "--output" in refused.err


def test_an_id_from_the_file_cannot_break_the_line_or_steer_the_terminal(tmp_path: Path) -> None:
    wrong = a_match()
    wrong["openings"][0]["unit"] = "u9\n\x1b[2J"
    refused = run("match", put(tmp_path / "problem.json", wrong), "-o", tmp_path / "answer.json")
    assert refused.err.startswith("openings[0].unit: ")
    assert "\\n\\x1b[2J" in refused.err
    assert len(refused.err.splitlines()) == 1
