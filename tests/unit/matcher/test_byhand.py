"""First come, first served within each consultant's portfolio: lawful, and as good as it gets that way."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import BadInputError
from matcher.engine.byhand import first_come
from matcher.engine.check import check
from matcher.engine.problem import Citizen, Fixed, Floor, Occupation, Occupied, Pair, Problem, Score, Staff
from matcher.engine.result import Result
from matcher.engine.solve import solved
from tests.unit.matcher.town import CITIZEN, OPENING, UNIT, crowd, town

MINE = {"u1": "k1"}


def where(result: Result) -> dict[str, str]:
    return {one.citizen: one.opening for one in result.placements}


def people(*waiting_since: date) -> tuple[Citizen, ...]:
    return tuple(replace(CITIZEN, id=f"c{n}", unemployed_since=day) for n, day in enumerate(waiting_since, 1))


def portfolios(problem: Problem) -> dict[str, str]:
    return {unit.id: problem.consultants[n % len(problem.consultants)].id for n, unit in enumerate(problem.units)}


def test_a_citizen_gets_the_place_of_the_own_consultant() -> None:
    assert where(first_come(town(), MINE)) == {"c1": "o1"}


def test_a_place_in_another_portfolio_is_not_seen() -> None:
    both = (Staff(id="k1", capacity=5), Staff(id="k2", capacity=5))
    assert where(first_come(town(consultants=both), {"u1": "k2"})) == {}


def test_a_place_in_nobodys_portfolio_is_given_to_nobody() -> None:
    result = first_come(town(), {})
    assert where(result) == {}
    assert [one.citizen for one in result.unplaced] == ["c1"]


def test_who_has_waited_longest_comes_first() -> None:
    problem = town(citizens=people(date(2025, 3, 2), date(2025, 3, 1)))
    assert where(first_come(problem, MINE)) == {"c2": "o1"}


def test_of_two_who_waited_alike_the_one_named_first_comes_first() -> None:
    problem = town(citizens=people(date(2025, 3, 1), date(2025, 3, 1)))
    assert where(first_come(problem, MINE)) == {"c1": "o1"}


def test_the_best_scored_place_is_taken() -> None:
    openings = (replace(OPENING, occupation="111111"), replace(OPENING, id="o2"))
    assert where(first_come(town(openings=openings), MINE)) == {"c1": "o2"}


def test_given_scores_decide_where_there_are_any() -> None:
    openings = (OPENING, replace(OPENING, id="o2"), replace(OPENING, id="o3"))
    scores = (Score(citizen="c1", opening="o2", score=0.2), Score(citizen="c1", opening="o1", score=0.1))
    result = first_come(town(openings=openings, scores=scores), MINE)
    assert where(result) == {"c1": "o2"}
    assert result.placements[0].score == 0.2


def test_the_first_start_with_room_is_taken() -> None:
    taken = Occupied(scheme="virksomhedspraktik", from_=date(2026, 10, 1), to=date(2026, 12, 17))
    result = first_come(town(unit={"quota_override": 1, "occupied": (taken,)}), MINE)
    assert [one.start for one in result.placements] == [date(2026, 12, 21)]
    assert result.placements[0].value == pytest.approx(result.placements[0].score - 0.02)


def test_fixed_placements_stand_and_take_room() -> None:
    fixed = (Fixed(citizen="c2", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7)),)
    problem = town(citizens=people(date(2025, 3, 1), date(2025, 3, 1)), fixed=fixed)
    result = first_come(problem, MINE)
    assert where(result) == {"c2": "o1"}
    assert check(problem, result) == []


def test_fixed_placements_that_break_a_rule_are_refused() -> None:
    fixed = (Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7)),)
    with pytest.raises(BadInputError, match="fixed"):
        first_come(town(opening={"seats": 0}, fixed=fixed), MINE)


def test_a_consultant_without_time_places_nobody() -> None:
    assert where(first_come(town(consultants=(Staff(id="k1", capacity=0),)), MINE)) == {}


def test_a_support_worker_without_time_stops_the_citizen() -> None:
    busy = (Staff(id="s1", capacity=0),)
    assert where(first_come(town(citizen={"support_worker": "s1"}, support_workers=busy), MINE)) == {}


def test_a_group_that_does_not_fill_up_is_cancelled_and_its_people_look_elsewhere() -> None:
    openings = (replace(OPENING, seats=3, least=2), replace(OPENING, id="o2", occupation="111111"))
    assert where(first_come(town(openings=openings), MINE)) == {"c1": "o2"}
    two = town(openings=openings, citizens=people(date(2025, 1, 1), date(2025, 1, 2)), unit={"quota_override": 2})
    assert where(first_come(two, MINE)) == {"c1": "o1", "c2": "o1"}


def test_a_lost_proposal_costs_a_change() -> None:
    problem = town(previous=(Pair(citizen="c1", opening="o1"),), change_cost=0.05)
    assert first_come(problem, {}).objective == pytest.approx(-0.05)
    assert check(problem, first_come(problem, {})) == []


def test_nobody_to_place_is_no_trouble() -> None:
    assert first_come(town(citizens=()), MINE).placements == ()
    assert first_come(town(openings=()), MINE).placements == ()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_done_by_hand_breaks_no_rule(seed: int) -> None:
    problem = crowd(seed, 80, 60)
    result = first_come(problem, portfolios(problem))
    assert check(problem, result) == []
    assert len(result.placements) > 10


def test_floors_are_the_one_rule_that_nobody_sees_by_hand() -> None:
    problem = replace(crowd(1, 80, 60), floors=(Floor(where={"gender": "F"}, share=1.0),))
    assert {breach.code for breach in check(problem, first_come(problem, portfolios(problem)))} == {"H15"}


def test_nobody_left_out_could_still_have_been_placed_by_the_own_consultant() -> None:
    """Without groups, first come leaves no free lawful place behind for anybody at the first start."""
    problem = crowd(2, 60, 40)
    problem = replace(problem, openings=tuple(replace(one, least=0) for one in problem.openings))
    result = first_come(problem, portfolios(problem))
    left = replace(problem, fixed=tuple(_as_fixed(result)))
    assert where(first_come(left, portfolios(problem))) == where(result)


def _as_fixed(result: Result) -> list[Fixed]:
    return [
        Fixed(citizen=one.citizen, opening=one.opening, scheme=one.scheme, start=one.start) for one in result.placements
    ]


def test_wishes_are_heard() -> None:
    openings = (OPENING, replace(OPENING, id="o2", occupation="532100"))
    wishes = (Occupation(code="532100", rank=1), Occupation(code="941100", rank=2))
    assert where(first_come(town(citizen={"occupations": wishes}, openings=openings), MINE)) == {"c1": "o2"}


def test_two_units_of_one_portfolio_are_both_seen() -> None:
    units = (UNIT, replace(UNIT, id="u2"))
    openings = (replace(OPENING, seats=0), replace(OPENING, id="o2", unit="u2"))
    assert where(first_come(town(units=units, openings=openings), {"u1": "k1", "u2": "k1"})) == {"c1": "o2"}


@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_solve_has_built_gives_the_same(seed: int) -> None:
    problem = crowd(seed, 60, 30)
    setting = solved(problem).ready.setting
    assert first_come(problem, portfolios(problem), setting=setting) == first_come(problem, portfolios(problem))
