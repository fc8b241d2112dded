"""`tovholder whatif`: what it shows, what it writes, and how it ends."""

from pathlib import Path

import pytest

from tests.e2e.cli_files import GOLDEN, a_match, put, run, taken

UNSCORED = GOLDEN / "match-60-unscored.json"
SCARCE = "support:s1=+2"


def test_the_gain_and_whom_it_concerns_are_shown_in_the_readers_language() -> None:
    danish, english = (
        run("whatif", UNSCORED, "--change", SCARCE),
        run("whatif", UNSCORED, "--change", SCARCE, "--language", "en"),
    )
    assert (danish.status, english.status) == (0, 0)
    assert "Ændringen giver" in danish.out
    assert " får plads: " in danish.out
    assert " gets a place: " in english.out


def test_the_difference_is_written_by_person(tmp_path: Path) -> None:
    file = tmp_path / "difference.json"
    assert run("whatif", UNSCORED, "--change", SCARCE, "-o", file).status == 0
    found = taken(file)
    assert set(found) == {"gain", "low", "high", "people", "result"}
    assert found["low"] - 1e-6 <= found["gain"] <= found["high"] + 1e-6
    assert {one["outcome"] for one in found["people"]} <= {"placed", "lost", "moved", "changed"}
    assert run("whatif", UNSCORED, "--change", SCARCE, "-o", "-").out.startswith('{"gain":')


def test_a_new_opening_is_read_from_a_file_and_estimated_where_scores_are_given(tmp_path: Path) -> None:
    problem = a_match() | {"fixed": [], "previous": []}
    for one in problem["openings"]:
        one["seats"] = 0
    opening = put(tmp_path / "opening.json", problem["openings"][0] | {"id": "new", "seats": 5})
    found = run("whatif", put(tmp_path / "problem.json", problem), "--opening", opening)
    assert found.status == 0
    assert " får plads: new " in found.out


def test_nothing_changed_changes_nothing() -> None:
    assert "Det ændrer intet for nogen." in run("whatif", UNSCORED).out


@pytest.mark.parametrize(
    ("change", "told"),
    [("seats:nowhere=+1", "nowhere findes ikke"), ("chairs:o1=+1", "SLAGS:ID=VÆRDI"), ("seats:o10=-99", "seats")],
)
def test_a_change_that_cannot_be_made_is_named(change: str, told: str) -> None:
    found = run("whatif", UNSCORED, "--change", change)
    assert (found.status, found.out) == (2, "")
    assert told in found.err


def test_without_time_there_is_no_difference() -> None:
    found = run("whatif", UNSCORED, "--change", SCARCE, "--time-limit", "0")
    assert (found.status, found.out) == (3, "")
