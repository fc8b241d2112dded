"""The relaxation of large problems: prices by cooling prove bounds that hold, come close to the best, and repeat."""

from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from benchmarks.instances import problem as generated
from matcher.engine.arrays.columns import columns
from matcher.engine.arrays.threads import one_thread
from matcher.engine.optimum import relaxation
from matcher.engine.optimum.lp import improved, solve_lp
from matcher.engine.optimum.model import Model, model
from matcher.engine.optimum.multipliers import Choices, ascend, chosen
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.optimum.prices import Prices, best_by_citizen, bound, priced
from matcher.engine.optimum.relaxation import Relaxation, refine, relax
from matcher.engine.options import Options, Watch
from matcher.engine.problem import Floor
from matcher.engine.scoring.score import Scorer

EXACTLY = Options(gap=0.0)


@pytest.fixture(scope="module")
def ready() -> Prepared:
    problem = generated(250, 100, 4)
    return prepare(problem, Scorer.of(problem))


@pytest.fixture(scope="module")
def whole(ready: Prepared) -> Model:
    every = np.arange(0, len(ready.pairs), 3)
    return model(ready.setting, columns(ready.setting.instance, ready.setting.timeline, ready.pairs, every))


@pytest.fixture(scope="module")
def exact(ready: Prepared) -> Relaxation:
    found = relax(ready, EXACTLY, Watch(EXACTLY))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def cooled(ready: Prepared) -> Relaxation:
    return _cooled(ready, EXACTLY)


def _cooled(ready: Prepared, options: Options) -> Relaxation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relaxation, "SMALL", 100)
        patch.setattr(relaxation, "MIDDLING", 100)
        found = relax(ready, options, Watch(options))
    assert found is not None
    return found


def _proven(ready: Prepared, prices: Prices) -> float:
    """The bound that the prices prove, with every column of every pair looked at."""
    nothing = np.full(len(prices.citizen), -np.inf)
    found = priced(ready.setting, ready.pairs, prices, nothing)
    return bound(ready.setting, prices, best_by_citizen(found.columns.citizen, found.reduced, nothing))


