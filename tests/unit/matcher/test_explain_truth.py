"""Explanations are true: what they count, and what they say it would take, holds when the check is asked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from law.schemes import terms
from matcher.engine.check.case import Placed
from matcher.engine.check.pairs import first_start, kilometres, longest_weeks, weekly_hours
from matcher.engine.problem import CEFR, Citizen, Floor, Horizon, Opening, Pair, Problem, Staff, StartWindow
from matcher.engine.result import Result
from matcher.engine.solve import solve
from matcher.engine.why.explain import Subject, why
from matcher.engine.why.facts import Change
from matcher.explaining import explained
from tests.unit.matcher.otherwise import applied, can_be_added, placed, placements
from tests.unit.matcher.town import crowd

SEEDS = (0, 1)
"""The quota counts heads in the first town and full time in the second."""
OWN_RULES = {"travel", "language", "skills", "needs", "hours", "start", "scheme", "excluded", "score"}


def scarce(seed: int, people: int = 50, places: int = 30) -> Problem:
    """A random town with every kind of obstacle: places that begin too early, pairs kept apart, staff without time."""
    problem = crowd(seed, people, places)
    late = replace(problem.openings[0], start=StartWindow(earliest=date(2026, 11, 1), latest=date(2026, 11, 20)))
    later = [replace(one, available_from=date(2027, 1, 1 + n % 28)) for n, one in enumerate(problem.citizens[::3])]
    citizens = tuple(later[n // 3] if n % 3 == 0 else one for n, one in enumerate(problem.citizens))
    return replace(
        problem,
        horizon=Horizon(from_=date(2026, 11, 9), to=date(2027, 11, 8)),
        citizens=tuple(replace(one, excluded_units=(f"u{n % 15}",)) for n, one in enumerate(citizens)),
        openings=(late, *problem.openings[1:]),
        forbidden=tuple(Pair(citizen=f"c{n}", opening=f"o{n % places}") for n in range(0, people, 5)),
        consultants=tuple(Staff(id=one.id, capacity=8 if n else 100) for n, one in enumerate(problem.consultants)),
        count_mode="fte" if seed % 2 else "heads",
    )


def solved(problem: Problem) -> Result:
    result = solve(problem)
    assert result.status == "optimal"
    return result


def nearest_changes(problem: Problem, result: Result) -> Iterator[tuple[str, str, tuple[Change, ...]]]:
    for one in why(Subject.of(problem, result)).stuck:
        for near in one.nearest:
            yield one.citizen, near.opening, near.changes


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_suggested_would_open_the_place_and_nothing_less_would(seed: int) -> None:
    problem = scarce(seed)
    result = solved(problem)
    kinds = Counter[str]()
    for citizen, opening, changes in nearest_changes(problem, result):
        assert not can_be_added(problem, result, citizen, opening)
        assert can_be_added(applied(problem, citizen, opening, changes), result, citizen, opening), (citizen, changes)
        kinds.update(one.kind for one in changes)
        for left_out in changes:
            if left_out.rule in OWN_RULES:
                fewer = tuple(one for one in changes if one != left_out)
                assert not can_be_added(applied(problem, citizen, opening, fewer), result, citizen, opening), left_out
    assert len(kinds) >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_each_rule_is_charged_with_the_openings_it_takes(seed: int) -> None:
    problem = scarce(seed)
    result = explained(problem, solved(problem))
    citizens = {one.id: one for one in problem.citizens}
    for one in result.unplaced:
        expected = Counter[str]()
        for opening in problem.openings:
            expected.update(broken_by(problem, citizens[one.citizen], opening))
        assert {rule: n for rule, n in one.blocked.items() if rule in OWN_RULES} == expected


def broken_by(problem: Problem, citizen: Citizen, opening: Opening) -> Iterator[str]:
    """The rules of the pair that it breaks, worked out one by one with the check's own arithmetic."""
    unit = next(one for one in problem.units if one.id == opening.unit)
    if kilometres(citizen.home, unit.location) > citizen.max_travel_km:
        yield "travel"
    if CEFR.index(citizen.language) < CEFR.index(opening.language):
        yield "language"
    if set(opening.skills) - set(citizen.skills) or opening.driving_licence > citizen.driving_licence:
        yield "skills"
    if set(citizen.needs) - set(unit.accommodates):
        yield "needs"
    yield from broken_in_time(problem, citizen, opening)


