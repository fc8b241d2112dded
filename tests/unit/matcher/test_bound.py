"""The bound holds at any prices, ranges are looked up right, and better schemes fill no more than there is."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from benchmarks.instances import problem as generated
from matcher.engine.arrays.moments import Moments
from matcher.engine.arrays.timeline import Room, running
from matcher.engine.check import check
from matcher.engine.optimum.model import model
from matcher.engine.optimum.prepare import Prepared, prepare
from matcher.engine.optimum.prices import Prices, best_by_citizen, bound, priced
from matcher.engine.optimum.relaxation import relax
from matcher.engine.optimum.search import Found, search
from matcher.engine.options import Options, Watch
from matcher.engine.problem import Occupied
from matcher.engine.scoring.score import Scorer
from matcher.engine.solve import solve
from tests.unit.matcher.town import town


@pytest.fixture(scope="module")
def ready() -> Prepared:
    problem = generated(60, 25, 2)
    return prepare(problem, Scorer.of(problem))


def found_of(ready: Prepared) -> Found:
    """The best answer of all steps."""
    options, watch = Options(), Watch(Options())
    return search(ready, relax(ready, options, watch), options, watch)


def test_any_prices_prove_a_bound(ready: Prepared) -> None:
    optimum = found_of(ready).gain
    dice = np.random.default_rng(1)
    for _ in range(30):
        prices = Prices.zero(ready.setting)
        for rule in ("seats", "quota", "mentor", "consultant", "support", "floor", "least", "opened"):
            of_rule = getattr(prices, rule)
            of_rule[...] = dice.random(of_rule.shape) * dice.choice([0.0, 0.01, 0.2])
        everything = np.full(len(prices.citizen), -np.inf)
        found = priced(ready.setting, ready.pairs, prices, everything)
        best = best_by_citizen(found.columns.citizen, found.reduced, everything)

        assert bound(ready.setting, prices, best) >= optimum - 1e-9


def test_the_bound_of_the_answer_is_the_objective_of_no_worse_answer(ready: Prepared) -> None:
    found = found_of(ready)

    assert found.gain <= found.bound <= found.gain + 1e-5


def test_least_room_and_sums_over_ranges_are_those_of_a_plain_loop() -> None:
    left = np.random.default_rng(3).integers(-1, 5, (4, 13)).astype(float)
    room, sums = Room(left), running(left)
    unit, first, stop = (
        part.ravel() for part in np.meshgrid(np.arange(4), np.arange(13), np.arange(1, 14), indexing="ij")
    )
    real = first < stop
    unit, first, stop = unit[real], first[real], stop[real]
    ranges = [left[u, a:b] for u, a, b in zip(unit, first, stop, strict=True)]

    assert room.least(unit, first, stop).tolist() == [part.min() for part in ranges]
    assert (sums[unit, stop] - sums[unit, first]).tolist() == pytest.approx([part.sum() for part in ranges])


def test_a_row_is_made_only_where_somebody_may_leave_or_the_room_shrinks() -> None:
    left = np.array([[3.0, 3.0, 3.0, 3.0, 1.0, 1.0]])
    unit, first, stop = np.zeros(3, dtype=np.int64), np.array([0, 1, 2]), np.array([3, 6, 6])

    moments = Moments.of(left, unit, first, stop)
    row, column = moments.entries()

    assert moments.on.tolist() == [2, 4]
    assert sorted(zip(row.tolist(), column.tolist(), strict=True)) == [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2)]


def test_rows_that_cannot_bind_are_left_out(ready: Prepared) -> None:
    columns = priced(ready.setting, ready.pairs, Prices.zero(ready.setting), np.zeros(60)).columns
    whole = model(ready.setting, columns)

    everything = whole.matrix @ np.concatenate([np.ones(len(columns)), np.zeros(len(whole.switches))])

    seats = next(i for i, rows in enumerate(whole.parts) if rows.code == "seats")
    begin = sum(len(rows.on) for rows in whole.parts[:seats])
    end = begin + len(whole.parts[seats].on)
    assert (everything[begin:end] > whole.room[begin:end]).all()


def test_a_citizen_gets_loentilskud_rather_than_praktik_where_the_quota_has_room() -> None:
    problem = town(opening={"schemes": ("virksomhedspraktik", "loentilskud"), "weeks": 26})

    (placement,) = solve(problem).placements

    assert placement.scheme == "loentilskud"


def test_a_citizen_gets_praktik_where_loentilskud_would_overfill_the_quota_later() -> None:
    later = Occupied(scheme="loentilskud", from_=date(2027, 3, 8), to=date(2027, 12, 31))
    problem = town(
        unit={"quota_override": 1, "occupied": (later,)},
        opening={"schemes": ("virksomhedspraktik", "loentilskud"), "weeks": 26},
    )

    result = solve(problem)

    assert result.placements[0].scheme == "virksomhedspraktik"
    assert check(problem, result) == []


def test_the_quota_is_not_filled_for_a_scheme_that_comes_earlier_in_the_order() -> None:
    pensioner = {"target_group": "foertidspension"}
    schemes = ("skaanejob", "beskyttet")
    problem = town(citizen=pensioner, unit={"sector": "public"}, opening={"schemes": schemes})

    assert solve(problem).placements[0].scheme == "beskyttet"


def test_better_schemes_keep_every_rule_in_a_crowd() -> None:
    problem = generated(200, 60, 5)
    plenty = replace(problem, units=tuple(replace(unit, mentor_capacity=3) for unit in problem.units))

    for one in (problem, plenty):
        assert check(one, solve(one)) == []


def test_a_group_that_its_unit_has_no_room_for_at_once_is_worth_nothing_in_the_relaxation_either() -> None:
    problem = town(unit={"quota_override": 1}, opening={"seats": 2, "least": 2, "weeks": 13})
    two = replace(problem, citizens=(*problem.citizens, replace(problem.citizens[0], id="c2")))
    roomy = replace(two, units=(replace(two.units[0], quota_override=2),))
    bounds = []
    for one in (two, roomy):
        ready, options = prepare(one, Scorer.of(one)), Options()
        relaxed = relax(ready, options, Watch(options))
        assert relaxed is not None
        bounds.append(relaxed.bound)

    assert bounds[0] == pytest.approx(0, abs=1e-6)
    assert bounds[1] == pytest.approx(solve(roomy).objective, abs=1e-6)
    assert bounds[1] > 0.5
