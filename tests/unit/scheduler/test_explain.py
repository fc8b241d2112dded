"""Why a meeting is left out: the fewest obstacles, in words, in both languages."""

import pytest

from scheduler.engine.answer import answer_of
from scheduler.engine.domains import places
from scheduler.engine.explain import obstacle_of
from scheduler.engine.obstacle import Obstacle
from scheduler.engine.plan import Plan
from scheduler.engine.problem import Meeting, Problem, Room, Weights
from scheduler.engine.run import Run
from scheduler.engine.space import Space
from scheduler.engine.words import TEXTS, Language, listed
from tests.unit.scheduler.agenda import after, any_of, busy, day, left_out, meeting, person, pin, problem, solved

MORNING, LATE = busy("08:00", "10:00"), busy("10:00", "12:00")


def obstacle(case: Problem, number: int = 0) -> Obstacle:
    """What stands in a meeting's way when nothing but pins is planned."""
    space = Space(case)
    plan = Plan(space, {n: places(space, space.tasks[n]) for n in space.free}, space.pinned)
    return obstacle_of(plan, number)


def test_only_those_who_have_no_common_time_are_named() -> None:
    people = (person("b", MORNING), person("c", LATE))
    found = obstacle(problem(meeting("m", "a", "b", "c", "d"), people=people))
    assert found == Obstacle(kind="calendar_many", people=("b", "c"))


def test_a_pool_is_named_as_one_and_only_if_nobody_in_it_can() -> None:
    people = (person("a", MORNING), person("i", LATE), person("j", LATE), person("k", MORNING))
    found = obstacle(problem(meeting("m", "a", any_of("i", "j")), people=people))
    assert found.people == ("a", "i|j")
    answer = solved(problem(meeting("m", "a", any_of("i", "k")), people=people))
    assert left_out(answer) == {}


def test_three_may_be_needed_to_leave_no_time() -> None:
    people = (
        person("a", busy("08:00", "10:00")),
        person("b", busy("10:00", "11:00")),
        person("c", busy("11:00", "12:00")),
    )
    assert obstacle(problem(meeting("m", "a", "b", "c"), people=people)).people == ("a", "b", "c")


def test_rooms_are_named_with_those_who_could_only_come_then() -> None:
    rooms = (Room(id="r", site="hall", capacity=2, busy=(MORNING,)),)
    case = problem(meeting("m", "a", "b", sites=("hall",)), people=(person("b", LATE),), rooms=rooms)
    assert obstacle(case) == Obstacle(kind="rooms_people", people=("b",), sites=("hall",))


def test_rooms_that_are_never_free_are_named_alone() -> None:
    rooms = (Room(id="r", site="hall", capacity=2, busy=(busy("08:30", "11:30"),)),)
    assert obstacle(problem(meeting("m", "a", sites=("hall",)), rooms=rooms)) == Obstacle(kind="rooms", sites=("hall",))


def test_the_distance_from_a_predecessor_is_named_with_those_who_cannot_then() -> None:
    settled = meeting("a", "q", latest=day(9), pinned=pin("08:00", "q", number=1))
    wanted = meeting("m", "p", latest=day(9), after=(after("a", 1, 1),))
    case = problem(settled, wanted, people=(person("p", busy("08:00", "12:00", 2)),))
    assert obstacle(case, 1) == Obstacle(kind="order_people", people=("p",), meetings=("a",))


def test_the_fewest_meetings_that_hold_a_time_are_named_with_the_time() -> None:
    settled = [
        meeting("s1", "p", minutes=60, pinned=pin("08:00", "p")),
        meeting("s2", "p", minutes=60, pinned=pin("09:00", "p")),
        meeting("s3", "p", minutes=120, pinned=pin("10:00", "p")),
    ]
    found = obstacle(problem(*settled, meeting("m", "p", minutes=90)), 3)
    assert found == Obstacle(kind="taken", meetings=("s3",), when="2026-12-07T10:00")


def test_the_room_with_the_fewest_meetings_in_the_way_counts() -> None:
    rooms = tuple(Room(id=name, site="hall", capacity=2) for name in ("r1", "r2"))

    def settled(name: str, clock: str, minutes: int, room: str) -> Meeting:
        taken = pin(clock, name, site="hall", room=room)
        return meeting(name, name, minutes=minutes, sites=("hall",), pinned=taken)

    pins = (settled("a", "08:00", 120, "r1"), settled("b", "10:00", 120, "r1"), settled("c", "08:00", 240, "r2"))
    found = obstacle(problem(*pins, meeting("m", "p", minutes=240, sites=("hall",)), rooms=rooms), 3)
    assert found.meetings == ("c",)


def test_the_member_of_a_pool_with_the_fewest_meetings_in_the_way_counts() -> None:
    pins = [
        meeting("a1", "x", pinned=pin("08:00", "x")),
        meeting("a2", "x", minutes=180, pinned=pin("09:00", "x")),
        meeting("b", "y", minutes=240, pinned=pin("08:00", "y")),
    ]
    assert obstacle(problem(*pins, meeting("m", any_of("x", "y"), minutes=240)), 3).meetings == ("b",)


def test_words_are_the_same_obstacles_in_danish() -> None:
    people = (person("a", MORNING), person("i", LATE), person("j", LATE))
    case = problem(meeting("m", "a", any_of("i", "j")), people=people)
    assert left_out(solved(case)) == {"m": "a and i|j share no free 60 minutes 2026-12-07–2026-12-07"}
    danish = {"m": "a og i|j har ingen fælles ledige 60 minutter 2026-12-07–2026-12-07"}
    assert left_out(solved(case, language="da")) == danish


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_kind_of_obstacle_has_words(language: Language) -> None:
    assert TEXTS[language].keys() == TEXTS["en"].keys()
    for kind, text in TEXTS[language].items():
        words = text.format(who="W", sites="S", meetings="M", when="T", minutes=60, size=3, window="V")
        assert "{" not in words, kind


def test_names_are_listed_with_commas_and_an_and() -> None:
    assert [listed(names, "en") for names in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_meeting_that_could_be_held_but_is_too_dear_is_told_so() -> None:
    late = meeting("m", "p", earliest=day(9), due=day(0), latest=day(9))
    assert obstacle(problem(late, weights=Weights(unplanned=1))).kind == "dear"


def test_an_answer_lists_meetings_in_the_files_order() -> None:
    case = problem(meeting("b", "p"), meeting("a", "q"), meeting("c", "p", minutes=239))
    space = Space(case)
    empty = Plan(space, {n: places(space, space.tasks[n]) for n in space.free})
    answer = answer_of(empty, Run(space), "en")
    assert [each.id for each in answer.unplanned] == ["b", "a", "c"]
    assert (answer.cost, answer.bound, answer.status) == (3000, 0, "feasible")
