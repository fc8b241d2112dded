"""Why a citizen has no place, said so that the citizen can read it; and what spoke for those who have one."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from matcher.engine.problem import CEFR, Busy, Hours, Occupied, Pair, Problem, Score, Shift, Staff, StartWindow
from matcher.engine.result import Result, Unplaced
from matcher.explaining import explained
from matcher.words import Language
from tests.unit.matcher.answers import answer, placement
from tests.unit.matcher.town import CITIZEN, OPENING, crowd, town

PRAKTIK = "work experience (virksomhedspraktik)"


def alone(problem: Problem, language: Language = "en") -> Unplaced:
    """The explanation for the town's citizen when nobody is placed."""
    return explained(problem, answer(problem), language=language).unplaced[0]


@pytest.mark.parametrize(
    ("changes", "rule", "english"),
    [
        ({"citizen": {"max_travel_km": 1.5}}, "travel", "4 km more of travel"),
        ({"opening": {"language": "B1"}}, "language", "language B1"),
        ({"opening": {"skills": ("forklift", "it")}}, "skills", "skill: a forklift licence and it"),
        ({"opening": {"driving_licence": True}}, "skills", "skill: driving licence"),
        ({"citizen": {"needs": ("breaks",)}}, "needs", "that the place can offer breaks"),
        ({"opening": {"hours": Hours(min=22.0, max=37.0)}}, "hours", "that the citizen can work 2 hours more a week"),
        ({"opening": {"hours": Hours(min=1.0, max=4.9)}}, "hours", "1.25 hours more a week from the firm"),
        ({"citizen": {"available_from": date(2027, 2, 4)}}, "start", "that the start can wait until 2027-02-04"),
        ({"opening": {"schemes": ("fleksjob",)}}, "scheme", f"that the firm also offers {PRAKTIK}"),
        ({"opening": {"seats": 0}}, "seats", "one more place"),
        ({"unit": {"quota_override": 0}}, "quota", "that the firm may take one more (reasonable ratio)"),
        ({"citizen": {"needs": ("mentor",)}, "unit": {"mentor_capacity": 0}}, "mentor", "one more mentor at the place"),
        ({"consultants": (Staff(id="k1", capacity=0),)}, "consultant", "that the consultant can take one more"),
        ({"opening": {"least": 3, "seats": 3}}, "least", "2 more in the group"),
    ],
)  # fmt: skip
def test_one_obstacle_is_named_with_what_it_would_take(changes: dict[str, Any], rule: str, english: str) -> None:
    why = alone(town(**changes))
    assert why.blocked == {rule: 1}
    assert [(one.opening, one.rules, one.would_take) for one in why.nearest] == [("o1", (rule,), english)]


def test_a_support_worker_without_time_is_named() -> None:
    problem = town(citizen={"support_worker": "s1"}, support_workers=(Staff(id="s1", capacity=0),))
    assert alone(problem).blocked == {"support": 1}
    assert alone(problem).lost_to == ("support:s1",)


def test_several_obstacles_are_said_in_one_phrase() -> None:
    problem = town(citizen={"max_travel_km": 1.5}, opening={"language": "B1"}, unit={"quota_override": 0})
    near = alone(problem, "da").nearest[0]
    assert near.rules == ("travel", "language", "quota")
    assert near.would_take == (
        "4 km længere rejse, dansk på niveau B1 og at virksomheden må tage én mere (rimelighedskravet)"
    )


def test_shifts_that_collide_with_language_school_name_the_weekday() -> None:
    school = (Busy(weekday=3, from_=time(8), to=time(12)),)
    shifts = (Shift(weekday=3, from_=time(8), to=time(16)),)
    why = alone(town(citizen={"busy": school}, opening={"shifts": shifts}), "da")
    assert [one.would_take for one in why.nearest] == ["2 timer fri af faste aftaler om onsdagen"]


def test_shifts_that_are_too_few_anyway_ask_for_more_shifts() -> None:
    shifts = (Shift(weekday=3, from_=time(8), to=time(13)),)
    assert alone(town(opening={"shifts": shifts}), "da").nearest[0].would_take == "1 time mere om ugen i vagtplanen"


def test_an_excluded_place_is_never_suggested() -> None:
    why = alone(town(citizen={"excluded_units": ("u1",)}))
    assert (why.blocked, why.nearest) == ({"excluded": 1}, ())
    why = alone(town(forbidden=(Pair(citizen="c1", opening="o1"),)))
    assert (why.blocked, why.nearest) == ({"excluded": 1}, ())


def test_a_pair_without_a_given_score_is_never_suggested() -> None:
    why = alone(town(scores=()))
    assert (why.blocked, why.nearest) == ({"score": 1}, ())