def broken_in_time(problem: Problem, citizen: Citizen, opening: Opening) -> Iterator[str]:
    if weekly_hours(citizen, opening) < max(citizen.hours.min, opening.hours.min):
        yield "hours"
    if first_start(problem, citizen, opening) > opening.start.latest:
        yield "start"
    if is_kept_apart(problem, citizen, opening):
        yield "excluded"
    if not any(scheme_is_possible(problem, one) for one in placements_once_ready(problem, citizen, opening)):
        yield "scheme"


def is_kept_apart(problem: Problem, citizen: Citizen, opening: Opening) -> bool:
    forbidden = Pair(citizen=citizen.id, opening=opening.id) in problem.forbidden
    return opening.unit in citizen.excluded_units or forbidden


def placements_once_ready(problem: Problem, citizen: Citizen, opening: Opening) -> Iterator[Placed]:
    """Every start and scheme; where the citizen is ready too late, the first day counts as a start."""
    first = first_start(problem, citizen, opening)
    window = StartWindow(earliest=opening.start.earliest, latest=max(first, opening.start.latest))
    waiting = replace(opening, start=window)
    patient = replace(problem, openings=tuple(waiting if one is opening else one for one in problem.openings))
    for one in placements(patient, citizen.id, opening.id):
        yield from placed(patient, one)


def scheme_is_possible(problem: Problem, one: Placed) -> bool:
    law = terms(one.placement.scheme, problem.rules_day)
    enough = law is not None and weekly_hours(one.citizen, one.opening) >= law.least_weekly_hours
    return enough and longest_weeks(problem, one) is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_lawful_place_is_charged_to_what_it_lacks_and_only_if_it_lacks_it(seed: int) -> None:
    problem = scarce(seed)
    result = explained(problem, solved(problem))
    citizens = {one.id: one for one in problem.citizens}
    for one in result.unplaced:
        lawful = [each for each in problem.openings if not any(broken_by(problem, citizens[one.citizen], each))]
        free = sum(can_be_added(problem, result, one.citizen, opening.id) for opening in lawful)
        assert one.blocked.get("search", 0) + one.blocked.get("value", 0) == free
        if lawful and not free:
            assert one.lost_to or {"least", "floor"} & set(one.blocked)


def test_everything_that_can_stand_in_the_way_is_met_somewhere() -> None:
    met = {
        rule for seed in SEEDS for one in explained(scarce(seed), solved(scarce(seed))).unplaced for rule in one.blocked
    }
    assert met >= {"travel", "language", "skills", "needs", "hours", "start", "scheme", "excluded"}
    assert met >= {"seats", "quota", "mentor", "consultant", "support", "least"}


def test_a_floor_that_stands_in_the_way_says_how_many_more_of_the_group_it_would_take() -> None:
    unneeded = Floor(where={"no_education": False}, share=0.1)
    problem = replace(scarce(0), floors=(Floor(where={"gender": "F"}, share=0.6), unneeded))
    result = solved(problem)
    citizens = {one.id: one for one in problem.citizens}
    women = sum(citizens[one.citizen].gender == "F" for one in result.placements)
    blocked = {one.citizen for one in explained(problem, result).unplaced if "floor" in one.blocked}
    assert blocked
    assert {citizens[one].gender for one in blocked} == {"M"}
    asked = [one for _, _, changes in nearest_changes(problem, result) for one in changes if one.rule == "floor"]
    for more in {one.amount for one in asked}:
        placed = len(result.placements) + 1
        assert women + more >= 0.6 * (placed + more)
        assert women + more - 1 < 0.6 * (placed + more - 1)
    assert asked


def test_a_floor_that_takes_everybody_is_named_and_nothing_is_promised() -> None:
    problem = replace(scarce(0), floors=(Floor(where={"gender": "F"}, share=1.0),))
    for one in explained(problem, solved(problem)).unplaced:
        if "floor" in one.blocked:
            assert one.nearest == ()


def test_no_bounds_of_memory_or_order_change_an_explanation(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = scarce(3)
    result = solved(problem)
    whole = explained(problem, result)
    monkeypatch.setattr("matcher.engine.why.blocks.PAIRS_AT_ONCE", 100)
    assert explained(problem, result) == whole
    turned = replace(result, unplaced=result.unplaced[::-1])
    assert explained(problem, turned).unplaced == whole.unplaced[::-1]
