"""`tovholder check`: what is listed, what is refused, and how it ends."""

from pathlib import Path

import pytest

from tests.e2e.cli_files import GOLDEN, a_match, a_plan, put, run, taken


def test_an_answer_that_breaks_a_rule_is_listed_with_status_one(tmp_path: Path) -> None:
    problem, answer = put(tmp_path / "problem.json", a_plan()), tmp_path / "answer.json"
    run("meetings", problem, "-o", answer)
    wrong = taken(answer)
    wrong["meetings"][0]["attendees"] = ["p2"]
    wrong["cost"] = 1
    checked = run("check", problem, put(answer, wrong))
    assert (checked.status, checked.err) == (1, "")
    assert {line.split()[0] for line in checked.out.splitlines()} >= {"M3", "cost"}


def test_follow_ups_are_checked_row_by_row(tmp_path: Path) -> None:
    wrong = taken(GOLDEN / "followups-2.answer.json")
    wrong["due"][3]["number"] = 9
    wrong["overdue"].pop()
    checked = run("check", GOLDEN / "followups-2.json", put(tmp_path / "answer.json", wrong))
    assert checked.status == 1
    assert [line.split(":")[0] for line in checked.out.splitlines()] == ["due due[3]", "due due", "overdue overdue"]


def test_follow_ups_out_of_order_are_told_so(tmp_path: Path) -> None:
    wrong = taken(GOLDEN / "followups-2.answer.json")
    wrong["due"].reverse()
    checked = run("check", GOLDEN / "followups-2.json", put(tmp_path / "answer.json", wrong))
    assert (checked.status, checked.out) == (1, "due due: skal være ordnet efter due, case, rule, of, number\n")


def test_an_answer_to_another_kind_of_problem_is_refused(tmp_path: Path) -> None:
    problem, answer = put(tmp_path / "problem.json", a_plan()), GOLDEN / "followups-2.answer.json"
    refused = run("check", problem, answer)
    assert refused.status == 2
    assert refused.err.startswith(f"{answer}: format: skal være 'tovholder-meetings-answer/1'")


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1}', '{"format": "tovholder-walks/1"}', "{"])
def test_a_check_of_something_else_names_the_file(text: str, tmp_path: Path) -> None:
    problem = tmp_path / "problem.json"
    problem.write_text(text)
    refused = run("check", problem, GOLDEN / "followups-2.answer.json")
    assert refused.status == 2
    assert refused.err.startswith(f"{problem}: ")


def test_a_faulty_answer_is_told_with_its_file_and_place(tmp_path: Path) -> None:
    wrong = taken(GOLDEN / "followups-2.answer.json")
    del wrong["due"][0]["of"]
    answer = put(tmp_path / "answer.json", wrong)
    refused = run("check", GOLDEN / "followups-2.json", answer)
    assert (refused.status, refused.err) == (2, f"{answer}: due[0].of: feltet mangler; tilføj det\n")


@pytest.mark.parametrize("place", [0, 1])
def test_a_file_that_is_not_there_is_named_once(place: int, tmp_path: Path) -> None:
    files = [GOLDEN / "followups-2.json", GOLDEN / "followups-2.answer.json"]
    files[place] = tmp_path / "nofile.json"
    refused = run("check", *files)
    assert (refused.status, refused.err) == (2, f"{files[place]}: filen findes ikke\n")


@pytest.mark.parametrize("figure", ["objective", "bound", "gap"])
def test_a_figure_beyond_all_measure_is_told_in_few_digits(figure: str, tmp_path: Path) -> None:
    problem, answer = put(tmp_path / "problem.json", a_match()), tmp_path / "answer.json"
    run("match", problem, "-o", answer)
    checked = run("check", problem, put(answer, taken(answer) | {figure: 1e300}))
    assert checked.status == 1
    assert all(len(line) < 100 for line in checked.out.splitlines())