def test_a_citizen_for_whom_no_scheme_is_lawful_gets_no_promise() -> None:
    problem = town(citizen={"schemes": ("fleksjob",)}, opening={"schemes": ("fleksjob",)})
    assert (alone(problem).blocked, alone(problem).nearest) == ({"scheme": 1}, ())


def test_units_overfull_with_mentors_say_how_many_more_it_would_take() -> None:
    taken = Occupied(scheme="ordinary", from_=date(2026, 10, 1), to=date(2027, 12, 31), mentor=True)
    problem = town(citizen={"needs": ("mentor",)}, unit={"mentor_capacity": 0, "occupied": (taken,)})
    assert alone(problem).nearest[0].would_take == "2 more mentors at the place"
    counted = replace(taken, scheme="nytteindsats", mentor=False)
    problem = town(unit={"quota_override": 0, "occupied": (counted,)})
    assert alone(problem).nearest[0].would_take == "that the firm may take 2 more (reasonable ratio)"


def test_a_place_that_is_free_on_a_later_start_is_not_lost_to_the_quota() -> None:
    taken = Occupied(scheme="virksomhedspraktik", from_=date(2026, 10, 1), to=date(2027, 1, 10))
    assert alone(town(unit={"quota_override": 1, "occupied": (taken,)})).blocked == {"search": 1}
    longer = replace(taken, to=date(2027, 2, 1))
    assert alone(town(unit={"quota_override": 1, "occupied": (longer,)})).blocked == {"quota": 1}


def test_whom_the_place_was_lost_to_is_named_by_what_was_scarce() -> None:
    soon = StartWindow(earliest=date(2026, 12, 1), latest=date(2027, 1, 25))
    both = (CITIZEN, replace(CITIZEN, id="c2"))
    problem = town(citizens=both, unit={"quota_override": 1}, opening={"start": soon})
    why = explained(problem, answer(problem, placement())).unplaced[0]
    assert why.citizen == "c2"
    assert why.blocked == {"seats": 1, "quota": 1}
    assert why.lost_to == ("seats:o1", "quota:u1", "citizen:c1")


def test_the_smallest_change_comes_first_and_no_more_than_three_are_named() -> None:
    levels = ("C2", "B2", "B1", "C1")
    openings = tuple(replace(OPENING, id=level, language=level) for level in CEFR if level in levels)[::-1]
    near = alone(town(openings=openings)).nearest
    assert [one.would_take for one in near] == ["language B1", "language B2", "language C1"]


def test_of_equal_changes_the_better_scored_place_comes_first() -> None:
    openings = tuple(
        replace(OPENING, id=f"o{n}", language="B1", occupation=code) for n, code in enumerate(("111111", "941100"))
    )
    assert [one.opening for one in alone(town(openings=openings)).nearest] == ["o1", "o0"]


def test_a_place_worth_less_than_the_change_it_costs_is_said_so() -> None:
    openings = (OPENING, replace(OPENING, id="o2", seats=0))
    problem = town(openings=openings, previous=(Pair(citizen="c1", opening="o2"),), change_cost=2.0)
    assert alone(problem).blocked["search"] == 1
    low = (Score(citizen="c1", opening="o1", score=0.0),)
    assert alone(town(scores=low)).blocked == {"value": 1}


def test_everybody_unplaced_is_explained_in_the_order_of_the_answer() -> None:
    problem = crowd(1, 30, 10)
    result = explained(problem, answer(problem))
    assert [one.citizen for one in result.unplaced] == [one.id for one in problem.citizens]
    assert all(one.blocked for one in result.unplaced)


def test_a_town_without_openings_has_nothing_to_name() -> None:
    assert alone(town(openings=())) == Unplaced(citizen="c1")


def test_an_answer_with_nobody_left_out_is_only_given_its_reasons() -> None:
    problem = town()
    bare = answer(problem, placement(because=()))
    result = explained(problem, bare)
    assert result.unplaced == ()
    assert {reason.criterion for reason in result.placements[0].because} >= {"occupation", "distance"}


def test_reasons_that_are_there_are_kept() -> None:
    problem = town()
    assert explained(problem, answer(problem, placement())).placements == (placement(),)


def test_given_scores_have_no_reasons() -> None:
    problem = town(scores=(Score(citizen="c1", opening="o1", score=0.5),))
    assert explained(problem, answer(problem, placement(because=()))).placements[0].because == ()


def test_an_answer_without_a_solution_is_left_as_it_is() -> None:
    problem = town()
    nothing = Result(status="timeout", objective=0, bound=1, gap=1, seconds=1, rules=date(2026, 7, 1))
    assert explained(problem, nothing) == nothing


def test_who_waits_late_may_still_begin_when_the_firm_waits_too() -> None:
    window = StartWindow(earliest=date(2026, 12, 1), latest=date(2026, 12, 6))
    assert (
        alone(town(opening={"start": window}), "da").nearest[0].would_take
        == "at starten kan vente til 7. december 2026"
    )
