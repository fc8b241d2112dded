"""Fairness: rates by group without pointing at anybody, what a floor costs, and waiting as a weight."""

from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInputError
from matcher.engine.advice.fairness import Comparison, Fairness, cost_of_fairness, fairness, waiting_weights
from matcher.engine.check import check
from matcher.engine.problem import Citizen, Fixed, Floor, Problem
from matcher.engine.result import Placement, Result
from matcher.engine.solve import solve
from tests.unit.matcher.answers import answer, placement
from tests.unit.matcher.town import CITIZEN, OPENING, UNIT, crowd, town

WOMEN, MEN = 6, 10


def people(**groups: int) -> tuple[Citizen, ...]:
    """So many citizens of each gender, `c1` the first."""
    genders = [gender for gender, count in groups.items() for _ in range(count)]
    return tuple(replace(CITIZEN, id=f"c{n}", gender=gender) for n, gender in enumerate(genders, 1))


def served(problem: Problem, *citizens: int, score: float = 0.5) -> Result:
    return answer(problem, *(placement(citizen=f"c{n}", score=score) for n in citizens))


def by(report: Fairness, respect: str) -> Comparison:
    return next(one for one in report.comparisons if one.by == respect)


def rates(comparison: Comparison) -> dict[str, float]:
    return {one.name: one.rate for one in comparison.groups}


def test_rates_and_their_gap_are_shown_by_gender() -> None:
    problem = town(citizens=people(F=WOMEN, M=MEN))
    report = fairness(problem, served(problem, 1, 2, 3, 7, 8))
    assert (report.citizens, report.placed, report.rate) == (16, 5, 5 / 16)
    assert rates(by(report, "gender")) == {"F": 0.5, "M": 0.2}
    assert by(report, "gender").rate_gap == pytest.approx(0.3)


def test_mean_scores_and_their_gap_are_shown() -> None:
    problem = town(citizens=people(F=WOMEN, M=MEN))
    women, men = served(problem, 1, 2, 3, 4, 5, score=0.4), served(problem, 7, 8, 9, 10, 11, score=0.9)
    both = replace(women, placements=women.placements + men.placements)
    found = by(fairness(problem, both), "gender")
    assert [one.mean_score for one in found.groups] == [pytest.approx(0.4), pytest.approx(0.9)]
    assert found.score_gap == pytest.approx(0.5)
    assert fairness(problem, both).mean_score == pytest.approx(0.65)


def test_groups_of_fewer_than_five_are_not_shown_and_not_compared() -> None:
    problem = town(citizens=people(F=4, M=MEN))
    found = by(fairness(problem, served(problem, 1, 2)), "gender")
    assert rates(found) == {"M": 0.0}
    assert (found.left_out, found.rate_gap, found.score_gap) == (4, None, None)
    five = town(citizens=people(F=5, M=MEN))
    assert by(fairness(five, served(five, 1, 2)), "gender").rate_gap == pytest.approx(0.4)


def test_the_mean_of_fewer_than_five_placements_is_nobodys_business() -> None:
    problem = town(citizens=people(F=WOMEN, M=MEN))
    found = by(fairness(problem, served(problem, 1, 2, 3, 4, 7, 8, 9, 10, 11)), "gender")
    assert [one.mean_score for one in found.groups] == [None, pytest.approx(0.5)]
    assert found.score_gap is None


@pytest.mark.parametrize(
    ("birth_year", "band"),
    [(2002, "<25"), (2001, "25-34"), (1992, "25-34"), (1991, "35-49"), (1977, "35-49"), (1976, "50+")],
)
def test_ages_are_in_bands_by_the_year_of_the_horizon(birth_year: int, band: str) -> None:
    problem = town(citizens=tuple(replace(one, birth_year=birth_year) for one in people(F=5)))
    assert [one.name for one in by(fairness(problem, served(problem)), "age").groups] == [band]


