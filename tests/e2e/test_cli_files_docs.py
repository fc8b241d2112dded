"""docs/formats.md says what the code reads: its examples are read, its tables name every field, every rule is there."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from core.reading import read
from law.followups import RuleCode
from matcher.engine.check import RULES as MATCH_RULES
from matcher.engine.problem import Problem as MatchProblem
from matcher.engine.result import Result
from scheduler.engine.check import RULES as MEETING_RULES
from scheduler.engine.problem import Problem as MeetingProblem
from scheduler.engine.result import Answer
from scheduler.followups.cases import FollowupProblem
from scheduler.followups.due_days import FollowupAnswer

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
PROBLEMS = (MatchProblem, MeetingProblem, FollowupProblem)
ANSWERS = (Result, Answer, FollowupAnswer)


def dataclasses_in(kind: Any) -> Iterator[type]:
    """`kind` and every dataclass within its fields."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for field in dataclasses.fields(kind):
            yield from dataclasses_in(field.type)
    for inner in get_args(kind):
        yield from dataclasses_in(inner)


@pytest.mark.parametrize(("kind", "number"), [(kind, number) for number, kind in enumerate(PROBLEMS)])
def test_the_example_of_each_problem_can_be_solved(kind: type, number: int) -> None:
    examples = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert len(examples) == len(PROBLEMS)
    assert isinstance(read(kind, examples[number].encode()), kind)


@pytest.mark.parametrize("kind", [*PROBLEMS, *ANSWERS])
def test_every_field_is_named(kind: type) -> None:
    fields = {field.name.removesuffix("_") for part in dataclasses_in(kind) for field in dataclasses.fields(part)}
    assert len(fields) > 5
    assert {name for name in fields if f"`{name}`" not in TEXT} == set()


@pytest.mark.parametrize("code", [*MATCH_RULES, *MEETING_RULES])
def test_every_hard_rule_has_its_row(code: str) -> None:
    assert f"\n| {code} | " in TEXT


@pytest.mark.parametrize("rule", get_args(RuleCode))
def test_every_follow_up_rule_has_its_row(rule: str) -> None:
    assert f"\n| `{rule}` | " in TEXT
