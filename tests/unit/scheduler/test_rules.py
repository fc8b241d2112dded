"""Each hard rule three times: it holds, what breaks it is not planned, and what it allows is."""

import pytest

from scheduler.engine.problem import Room, Site
from scheduler.engine.rules import RULES
from tests.unit.scheduler.agenda import (
    HALL,
    HOME,
    after,
    any_of,
    busy,
    day,
    held,
    left_out,
    meeting,
    person,
    pin,
    problem,
    solved,
    times,
    way,
    work,
)


def test_every_rule_is_listed_and_described_by_its_code() -> None:
    assert list(RULES) == [f"M{number}" for number in range(1, 9)]
    for code, functions in RULES.items():
        assert all(code in (function.__doc__ or "").split(":")[0] for function in functions)


class TestM1Hours:
    def test_a_meeting_starts_on_the_grid_within_the_day(self) -> None:
        answer = solved(problem(meeting("m", "p", minutes=50), people=(person("p", busy("08:00", "08:40")),)))
        assert times(answer) == {"m": "0 09:00"}

    @pytest.mark.parametrize("number", [4, 5, 6], ids=["a closed day", "Saturday", "Sunday"])
    def test_nothing_is_planned_on_a_day_that_is_not_open(self, number: int) -> None:
        case = problem(meeting("m", "p", earliest=day(number), latest=day(number)), closed=(day(4),))
        assert left_out(solved(case)) == {"m": f"there is no open day {day(number)}–{day(number)}"}

    def test_a_meeting_longer_than_the_day_is_left_out(self) -> None:
        answer = solved(problem(meeting("m", "p", minutes=241)))
        assert left_out(answer) == {"m": "241 minutes do not fit into the day's hours"}

    def test_a_meeting_may_fill_the_day(self) -> None:
        assert times(solved(problem(meeting("m", "p", minutes=240)))) == {"m": "0 08:00"}

    def test_slots_count_from_midnight_and_not_from_the_days_opening(self) -> None:
        answer = solved(problem(meeting("m", "p"), slot_minutes=50))
        assert times(answer)["m"] in {"0 08:20", "0 09:10", "0 10:00", "0 10:50"}


class TestM2Window:
    def test_the_day_is_the_cheapest_of_the_window(self) -> None:
        answer = solved(problem(meeting("m", "p", earliest=day(1), due=day(1), latest=day(3))))
        assert times(answer)["m"].startswith("1 ")

    def test_a_free_day_outside_the_window_does_not_help(self) -> None:
        case = problem(meeting("m", "p"), people=(person("p", busy("08:00", "12:00")),))
        assert left_out(solved(case)) == {"m": "p has no free 60 minutes 2026-12-07–2026-12-07"}

    def test_the_last_day_of_the_window_may_be_used(self) -> None:
        taken = [busy("08:00", "12:00", number) for number in (0, 1)]
        case = problem(meeting("m", "p", latest=day(2)), people=(person("p", *taken),))
        assert times(solved(case))["m"].startswith("2 ")


class TestM3Attendance:
    def test_everybody_is_there_inside_working_hours_and_outside_busy_times(self) -> None:
        people = (person("a", busy("08:00", "09:00")), person("b", works=(work("08:00", "11:00"),)))
        case = problem(meeting("m", "a", "b", minutes=120), people=people)
        assert times(solved(case)) == {"m": "0 09:00"}

    def test_people_without_a_common_hour_do_not_meet(self) -> None:
        people = (person("a", busy("08:00", "10:00")), person("b", busy("09:30", "12:00")))
        case = problem(meeting("m", "a", "b", any_of("c", "d")), people=people)
        assert left_out(solved(case)) == {"m": "a and b share no free 60 minutes 2026-12-07–2026-12-07"}

    def test_two_stretches_of_work_are_not_one(self) -> None:
        works = (work("08:00", "10:00"), work("10:00", "12:00"))
        case = problem(meeting("m", "p", minutes=150), people=(person("p", works=works),))
        assert left_out(solved(case)) == {"m": "p has no free 150 minutes 2026-12-07–2026-12-07"}

    def test_exactly_one_of_a_pool_comes(self) -> None:
        case = problem(meeting("m", "p", any_of("a", "b")), people=(person("a", busy("08:00", "12:00")),))
        assert held(solved(case)).attendees == ("p", "b")

    def test_two_roles_need_two_people(self) -> None:
        case = problem(meeting("m", any_of("a", "b"), any_of("b", "a")))
        assert set(held(solved(case)).attendees) == {"a", "b"}
        alone = problem(meeting("m", any_of("a"), any_of("a")))
        assert "different people" in left_out(solved(alone))["m"]

    def test_who_is_named_or_optional_fills_no_role(self) -> None:
        case = problem(meeting("m", "a", any_of("a", "b", "c"), optional=("b",)))
        assert set(held(solved(case)).attendees) == {"a", "b", "c"}

    def test_an_optional_person_comes_when_free_and_is_missed_when_not(self) -> None:
        case = problem(meeting("m", "p", optional=("a", "b")), people=(person("a", busy("08:00", "12:00")),))
        answer = solved(case)
        assert held(answer).attendees == ("p", "b")
        assert answer.cost == 5


