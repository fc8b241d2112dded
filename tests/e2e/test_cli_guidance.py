"""`tovholder guidance`: what it shows, what it writes, and how it ends."""

from pathlib import Path

import pytest

from tests.e2e.cli_files import GOLDEN, a_match, put, run, taken

UNSCORED = GOLDEN / "match-60-unscored.json"


def test_the_call_list_and_the_groups_are_shown() -> None:
    shown = run("guidance", UNSCORED, "--most", 3)
    assert shown.status == 0
    for words in ("Ringeliste", "Ring til", "timer om ugen", "Hvem får plads", "Køn: kvinder", "Største forskel"):
        assert words in shown.out


def test_the_figures_are_written(tmp_path: Path) -> None:
    file = tmp_path / "guidance.json"
    assert run("guidance", UNSCORED, "-o", file, "--seats", 2, "--most", 4).status == 0
    found = taken(file)
    assert set(found) == {"calls", "fairness", "alternates", "cost_of_floors"}
    assert found["cost_of_floors"] is None
    assert len(found["alternates"]) == 60
    assert all(len(them) <= 3 for them in found["alternates"].values())
    assert 0 < len(found["calls"]) <= 4
    for call in found["calls"]:
        assert set(call) == {"kind", "firms"}
        assert all(1 <= firm["seats"] <= 2 and firm["at_most"] > 0 for firm in call["firms"])
    assert found["fairness"]["citizens"] == 60
    assert [one["by"] for one in found["fairness"]["comparisons"]] == ["gender", "age", "target_group"]


def test_what_agreed_shares_cost_is_shown_where_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "guidance.json"
    problem = taken(UNSCORED) | {"floors": [{"where": {"gender": "F"}, "share": 0.7}]}
    shown = run("guidance", put(tmp_path / "problem.json", problem), "-o", file, "--cost-of-floors", "--alternates", 0)
    found = taken(file)
    assert found["cost_of_floors"]["low"] <= found["cost_of_floors"]["cost"] <= found["cost_of_floors"]["high"]
    assert "De aftalte andele koster" in shown.out
    assert found["alternates"] == {}


def test_floors_that_cannot_be_kept_are_named(tmp_path: Path) -> None:
    problem = taken(UNSCORED)
    man = next(one for one in problem["citizens"] if one["gender"] == "M")
    start = problem["openings"][0]["start"]["earliest"]
    stands = {"citizen": man["id"], "opening": problem["openings"][0]["id"], "start": start, "scheme": "ordinary"}
    problem |= {"floors": [{"where": {"gender": "F"}, "share": 1.0}], "fixed": [stands]}
    found = run("guidance", put(tmp_path / "problem.json", problem))
    assert (found.status, found.out) == (2, "")
    assert "floors[0]: mindst 100 %" in found.err


def test_on_standard_output_there_is_nothing_but_the_file(tmp_path: Path) -> None:
    file = tmp_path / "guidance.json"
    run("guidance", UNSCORED, "-o", file)
    assert run("guidance", UNSCORED, "-o", "-").out == file.read_text(encoding="utf-8")


def test_where_nobody_lacks_a_place_that_is_said(tmp_path: Path) -> None:
    served = a_match() | {"citizens": [], "fixed": [], "forbidden": [], "previous": [], "scores": []}
    shown = run("guidance", put(tmp_path / "problem.json", served))
    assert shown.status == 0
    assert "Ingen nye pladser" in shown.out
    assert "Alle" in shown.out


def test_bad_input_is_named_and_ends_with_two(tmp_path: Path) -> None:
    spoilt = a_match()
    spoilt["citizens"][0]["home"]["lat"] = 200
    found = run("guidance", put(tmp_path / "problem.json", spoilt))
    assert (found.status, found.out) == (2, "")
    assert "citizens[0].home.lat" in found.err
    assert run("guidance", tmp_path / "nowhere.json").status == 2
    assert run("guidance", UNSCORED, "-o", tmp_path / "nowhere" / "x.json").status == 2


@pytest.mark.parametrize("option", [("--seats", "0"), ("--most", "0"), ("--time-limit", "nan")])
def test_options_that_make_no_sense_are_refused(option: tuple[str, str]) -> None:
    assert run("guidance", UNSCORED, *option).status == 2


def test_without_time_there_is_no_list() -> None:
    found = run("guidance", UNSCORED, "--time-limit", "0")
    assert (found.status, found.out) == (3, "")
    assert "--time-limit" in found.err