def test_target_groups_and_unknown_genders_are_groups_too() -> None:
    known = [replace(one, target_group="jobparat") for one in people(F=5)]
    unknown = [replace(CITIZEN, id=f"x{n}", gender=None) for n in range(5)]
    report = fairness(town(citizens=(*known, *unknown)), served(town(citizens=(*known, *unknown)), 1))
    assert rates(by(report, "gender")) == {"?": 0.0, "F": 0.2}
    assert rates(by(report, "target_group")) == {"aktivitetsparat": 0.0, "jobparat": 0.2}


def test_fixed_placements_count_as_placements() -> None:
    fixed = (Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7)),)
    problem = town(citizens=people(F=5), fixed=fixed)
    assert rates(by(fairness(problem, solve(problem)), "gender")) == {"F": 0.2}


def test_nobody_is_treated_without_a_word() -> None:
    report = fairness(town(citizens=()), answer(town(citizens=())))
    assert (report.rate, report.mean_score) == (0.0, None)
    assert [one.groups for one in report.comparisons] == [(), (), ()]


@pytest.mark.parametrize("seed", [0, 1])
def test_the_groups_add_up_to_everybody(seed: int) -> None:
    problem = crowd(seed, 80, 50)
    report = fairness(problem, solve(problem))
    assert {one.by for one in report.comparisons} == {"gender", "age", "target_group"}
    for comparison in report.comparisons:
        assert sum(one.citizens for one in comparison.groups) + comparison.left_out == 80
        assert all(one.citizens >= 5 and one.rate == one.placed / one.citizens for one in comparison.groups)


def competing() -> Problem:
    """Two places that the men fit better."""
    men = tuple(replace(one, weight=2.0) for one in people(M=2))
    women = tuple(replace(one, id=f"w{n}") for n, one in enumerate(people(F=2)))
    return town(citizens=men + women, units=(replace(UNIT, quota_override=2),), opening={"seats": 2})


def test_a_floor_costs_what_the_best_answer_loses() -> None:
    found = cost_of_fairness(competing(), [Floor(where={"gender": "F"}, share=0.5)])
    worth = found.with_floors.objective / 3
    assert found.cost == pytest.approx(worth)
    assert found.possible
    assert found.low is not None
    assert found.high is not None
    assert found.low - 1e-6 <= worth <= found.high + 1e-6
    genders = {one.citizen[0] for one in found.with_floors.placements}
    assert genders == {"c", "w"}


def test_floors_of_the_problems_own_are_no_part_of_the_answer_without() -> None:
    own = replace(competing(), floors=(Floor(where={"gender": "F"}, share=1.0),))
    found = cost_of_fairness(own, [Floor(where={"gender": "F"}, share=0.5)])
    assert {one.citizen for one in found.without.placements} == {"c1", "c2"}
    assert found.cost == pytest.approx(found.with_floors.objective / 3)


def test_a_floor_that_is_kept_anyway_costs_nothing() -> None:
    assert cost_of_fairness(competing(), [Floor(where={"gender": "M"}, share=0.5)]).cost == pytest.approx(0.0)
    assert cost_of_fairness(competing(), []).cost == pytest.approx(0.0)


def test_floors_that_cannot_be_kept_have_no_price() -> None:
    fixed = (Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7)),)
    found = cost_of_fairness(replace(competing(), fixed=fixed), [Floor(where={"gender": "F"}, share=1.0)])
    assert (found.possible, found.cost, found.low, found.high) == (False, None, None, None)
    assert found.with_floors.status == "infeasible"


def test_a_floor_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(BadInputError, match="share"):
        cost_of_fairness(competing(), [Floor(where={"gender": "F"}, share=1.5)])


@pytest.mark.parametrize("seed", [2, 4])
def test_fairness_never_gains(seed: int) -> None:
    problem, floors = crowd(seed, 50, 30), (Floor(where={"gender": "F"}, share=0.6),)
    found = cost_of_fairness(problem, floors)
    assert found.cost is not None
    assert found.cost >= -1e-6
    assert check(replace(problem, floors=floors), found.with_floors) == []


