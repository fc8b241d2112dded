"""The check against whole answers: right ones pass, and no single field of one can be changed unnoticed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from matcher.engine import rules
from matcher.engine.check import RULES, check
from matcher.engine.problem import Fixed, Hours, Problem, Score
from matcher.engine.result import Placement, Result
from matcher.engine.solve import solve
from tests.unit.matcher.town import crowd, town


def estimated(seed: int) -> Problem:
    """A random town with an estimate, different for every pair."""
    problem, dice = crowd(seed, 40, 30), Random(seed)
    scores = [
        Score(citizen=one.id, opening=place.id, score=dice.random())
        for one in problem.citizens
        for place in problem.openings
    ]
    return replace(problem, scores=tuple(scores))


def corrupted(problem: Problem, one: Placement) -> Iterator[tuple[str, Placement]]:
    """The placement with each of its fields made wrong in turn."""
    other = next(place.id for place in problem.openings if place.id != one.opening)
    stranger = next(each.id for each in problem.citizens if each.id != one.citizen)
    yield "citizen", replace(one, citizen=stranger)
    yield "opening", replace(one, opening=other)
    yield "scheme", replace(one, scheme="nytteindsats")
    yield "start", replace(one, start=one.start + timedelta(days=1))
    yield "end", replace(one, end=one.end - timedelta(days=7))
    yield "hours", replace(one, hours=one.hours + 0.1)
    yield "value", replace(one, value=one.value - 0.001)
    yield "score", replace(one, score=one.score / 2)


@pytest.mark.parametrize("seed", range(3))
def test_a_solved_answer_breaks_nothing(seed: int) -> None:
    for problem in (estimated(seed), crowd(seed, 40, 30)):
        assert check(problem, solve(problem)) == []


def test_no_field_of_any_placement_can_be_changed_unnoticed() -> None:
    problem = estimated(1)
    result = solve(problem)
    assert len(result.placements) > 5
    for n, one in enumerate(result.placements):
        for field, wrong in corrupted(problem, one):
            placements = (*result.placements[:n], wrong, *result.placements[n + 1 :])
            assert check(problem, replace(result, placements=placements)), (field, one)


def test_no_placement_can_be_left_out_or_doubled_unnoticed() -> None:
    problem = estimated(2)
    result = solve(problem)
    for n, one in enumerate(result.placements):
        fewer = (*result.placements[:n], *result.placements[n + 1 :])
        assert check(problem, replace(result, placements=fewer))
        assert check(problem, replace(result, placements=(*result.placements, one)))


def test_a_breach_names_the_placement_that_breaks_the_rule() -> None:
    problem = estimated(1)
    result = solve(problem)
    last = len(result.placements) - 1
    wrong = replace(result.placements[last], start=result.placements[last].start + timedelta(days=1))
    places = {breach.place for breach in check(problem, _with_last(result, wrong)) if breach.code == "H14"}
    assert places == {f"placements[{last}].start"}


def _with_last(result: Result, one: Placement) -> Result:
    return replace(result, placements=(*result.placements[:-1], one))


def test_check_and_solver_list_the_same_rules() -> None:
    """Both name the rule in their words; what stands fixed (H16) is where the solver starts from."""
    found = {name: re.match(r"H\d+", rule.__doc__ or "") for name, rule in rules.RULES.items()}
    codes = {match.group() for match in found.values() if match}
    assert codes | {"H16"} == set(RULES)
    assert len(rules.RULES) == len(RULES)


def test_a_fixed_placement_with_too_few_hours_for_its_scheme_lasts_the_openings_weeks() -> None:
    given = town(
        citizen={
            "target_group": "integration_jobparat",
            "hours": Hours(min=1, max=10),
            "resident_since": date(2020, 1, 1),
        },
        opening={"weeks": 250, "schemes": ("igu",), "hours": Hours(min=1, max=37), "shifts": ()},
    )
    fixed = Fixed(citizen=given.citizens[0].id, opening=given.openings[0].id, scheme="igu", start=date(2026, 12, 8))
    given = replace(given, fixed=(fixed,))
    found = solve(given)
    assert found.placements[0].end == date(2026, 12, 8) + timedelta(weeks=250)
    assert check(given, found) == []
