"""What holds of every answer: another solver agrees, and changes of the problem move the objective the right way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.instances import problem as generated
from matcher.engine.check import check
from matcher.engine.optimum import relaxation, search
from matcher.engine.optimum.model import model
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.options import Options, Watch
from matcher.engine.problem import Floor, Opening, Problem
from matcher.engine.scoring.score import Scorer
from matcher.engine.solve import solve, solved
from tests.unit.matcher.every_column import every_column
from tests.unit.matcher.town import crowd

SEEDS = range(4)


def small(seed: int) -> Problem:
    """Sixty citizens, every rule active."""
    return generated(60, 25, seed)


def plain_optimum(ready: Prepared) -> float:
    """The optimum by one model over every column there is: every start, every lawful scheme."""
    whole = model(ready.setting, every_column(ready))
    gain = np.concatenate([whole.columns.gain, np.zeros(len(whole.switches))])
    found = milp(
        -gain,
        integrality=np.ones(len(gain), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(whole.matrix, -np.inf, whole.room)],
    )
    assert found.fun is not None
    return -float(found.fun)


def gain_of(ready: Prepared) -> float:
    """What the answer gains over placing nobody new."""
    options, watch = Options(), Watch(Options())
    return search.search(ready, relaxation.relax(ready, options, watch), options, watch).gain


@pytest.mark.parametrize("seed", SEEDS)
def test_one_plain_model_over_every_column_finds_the_same_optimum(seed: int) -> None:
    problem = small(seed)
    ready = prepare(problem, Scorer.of(problem))

    assert gain_of(ready) == pytest.approx(plain_optimum(ready), abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_answer_keeps_every_rule_and_its_bound_is_tight(seed: int) -> None:
    for problem in (small(seed), replace(small(seed), count_mode="fte"), crowd(seed, 80, 50)):
        result = solve(problem)

        assert check(problem, result) == []
        assert result.placements
        assert result.objective <= result.bound <= result.objective + 1e-4


def _one_more_seat(problem: Problem) -> Problem:
    return replace(problem, openings=tuple(replace(one, seats=one.seats + 1) for one in problem.openings))


def _one_more_opening(problem: Problem) -> Problem:
    return replace(problem, openings=(*problem.openings, replace(problem.openings[0], id="one_more", least=0)))


def _larger_quotas(problem: Problem) -> Problem:
    return replace(problem, units=tuple(replace(one, quota_override=9) for one in problem.units))


def _longer_window(problem: Problem) -> Problem:
    def longer(one: Opening) -> Opening:
        return replace(one, start=replace(one.start, latest=one.start.latest + timedelta(weeks=2)))

    return replace(problem, openings=tuple(map(longer, problem.openings)))


def _fewer_travelled(problem: Problem) -> Problem:
    return replace(
        problem, citizens=tuple(replace(one, max_travel_km=one.max_travel_km / 2) for one in problem.citizens)
    )


def _smaller_caseloads(problem: Problem) -> Problem:
    return replace(problem, consultants=tuple(replace(one, capacity=one.capacity // 2) for one in problem.consultants))


def _higher_floor(problem: Problem) -> Problem:
    return replace(problem, floors=(Floor(where={"gender": "F"}, share=0.6), *problem.floors))


@pytest.mark.parametrize("loosen", [_one_more_seat, _one_more_opening, _larger_quotas, _longer_window])
def test_more_room_never_lowers_the_objective(loosen: Callable[[Problem], Problem]) -> None:
    for seed in SEEDS:
        problem = replace(small(seed), fixed=())
        assert solve(loosen(problem)).objective >= solve(problem).objective - 1e-6


@pytest.mark.parametrize("tighten", [_fewer_travelled, _smaller_caseloads, _higher_floor])
def test_tighter_rules_never_raise_the_objective(tighten: Callable[[Problem], Problem]) -> None:
    for seed in SEEDS:
        problem = replace(small(seed), fixed=())
        assert solve(tighten(problem)).objective <= solve(problem).objective + 1e-6


def test_the_order_of_the_file_does_not_change_the_objective() -> None:
    problem = small(1)
    turned = replace(
        problem,
        citizens=problem.citizens[::-1],
        units=problem.units[::-1],
        openings=problem.openings[::-1],
        consultants=problem.consultants[::-1],
    )

    assert solve(turned).objective == pytest.approx(solve(problem).objective, abs=1e-6)


def test_the_same_problem_gives_the_same_answer() -> None:
    first, second = (replace(solve(small(2)), seconds=0) for _ in range(2))

    assert first == second


def test_what_an_answer_was_found_with_is_handed_on() -> None:
    problem = small(2)

    whole = solved(problem)

    assert replace(whole.result, seconds=0) == replace(solve(problem), seconds=0)
    assert whole.ready.setting.instance.problem is problem
    assert whole.relaxed is not None
    assert whole.relaxed.bound >= whole.found.bound >= whole.found.gain
    assert whole.scorer is not None


def test_a_problem_that_is_not_solved_to_the_end_gets_nearly_as_good_an_answer_and_always_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = generated(300, 120, 3)
    optimum = solve(problem).objective
    monkeypatch.setattr(search, "SMALL", 0)

    first, second = (replace(solve(problem), seconds=0) for _ in range(2))

    assert first == second
    assert check(problem, first) == []
    assert first.objective - 1e-6 <= optimum <= first.bound + 1e-6
    assert first.gap <= 0.001


def test_a_problem_too_large_for_exact_masters_is_solved_as_well_by_cooled_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = generated(300, 120, 3)
    exact = solve(problem)
    monkeypatch.setattr(relaxation, "SMALL", 100)
    monkeypatch.setattr(search, "SMALL", 100)

    rough = solve(problem)

    assert check(problem, rough) == []
    assert exact.objective >= rough.objective > 0.995 * exact.objective
    assert rough.bound >= exact.objective - 1e-9


def test_without_time_there_is_no_answer_and_with_a_cancelled_search_neither() -> None:
    for options in (Options(time_limit=0.0), Options(cancelled=lambda: True)):
        result = solve(small(1), options)

        assert result.status == "timeout"
        assert result.placements == ()
        assert result.bound > 0


def test_what_the_relaxation_has_settled_is_the_answer_when_no_time_is_left_for_the_rest() -> None:
    problem = replace(small(1), floors=(), openings=tuple(replace(one, least=0) for one in small(1).openings))
    told: list[str] = []

    result = solve(
        problem, Options(cancelled=lambda: "rounding" in told, progress=lambda phase, *_: told.append(phase))
    )

    assert check(problem, result) == []
    assert result.placements


def test_progress_tells_phase_bound_and_gap() -> None:
    told: list[tuple[str, float | None, float | None, float | None]] = []

    solve(small(1), Options(progress=lambda *news: told.append(news)))

    assert {"relaxation", "rounding"} <= {phase for phase, *_ in told}
    assert all(bound is None or bound > 0 for _, _, bound, _ in told)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_progress_tells_is_the_objective_with_what_stands_fixed_and_what_moving_costs(seed: int) -> None:
    told: list[tuple[str, float | None, float | None, float | None]] = []
    problem = small(seed)

    result = solve(problem, Options(progress=lambda *news: told.append(news)))

    assert problem.fixed
    assert problem.previous
    bounds = [bound for _, _, bound, _ in told if bound is not None]
    assert all(bound >= result.objective - 1e-6 for bound in bounds)
    assert min(bounds) == pytest.approx(result.objective, rel=0.03)
    assert all(best <= result.objective + 1e-6 for _, best, _, _ in told if best is not None)


def test_the_bound_of_a_search_without_time_counts_what_stands_fixed() -> None:
    problem = small(1)

    assert solve(problem, Options(time_limit=0.0)).bound >= solve(problem).objective


def test_nobody_to_place_is_an_answer() -> None:
    result = solve(replace(small(1), citizens=(), fixed=(), forbidden=(), previous=()))

    assert (result.status, result.objective, result.placements) == ("optimal", 0.0, ())


def test_a_price_says_what_one_more_would_add() -> None:
    problem = replace(small(3), floors=())
    result = solve(problem)
    dearest = next(price for price in result.prices if price.on.startswith("seats:"))
    more = tuple(
        replace(one, seats=one.seats + 1) if f"seats:{one.id}" == dearest.on else one for one in problem.openings
    )

    assert 0 <= solve(replace(problem, openings=more)).objective - result.objective <= dearest.price + 1e-6