class TestM4OneMeetingAtATime:
    def test_two_meetings_of_one_person_do_not_overlap(self) -> None:
        answer = solved(problem(meeting("m", "p", minutes=120), meeting("n", "p", minutes=120)))
        assert sorted(times(answer).values()) == ["0 08:00", "0 10:00"]

    def test_a_third_meeting_without_room_in_the_day_is_left_out(self) -> None:
        answer = solved(problem(*(meeting(name, "p", minutes=120) for name in "abc")))
        assert answer.cost == 1000
        assert "take the time; without them 2026-12-07T" in next(iter(left_out(answer).values()))

    def test_the_way_between_two_sites_is_kept_free(self) -> None:
        case = problem(
            meeting("m", "p", minutes=90),
            meeting("n", "p", minutes=90, sites=("hall",)),
            travel_minutes=(way("home", "hall", 31),),
        )
        assert sorted(times(solved(case)).values()) == ["0 08:00", "0 10:30"]

    def test_a_way_that_does_not_fit_leaves_one_out(self) -> None:
        meetings = (meeting("m", "p", minutes=90), meeting("n", "p", minutes=90, sites=("hall",)))
        assert solved(problem(*meetings, travel_minutes=(way("home", "hall", 61),))).cost == 1000
        assert solved(problem(*meetings, travel_minutes=(way("home", "hall", 60),))).cost == 0

    def test_the_way_back_may_be_longer(self) -> None:
        ways = (way("home", "hall", 120), way("hall", "home", 30))
        case = problem(meeting("m", "p"), meeting("n", "p", minutes=120, sites=("hall",)), travel_minutes=ways)
        assert times(solved(case)) in (
            {"n": "0 08:00", "m": "0 10:30"},
            {"n": "0 08:00", "m": "0 11:00"},
            {"n": "0 08:30", "m": "0 11:00"},
        )

    def test_different_people_may_meet_at_the_same_time(self) -> None:
        answer = solved(problem(meeting("m", "p", minutes=240), meeting("n", "q", minutes=240)))
        assert len(answer.meetings) == 2


class TestM5Room:
    def test_a_meeting_has_a_room_of_its_site_that_is_large_enough(self) -> None:
        rooms = (Room(id="small", site="hall", capacity=1), Room(id="large", site="hall", capacity=2))
        answer = solved(problem(meeting("m", "p", "q", sites=("hall",)), rooms=rooms))
        assert held(answer).room == "large"

    def test_without_a_room_for_so_many_it_is_left_out(self) -> None:
        rooms = (Room(id="r", site="hall", capacity=1),)
        answer = solved(problem(meeting("m", "p", "q", sites=("hall",)), rooms=rooms))
        assert left_out(answer) == {"m": "no room at hall has places for 2 people"}

    def test_a_busy_room_is_not_used(self) -> None:
        rooms = (Room(id="r", site="hall", capacity=2, busy=(busy("08:00", "11:00"),)),)
        assert times(solved(problem(meeting("m", "p", sites=("hall",)), rooms=rooms))) == {"m": "0 11:00"}

    def test_a_room_is_not_shared(self) -> None:
        meetings = [meeting(name, name, minutes=150, sites=("hall",)) for name in "mn"]
        assert len(solved(problem(*meetings)).meetings) == 1
        two = (Room(id="r1", site="hall", capacity=2), Room(id="r2", site="hall", capacity=2))
        assert len(solved(problem(*meetings, rooms=two)).meetings) == 2

    def test_optional_people_take_seats(self) -> None:
        rooms = (Room(id="r", site="hall", capacity=2),)
        answer = solved(problem(meeting("m", "p", sites=("hall",), optional=("a", "b")), rooms=rooms))
        assert len(held(answer).attendees) == 2
        assert answer.cost == 5

    def test_rooms_that_only_seem_enough_are_told_apart(self) -> None:
        """At each moment two rooms are free, but only one of them for as long as a meeting lasts."""
        rooms = (
            Room(id="always", site="hall", capacity=3),
            Room(id="early", site="hall", capacity=3, busy=(busy("10:00", "12:00"),)),
            Room(id="late", site="hall", capacity=3, busy=(busy("08:00", "10:00"),)),
        )
        people = [person(name, busy("08:00", "09:00"), busy("11:00", "12:00")) for name in "mn"]
        meetings = [meeting(name, name, minutes=120, sites=("hall",)) for name in "mn"]
        assert solved(problem(*meetings, rooms=rooms, people=tuple(people))).cost == 1000

    def test_a_home_needs_no_room(self) -> None:
        assert held(solved(problem(meeting("m", "p"), rooms=()))).room is None

    def test_the_other_site_is_taken_where_the_first_has_no_room(self) -> None:
        case = problem(meeting("m", "p", sites=("hall", "home")), rooms=(), sites=(HALL, HOME))
        assert held(solved(case)).site == "home"


