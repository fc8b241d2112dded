"""The checker of meeting plans: a plan that holds, and each hard rule broken on its own."""

import pytest

from scheduler.engine.check import FIGURES, RULES
from tests.unit.scheduler.plan_on_trial import Json, after, also_planned, asked, figures, moved, planned


def test_a_plan_that_holds_has_no_breach() -> None:
    assert figures() == []


def test_every_rule_and_figure_has_its_code() -> None:
    assert list(RULES) == ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8"]
    assert list(FIGURES) == ["listed", "cost", "bound"]


def test_every_rule_is_described_by_its_code() -> None:
    assert all((rule.__doc__ or "").startswith(f"{code}: ") for code, rule in RULES.items())


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-12-07T09:00", "2026-12-07T09:45"),
        ("2026-12-07T09:00", "2026-12-08T10:00"),
        ("2026-12-07T09:10", "2026-12-07T10:10"),
        ("2026-12-07T07:45", "2026-12-07T08:45"),
        ("2026-12-11T09:00", "2026-12-11T10:00"),
        ("2026-12-12T09:00", "2026-12-12T10:00"),
    ],
    ids=["too short", "over night", "off the grid", "before the day opens", "a closed day", "a Saturday"],
)
def test_m1_an_open_day_the_right_length_and_a_whole_slot(start: str, end: str) -> None:
    assert ("M1", "meetings[0]") in after(moved(0, start, end))


def test_m1_a_meeting_may_fill_the_day_to_its_last_minute() -> None:
    assert after(moved(1, "2026-12-09T15:30", "2026-12-09T16:00")) == []


def test_m1_a_meeting_that_ends_after_the_day_is_a_breach() -> None:
    assert after(moved(1, "2026-12-09T15:45", "2026-12-09T16:15")) == [("M1", "meetings[1]")]


def test_m2_the_last_day_of_the_window_is_still_in_it() -> None:
    no_order = asked(1, after=[])
    assert after(no_order, asked(1, latest="2026-12-09")) == []
    assert after(no_order, asked(1, due="2026-12-08", latest="2026-12-08")) == [("M2", "meetings[1]")]
    assert after(no_order, asked(1, earliest="2026-12-10")) == [("M2", "meetings[1]")]


def test_m2_the_horizon_binds_where_the_window_is_wider() -> None:
    wide = asked(1, latest="2027-01-15", after=[])
    assert after(wide, moved(1, "2026-12-18T08:00", "2026-12-18T08:30")) == []
    assert after(wide, moved(1, "2026-12-21T08:00", "2026-12-21T08:30")) == [("M2", "meetings[1]")]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_m2_a_day_at_the_end_of_all_calendars_is_outside_like_any_other(day: str) -> None:
    found = after(asked(1, after=[]), moved(1, f"{day}T08:00", f"{day}T08:30"))
    assert ("M2", "meetings[1]") in found
    pinned = after(moved(2, f"{day}T08:00", f"{day}T09:00"))
    assert ("M8", "meetings[2]") in pinned


@pytest.mark.parametrize(
    "attendees",
    [["i1"], ["p1"], ["p1", "i1", "i2"], ["p1", "i1", "p2"], ["p1", "p2"], ["p1", "i1", "i1"], ["p1", "i1", "nobody"]],
    ids=[
        "required missing",
        "role empty",
        "role twice",
        "a stranger",
        "a stranger in the role",
        "one twice",
        "unknown",
    ],
)
def test_m3_exactly_the_people_asked_for(attendees: list[str]) -> None:
    roomy = {"room": "r2", "attendees": attendees}
    found = after(moved(0, "2026-12-07T09:00", "2026-12-07T10:00", **roomy))
    assert set(found) == {("M3", "meetings[0]")}


def test_m3_an_optional_person_may_come() -> None:
    assert after(moved(0, "2026-12-07T09:00", "2026-12-07T10:00", attendees=["p1", "i1", "p9"])) == []


def test_m3_roles_that_overlap_are_filled_if_any_way_of_filling_them_exists() -> None:
    roles = asked(0, required=["p1", {"any_of": ["i1", "i2"]}, {"any_of": ["i1"]}])
    both = moved(0, "2026-12-07T09:00", "2026-12-07T10:00", attendees=["p1", "i1", "i2"])
    assert after(roles, both) == []
    assert after(roles) == [("M3", "meetings[0]")]


def test_m3_people_come_in_their_working_hours() -> None:
    assert after(moved(0, "2026-12-07T14:00", "2026-12-07T15:00")) == []
    assert after(moved(0, "2026-12-07T14:15", "2026-12-07T15:15")) == [("M3", "meetings[0]")]
    not_a_thursday = moved(0, "2026-12-10T09:00", "2026-12-10T10:00")
    assert ("M3", "meetings[0]") in after(not_a_thursday, asked(1, after=[]))


def test_m3_people_come_outside_their_busy_times() -> None:
    no_order = asked(1, after=[])
    assert after(no_order, moved(1, "2026-12-07T13:00", "2026-12-07T13:30")) == []
    assert after(no_order, moved(1, "2026-12-07T12:45", "2026-12-07T13:15")) == [("M3", "meetings[1]")]


