"""The score as a whole: it adds up, it is fair, and it is fast."""

import re
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np
import pytest

from core.errors import BadInputError
from matcher.engine.problem import Citizen, Problem
from matcher.engine.scoring.criteria import CRITERIA
from matcher.engine.scoring.score import CHUNK, DEFAULT_WEIGHTS, Scorer, Scores, Weights, score_pairs
from matcher.engine.scoring.traits import Floats, Ints, market_of
from tests.unit.matcher.town import crowd, town


def everybody_everywhere(problem: Problem) -> tuple[Ints, Ints, Floats]:
    people, places = len(problem.citizens), len(problem.openings)
    hours = np.tile(np.linspace(0, 37, places), people)
    return np.repeat(np.arange(people), places), np.tile(np.arange(places), people), hours


def scores_of(problem: Problem, weights: Weights = DEFAULT_WEIGHTS) -> Scores:
    return score_pairs(problem, *everybody_everywhere(problem), weights)


def test_every_breakdown_adds_up_exactly_to_the_score() -> None:
    scores = scores_of(crowd(1, 30, 20))
    rows = np.arange(len(scores.total))
    for total, lines in zip(scores.total, scores.breakdowns(rows), strict=True):
        assert sum(round(line.points * 1_000_000) for line in lines) == round(total * 1_000_000)
        assert sum(line.points for line in lines) == pytest.approx(total, abs=1e-12)


def test_no_line_gives_more_than_it_could() -> None:
    scores = scores_of(crowd(2, 30, 20))
    for lines in scores.breakdowns(np.arange(len(scores.total))):
        assert all(0 <= line.points <= line.of for line in lines)


def test_a_breakdown_names_every_criterion_with_its_weight() -> None:
    lines = scores_of(town()).breakdown(0)
    assert {line.criterion: line.of for line in lines} == DEFAULT_WEIGHTS.by_name()


def test_scores_and_criteria_lie_between_nothing_and_one() -> None:
    scores = scores_of(crowd(3, 60, 40))
    assert scores.total.min() >= 0
    assert scores.total.max() <= 1
    for name, term in scores.terms().items():
        assert term.min() >= 0, name
        assert term.max() <= 1, name


def test_every_criterion_makes_a_difference_somewhere() -> None:
    for name, term in scores_of(crowd(4, 60, 40)).terms().items():
        assert len(np.unique(term)) > 1, name


def test_a_score_is_what_the_weighted_criteria_give() -> None:
    scores = scores_of(crowd(5, 20, 20))
    by_hand = sum(DEFAULT_WEIGHTS.by_name()[name] * term for name, term in scores.terms().items())
    assert scores.total == pytest.approx(by_hand, abs=1e-5)


def test_protected_attributes_never_enter_the_score() -> None:
    problem = crowd(6, 80, 40)
    shuffled = replace(problem, citizens=_with_protected_attributes_of_others(problem.citizens))
    assert shuffled != problem
    assert np.array_equal(scores_of(shuffled).total, scores_of(problem).total)


def _with_protected_attributes_of_others(citizens: tuple[Citizen, ...]) -> tuple[Citizen, ...]:
    others = Random(7).sample(citizens, len(citizens))
    return tuple(
        replace(
            one,
            gender=other.gender,
            birth_year=other.birth_year,
            resident_since=other.resident_since,
            target_group=other.target_group,
            unemployed_since=other.unemployed_since,
            single_parent=not one.single_parent,
            no_education=not one.no_education,
        )
        for one, other in zip(citizens, others, strict=True)
    )


def test_the_order_of_the_file_means_nothing() -> None:
    problem = crowd(8, 20, 15)
    turned = replace(problem, citizens=problem.citizens[::-1], openings=problem.openings[::-1])
    hours = np.full(300, 12.0)
    citizen, opening, _ = everybody_everywhere(problem)
    here = score_pairs(problem, citizen, opening, hours).total
    there = score_pairs(turned, 19 - citizen, 14 - opening, hours).total
    assert np.array_equal(here, there)


def test_another_opening_changes_no_score() -> None:
    problem = crowd(9, 20, 15)
    fewer = replace(problem, openings=problem.openings[:10])
    citizen, opening, hours = everybody_everywhere(fewer)
    assert np.array_equal(
        score_pairs(problem, citizen, opening, hours).total, score_pairs(fewer, citizen, opening, hours).total
    )


def test_a_market_raises_near_fields_and_lowers_nothing() -> None:
    problem = crowd(10, 40, 12)
    pairs = everybody_everywhere(problem)
    plain, rare = (score_pairs(problem, *pairs, market=market) for market in (None, market_of(problem)))
    assert (rare.total >= plain.total).all()
    assert (rare.total > plain.total).any()


def test_a_municipality_can_weigh_otherwise() -> None:
    only_distance = Weights(**dict.fromkeys(CRITERIA, 0.0) | {"distance": 1.0})
    scores = scores_of(crowd(11, 20, 20), only_distance)
    assert scores.total == pytest.approx(scores.terms()["distance"], abs=1e-6)


def test_weights_name_the_criteria_in_their_order() -> None:
    assert list(DEFAULT_WEIGHTS.by_name()) == list(CRITERIA)


def test_weights_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(BadInputError, match="weights: skal tilsammen give 1"):
        Weights(occupation=0.4)


@pytest.mark.parametrize("weight", [-0.1, 1.1, 0.3000001, float("nan")])
def test_a_weight_out_of_range_is_refused_by_name(weight: float) -> None:
    with pytest.raises(BadInputError, match=r"weights\.occupation"):
        Weights(occupation=weight)


def test_pairs_are_scored_the_same_one_by_one_and_in_bulk() -> None:
    problem = crowd(12, 30, 20)
    citizen, opening, hours = everybody_everywhere(problem)
    again = CHUNK // len(citizen) + 2
    scorer = Scorer.of(problem)
    bulk = scorer.score(np.tile(citizen, again), np.tile(opening, again), np.tile(hours, again)).total
    single = [scorer.score(citizen[n : n + 1], opening[n : n + 1], hours[n : n + 1]).total[0] for n in range(60)]
    assert np.array_equal(bulk[:60], single)
    assert np.array_equal(bulk[-len(citizen) :], bulk[: len(citizen)])


def test_no_pairs_have_no_scores() -> None:
    nobody = np.array([], dtype=np.int64)
    assert score_pairs(town(), nobody, nobody, np.array([])).total.shape == (0,)


def test_three_hundred_thousand_pairs_take_a_moment() -> None:
    """A generous limit for a busy machine; the benchmark measures the real figure."""
    problem = crowd(13, 400, 200)
    dice = np.random.default_rng(1)
    citizen, opening = dice.integers(0, 400, 300_000), dice.integers(0, 200, 300_000)
    scorer = Scorer.of(problem)
    begin = perf_counter()
    scorer.score(citizen, opening, np.full(300_000, 15.0))
    assert perf_counter() - begin < 1.5


def test_the_documentation_lists_every_criterion_with_its_weight() -> None:
    text = (Path(__file__).parents[3] / "docs" / "score.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", text, re.MULTILINE))
    assert {name: float(weight) for name, weight in rows.items()} == DEFAULT_WEIGHTS.by_name()


def test_a_problem_without_anybody_in_it_can_be_made_ready() -> None:
    assert Scorer.of(town(citizens=(), openings=())).citizens.busy.shape == (0, 7, 0, 2)
