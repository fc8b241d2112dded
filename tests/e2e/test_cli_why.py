"""`tovholder why`: what it shows, what it writes, and how it ends; and what is said of a problem without an answer."""

from pathlib import Path

from tests.e2e.cli_files import GOLDEN, a_match, put, run, taken

UNSCORED = GOLDEN / "match-60-unscored.json"


def solved(folder: Path) -> Path:
    file = folder / "answer.json"
    assert run("match", UNSCORED, "-o", file).status == 0
    return file


def test_citizens_asked_about_are_explained_in_danish_or_english(tmp_path: Path) -> None:
    file = solved(tmp_path)
    found = taken(file)
    placed, stuck = found["placements"][0]["citizen"], found["unplaced"][0]["citizen"]
    danish = run("why", UNSCORED, file, "--citizen", placed, "--citizen", stuck)
    english = run("why", UNSCORED, file, "--citizen", stuck, "--language", "en")
    assert (danish.status, english.status) == (0, 0)
    assert f"{placed}: " in danish.out
    assert f"{stuck}: ingen plads" in danish.out
    assert "Det stod i vejen:" in danish.out
    assert f"{stuck}: no place" in english.out


def test_everybodys_facts_are_written_and_the_whole_is_shown_at_a_glance(tmp_path: Path) -> None:
    answer, file = solved(tmp_path), tmp_path / "why.json"
    shown = run("why", UNSCORED, answer, "-o", file)
    facts, found = taken(file), taken(answer)
    assert "borgere har en plads" in shown.out
    assert set(facts) == {"runners_up", "stuck"}
    assert set(facts["runners_up"]) == {one["citizen"] for one in found["placements"]}
    assert [one["citizen"] for one in facts["stuck"]] == [one["citizen"] for one in found["unplaced"]]
    assert [one["blocked"] for one in facts["stuck"]] == [one["blocked"] for one in found["unplaced"]]


def test_on_standard_output_there_is_nothing_but_the_file(tmp_path: Path) -> None:
    answer, file = solved(tmp_path), tmp_path / "why.json"
    run("why", UNSCORED, answer, "-o", file)
    assert run("why", UNSCORED, answer, "-o", "-").out == file.read_text(encoding="utf-8")


def test_an_answer_that_breaks_a_rule_is_not_explained(tmp_path: Path) -> None:
    file = solved(tmp_path)
    wrong = taken(file)
    wrong["placements"].append(wrong["placements"][0])
    found = run("why", UNSCORED, put(tmp_path / "wrong.json", wrong))
    assert (found.status, found.out) == (1, "")
    assert "H1" in found.err


def test_bad_input_is_named_with_its_file(tmp_path: Path) -> None:
    file = solved(tmp_path)
    spoilt = taken(file) | {"status": "splendid"}
    found = run("why", UNSCORED, put(tmp_path / "spoilt.json", spoilt))
    assert (found.status, found.out) == (2, "")
    assert "spoilt.json: status" in found.err
    assert run("why", tmp_path / "nowhere.json", file).status == 2


def test_a_problem_without_an_answer_names_the_floor_that_cannot_be_kept(tmp_path: Path) -> None:
    problem = a_match() | {"floors": [{"where": {"gender": "F"}, "share": 1.0}]}
    men = [one for one in problem["citizens"] if one["gender"] == "M"]
    answer = tmp_path / "answer.json"
    assert run("match", put(tmp_path / "free.json", problem | {"floors": []}), "-o", answer).status == 0
    placed = next(one for one in taken(answer)["placements"] if one["citizen"] in {man["id"] for man in men})
    problem["fixed"] = [{key: placed[key] for key in ("citizen", "opening", "scheme", "start")}]
    found = run("match", put(tmp_path / "problem.json", problem), "-o", answer)
    assert found.status == 2
    assert "floors[0]: mindst 100 % med gender = F kan ikke nås: 0 af 1 faste placeringer er det" in found.err
