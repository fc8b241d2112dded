"""H4-H9, H13 and H14: each holds in the answer, is not broken when only a breach would place, and allows its edge."""

from datetime import date, time
from typing import Any

import numpy as np
import pytest

from matcher.engine.arrays.candidates import Candidates
from matcher.engine.arrays.instance import Ints, instance
from matcher.engine.check import RULES as CHECKED
from matcher.engine.check import check
from matcher.engine.problem import Busy, Hours, Pair, Point, Problem, Shift, StartWindow
from matcher.engine.rules import PAIR_RULES, RULES
from matcher.engine.solve import solve
from tests.unit.matcher.town import KM_NORTH, crowd, town

LESSON = Busy(weekday=1, from_=time(8), to=time(12), what="language_school")
MONDAY = Shift(weekday=1, from_=time(8), to=time(15))
TUESDAY = Shift(weekday=2, from_=time(8), to=time(11))
BUSY = {"busy": (LESSON,)}
PENSIONER = {"target_group": "foertidspension"}

BREACHES: list[tuple[str, dict[str, Any]]] = [
    ("scheme", {"opening": {"schemes": ("igu",)}}),
    ("scheme", {"citizen": {"schemes": ("loentilskud",)}}),
    ("scheme", {"citizen": {"target_group": "foertidspension"}}),
    ("scheme", {"citizen": {"unemployed_since": date(2026, 11, 1)}, "opening": {"schemes": ("loentilskud",)}}),
    ("scheme", {"citizen": {"target_group": "foertidspension"}, "opening": {"schemes": ("beskyttet",)}}),
    (
        "hours",
        {"citizen": {"busy": (LESSON,)}, "opening": {"shifts": (MONDAY, TUESDAY), "hours": Hours(min=7, max=37)}},
    ),
    ("hours", {"opening": {"hours": Hours(min=21, max=37)}}),
    ("hours", {"opening": {"hours": Hours(min=1, max=5)}}),
    ("travel", {"unit": {"location": Point(lat=57.0 + 10.01 * KM_NORTH, lon=10.0)}}),
    ("language", {"opening": {"language": "B1"}}),
    ("skills", {"opening": {"skills": ("forklift",)}}),
    ("skills", {"opening": {"driving_licence": True}}),
    ("needs", {"citizen": {"needs": ("step_free",)}}),
    ("excluded", {"citizen": {"excluded_units": ("u1",)}}),
    ("excluded", {"forbidden": (Pair(citizen="c1", opening="o1"),)}),
    ("start", {"citizen": {"available_from": date(2027, 2, 2)}}),
]
EDGES: list[tuple[str, dict[str, Any]]] = [
    ("scheme", {"citizen": {"unemployed_since": date(2026, 8, 1)}, "opening": {"schemes": ("loentilskud",)}}),
    ("scheme", {"citizen": PENSIONER, "unit": {"social_economy": True}, "opening": {"schemes": ("beskyttet",)}}),
    ("hours", {"citizen": BUSY, "opening": {"shifts": (MONDAY, TUESDAY), "hours": Hours(min=6, max=37)}}),
    ("hours", {"opening": {"hours": Hours(min=20, max=37)}}),
    ("travel", {"unit": {"location": Point(lat=57.0 + 9.99 * KM_NORTH, lon=10.0)}}),
    ("language", {"opening": {"language": "A2"}}),
    ("skills", {"citizen": {"skills": ("forklift", "welding")}, "opening": {"skills": ("forklift",)}}),
    ("skills", {"citizen": {"driving_licence": True}, "opening": {"driving_licence": True}}),
    ("needs", {"citizen": {"needs": ("quiet", "mentor")}}),
    ("start", {"citizen": {"available_from": date(2027, 2, 1)}}),
    ("start", {"opening": {"start": StartWindow(earliest=date(2026, 12, 7), latest=date(2026, 12, 7))}}),
]  # fmt: skip


def _mask(problem: Problem, code: str) -> bool:
    only = np.zeros(1, dtype=np.int64)
    return bool(PAIR_RULES[code](Candidates(instance(problem), only, only))[0])


def _indices(index: dict[str, int], names: list[str]) -> Ints:
    return np.array([index[name] for name in names], dtype=np.int64)


@pytest.mark.parametrize(("code", "changes"), BREACHES)
def test_nobody_is_placed_where_only_a_breach_would_place(code: str, changes: dict[str, Any]) -> None:
    problem = town(**changes)

    result = solve(problem)

    assert not _mask(problem, code)
    assert result.status == "optimal"
    assert result.placements == ()
    assert [one.citizen for one in result.unplaced] == ["c1"]


@pytest.mark.parametrize(("code", "changes"), EDGES)
def test_the_edge_of_the_rule_is_allowed(code: str, changes: dict[str, Any]) -> None:
    problem = town(**changes)

    result = solve(problem)

    assert _mask(problem, code)
    assert len(result.placements) == 1
    assert check(problem, result) == []


@pytest.mark.parametrize("code", PAIR_RULES)
def test_the_rule_holds_for_every_placement_of_a_crowd(code: str) -> None:
    problem = crowd(seed=7, citizens=60, openings=40)

    result = solve(problem)

    assert result.placements
    assert check(problem, result) == []
    everyone = instance(problem)
    placed = Candidates(
        everyone,
        _indices(everyone.citizen_index, [p.citizen for p in result.placements]),
        _indices(everyone.opening_index, [p.opening for p in result.placements]),
    )
    assert PAIR_RULES[code](placed).all()


def test_the_model_and_the_independent_check_list_the_same_rules() -> None:
    assert set(RULES) == set(CHECKED)