class TestM6MaxPerDay:
    def test_meetings_beyond_the_limit_go_to_another_day(self) -> None:
        meetings = [meeting(name, "p", latest=day(1)) for name in "abc"]
        answer = solved(problem(*meetings, people=(person("p", max_per_day=2),)))
        days = [when[0] for when in times(answer).values()]
        assert sorted((days.count("0"), days.count("1"))) == [1, 2]

    def test_beyond_the_limit_of_every_day_they_are_left_out(self) -> None:
        meetings = [meeting(name, "p") for name in "ab"]
        answer = solved(problem(*meetings, people=(person("p", max_per_day=1),)))
        assert answer.cost == 1000

    def test_a_limit_of_none_at_all_is_named(self) -> None:
        answer = solved(problem(meeting("m", "p"), people=(person("p", max_per_day=0),)))
        assert left_out(answer)["m"].startswith("p cannot have more meetings")

    def test_optional_and_pool_meetings_count_and_pinned_too(self) -> None:
        settled = meeting("s", "q", pinned=pin("08:00", "q", "p"), optional=("p",))
        case = problem(settled, meeting("m", any_of("p")), people=(person("p", max_per_day=1),))
        assert list(left_out(solved(case))) == ["m"]

    def test_as_many_as_the_limit_are_fine(self) -> None:
        meetings = [meeting(name, "p") for name in "abc"]
        assert solved(problem(*meetings, people=(person("p", max_per_day=3),))).cost == 0


class TestM7After:
    def test_the_days_between_are_within_the_limits(self) -> None:
        case = problem(
            meeting("m", "p", latest=day(2)), meeting("n", "p", latest=day(9), due=day(0), after=(after("m", 2, 3),))
        )
        answer = solved(case)
        assert (times(answer)["m"][0], times(answer)["n"][0]) == ("0", "2")

    def test_without_its_predecessor_it_is_left_out(self) -> None:
        case = problem(
            meeting("m", "p"),
            meeting("n", "q", after=(after("m", 0, 9),)),
            people=(person("p", busy("08:00", "12:00")),),
        )
        assert left_out(solved(case))["n"] == "m must come first and is left out itself"

    def test_a_distance_that_no_day_has_leaves_it_out(self) -> None:
        case = problem(meeting("m", "p"), meeting("n", "q", latest=day(3), after=(after("m", 5, 6),)))
        assert left_out(solved(case)) == {
            "n": "no open day 2026-12-07–2026-12-10 is at the right distance from m",
        }

    def test_the_predecessor_waits_if_that_serves_both(self) -> None:
        successor = meeting("n", "q", earliest=day(4), latest=day(4), after=(after("m", 1, 1),))
        answer = solved(problem(meeting("m", "p", latest=day(3), due=day(0)), successor))
        assert (times(answer)["m"][0], answer.cost) == ("3", 30)

    def test_a_negative_distance_means_before(self) -> None:
        case = problem(meeting("m", "p", latest=day(4)), meeting("n", "q", latest=day(4), after=(after("m", -2, -1),)))
        answer = solved(case)
        assert -2 <= int(times(answer)["n"][0]) - int(times(answer)["m"][0]) <= -1


class TestM8Pinned:
    def test_a_pinned_meeting_stands_as_given_and_others_go_around_it(self) -> None:
        settled = meeting("s", "p", minutes=100, pinned=pin("09:05", "p"))
        answer = solved(problem(settled, meeting("m", "p")))
        assert times(answer) == {"s": "0 09:05", "m": "0 08:00"}

    def test_who_is_on_the_way_to_a_pinned_meeting_is_not_free(self) -> None:
        settled = meeting("s", "p", minutes=100, pinned=pin("09:05", "p"))
        case = problem(settled, meeting("m", "p", sites=("hall",)), travel_minutes=(way("hall", "home", 10),))
        assert times(solved(case))["m"] == "0 11:00"

    def test_it_may_lie_where_no_other_may_and_is_never_late(self) -> None:
        settled = meeting("s", "p", pinned=pin("17:10", "p", number=5))
        answer = solved(problem(settled, people=(person("p", busy("17:00", "18:00", 5)),)))
        assert answer.cost == 0

    def test_its_room_is_taken_and_its_absent_guests_cost(self) -> None:
        settled = meeting(
            "s", "p", minutes=240, sites=("hall",), optional=("q",), pinned=pin("08:00", "p", site="hall", room="r1")
        )
        answer = solved(problem(settled, meeting("m", "a", sites=("hall",))))
        assert (list(left_out(answer)), answer.cost) == (["m"], 1005)

    def test_one_that_runs_past_midnight_takes_the_next_morning(self) -> None:
        night = meeting("s", "p", minutes=600, pinned=pin("23:00", "p"))
        case = problem(night, meeting("m", "p", earliest=day(1), latest=day(1)), sites=(HALL, HOME, Site(id="x")))
        assert times(solved(case))["m"] in {"1 09:00", "1 09:30", "1 10:00", "1 10:30", "1 11:00"}
