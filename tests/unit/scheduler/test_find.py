"""Find a time: what is best, what it costs, what stands beside it, and plan B where nothing does."""

from dataclasses import replace

import pytest

from benchmarks.meeting_instances import Size, municipality
from scheduler.engine.find import Slot, Way, find_times, way_in_words
from scheduler.engine.find.words import TEXTS
from scheduler.engine.problem import Day, Meeting, Person, Problem, Room, Site
from scheduler.engine.result import Answer, PlannedMeeting
from scheduler.engine.solve import solve
from scheduler.engine.words import Language
from tests.unit.scheduler.agenda import (
    HALL,
    HOME,
    after,
    any_of,
    at,
    breaches,
    busy,
    day,
    meeting,
    person,
    pin,
    previous,
    problem,
    way,
    work,
)

SHOP = Site(id="shop", needs_room=False)
FULL = busy("08:00", "12:00")
LONG = Day(from_=at("08:00").time(), to=at("17:00").time())


def held(name: str, clock: str, *people: str, number: int = 0, site: str = "home", minutes: int = 60) -> PlannedMeeting:
    """A planned meeting."""
    start = at(clock, number)
    end = start.replace(hour=start.hour + minutes // 60, minute=start.minute + minutes % 60)
    return PlannedMeeting(id=name, start=start, end=end, site=site, room=None, attendees=people)


def slots(case: Problem, *plan: PlannedMeeting, **more: int) -> tuple[Slot, ...]:
    """The slots of `m` beside a plan."""
    return find_times(case, plan, "m", **more).slots


def starts(case: Problem, *plan: PlannedMeeting, **more: int) -> list[str]:
    return [f"{slot.start:%d %H:%M}" for slot in slots(case, *plan, **more)]


def ways(case: Problem, *plan: PlannedMeeting) -> dict[str, Way]:
    """Plan B of `m`, the first of each kind."""
    return {each.kind: each for each in reversed(find_times(case, plan, "m").plan_b)}


class TestSlots:
    def test_the_cheapest_come_first_and_of_equals_the_earliest(self) -> None:
        wanted = meeting("m", "p", minutes=210, due=day(0), latest=day(2))
        assert starts(problem(wanted), count=4) == ["07 08:00", "07 08:30", "08 08:00", "08 08:30"]
        assert [(slot.cost, slot.days_late) for slot in slots(problem(wanted), count=5)][-1] == (20, 2)

    def test_an_optional_person_who_cannot_come_costs_and_is_named(self) -> None:
        wanted = meeting("m", "p", optional=("o",), minutes=120)
        best = slots(problem(wanted, people=(person("o", busy("08:00", "10:00")),)))
        assert (best[0].start, best[0].cost, best[0].missing) == (at("10:00"), 0, ())
        assert (best[-1].cost, best[-1].missing, best[-1].attendees) == (5, ("o",), ("p",))

    def test_a_start_that_is_not_the_previous_one_costs_the_move(self) -> None:
        best = slots(problem(meeting("m", "p", previous=previous("10:30"))))
        assert [(slot.start, slot.cost) for slot in best[:2]] == [(at("10:30"), 0), (at("08:00"), 20)]

    def test_of_equals_those_with_less_of_a_detour_come_first(self) -> None:
        other = meeting("o", "p", sites=("shop",))
        case = problem(
            other,
            meeting("m", "p"),
            sites=(HALL, HOME, SHOP),
            travel_minutes=(way("home", "shop", 20),),
            slot_minutes=60,
        )
        found = slots(case, held("o", "08:00", "p", site="shop"))
        assert [(f"{slot.start:%H:%M}", slot.travel_minutes) for slot in found] == [("10:00", 20), ("11:00", 20)]
        late = slots(
            replace(case, meetings=(other, meeting("m", "p", latest=day(1)))), *[held("o", "08:00", "p", site="shop")]
        )
        assert (late[0].start, late[0].travel_minutes) == (at("08:00", 1), 0)

    def test_a_detour_is_what_the_day_becomes_longer_by(self) -> None:
        others = (meeting("a", "p", sites=("shop",)), meeting("b", "p", sites=("shop",)))
        case = problem(
            *others, meeting("m", "p", minutes=30), sites=(HALL, HOME, SHOP), travel_minutes=(way("home", "shop", 30),)
        )
        plan = (held("a", "08:00", "p", site="shop"), held("b", "10:30", "p", site="shop"))
        assert [(f"{slot.start:%H:%M}", slot.travel_minutes) for slot in slots(case, *plan)] == [("09:30", 60)]

    def test_the_one_of_a_pool_who_is_nearest_is_chosen(self) -> None:
        case = problem(
            meeting("o", "i", sites=("shop",)),
            meeting("m", "p", any_of("i", "j")),
            sites=(HALL, HOME, SHOP),
            travel_minutes=(way("home", "shop", 20),),
        )
        found = slots(case, held("o", "08:00", "i", site="shop"))
        assert {slot.attendees for slot in found} == {("p", "j")}

    def test_two_roles_are_filled_by_two_people(self) -> None:
        case = problem(meeting("m", any_of("i", "j"), any_of("i")))
        assert set(slots(case)[0].attendees) == {"i", "j"}
        assert slots(problem(meeting("m", any_of("i"), any_of("i")))) == ()

    def test_other_meetings_are_in_the_way_with_their_people_rooms_and_ways(self) -> None:
        case = problem(
            meeting("o", "q", sites=("hall",)), meeting("m", "p", sites=("hall",), minutes=180), slot_minutes=60
        )
        other = replace(held("o", "08:00", "q", site="hall"), room="r1")
        assert starts(case, other) == ["07 09:00"]
        assert starts(case, replace(other, room=None)) == ["07 08:00", "07 09:00"]

    def test_the_meeting_itself_is_not_in_its_own_way(self) -> None:
        case = problem(meeting("m", "p", minutes=240))
        assert starts(case, held("m", "08:00", "p", minutes=240)) == ["07 08:00"]

    def test_a_pinned_meeting_can_be_asked_for_and_others_pins_stand(self) -> None:
        wanted = meeting("m", "p", minutes=120, pinned=pin("08:00", "p"))
        case = problem(wanted, meeting("o", "p", minutes=60, pinned=pin("11:00", "p")))
        assert starts(case) == ["07 08:00", "07 08:30", "07 09:00"]

    def test_a_predecessor_and_a_follower_keep_their_distance(self) -> None:
        first, last = meeting("a", "p", latest=day(9)), meeting("b", "q", latest=day(9), after=(after("m", 1, 1),))
        case = problem(first, meeting("m", "r", latest=day(9), after=(after("a", 1, 9),), minutes=240), last)
        assert starts(case, held("a", "08:00", "p"), held("b", "08:00", "q", number=3)) == ["09 08:00"]
        assert starts(case, held("b", "08:00", "q", number=3)) == []

    def test_a_full_day_takes_no_more(self) -> None:
        case = problem(meeting("o", "p"), meeting("m", "p", latest=day(1)), people=(person("p", max_per_day=1),))
        assert {start[:2] for start in starts(case, held("o", "08:00", "p"))} == {"08"}

    def test_so_many_of_a_day_can_be_asked_for(self) -> None:
        case = problem(meeting("m", "p", latest=day(2)))
        assert starts(case, count=5, per_day=2) == ["07 08:00", "07 08:30", "08 08:00", "08 08:30", "09 08:00"]

    def test_the_room_holds_everybody_and_is_the_smallest_that_does(self) -> None:
        rooms = (Room(id="big", site="hall", capacity=9), Room(id="small", site="hall", capacity=2))
        case = problem(meeting("m", "a", "b", sites=("hall",)), rooms=rooms)
        assert {slot.room for slot in slots(case)} == {"small"}

    def test_a_meeting_that_is_not_there_is_an_error(self) -> None:
        with pytest.raises(KeyError, match="x"):
            find_times(problem(meeting("m", "p")), (), "x")


class TestPlanB:
    def test_there_is_none_where_a_time_is(self) -> None:
        assert find_times(problem(meeting("m", "p")), (), "m").plan_b == ()

    def test_without_one_person_of_three(self) -> None:
        case = problem(meeting("m", "a", "b", "c"), people=(person("c", FULL),))
        assert (ways(case)["without"].who, ways(case)["without"].slot.attendees) == ("c", ("a", "b"))

    def test_nobody_is_left_alone(self) -> None:
        assert "without" not in ways(problem(meeting("m", "a", "c"), people=(person("c", FULL),)))

    def test_without_a_role_names_its_pool(self) -> None:
        people = (person("i", FULL), person("j", FULL))
        assert ways(problem(meeting("m", "a", "b", any_of("i", "j")), people=people))["without"].who == "i|j"

    def test_an_hour_of_somebodys_calendar(self) -> None:
        case = problem(meeting("m", "a", "b", minutes=90), people=(person("b", busy("09:00", "11:30")),))
        found = ways(case)["hour"]
        assert (found.who, found.from_, found.to) == ("b", at("09:00"), at("09:30"))
        assert found.slot.start == at("08:00")

    def test_an_hour_before_work_begins(self) -> None:
        case = problem(meeting("m", "a", minutes=240), people=(person("a", works=(work("08:30", "12:00"),)),))
        found = ways(case)["hour"]
        assert (found.from_, found.to) == (at("08:00"), at("08:30"))

    def test_more_than_an_hour_is_not_asked_for(self) -> None:
        assert "hour" not in ways(
            problem(meeting("m", "a", minutes=240), people=(person("a", busy("08:00", "09:30")),))
        )

    def test_an_hour_is_not_asked_for_of_one_who_has_another_meeting_then(self) -> None:
        case = problem(meeting("o", "p", minutes=240), meeting("m", "p"))
        assert set(ways(case, held("o", "08:00", "p", minutes=240))) == {"later"}

    def test_one_of_a_pool_may_be_asked_for_an_hour(self) -> None:
        people = (person("i", FULL), person("j", busy("08:00", "11:30")))
        assert ways(problem(meeting("m", any_of("i", "j")), people=people))["hour"].who == "j"

    def test_one_more_room(self) -> None:
        rooms = (Room(id="r1", site="hall", capacity=9, busy=(FULL,)),)
        found = ways(problem(meeting("m", "a", sites=("hall",)), rooms=rooms))["room"]
        assert (found.slot.site, found.slot.room, found.slot.start) == ("hall", None, at("08:00"))

    def test_another_meeting_moves_and_both_are_lawful(self) -> None:
        case = problem(meeting("o", "p", "q", latest=day(1)), meeting("m", "p", minutes=240))
        found = ways(case, held("o", "09:00", "p", "q"))["move"]
        assert found.instead is not None
        assert (found.meeting, found.slot.start, found.instead.start) == ("o", at("08:00"), at("08:00", 1))

    def test_a_meeting_that_has_nowhere_else_to_go_is_not_moved(self) -> None:
        case = problem(meeting("o", "p", minutes=240), meeting("m", "p"))
        assert "move" not in ways(case, held("o", "08:00", "p", minutes=240))

    def test_one_meeting_of_a_full_day_moves(self) -> None:
        case = problem(
            meeting("o", "p", latest=day(1)), meeting("m", "p", minutes=30), people=(person("p", max_per_day=1),)
        )
        assert ways(case, held("o", "11:00", "p"))["move"].meeting == "o"

    def test_a_predecessor_moves_so_that_the_distance_is_right(self) -> None:
        first = meeting("a", "p", latest=day(9))
        wanted = meeting("m", "q", earliest=day(4), latest=day(4), after=(after("a", 2, 3),))
        found = ways(problem(first, wanted), held("a", "08:00", "p"))["move"]
        assert found.instead is not None
        assert (found.meeting, found.instead.start) == ("a", at("08:00", 1))

    def test_a_pinned_meeting_is_not_moved(self) -> None:
        settled = meeting("o", "p", latest=day(4), minutes=240, pinned=pin("08:00", "p"))
        assert "move" not in ways(problem(settled, meeting("m", "p")))

    def test_a_later_day_within_the_horizon(self) -> None:
        found = ways(problem(meeting("m", "a"), people=(person("a", FULL),)))["later"]
        assert (found.slot.start, found.slot.days_late, found.slot.cost) == (at("08:00", 1), 1, 10)

    def test_the_nearest_day_before_the_first(self) -> None:
        wanted = meeting("m", "a", earliest=day(4), latest=day(4))
        case = problem(meeting("o", "q"), wanted, people=(person("a", busy("08:00", "12:00", 4)),))
        assert ways(case)["earlier"].slot.start == at("08:00", 3)

    def test_a_predecessor_too_long_before_is_no_hindrance_on_an_earlier_day(self) -> None:
        wanted = meeting("m", "q", earliest=day(8), latest=day(8), after=(after("a", 1, 4),))
        found = ways(problem(meeting("a", "p"), wanted), held("a", "08:00", "p"))
        assert found.keys() == {"earlier"}
        assert found["earlier"].slot.start == at("08:00", 4)

    def test_the_plan_that_was_asked_of_is_as_it_was(self) -> None:
        case = problem(meeting("o", "p", "q", latest=day(1)), meeting("m", "p", minutes=240))
        plan = (held("o", "09:00", "p", "q"),)
        assert find_times(case, plan, "m") == find_times(case, plan, "m")


@pytest.mark.parametrize("seed", range(3))
def test_beside_a_crowded_plan_every_slot_and_every_move_keeps_the_rules(seed: int) -> None:
    case = municipality(Size(meetings=60, staff=8, weeks=2, rooms=2, interpreters=2), seed)
    plan = solve(case, time_limit=0)
    assert isinstance(plan, Answer)
    asked = [one.id for one in plan.unplanned] + [one.id for one in plan.meetings[::8]]
    kinds = set()
    for name in asked:
        others = [one for one in plan.meetings if one.id != name]
        found = find_times(case, plan.meetings, name)
        assert not any(breaches(case, *others, planned(slot, name)) for slot in found.slots)
        for each in found.plan_b:
            kinds.add(each.kind)
            if each.kind == "move":
                assert each.instead is not None
                rest = [planned(each.instead, one.id) if one.id == each.meeting else one for one in others]
                assert not breaches(case, *rest, planned(each.slot, name))
    assert "room" in kinds


def planned(slot: Slot, name: str) -> PlannedMeeting:
    return PlannedMeeting(
        id=name, start=slot.start, end=slot.end, site=slot.site, room=slot.room, attendees=slot.attendees
    )


class TestWords:
    WANTED: Meeting = meeting("m", "a", "b", minutes=90)
    CASE: Problem = problem(WANTED, people=(Person(id="b", busy=(busy("09:00", "11:30"),)),))

    def test_names_stand_for_ids(self) -> None:
        found = ways(self.CASE)
        names = {"b": "Bo"}.get
        said = way_in_words(found["hour"], "da", lambda name: names(name, name))
        assert said == "hvis Bo gav 2026-12-07 09:00–09:30, kunne det være 2026-12-07 08:00"
        assert way_in_words(found["later"], "en") == "after the last day it could be 2026-12-08 08:00"

    def test_a_pool_by_name_is_one_or_the_other(self) -> None:
        people = (person("i", FULL), person("j", FULL))
        found = ways(problem(meeting("m", "a", "b", any_of("i", "j")), people=people))["without"]
        assert way_in_words(found, "da", str.upper).startswith("uden I eller J ")
        assert way_in_words(found, "en").startswith("without i|j ")

    @pytest.mark.parametrize("language", ["en", "da"])
    def test_every_kind_has_words_in_each_language(self, language: Language) -> None:
        assert TEXTS[language].keys() == {"without", "hour", "room", "move", "earlier", "later"}