def waiting(*days: date) -> Problem:
    return town(citizens=tuple(replace(CITIZEN, id=f"c{n}", unemployed_since=day) for n, day in enumerate(days)))


def weights(problem: Problem) -> list[float]:
    return [one.weight for one in problem.citizens]


def test_who_waited_longest_counts_most_and_the_latest_as_before() -> None:
    problem = waiting(date(2026, 5, 1), date(2020, 1, 1), date(2025, 1, 1))
    assert weights(waiting_weights(problem, 0.4)) == pytest.approx([1.0, 1.4, 1.2])


def test_the_same_day_has_the_same_rank() -> None:
    problem = waiting(date(2026, 5, 1), date(2026, 5, 1), date(2025, 1, 1))
    assert weights(waiting_weights(problem, 1.0)) == pytest.approx([1.0, 1.0, 2.0])
    assert weights(waiting_weights(waiting(date(2026, 5, 1)), 1.0)) == [1.0]


def test_given_weights_are_kept_in_proportion() -> None:
    problem = waiting(date(2026, 5, 1), date(2025, 1, 1))
    double = replace(problem, citizens=tuple(replace(one, weight=3.0) for one in problem.citizens))
    assert weights(waiting_weights(double, 0.5)) == pytest.approx([3.0, 4.5])


def test_of_two_alike_the_one_who_waited_longer_gets_the_place() -> None:
    problem = waiting(date(2026, 5, 1), date(2025, 1, 1))
    assert [one.citizen for one in solve(waiting_weights(problem, 0.2)).placements] == ["c1"]
    turned = waiting(date(2025, 1, 1), date(2026, 5, 1))
    assert [one.citizen for one in solve(waiting_weights(turned, 0.2)).placements] == ["c0"]


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8), st.floats(0, 1))
def test_weights_are_bounded_and_never_turn_the_order_of_waiting(days: list[int], strength: float) -> None:
    problem = waiting(*(date(2026, 11, 1) - timedelta(days=n) for n in days))
    raised = weights(waiting_weights(problem, strength))
    assert all(1.0 <= one <= 1.0 + strength + 1e-12 for one in raised)
    for longer, more in zip(days, raised, strict=True):
        assert all(more >= other for shorter, other in zip(days, raised, strict=True) if shorter <= longer)


def test_no_strength_changes_nothing_and_too_much_is_refused() -> None:
    problem = crowd(1, 20, 5)
    assert waiting_weights(problem, 0.0) == problem
    for strength in (-0.1, 1.1, float("nan")):
        with pytest.raises(BadInputError, match="strength"):
            waiting_weights(problem, strength)


def test_no_other_trait_of_a_citizen_touches_the_weights() -> None:
    """Everything about everybody is shuffled but the day of unemployment: the weights stay."""
    problem, dice = crowd(3, 30, 5), Random(1)
    before = weights(waiting_weights(replace(problem, citizens=_plain(problem.citizens)), 0.5))
    kept = {"id", "unemployed_since", "weight"}
    others = dice.sample(problem.citizens, len(problem.citizens))
    mixed = tuple(
        replace(one, **{field.name: getattr(other, field.name) for field in fields(Citizen) if field.name not in kept})
        for one, other in zip(problem.citizens, others, strict=True)
    )
    assert weights(waiting_weights(replace(problem, citizens=_plain(mixed)), 0.5)) == before


def _plain(citizens: tuple[Citizen, ...]) -> tuple[Citizen, ...]:
    return tuple(replace(one, weight=1.0) for one in citizens)


def test_a_placements_value_says_nothing_about_fairness_but_its_score_does() -> None:
    problem = town(citizens=people(F=5), openings=(OPENING,))
    dear: list[Placement] = [placement(citizen=f"c{n}", value=9.0, score=0.3) for n in range(1, 6)]
    assert fairness(problem, answer(problem, *dear)).mean_score == pytest.approx(0.3)