def test_linear_algebra_is_held_to_one_thread_and_let_go_again() -> None:
    before = [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]

    with one_thread():
        inside = [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]

    assert set(inside) == {1}
    assert [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"] == before


# The smooth bound of one model


def test_the_slope_of_the_smooth_bound_is_that_of_small_steps(whole: Model) -> None:
    choices, dice = Choices.of(whole), np.random.default_rng(1)
    for temperature in (0.5, 0.05):
        price, step = dice.random(len(choices.room)) / 5, 1e-6 * dice.standard_normal(len(choices.room))

        low, high = (choices.smooth(price + sign * step, temperature)[0] for sign in (-1, 1))

        assert high - low == pytest.approx(2 * choices.smooth(price, temperature)[1] @ step, rel=1e-5)


def test_the_smooth_bound_lies_above_the_bound_by_no_more_than_the_temperature_allows(whole: Model) -> None:
    choices, dice = Choices.of(whole), np.random.default_rng(2)
    allowed = float(np.log(choices.counts + 1).sum())
    for temperature in (0.5, 0.05, 0.005):
        price = dice.random(len(choices.room)) * dice.choice([0.0, 0.3])
        plain = float(choices.room @ price + choices.best(price).sum())

        assert plain <= choices.smooth(price, temperature)[0] <= plain + temperature * allowed


def test_no_citizen_is_chosen_more_than_once(whole: Model) -> None:
    citizens = whole.parts[0]

    x = chosen(whole, np.zeros(len(whole.room)), 0.01).x

    assert (x >= 0).all()
    assert np.bincount(citizens.row, x).max() <= 1 + 1e-9


def test_prices_of_a_falling_temperature_come_close_to_those_of_the_simplex(whole: Model) -> None:
    best, choices, citizens = solve_lp(whole, np.inf), Choices.of(whole), len(whole.parts[0].on)
    price = np.zeros(len(whole.room))
    for temperature in (0.05, 0.02, 0.01, 0.005, 0.002, 0.001):
        found = ascend(whole, price, temperature, 100)
        price = found.price
    assert best is not None
    proven = float(choices.room @ price[citizens:] + choices.best(price[citizens:]).sum())

    assert best.objective - 1e-6 <= proven <= best.objective * 1.001
    assert (price >= 0).all()


def test_prices_of_rows_that_cannot_be_met_stay_finite(ready: Prepared) -> None:
    problem = replace(ready.setting.instance.problem, floors=(Floor(where={"gender": "X"}, share=0.9),))
    nobody = prepare(problem, Scorer.of(problem))
    assert (nobody.setting.standing.floors < 0).all()

    found = _cooled(nobody, EXACTLY)

    assert np.isfinite(found.bound)
    assert _proven(nobody, found.prices) <= found.bound + 1e-6


def test_more_iterations_bring_what_citizens_choose_nearer_to_a_solution(whole: Model) -> None:
    best = solve_lp(whole, np.inf)
    assert best is not None
    start = chosen(whole, best.price, 0.01)

    few, many = (improved(whole, start, iterations, np.inf) for iterations in (64, 3_000))

    uses = whole.matrix[:, : len(whole.columns)]
    over = [(uses @ one.x - whole.room)[~whole.switched].max() for one in (start, few, many)]
    assert over[2] < over[1] < over[0]
    assert many.objective == pytest.approx(best.objective, rel=1e-3)


# Prices and rows


def test_prices_put_on_the_rows_they_came_from_are_the_same(ready: Prepared, whole: Model) -> None:
    found = ascend(whole, np.zeros(len(whole.room)), 0.02, 30)

    again = Prices.of(ready.setting, whole, found).on_rows(whole)

    assert again == pytest.approx(found.price, abs=1e-12)


def test_the_price_of_a_day_without_a_row_is_laid_on_the_next_row_of_the_unit(ready: Prepared, whole: Model) -> None:
    prices = Prices.zero(ready.setting)
    rows = next(part for part in whole.parts if part.code == "quota")
    days = prices.quota.shape[1]
    later = next(on for on in rows.on if on % days > 1 and on - 1 not in rows.on)
    prices.quota.ravel()[[later - 1, later]] = 0.25, 0.5

    on_rows = dict(zip(rows.on.tolist(), Prices.on_rows(prices, replace(whole, parts=[rows])).tolist(), strict=True))

    assert on_rows[later] == 0.75
    assert sum(on_rows.values()) == 0.75


def test_a_sample_of_the_pairs_gives_those_of_its_columns_that_all_pairs_give(ready: Prepared) -> None:
    prices, above = Prices.zero(ready.setting), np.full(250, 0.4)

    everything, sample = (priced(ready.setting, ready.pairs, prices, above, every) for every in (1, 7))

    of_sample = everything.columns.pair % 7 == 0
    assert len(sample.columns) > 0
    assert sample.columns.start.tolist() == everything.columns.start[of_sample].tolist()
    assert sample.columns.pair.tolist() == everything.columns.pair[of_sample].tolist()


def test_pairs_and_starts_that_are_passed_over_are_worth_no_look(ready: Prepared) -> None:
    dice = np.random.default_rng(5)
    for _ in range(10):
        prices = Prices.zero(ready.setting)
        for rule in ("seats", "quota", "mentor", "consultant", "support", "floor", "least", "opened"):
            of_rule = getattr(prices, rule)
            of_rule[...] = dice.random(of_rule.shape) * dice.choice([0.0, 0.02, 0.2])
        above = dice.random(len(prices.citizen)) * 0.6
        everything = priced(ready.setting, ready.pairs, prices, np.full(len(above), -np.inf))

        found = priced(ready.setting, ready.pairs, prices, above)

        worth = everything.reduced > above[everything.columns.citizen]
        assert found.columns.pair.tolist() == everything.columns.pair[worth].tolist()
        assert found.columns.start.tolist() == everything.columns.start[worth].tolist()
        assert found.reduced.tolist() == everything.reduced[worth].tolist()


def test_columns_are_kept_once_and_sorted_by_pair(whole: Model) -> None:
    one = whole.columns
    shuffled = one.take(np.random.default_rng(3).permutation(len(one)))

    again = shuffled.beside(one).each_once()

    assert len(again) == len(one)
    assert (np.diff(again.pair) >= 0).all()


# The relaxation


def test_the_cooled_bound_is_what_its_prices_prove_over_every_column(ready: Prepared, cooled: Relaxation) -> None:
    assert cooled.bound == pytest.approx(_proven(ready, cooled.prices), abs=1e-6)


def test_the_cooled_bound_holds_and_is_nearly_the_best_there_is(exact: Relaxation, cooled: Relaxation) -> None:
    assert exact.bound - 1e-6 <= cooled.bound <= exact.bound * 1.0005


def test_no_column_of_a_citizen_earns_more_than_the_level(ready: Prepared, cooled: Relaxation) -> None:
    everything = priced(ready.setting, ready.pairs, cooled.prices, np.full(len(cooled.level), -np.inf))

    assert (everything.reduced <= cooled.level[everything.columns.citizen] + 1e-9).all()


def test_what_is_left_is_nearly_whole(cooled: Relaxation, exact: Relaxation) -> None:
    x = cooled.solution.x

    assert ((x < 0.01) | (x > 0.99)).mean() > 0.8
    assert cooled.solution.objective == pytest.approx(exact.bound, rel=0.01)


def test_the_same_problem_is_relaxed_to_the_same_bytes(ready: Prepared, cooled: Relaxation) -> None:
    again = _cooled(ready, EXACTLY)

    assert again.bound == cooled.bound
    assert again.solution.x.tobytes() == cooled.solution.x.tobytes()
    assert again.prices.quota.tobytes() == cooled.prices.quota.tobytes()


def test_a_relaxation_that_was_good_enough_can_be_carried_on(
    ready: Prepared, exact: Relaxation, monkeypatch: pytest.MonkeyPatch
) -> None:
    loose = Options(gap=0.2)
    rough = _cooled(ready, loose)
    monkeypatch.setattr(relaxation, "SMALL", 100)

    fine = refine(ready, rough, loose, Watch(loose))

    assert exact.bound - 1e-6 <= fine.bound < rough.bound
    assert fine.temperature < rough.temperature
    assert refine(ready, fine, loose, Watch(loose)).bound <= fine.bound


def test_an_exact_relaxation_has_nothing_to_carry_on(ready: Prepared, exact: Relaxation) -> None:
    assert refine(ready, exact, EXACTLY, Watch(EXACTLY)) is exact


def test_without_time_nothing_is_relaxed(ready: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaxation, "SMALL", 100)
    options = Options(time_limit=0.0)

    assert relax(ready, options, Watch(options)) is None
