"""What if: one thing is changed, and what is different is told by person, right to the last digit."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import BadInputError
from matcher.engine.advice.whatif import (
    Capacity,
    Change,
    Danish,
    Difference,
    NewOpening,
    Radius,
    Seats,
    WeeklyHours,
    what_if,
)
from matcher.engine.check import check
from matcher.engine.problem import Fixed, Floor, Hours, Pair, Problem, Score, Staff
from matcher.engine.result import Result
from matcher.engine.solve import solve
from tests.unit.matcher.town import CITIZEN, OPENING, UNIT, crowd, town

SEEDS = (0, 1, 2)
SECOND = replace(CITIZEN, id="c2", weight=2.0)


def solved(problem: Problem) -> Result:
    result = solve(problem)
    assert result.status == "optimal"
    return result


def difference(problem: Problem, *changes: Change) -> Difference:
    return what_if(problem, changes, solved(problem))


def placed_by(problem: Problem, *changes: Change) -> tuple[str, ...]:
    assert solved(problem).placements == ()
    found = difference(problem, *changes)
    assert found.gain == pytest.approx(found.result.objective)
    return found.of("placed")


def test_a_seat_more_places_the_next_citizen() -> None:
    problem = town(citizens=(CITIZEN, SECOND), unit={"quota_override": 2})
    found = difference(problem, Seats("o1", 1))
    assert found.of("placed") == ("c1",)
    (person,) = found.people
    assert (person.before, person.after, person.value_before) == (None, "o1", 0.0)
    assert found.gain == pytest.approx(person.value_after)


def test_a_seat_less_leaves_somebody_out() -> None:
    problem = town(citizens=(CITIZEN, SECOND), unit={"quota_override": 2}, opening={"seats": 2})
    found = difference(problem, Seats("o1", -1))
    assert found.of("lost") == ("c1",)
    assert (found.people[0].before, found.people[0].after) == ("o1", None)
    assert found.gain == pytest.approx(-found.people[0].value_before)


def test_a_better_opening_moves_the_citizen() -> None:
    problem = town(opening={"occupation": "111111"})
    found = difference(problem, NewOpening(replace(OPENING, id="o2")))
    assert found.of("moved") == ("c1",)
    assert (found.people[0].before, found.people[0].after) == ("o1", "o2")
    assert found.gain == pytest.approx(found.people[0].value_after - found.people[0].value_before)


def test_a_longer_way_opens_a_place() -> None:
    assert placed_by(town(citizen={"max_travel_km": 2.0}), Radius("c1", 6.0)) == ("c1",)


def test_more_danish_opens_a_place() -> None:
    assert placed_by(town(opening={"language": "B1"}), Danish("c1", "B1")) == ("c1",)


def test_more_hours_open_a_place() -> None:
    problem = town(opening={"hours": Hours(min=25.0, max=37.0)})
    assert placed_by(problem, WeeklyHours("c1", Hours(min=6.0, max=30.0))) == ("c1",)


def test_a_consultants_time_opens_a_place() -> None:
    assert placed_by(town(consultants=(Staff(id="k1", capacity=0),)), Capacity("consultant", "k1", 1)) == ("c1",)


def test_a_support_workers_time_opens_a_place() -> None:
    problem = town(citizen={"support_worker": "s1"}, support_workers=(Staff(id="s1", capacity=0),))
    assert placed_by(problem, Capacity("support", "s1", 1)) == ("c1",)


def test_a_mentor_opens_a_place() -> None:
    problem = town(citizen={"needs": ("mentor",)}, unit={"mentor_capacity": 0})
    assert placed_by(problem, Capacity("mentor", "u1", 1)) == ("c1",)


def test_a_larger_quota_opens_a_place_whether_given_or_counted() -> None:
    assert placed_by(town(unit={"quota_override": 0}), Capacity("quota", "u1", 1)) == ("c1",)
    counted = town(unit={"ordinary_employees": 0.5}, rules=date(2015, 1, 1))
    assert placed_by(counted, Capacity("quota", "u1", 1)) == ("c1",)


def test_a_new_opening_brings_its_scores() -> None:
    problem = town(scores=(), opening={"seats": 0})
    new = NewOpening(replace(OPENING, id="o2"), (Score(citizen="c1", opening="o2", score=0.7),))
    assert difference(problem, new).gain == pytest.approx(0.7)


def test_changes_add_up() -> None:
    problem = town(citizen={"max_travel_km": 2.0}, opening={"language": "B1"})
    assert difference(problem, Radius("c1", 6.0)).people == ()
    assert placed_by(problem, Radius("c1", 6.0), Danish("c1", "B1")) == ("c1",)


def test_an_earlier_start_at_the_same_place_is_a_change() -> None:
    late = Capacity("quota", "u1", 0)
    problem = town(citizen={"hours": Hours(min=6.0, max=20.0)})
    assert difference(problem, late).people == ()
    found = difference(problem, WeeklyHours("c1", Hours(min=6.0, max=30.0)))
    assert found.of("changed") == ("c1",)
    assert found.people[0].before == found.people[0].after == "o1"


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_changed_changes_nothing_for_anybody(seed: int) -> None:
    problem = crowd(seed, 60, 40)
    found = difference(problem, Seats("o0", 0))
    assert found.people == ()
    assert found.gain == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_difference_is_that_of_two_lawful_answers(seed: int) -> None:
    problem, change = crowd(seed, 60, 40), NewOpening(replace(OPENING, id="new", unit="u3", seats=2))
    before = solved(problem)
    found = what_if(problem, change, before)
    assert check(change.applied(problem), found.result) == []
    assert found.low - 1e-6 <= found.gain <= found.high + 1e-6
    assert found.gain >= -1e-6
    assert sum(one.value_after - one.value_before for one in found.people) == pytest.approx(found.gain, abs=1e-5)
    again = solved(change.applied(problem))
    assert again.objective == pytest.approx(found.result.objective, abs=1e-3)
    assert found.low - 1e-6 <= again.objective - before.objective <= found.high + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_less_of_anything_never_gains(seed: int) -> None:
    problem = crowd(seed, 60, 40)
    before = solved(problem)
    fewer = (Seats(before.placements[0].opening, -1), Capacity("consultant", "k0", -3))
    assert [what_if(problem, one, before).gain <= 1e-6 for one in fewer] == [True, True]
    assert what_if(problem, fewer, before).gain < 0


def test_a_previous_of_the_problems_own_keeps_its_price() -> None:
    openings = (replace(OPENING, occupation="111111"), replace(OPENING, id="o2", seats=0))
    stays = town(openings=openings, previous=(Pair(citizen="c1", opening="o1"),), change_cost=5.0)
    assert difference(stays, Seats("o2", 1)).people == ()
    moves = replace(stays, change_cost=0.01)
    found = difference(moves, Seats("o2", 1))
    assert found.of("moved") == ("c1",)
    assert check(Seats("o2", 1).applied(moves), found.result) == []


def test_what_can_no_longer_be_is_told_by_status() -> None:
    fixed = (Fixed(citizen="c1", opening="o1", scheme="virksomhedspraktik", start=date(2026, 12, 7)),)
    men = replace(SECOND, gender="M")
    problem = town(
        citizens=(replace(CITIZEN, gender="M"), men, replace(SECOND, id="c3")),
        units=(replace(UNIT, quota_override=3),),
        opening={"seats": 2},
        fixed=fixed,
        floors=(Floor(where={"gender": "F"}, share=0.5),),
    )
    found = difference(problem, Seats("o1", -1))
    assert found.result.status == "infeasible"
    assert set(found.of("lost")) == {"c1", "c3"}


@pytest.mark.parametrize(
    "change",
    [
        Seats("x", 1),
        Radius("x", 1.0),
        Danish("x", "B1"),
        WeeklyHours("x", Hours(min=1.0, max=2.0)),
        Capacity("consultant", "x", 1),
        Capacity("support", "x", 1),
        Capacity("mentor", "x", 1),
        Capacity("quota", "x", 1),
    ],
)
def test_who_or_what_is_unknown_is_named(change: Change) -> None:
    with pytest.raises(BadInputError, match="x findes ikke"):
        change.applied(town())


def test_a_change_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(BadInputError, match="seats"):
        Seats("o1", -2).applied(town())
    with pytest.raises(BadInputError, match="o1"):
        NewOpening(OPENING).applied(town())


def test_the_problem_itself_stays_as_it_was() -> None:
    problem = town()
    before = solved(problem)
    what_if(problem, (Seats("o1", 1), Radius("c1", 1.0)), before)
    assert problem == town()
    assert solved(problem).placements == before.placements
