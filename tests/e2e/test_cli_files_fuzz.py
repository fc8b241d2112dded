"""Spoilt files: whatever is wrong with one, the command ends in order and says where; it never falls over."""

import re
from pathlib import Path
from random import Random

import pytest

from tests.e2e.cli_files import PROBLEMS, Ran, put, run, taken
from tests.e2e.mutation import spoilt

CASES = {"match": 120, "meetings": 100, "followups": 150}
"""How many spoilt files of each kind. The seeds are fixed, so that a failure can be seen again."""

FAULT = re.compile(r"\S.*: .+")
BREACHES = re.compile(r"(\S+ \S+: .+\n)+")


def is_refused_in_order(ran: Ran) -> bool:
    """Status 2, nothing on standard output, and only lines `place: message`."""
    lines = ran.err.splitlines()
    return (ran.status, ran.out) == (2, "") and bool(lines) and all(map(FAULT.fullmatch, lines))


@pytest.mark.parametrize("command", PROBLEMS)
def test_a_spoilt_problem_is_refused_with_its_place_or_solved(command: str, tmp_path: Path) -> None:
    problem, answer = tmp_path / "problem.json", tmp_path / "answer.json"
    refused = 0
    for seed in range(CASES[command]):
        problem.write_bytes(spoilt(PROBLEMS[command](), Random(seed)))
        ran = run(command, problem, "-o", answer)
        if ran.status == 0:
            assert run("check", problem, answer).status == 0, seed
            answer.unlink()
        else:
            assert is_refused_in_order(ran), (seed, ran)
            assert not answer.exists()
            refused += 1
    assert 0 < refused < CASES[command]


@pytest.mark.parametrize("command", PROBLEMS)
def test_a_spoilt_answer_is_refused_or_checked(command: str, tmp_path: Path) -> None:
    problem, answer = put(tmp_path / "problem.json", PROBLEMS[command]()), tmp_path / "answer.json"
    assert run(command, problem, "-o", answer).status == 0
    right = taken(answer)
    statuses = set()
    for seed in range(CASES[command]):
        answer.write_bytes(spoilt(right, Random(seed)))
        ran = run("check", problem, answer)
        statuses.add(ran.status)
        if ran.status == 1:
            assert BREACHES.fullmatch(ran.out), (seed, ran)
        else:
            assert ran.status == 0 or is_refused_in_order(ran), (seed, ran)
    assert statuses >= {1, 2}
