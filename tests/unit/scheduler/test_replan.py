"""Plan again after a change: what must move moves, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.meeting_instances import Size, municipality
from scheduler.engine.check import check
from scheduler.engine.problem import Busy, Person, Problem, Room, Weights
from scheduler.engine.replan import Replanned, replan
from scheduler.engine.result import Answer, NoAnswer, PlannedMeeting
from scheduler.engine.solve import solve
from tests.unit.scheduler.agenda import (
    after,
    any_of,
    at,
    busy,
    day,
    held,
    meeting,
    pin,
    problem,
    solved,
    times,
)
from tests.unit.scheduler.tiny import busies, tiny_problems

FULL = busy("08:00", "12:00")
TWO_ROOMS = (Room(id="r1", site="hall", capacity=9), Room(id="r2", site="hall", capacity=9))


def mended(case: Problem, plan: Sequence[PlannedMeeting], time_limit: float = 60) -> Replanned:
    """The plan mended, which holds by the checker's word."""
    found = replan(case, plan, time_limit=time_limit)
    assert isinstance(found, Replanned)
    assert check(found.problem, found.answer) == []
    return found


def away(case: Problem, who: str, *taken: Busy) -> Problem:
    """The problem in which somebody is busy besides."""
    return replace(
        case, people=tuple(replace(one, busy=(*one.busy, *taken)) if one.id == who else one for one in case.people)
    )


def stays(found: Replanned, plan: Sequence[PlannedMeeting]) -> set[str]:
    """Meetings that are in every respect as they were."""
    return {one.id for one in plan if one in found.answer.meetings}


def test_where_nothing_changed_nothing_moves() -> None:
    case = municipality(Size(meetings=40, staff=12, weeks=2))
    plan = solved(case).meetings
    found = mended(case, plan)
    assert found.answer.meetings == plan
    assert (found.moved, found.changed, found.dropped, found.forced) == ((), (), (), ())


def test_an_absence_moves_the_absent_ones_meeting_alone() -> None:
    case = problem(*(meeting(f"m{n}", f"p{n}", "q", latest=day(4)) for n in range(4)))
    plan = solved(case).meetings
    found = mended(away(case, "p1", busy("08:00", "12:00")), plan)
    assert (found.moved, found.forced) == (("m1",), ("m1",))
    assert stays(found, plan) == {"m0", "m2", "m3"}


def test_a_closed_day_moves_its_meetings_alone() -> None:
    case = problem(*(meeting(f"m{n}", f"p{n}", earliest=day(n), latest=day(4)) for n in range(3)))
    plan = solved(case).meetings
    found = mended(replace(case, closed=(day(1),)), plan)
    assert (found.moved, stays(found, plan)) == (("m1",), {"m0", "m2"})


@pytest.mark.parametrize("gone", ["busy", "removed"])
def test_a_cancelled_room_is_exchanged_at_the_same_time(gone: str) -> None:
    case = problem(meeting("m", "p", sites=("hall",)), rooms=TWO_ROOMS)
    plan = solved(case).meetings
    left = tuple(room for room in TWO_ROOMS if room.id != plan[0].room)
    taken = tuple(Room(id=r.id, site=r.site, capacity=9, busy=() if r in left else (FULL,)) for r in TWO_ROOMS)
    found = mended(replace(case, rooms=taken if gone == "busy" else left), plan)
    assert (found.moved, found.changed, found.forced) == ((), ("m",), ())
    assert held(found.answer).start == plan[0].start


def test_somebody_else_of_the_pool_comes_at_the_same_time() -> None:
    case = problem(meeting("m", "p", any_of("i", "j"), latest=day(3)))
    plan = solved(case).meetings
    found = mended(away(case, plan[0].attendees[1], FULL), plan)
    assert (found.moved, found.changed) == ((), ("m",))


def test_something_lawful_moves_where_that_gets_another_held() -> None:
    case = problem(meeting("a", "p", minutes=240), meeting("b", "p", "q", latest=day(1), minutes=240))
    plan = [each for each in solved(case).meetings if each.id == "b"]
    assert plan[0].start.date() == day(1)
    on_monday = replace(plan[0], start=at("08:00"), end=at("12:00"))
    found = mended(case, [on_monday])
    assert (found.moved, found.forced, found.answer.unplanned) == (("b",), (), ())


def test_something_lawful_does_not_move_to_make_another_less_late() -> None:
    late = meeting("late", "p", minutes=240, due=day(0), latest=day(4), weight=3)
    other = meeting("other", "p", minutes=240, latest=day(4))
    case = problem(late, other)
    plan = [
        replace(one, start=at(f"{one.start:%H:%M}", n), end=at(f"{one.end:%H:%M}", n))
        for n, one in enumerate(solved(case).meetings)
    ]
    found = mended(away(case, "p", FULL), plan)
    assert found.moved == ("late",)
    assert found.answer.cost == 20 + 2 * 30


def test_what_moves_takes_the_cheapest_time_that_is_left() -> None:
    case = problem(meeting("m", "p", due=day(1), latest=day(4)))
    found = mended(away(case, "p", FULL), solved(case).meetings)
    assert times(found.answer) == {"m": "1 08:00"}
    assert found.answer.cost == 20


