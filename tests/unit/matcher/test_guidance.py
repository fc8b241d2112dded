"""The call list keeps what it promises: every gain is held against the problem with the place added, solved again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import spearmanr

from core.reading import read
from law.quota import quota
from law.schemes import terms
from matcher.engine.advice.guidance import Call, added, call_list, together, verified
from matcher.engine.advice.kinds import BANDS, LEVELS, WEEKS
from matcher.engine.advice.market import Market, field_of
from matcher.engine.advice.whatif import what_if
from matcher.engine.check import check
from matcher.engine.options import Options
from matcher.engine.problem import CEFR, Fixed, Floor, Occupation, Occupied, Problem, Staff
from matcher.engine.result import Result
from matcher.engine.solve import solve, solved
from tests.unit.matcher.town import CITIZEN, UNIT, crowd, town

SEEDS = (1, 2, 3)
TOLERANCE = 1e-6
GOLDEN = Path(__file__).parents[2] / "golden"


def place_seekers(seed: int) -> Problem:
    """More people than places; the second town counts full time, the third has a floor."""
    problem = crowd(seed, 90, 40)
    floors = (Floor(where={"gender": "F"}, share=0.6),) if seed == 3 else ()
    return replace(problem, count_mode="fte" if seed == 2 else "heads", floors=floors)


def market(problem: Problem) -> Market:
    found = Market.by(solved(problem))
    assert found is not None
    return found


def answer(problem: Problem) -> Result:
    result = solve(problem)
    assert result.status == "optimal"
    return result


@cache
def known(seed: int) -> tuple[Problem, Market, Result]:
    problem = place_seekers(seed)
    return problem, market(problem), answer(problem)


@cache
def calls(seed: int, seats: int = 1, most: int = 20) -> tuple[Call, ...]:
    _, prices, result = known(seed)
    return call_list(prices, result, seats=seats, most=most)


def true_gains(seed: int, found: Sequence[Call]) -> list[float]:
    problem, _, result = known(seed)
    return [verified(problem, one, result).gain for one in found]


def unused(problem: Problem) -> Result:
    """The answer of a town whose only place nobody may take."""
    assert answer(problem).placements == ()
    return answer(problem)


def no_place(**more: Any) -> Problem:
    return town(opening={"language": "C2"}, **more)


@pytest.mark.parametrize("seats", [1, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_true_gain_lies_within_what_a_call_promises(seed: int, seats: int) -> None:
    _, prices, result = known(seed)
    found, slack = calls(seed, seats)[:6], prices.slack(result)
    assert len(found) == 6
    for call, gain in zip(found, true_gains(seed, found), strict=True):
        assert call.at_least - TOLERANCE <= gain <= call.at_most + slack + TOLERANCE
        assert gain > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_every_firm_on_the_list_keeps_its_own_promise(seed: int) -> None:
    problem, prices, result = known(seed)
    call = max(calls(seed), key=lambda one: len(one.firms))
    assert len(call.firms) > 1
    for n, firm in enumerate(call.firms):
        gain = verified(problem, call, result, firm=n).gain
        assert firm.at_least - TOLERANCE <= gain <= firm.at_most + prices.slack(result) + TOLERANCE


@pytest.mark.parametrize("seats", [1, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_ranking_is_right(seed: int, seats: int) -> None:
    """What surely gives more stands first, and the promised order is that of the true gains, or nearly."""
    found = calls(seed, seats, 40)[::2]
    gains = true_gains(seed, found)
    for (one, first), (other, second) in combinations(zip(found, gains, strict=True), 2):
        assert one.at_most >= other.at_most - TOLERANCE
        if one.at_least > other.at_most:
            assert first > second - TOLERANCE
    assert spearmanr([one.at_most for one in found], gains).statistic > 0.8
    assert gains[0] >= 0.8 * max(gains)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_prices_prove_the_answer_nearly_best(seed: int) -> None:
    _, prices, result = known(seed)
    assert 0 <= prices.slack(result) < 0.005 * result.objective


def test_what_stands_fixed_is_no_slack() -> None:
    problem = town(fixed=(Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 14)),))
    assert market(problem).slack(answer(problem)) == pytest.approx(0.0, abs=TOLERANCE)


def test_the_promise_of_one_place_is_nearly_always_exact() -> None:
    found = calls(1)
    exact = [call for call in found if call.at_most - call.at_least < TOLERANCE]
    assert len(exact) >= 0.8 * len(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_citizen_named_first_can_take_the_place(seed: int) -> None:
    problem, _, _ = known(seed)
    citizens = {one.id: one for one in problem.citizens}
    for call in calls(seed)[:5]:
        alone = replace(
            problem, citizens=(citizens[call.helped[0]],), openings=(call.opening(problem),), forbidden=(), floors=()
        )
        assert [one.citizen for one in solve(alone).placements] == [call.helped[0]]


@pytest.mark.parametrize("seed", SEEDS)
def test_firms_on_the_list_have_free_quota_on_every_day(seed: int) -> None:
    problem, _, result = known(seed)
    units = {one.id: one for one in problem.units}
    unit_of = {one.id: one.unit for one in problem.openings}
    begin = problem.horizon.from_
    for call in calls(seed, 2):
        for firm in call.firms:
            unit = units[firm.unit]
            stays = [(one.scheme, one.from_, one.to + timedelta(days=1), one.hours) for one in unit.occupied]
            placed = [one for one in result.placements if unit_of[one.opening] == unit.id]
            stays += [(one.scheme, one.start, one.end, one.hours) for one in placed]
            for day in (begin + timedelta(days=n) for n in range(7 * WEEKS)):
                taken = sum(_fills(problem, scheme, hours) for scheme, first, end, hours in stays if first <= day < end)
                new = firm.seats * _fills(problem, call.kind.scheme, call.kind.hours.max)
                assert not new or taken + new <= quota(unit.ordinary_employees, problem.rules_day) + TOLERANCE


def _fills(problem: Problem, scheme: str, hours: float) -> float:
    known = terms(scheme, problem.rules_day)
    if known is None or not known.counts_in_quota:
        return 0.0
    return 1.0 if problem.count_mode == "heads" else hours / 37


@pytest.mark.parametrize("seed", SEEDS)
def test_kinds_are_what_somebody_without_a_place_wishes_for_or_near_it(seed: int) -> None:
    problem, _, result = known(seed)
    unplaced = {one.citizen for one in result.unplaced}
    waiting = [one for one in problem.citizens if one.id in unplaced]
    fields = {field_of(wish.code) for one in waiting for wish in one.occupations}
    for call in calls(seed):
        assert field_of(call.kind.occupation) in fields
        assert call.kind.occupation.startswith(call.kind.group)
        assert (call.kind.hours.min, call.kind.hours.max) in BANDS
        assert call.kind.language in LEVELS
        assert any(CEFR.index(one.language) >= CEFR.index(call.kind.language) for one in waiting)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_calls_together_promise_no_less_than_they_give_and_no_more_than_each_alone(seed: int) -> None:
    problem, prices, result = known(seed)
    found = calls(seed)[:4]
    promise = together(prices, found)
    gain = what_if(problem, [added(problem, one) for one in found], result).gain
    assert gain - prices.slack(result) - TOLERANCE <= promise <= sum(one.at_most for one in found) + TOLERANCE


def test_the_same_problem_gives_the_same_list() -> None:
    problem, _, result = known(1)
    assert call_list(market(problem), result) == calls(1)


def test_with_given_scores_a_new_place_suits_like_the_listed_ones_in_its_field() -> None:
    problem = read(Problem, (GOLDEN / "match-20.json").read_bytes())
    few = replace(problem, openings=tuple(replace(one, seats=min(one.seats, 1)) for one in problem.openings))
    run = solved(few)
    result, sold = run.result, Market.by(run)
    assert sold is not None
    found = call_list(sold, result)
    assert found
    for call in found[:5]:
        change = added(few, call)
        listed = {one.id: one.occupation for one in few.openings}
        alike = [
            row.score
            for row in few.scores or ()
            if row.citizen == change.scores[0].citizen
            and field_of(listed[row.opening]) == field_of(call.kind.occupation)
        ]
        assert change.scores[0].score == pytest.approx(sum(alike) / len(alike))
        gain = verified(few, call, result).gain
        assert call.at_least - TOLERANCE <= gain <= call.at_most + sold.slack(result) + TOLERANCE


def test_a_firm_whose_quota_is_used_is_not_rung() -> None:
    problem = no_place()
    assert [one.firms[0].unit for one in call_list(market(problem), unused(problem))] == ["u1"]
    taken = Occupied(scheme="virksomhedspraktik", from_=date(2026, 10, 1), to=date(2027, 1, 15))
    full = no_place(units=(replace(UNIT, quota_override=1, occupied=(taken,)),))
    assert call_list(market(full), unused(full)) == ()


def test_a_scheme_that_does_not_fill_the_quota_needs_none_free() -> None:
    ready = replace(CITIZEN, target_group="ledighedsydelse", schemes=("fleksjob",))
    problem = no_place(citizens=(ready,), units=(replace(UNIT, quota_override=0),))
    (call,) = call_list(market(problem), unused(problem))
    assert (call.kind.scheme, call.firms[0].free) == ("fleksjob", None)


def test_sheltered_work_is_asked_of_public_and_social_firms_only() -> None:
    pensioner = replace(CITIZEN, target_group="foertidspension", schemes=("beskyttet",))
    units = (UNIT, replace(UNIT, id="u2", sector="public"), replace(UNIT, id="u3", social_economy=True))
    problem = no_place(citizens=(pensioner,), units=units)
    (call,) = call_list(market(problem), unused(problem))
    assert sorted(one.unit for one in call.firms) == ["u2", "u3"]


def test_of_two_equal_firms_the_one_in_the_field_is_rung_first() -> None:
    wish = replace(CITIZEN, occupations=(Occupation(code="512000", rank=1),))
    problem = no_place(citizens=(wish,), units=(UNIT, replace(UNIT, id="u2")))
    (call, *_) = call_list(market(problem), unused(problem), fields={"u2": ["513100"]})
    assert [(one.unit, one.in_field) for one in call.firms] == [("u2", True), ("u1", False)]


def test_no_more_seats_are_asked_for_than_a_firm_may_give() -> None:
    people = tuple(replace(CITIZEN, id=f"c{n}") for n in range(4))
    problem = no_place(citizens=people, units=(replace(UNIT, quota_override=2),))
    (call, *_) = call_list(market(problem), unused(problem), seats=3)
    assert (call.firms[0].seats, call.firms[0].free) == (2, 2)
    assert len(call.helped) == 4
    assert verified(problem, call, unused(problem)).gain == pytest.approx(call.at_most) == pytest.approx(call.at_least)


def test_several_seats_count_each_citizen_and_each_consultants_time_once() -> None:
    people = tuple(replace(CITIZEN, id=f"c{n}") for n in range(3))
    problem = no_place(
        citizens=people, units=(replace(UNIT, quota_override=3),), consultants=(Staff(id="k1", capacity=2),)
    )
    one, two, three = (call_list(market(problem), unused(problem), seats=n)[0] for n in (1, 2, 3))
    assert two.at_least == pytest.approx(2 * one.at_least)
    assert three.at_least == pytest.approx(two.at_least)
    assert verified(problem, three, unused(problem)).gain == pytest.approx(two.at_least)


def test_nobody_to_help_gives_no_calls() -> None:
    served = town()
    assert call_list(market(served), answer(served)) == ()
    nobody = town(citizens=())
    assert call_list(market(nobody), answer(nobody)) == ()
    nowhere = town(units=(), openings=())
    assert call_list(market(nowhere), answer(nowhere)) == ()


def test_nobody_whom_no_scheme_is_open_to_is_promised_anything() -> None:
    problem = no_place(citizens=(replace(CITIZEN, schemes=()),))
    assert call_list(market(problem), unused(problem)) == ()


def test_without_time_there_are_no_prices() -> None:
    assert Market.by(solved(place_seekers(1), Options(time_limit=0.0))) is None


def test_the_answer_with_a_call_fulfilled_breaks_no_rule() -> None:
    problem, _, result = known(1)
    call = calls(1)[0]
    found = verified(problem, call, result)
    assert check(added(problem, call).applied(problem), found.result) == []