def test_m4_between_sites_lies_the_travel_time_in_either_direction() -> None:
    there_and_back = planned("m4", "2026-12-09T09:00", "2026-12-09T09:15", "hall", "r2", "p2")
    assert after(also_planned(there_and_back)) == []
    too_soon = planned("m4", "2026-12-09T08:45", "2026-12-09T09:00", "hall", "r2", "p2")
    assert after(also_planned(too_soon)) == [("M4", "meetings[3]")]


def test_m4_on_one_site_meetings_may_follow_at_once_but_not_overlap() -> None:
    next_door = planned("m4", "2026-12-09T08:30", "2026-12-09T08:45", "home", None, "p2")
    assert after(also_planned(next_door)) == []
    at_once = planned("m4", "2026-12-09T08:15", "2026-12-09T08:30", "home", None, "p2")
    assert after(also_planned(at_once)) == [("M4", "meetings[3]")]


def test_m4_a_direction_that_is_given_stands_beside_its_opposite() -> None:
    def slow_way_back(both: Json) -> None:
        both["problem"]["travel_minutes"].append({"from": "home", "to": "hall", "minutes": 45})

    too_soon = planned("m4", "2026-12-09T09:00", "2026-12-09T09:15", "hall", "r2", "p2")
    assert after(slow_way_back, also_planned(too_soon)) == [("M4", "meetings[3]")]


@pytest.mark.parametrize(
    ("site", "room"), [("hall", None), ("hall", "r3"), ("hall", "r9"), ("home", "r1"), ("moon", None)]
)
def test_m5_a_free_room_where_one_is_needed_and_none_where_not(site: str, room: str | None) -> None:
    found = after(moved(0, "2026-12-07T08:30", "2026-12-07T09:30", site=site, room=room))
    assert found == [("M5", "meetings[0]")]


def test_m5_only_at_a_site_of_the_meeting() -> None:
    assert after(asked(0, sites=["home"])) == [("M5", "meetings[0]")]


def test_m5_a_room_has_places_for_all_who_come() -> None:
    def smaller(both: Json) -> None:
        both["problem"]["rooms"][0]["capacity"] = 1

    assert after(smaller) == [("M5", "meetings[0]")]


def test_m5_a_room_is_not_shared() -> None:
    at_once = planned("m4", "2026-12-07T09:45", "2026-12-07T10:00", "hall", "r1", "p2")
    assert after(also_planned(at_once)) == [("M5", "meetings[3]")]
    after_it = planned("m4", "2026-12-07T10:00", "2026-12-07T10:15", "hall", "r1", "p2")
    assert after(also_planned(after_it)) == []


def test_m6_no_more_meetings_a_day_than_the_person_can_take() -> None:
    def only_one(both: Json) -> None:
        both["problem"]["people"][1]["max_per_day"] = 1

    second = also_planned(planned("m4", "2026-12-09T10:00", "2026-12-09T10:15", "home", None, "p2"))
    assert after(second) == []
    assert after(second, only_one) == [("M6", "meetings[3]")]


@pytest.mark.parametrize(("day", "held"), [("07", False), ("08", True), ("10", True), ("14", False)])
def test_m7_the_days_between_two_meetings(day: str, held: bool) -> None:
    found = after(moved(1, f"2026-12-{day}T08:00", f"2026-12-{day}T08:30"))
    assert found == ([] if held else [("M7", "meetings[1]")])


def test_m7_nothing_follows_a_meeting_that_is_left_out() -> None:
    def without_the_first(both: Json) -> None:
        both["answer"]["meetings"].pop(0)
        both["answer"]["unplanned"].append({"id": "m1", "because": "ingen ledig tid"})

    assert after(without_the_first) == [("M7", "meetings[0]")]


@pytest.mark.parametrize(
    "change",
    [
        {"start": "2026-12-12T07:20", "end": "2026-12-12T08:20"},
        {"room": "r3"},
        {"attendees": []},
    ],
    ids=["time", "room", "people"],
)
def test_m8_a_pinned_meeting_stands_as_given(change: Json) -> None:
    def meddle(both: Json) -> None:
        both["answer"]["meetings"][2] |= change

    assert ("M8", "meetings[2]") in after(meddle)


def test_m8_a_pinned_meeting_may_not_be_left_out() -> None:
    def leave_out(both: Json) -> None:
        both["answer"]["meetings"].pop()
        both["answer"]["unplanned"].append({"id": "m3", "because": "ingen ledig tid"})

    assert after(leave_out) == [("M8", "meetings")]


def test_two_pinned_meetings_that_meet_across_midnight_overlap() -> None:
    def two_nights(both: Json) -> None:
        both["problem"]["meetings"][2]["pinned"]["start"] = "2026-12-12T23:30"
        both["answer"]["meetings"][2] |= {"start": "2026-12-12T23:30", "end": "2026-12-13T00:30"}

    early = planned("m4", "2026-12-13T00:15", "2026-12-13T00:30", "hall", "r1", "p2")
    assert ("M4", "meetings[3]") in after(two_nights, also_planned(early))