def test_a_longer_chain_of_moves_is_found() -> None:
    """m0 must leave Monday; only Tuesday does, which m1 has, who can only go to Wednesday, which m2 has."""
    case = problem(
        meeting("m0", "p", minutes=240, due=day(0), latest=day(1)),
        meeting("m1", "p", minutes=240, earliest=day(1), due=day(1), latest=day(2)),
        meeting("m2", "p", minutes=240, earliest=day(2), due=day(2), latest=day(3)),
    )
    plan = solved(case).meetings
    assert times(solved(case)) == {"m0": "0 08:00", "m1": "1 08:00", "m2": "2 08:00"}
    found = mended(away(case, "p", FULL), plan)
    assert (found.moved, found.forced) == (("m0", "m1", "m2"), ("m0",))


def test_a_follower_keeps_its_distance() -> None:
    first = meeting("a", "p", due=day(0), latest=day(4))
    case = problem(first, meeting("b", "q", latest=day(8), after=(after("a", 2, 2),)))
    found = mended(away(case, "p", FULL), solved(case).meetings)
    assert {name: time[0] for name, time in times(found.answer).items()} == {"a": "1", "b": "3"}


def test_a_follower_that_is_far_enough_stays() -> None:
    first, second = meeting("a", "p", latest=day(4)), meeting("b", "q", latest=day(8), after=(after("a", 1, 9),))
    case = problem(second, first)
    plan = [
        replace(one, start=at("08:00", 7), end=at("09:00", 7)) if one.id == "b" else one
        for one in solved(case).meetings
    ]
    assert mended(away(case, "p", FULL), plan).moved == ("a",)


def test_where_no_time_is_left_it_is_dropped_with_its_followers() -> None:
    case = problem(meeting("a", "p"), meeting("b", "q", latest=day(8), after=(after("a", 1, 9),)), meeting("c", "p"))
    found = mended(away(case, "p", FULL), solved(case).meetings)
    assert (set(found.dropped), found.moved) == ({"a", "b", "c"}, ())
    assert all(each.because for each in found.answer.unplanned)


def test_what_was_left_out_is_held_where_there_is_room_now() -> None:
    case = problem(meeting("a", "p"), meeting("b", "q"))
    plan = [one for one in solved(case).meetings if one.id == "a"]
    assert times(mended(case, plan).answer) == {"a": "0 08:00", "b": "0 08:00"}


def test_a_new_pin_makes_room_for_itself() -> None:
    case = problem(meeting("a", "p", latest=day(1)), meeting("b", "p", latest=day(1)))
    plan = solved(case).meetings
    start = held(solved(case), "a").start
    pinned = replace(case.meetings[1], pinned=pin(f"{start:%H:%M}", "p"))
    found = mended(replace(case, meetings=(case.meetings[0], pinned)), plan)
    assert held(found.answer, "b").start == start
    assert "a" in found.moved


def test_pins_that_cannot_be_kept_are_told() -> None:
    pinned = meeting("b", "q", latest=day(4), after=(after("a", 1, 1),), pinned=pin("08:00", "q", number=1))
    case = problem(meeting("a", "p"), pinned)
    plan = solved(case).meetings
    assert replan(away(case, "p", FULL), plan) == NoAnswer(reason="pins")


def test_without_time_what_fits_is_held() -> None:
    case = problem(*(meeting(f"m{n}", f"p{n}", "q", latest=day(4)) for n in range(4)))
    found = mended(away(case, "p1", FULL), solved(case).meetings, time_limit=0)
    assert (found.moved, found.answer.unplanned) == (("m1",), ())


def test_a_plan_of_meetings_that_are_gone_is_no_hindrance() -> None:
    case = problem(meeting("a", "p"), meeting("b", "p"))
    plan = solved(case).meetings
    found = mended(replace(case, meetings=case.meetings[:1]), plan)
    assert [one.id for one in found.answer.meetings] == ["a"]


def only_moves(case: Problem) -> Problem:
    """The problem in which nothing but leaving out and moving costs anything."""
    return replace(case, weights=replace(case.weights, late_day=0, optional_missing=0))


def moves_alone(found: Replanned) -> float:
    """What the plan costs so."""
    case = only_moves(found.problem)
    weight = {m.id: m.weight for m in case.meetings}
    moved = sum(
        m.previous is not None and m.previous.start != held(found.answer, m.id).start
        for m in case.meetings
        if m.id in {one.id for one in found.answer.meetings}
    )
    return case.weights.unplanned * sum(weight[one.id] for one in found.answer.unplanned) + case.weights.moved * moved


@given(tiny_problems(), st.sampled_from("abc"), busies())
@settings(max_examples=60, deadline=None)
def test_no_plan_leaves_out_and_moves_less(case: Problem, who: str, taken: Busy) -> None:
    case = replace(
        case, weights=Weights(unplanned=1000), meetings=tuple(replace(m, previous=None) for m in case.meetings)
    )
    found = mended(away(case, who, taken), solved(case).meetings)
    assert moves_alone(found) == pytest.approx(solved(only_moves(found.problem)).cost)


@pytest.mark.parametrize("seed", range(3))
def test_a_crowded_plan_is_mended_with_the_fewest_moves(seed: int) -> None:
    case = municipality(Size(meetings=50, staff=10, weeks=2, rooms=3, interpreters=2), seed)
    plan = solve(case, time_limit=20)
    assert isinstance(plan, Answer)
    absent = next(one for one in case.people if isinstance(one, Person) and one.id == "p1")
    found = mended(away(case, absent.id, Busy(from_=at("00:00"), to=at("00:00", 4))), plan.meetings)
    least = solve(only_moves(found.problem), time_limit=20)
    assert isinstance(least, Answer)
    assert moves_alone(found) <= 1.02 * least.cost
