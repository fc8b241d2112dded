"""Standing days of teams: cases fill their slots, the team's other meetings keep off, and what is left is released."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from core.errors import BadInputError
from scheduler.engine.problem import Meeting, Pin, Problem, Room, Site
from scheduler.engine.result import Answer
from scheduler.engine.team_days import Expanded, TeamDay, with_team_days
from tests.unit.scheduler.agenda import (
    HALL,
    HOME,
    MONDAY,
    any_of,
    at,
    busy,
    day,
    held,
    left_out,
    meeting,
    person,
    previous,
    problem,
    solved,
    times,
    way,
)

LONG_AGO = date(2026, 11, 1)


def standing(**more: Any) -> TeamDay:
    """Tuesdays from nine to eleven at the hall, four cases of half an hour, with a and b."""
    fields: dict[str, Any] = {
        "id": "t",
        "weekday": 2,
        "from_": time(9),
        "to": time(11),
        "site": "hall",
        "room": "r1",
        "team": ("a", "b"),
        "case_minutes": 30,
    }
    return TeamDay(**(fields | more))


def case(name: str, *required: Any, **more: Any) -> Meeting:
    """A case of half an hour for a citizen and the team, within two weeks."""
    fields: dict[str, Any] = {"minutes": 30, "latest": day(11), "sites": ("hall",)}
    return meeting(name, *required, **(fields | more))


def planned(given: Problem, *days: TeamDay, cases: tuple[str, ...] = (), today: date = LONG_AGO) -> Answer:
    """The best plan with the standing days, which holds by the checker's word, in the problem's own terms."""
    expanded = with_team_days(given, days, cases, today)
    return expanded.answer(solved(expanded.problem))


def expand(given: Problem, *cases: str, today: date = LONG_AGO) -> Expanded:
    return with_team_days(given, [standing()], cases, today)


class TestCases:
    def test_they_are_held_in_slots_with_the_team_in_its_room(self) -> None:
        given = problem(*(case(f"m{n}", f"c{n}", "a", "b") for n in range(4)))
        answer = planned(given, standing(), cases=("m0", "m1", "m2", "m3"))
        slots = {"1 09:00", "1 09:30", "1 10:00", "1 10:30", "8 09:00", "8 09:30", "8 10:00", "8 10:30"}
        assert len(set(times(answer).values())) == 4
        assert set(times(answer).values()) <= slots
        for one in answer.meetings:
            assert (one.site, one.room, set(one.attendees)) == ("hall", "r1", {f"c{one.id[1:]}", "a", "b"})

    def test_a_shorter_one_stays_within_its_slot(self) -> None:
        given = problem(case("m", "c", "a", minutes=20, latest=day(1)), case("n", "d", "a", minutes=40, latest=day(1)))
        answer = planned(given, standing(case_minutes=60), cases=("m", "n"))
        assert sorted(times(answer).values()) in (
            ["1 09:00", "1 10:00"],
            ["1 09:00", "1 10:30"],
            ["1 09:30", "1 10:00"],
        )

    def test_more_than_there_are_slots_are_left_out_or_wait_a_week(self) -> None:
        given = problem(*(case(f"m{n}", f"c{n}", "a", latest=day(1)) for n in range(5)))
        answer = planned(given, standing(), cases=tuple(f"m{n}" for n in range(5)))
        assert len(answer.unplanned) == 1
        assert "team" not in answer.unplanned[0].because

    def test_only_a_day_whose_team_has_everybody_will_do(self) -> None:
        given = problem(case("m", "c", "a", "b"), case("n", "c", "a", "x"), people=(person("x"),))
        other = standing(id="u", weekday=3, team=("a", "x"))
        answer = planned(given, standing(), other, cases=("m", "n"))
        assert {name: when[0] in "18" for name, when in times(answer).items()} == {"m": True, "n": False}

    def test_somebody_outside_the_teams_comes_as_a_guest(self) -> None:
        given = problem(case("m", "c", "a", "guest"), people=(person("guest", busy("08:00", "12:00", 1)),))
        assert times(planned(given, standing(), cases=("m",)))["m"].startswith("8 ")

    def test_one_of_a_pool_in_the_team_is_enough(self) -> None:
        given = problem(case("m", "c", any_of("b", "z")))
        answer = planned(given, standing(), cases=("m",))
        assert held(answer).attendees[1] in ("b", "z")

    def test_a_member_who_is_away_moves_the_case_to_another_week(self) -> None:
        given = problem(case("m", "c", "a"), people=(person("a", busy("08:00", "12:00", 1)),))
        assert times(planned(given, standing(), cases=("m",)))["m"].startswith("8 ")

    def test_what_no_day_can_take_says_why(self) -> None:
        given = problem(case("m", "c", "a", "x"), case("n", "c", "a", minutes=60), case("o", "c", "a"))
        expanded = with_team_days(
            given, [standing(), standing(id="u", weekday=3, team=("x",))], ("m", "n", "o"), LONG_AGO
        )
        assert expanded.unfit == {"m": "no_team", "n": "too_long"}
        answer = expanded.answer(solved(expanded.problem), "da")
        assert left_out(answer)["m"] == "ingen fast dags team har alle, som sagen kræver"
        assert left_out(answer).keys() == {"m", "n"}

    def test_order_and_lateness_count_as_ever(self) -> None:
        given = problem(case("m", "c", "a", due=day(1)))
        assert planned(given, standing(weeks=(day(7),)), cases=("m",)).cost == 70


class TestTheTeamsOtherMeetings:
    def test_keep_off_the_day(self) -> None:
        given = problem(meeting("o", "a", minutes=120, earliest=day(1), latest=day(1)), case("m", "c", "a"))
        assert "o" in left_out(planned(given, standing(), cases=("m",)))
        assert "o" not in left_out(solved(given))

    def test_allow_for_the_way_there(self) -> None:
        given = problem(
            meeting("o", "a", earliest=day(1), latest=day(1)),
            case("m", "c", "a", latest=day(1)),
            travel_minutes=(way("hall", "home", 30),),
        )
        assert "o" in left_out(planned(given, standing(from_=time(9), to=time(11)), cases=("m",)))
        answer = planned(given, standing(from_=time(9, 30), to=time(11)), cases=("m",))
        assert times(answer)["o"] == "1 08:00"

    def test_the_day_counts_as_one_of_the_most_a_day(self) -> None:
        given = problem(
            meeting("o", "a", earliest=day(1), latest=day(1), minutes=30),
            *(case(f"m{n}", f"c{n}", "a", latest=day(1)) for n in range(3)),
            people=(person("a", max_per_day=1),),
        )
        answer = planned(given, standing(), cases=("m0", "m1", "m2"))
        assert left_out(answer).keys() == {"o"}

    def test_the_room_is_taken_all_day(self) -> None:
        given = problem(
            meeting("o", "z", minutes=150, earliest=day(1), latest=day(1), sites=("hall",)), case("m", "c", "a")
        )
        assert "o" in left_out(planned(given, standing(), cases=("m",)))

    def test_a_citizens_way_from_a_case_to_the_next_meeting_is_allowed_for(self) -> None:
        given = problem(
            case("m", "c", "a", latest=day(1)),
            meeting("o", "c", minutes=30, earliest=day(1), latest=day(1)),
            travel_minutes=(way("hall", "home", 30),),
        )
        answer = planned(given, standing(from_=time(9), to=time(9, 30)), cases=("m",))
        assert times(answer) == {"m": "1 09:00", "o": times(answer)["o"]}
        assert times(answer)["o"] not in ("1 08:30", "1 09:00", "1 09:30")


class TestRelease:
    def test_a_day_that_is_near_is_released(self) -> None:
        given = problem(meeting("o", "a", minutes=240, earliest=day(1), latest=day(1)), case("m", "c", "a"))
        answer = planned(given, standing(), cases=("m",), today=MONDAY)
        assert times(answer)["o"] == "1 08:00"
        assert times(answer)["m"].startswith("8 ")

    def test_slots_in_use_are_kept(self) -> None:
        given = problem(
            meeting("o", "a", minutes=60, earliest=day(1), latest=day(1)),
            case("m", "c", "a", previous=previous("09:30", 1)),
        )
        answer = planned(given, standing(), cases=("m",), today=MONDAY)
        assert times(answer)["m"] == "1 09:30"
        assert times(answer)["o"] not in ("1 09:00", "1 09:30")

    def test_the_last_day_of_release_is_released_and_the_day_before_is_not(self) -> None:
        given = problem(case("m", "c", "a", latest=day(1)))
        on = {n: with_team_days(given, [standing(release_days=n)], ("m",), MONDAY).slots for n in (0, 1)}
        assert [slot.start.date() for slot in on[0]][:1] == [day(1)]
        assert [slot.start.date() for slot in on[1]][:1] == [day(8)]

    def test_empty_slots_can_be_told(self) -> None:
        expanded = expand(problem(case("m", "c", "a")), "m")
        answer = solved(expanded.problem)
        assert (len(expanded.slots), len(expanded.empty(answer))) == (8, 7)


class TestStandingCases:
    def test_a_pinned_case_stands_in_its_slot(self) -> None:
        pinned = Pin(start=at("09:30", 1), site="hall", room="r1", attendees=("c", "a"))
        given = problem(case("m", "c", "a", pinned=pinned), case("n", "d", "a", latest=day(1)))
        answer = planned(given, standing(), cases=("m", "n"))
        assert times(answer)["m"] == "1 09:30"
        assert held(answer, "m").room == "r1"
        assert times(answer)["n"] in ("1 09:00", "1 10:00", "1 10:30")

    def test_a_member_who_is_pinned_elsewhere_is_there_for_the_rest_of_the_day(self) -> None:
        other = meeting("o", "b", minutes=60, pinned=Pin(start=at("09:00", 1), site="home", attendees=("b",)))
        given = problem(other, case("m", "c", "a", "b", latest=day(1)))
        assert times(planned(given, standing(), cases=("m",)))["m"] in ("1 10:00", "1 10:30")

    def test_a_team_at_a_site_without_rooms(self) -> None:
        answer = planned(problem(case("m", "c", "a")), standing(site="home", room=None), cases=("m",))
        assert (held(answer).site, held(answer).room) == ("home", None)

    def test_closed_days_and_taken_rooms_have_no_slots(self) -> None:
        rooms = (Room(id="r1", site="hall", capacity=9, busy=(busy("10:00", "10:30", 8),)),)
        given = problem(case("m", "c", "a"), rooms=rooms, closed=(day(1),))
        assert expand(given, "m").slots == ()

    def test_without_standing_days_nothing_changes(self) -> None:
        given = problem(case("m", "c", "a"))
        expanded = with_team_days(given, [], (), LONG_AGO)
        assert expanded.answer(solved(expanded.problem)).meetings == solved(given).meetings


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"weekday": 6}, "weekday"),
        ({"to": time(9)}, "to"),
        ({"case_minutes": 20}, "case_minutes"),
        ({"from_": time(9, 10)}, "case_minutes"),
        ({"site": "moon"}, "site"),
        ({"room": None}, "room"),
        ({"site": "home"}, "room"),
        ({"room": "tiny"}, "room"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused_with_its_place(wrong: dict[str, Any], place: str) -> None:
    rooms = (Room(id="r1", site="hall", capacity=9), Room(id="tiny", site="hall", capacity=1))
    given = problem(case("m", "c", "a"), rooms=rooms, sites=(HALL, HOME, Site(id="far")))
    with pytest.raises(BadInputError) as raised:
        with_team_days(given, [standing(**wrong)], ("m",), LONG_AGO)
    assert [fault.place for fault in raised.value.faults] == [f"team_days[0].{place}"]


def test_two_days_of_one_name_are_refused() -> None:
    with pytest.raises(BadInputError, match="t findes to gange"):
        with_team_days(problem(case("m", "c", "a")), [standing(), replace(standing(), weekday=3)], ("m",), LONG_AGO)
