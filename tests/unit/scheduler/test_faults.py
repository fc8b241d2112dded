"""Every fault of a problem file is found, with its place and how to mend it."""

import json
from collections.abc import Callable
from datetime import timedelta, timezone
from typing import Any

import pytest

from core.errors import BadInputError
from core.reading import read
from scheduler.engine.problem import Busy, Pin, Previous, Problem, Weights
from tests.unit.scheduler.agenda import at, meeting, person, problem

Json = dict[str, Any]
Change = Callable[[Json], object]


def a_file() -> Json:
    """A problem with everything in it, as read from JSON."""
    return {
        "format": "tovholder-meetings/1",
        "horizon": {"from": "2026-12-07", "to": "2026-12-18"},
        "day": {"from": "08:00", "to": "16:00"},
        "people": [
            {"id": "p1", "works": [{"weekday": 1, "from": "08:00", "to": "15:30"}], "max_per_day": 2},
            {"id": "p2", "busy": [{"from": "2026-12-07T09:00", "to": "2026-12-07T10:30"}]},
            {"id": "i1"},
        ],
        "sites": [{"id": "hall"}, {"id": "home", "needs_room": False}],
        "travel_minutes": [{"from": "hall", "to": "home", "minutes": 25}],
        "rooms": [{"id": "r1", "site": "hall", "capacity": 6}],
        "meetings": [
            {
                "id": "m0",
                "minutes": 60,
                "required": ["p1", {"any_of": ["i1"]}],
                "optional": ["p2"],
                "earliest": "2026-12-07",
                "latest": "2026-12-11",
                "sites": ["hall"],
            },
            {
                "id": "m1",
                "minutes": 60,
                "required": ["p1"],
                "earliest": "2026-12-07",
                "latest": "2026-12-18",
                "sites": ["hall", "home"],
                "after": [{"meeting": "m0", "min_days": 1, "max_days": 7}],
                "previous": {"start": "2026-12-14T10:00"},
            },
        ],
    }


def faults(*changes: Change) -> list[str]:
    """What is wrong with the file after the changes."""
    file = a_file()
    for change in changes:
        change(file)
    try:
        read(Problem, json.dumps(file).encode())
    except BadInputError as error:
        return [str(fault) for fault in error.faults]
    return []


def put(value: object, *path: str | int) -> Change:
    """Set a value in the file."""

    def change(file: Json) -> None:
        target: Any = file
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    return change


def add(value: object, table: str) -> Change:
    """One more row in a table."""
    return lambda file: file[table].append(value)


def pinned(number: int = 0, **fields: object) -> Change:
    """Pin a meeting, well unless a field says otherwise."""
    pin = {"start": "2026-12-07T10:00", "site": "hall", "room": "r1", "attendees": ["p1", "i1"]}
    return put(pin | fields, "meetings", number, "pinned")


def test_a_good_file_has_no_fault_and_its_defaults() -> None:
    assert faults() == []
    case = read(Problem, json.dumps(a_file()).encode())
    assert (case.slot_minutes, case.closed, case.weights) == (15, (), Weights())
    assert (case.weights.unplanned, case.weights.late_day) == (1000, 10)
    assert (case.weights.optional_missing, case.weights.moved) == (5, 20)
    first = case.meetings[0]
    assert (first.weight, first.due_day, first.after, first.pinned) == (1, first.latest, (), None)
    assert case.people[2].works is None
    assert case.people[2].max_per_day is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (put("2026-12-01", "horizon", "to"), "horizon.to: skal ligge på eller efter horizon.from"),
        (put(0, "slot_minutes"), "slot_minutes: skal være fra 1 til 1440"),
        (put("08:00", "day", "to"), "day.to: skal ligge efter from"),
        (put({"moved": -1}, "weights"), "weights.moved: skal være et endeligt tal på mindst 0"),
        (add({"id": "p1"}, "people"), "people[3].id: p1 står der allerede (nr. 0); hver kun én gang"),
        (
            put(8, "people", 0, "works", 0, "weekday"),
            "people[0].works[0].weekday: skal være fra 1 (mandag) til 7 (søndag)",
        ),
        (put("07:00", "people", 0, "works", 0, "to"), "people[0].works[0].to: skal ligge efter from"),
        (put("2026-12-07T09:00", "people", 1, "busy", 0, "to"), "people[1].busy[0].to: skal ligge efter from"),
        (
            put(-1, "people", 0, "max_per_day"),
            "people[0].max_per_day: skal være mindst 0; udelad feltet, hvis der ingen grænse er",
        ),
        (add({"id": ""}, "people"), "people[3].id: er tom; skriv et id"),
        (add({"id": ""}, "sites"), "sites[2].id: er tom; skriv et id"),
        (add({"id": "", "site": "hall", "capacity": 6}, "rooms"), "rooms[1].id: er tom; skriv et id"),
        (put("", "meetings", 1, "id"), "meetings[1].id: er tom; skriv et id"),
        (add({"id": "hall"}, "sites"), "sites[2].id: hall står der allerede (nr. 0); hver kun én gang"),
        (put("x", "rooms", 0, "site"), "rooms[0].site: x findes ikke i sites"),
        (put(-1, "rooms", 0, "capacity"), "rooms[0].capacity: skal være mindst 0"),
        (put("x", "travel_minutes", 0, "from"), "travel_minutes[0].from: x findes ikke i sites"),
        (put("x", "travel_minutes", 0, "to"), "travel_minutes[0].to: x findes ikke i sites"),
        (put(-5, "travel_minutes", 0, "minutes"), "travel_minutes[0].minutes: skal være fra 0 til 1000000000"),
        (
            add(a_file()["meetings"][1] | {"id": "m0", "after": []}, "meetings"),
            "meetings[2].id: m0 står der allerede (nr. 0); hver kun én gang",
        ),
        (put(0, "meetings", 0, "minutes"), "meetings[0].minutes: skal være fra 1 til 1440"),
        (put(1441, "meetings", 0, "minutes"), "meetings[0].minutes: skal være fra 1 til 1440"),
        (put(-1, "meetings", 0, "weight"), "meetings[0].weight: skal være et endeligt tal på mindst 0"),
        (put("2026-12-06", "meetings", 0, "latest"), "meetings[0].latest: skal ligge på eller efter earliest"),
        (put([], "meetings", 0, "sites"), "meetings[0].sites: skal nævne mindst ét sted"),
        (put(["x"], "meetings", 0, "sites"), "meetings[0].sites[0]: x findes ikke i sites"),
        (
            put(["hall", "hall"], "meetings", 0, "sites"),
            "meetings[0].sites[1]: hall står der allerede (nr. 0); hver kun én gang",
        ),
        (put("x", "meetings", 0, "required", 0), "meetings[0].required[0]: x findes ikke i people"),
        (
            put(["p1", "p1"], "meetings", 0, "required"),
            "meetings[0].required[1]: p1 står der allerede (nr. 0); hver kun én gang",
        ),
        (
            put([], "meetings", 0, "required", 1, "any_of"),
            "meetings[0].required[1].any_of: skal nævne mindst én person",
        ),
        (
            put(["x"], "meetings", 0, "required", 1, "any_of"),
            "meetings[0].required[1].any_of[0]: x findes ikke i people",
        ),
        (
            put(["i1", "i1"], "meetings", 0, "required", 1, "any_of"),
            "meetings[0].required[1].any_of[1]: i1 står der allerede (nr. 0); hver kun én gang",
        ),
        (put(["x"], "meetings", 0, "optional"), "meetings[0].optional[0]: x findes ikke i people"),
        (put(["p1"], "meetings", 0, "optional"), "meetings[0].optional[0]: p1 står allerede i required; fjern den ene"),
        (put("x", "meetings", 1, "after", 0, "meeting"), "meetings[1].after[0].meeting: x findes ikke i meetings"),
        (
            put("m1", "meetings", 1, "after", 0, "meeting"),
            "meetings[1].after[0].meeting: mødet kan ikke ligge efter sig selv",
        ),
        (put(0, "meetings", 1, "after", 0, "max_days"), "meetings[1].after[0].max_days: skal være mindst min_days"),
    ],
)
def test_each_fault_is_named_at_its_place(change: Change, fault: str) -> None:
    assert faults(change) == [fault]


def test_a_circle_of_meetings_is_shown() -> None:
    circle = put([{"meeting": "m1", "min_days": 0, "max_days": 9}], "meetings", 0, "after")
    (fault,) = faults(circle)
    assert "venter på hinanden i ring: m" in fault


def test_the_same_way_twice_is_a_fault_but_each_direction_once_is_not() -> None:
    back = {"from": "home", "to": "hall", "minutes": 30}
    assert faults(lambda file: file["travel_minutes"].append(back)) == []
    (fault,) = faults(lambda file: file["travel_minutes"].extend([back, back]))
    assert fault.startswith("travel_minutes[2]: vejen fra home til hall er givet før")


def test_a_way_from_a_site_to_itself_takes_no_time() -> None:
    def way(minutes: int) -> Change:
        return add({"from": "hall", "to": "hall", "minutes": minutes}, "travel_minutes")

    assert faults(way(0)) == []
    assert faults(way(5)) == [
        "travel_minutes[1].to: er hall, hvor vejen begynder; fra et sted til det selv er der 0 minutter"
    ]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put("1899-12-31", "horizon", "from"), "horizon.from"),
        (put("2100-01-01", "horizon", "to"), "horizon.to"),
        (put(["2026-12-24", "9999-12-31"], "closed"), "closed[1]"),
        (put("2100-01-01T10:30", "people", 1, "busy", 0, "to"), "people[1].busy[0].to"),
        (put([{"from": "0001-01-01T00:00", "to": "2026-12-07T09:00"}], "rooms", 0, "busy"), "rooms[0].busy[0].from"),
        (put("1899-12-31", "meetings", 0, "earliest"), "meetings[0].earliest"),
        (put("9999-12-31", "meetings", 0, "due"), "meetings[0].due"),
        (put("9999-12-31", "meetings", 0, "latest"), "meetings[0].latest"),
        (put("9999-12-31T23:59", "meetings", 1, "previous", "start"), "meetings[1].previous.start"),
        (pinned(start="9999-12-31T23:59"), "meetings[0].pinned.start"),
    ],
)
def test_a_day_outside_the_known_centuries_is_a_fault(change: Change, place: str) -> None:
    assert faults(change) == [f"{place}: skal ligge fra 1900-01-01 til 2099-12-31"]


def test_all_faults_are_told_at_once() -> None:
    assert len(faults(put(0, "slot_minutes"), put("x", "rooms", 0, "site"), put(0, "meetings", 1, "minutes"))) == 3


def test_a_moment_made_in_code_has_no_time_zone_and_no_seconds() -> None:
    zoned = at("09:00").replace(tzinfo=timezone(timedelta(hours=1)))
    with pytest.raises(BadInputError, match=r"people\[0\].busy\[0\].from: skal være dansk lokal tid uden tidszone"):
        problem(meeting("m", "p"), people=(person("p", Busy(from_=zoned, to=zoned + timedelta(hours=1))),))
    with pytest.raises(BadInputError, match=r"meetings\[0\].previous.start: skal være et helt minut"):
        problem(meeting("m", "p", previous=Previous(start=at("09:00").replace(second=30))))
    with pytest.raises(BadInputError, match=r"meetings\[0\].pinned.start: skal være et helt minut"):
        problem(meeting("m", "p", pinned=Pin(start=at("09:00").replace(second=1), site="home", attendees=("p",))))


class TestPins:
    def test_a_good_pin_is_no_fault_even_outside_hours_window_and_calendars(self) -> None:
        assert faults(pinned()) == []
        assert faults(pinned(start="2026-12-20T22:07")) == []

    @pytest.mark.parametrize(
        ("fields", "fault"),
        [
            ({"attendees": ["p1", "x"]}, "meetings[0].pinned.attendees[1]: x findes ikke i people"),
            ({"attendees": ["p1", "p1"]}, "meetings[0].pinned.attendees[1]: p1 står der to gange; hver kun én gang"),
            ({"attendees": ["i1"]}, "meetings[0].pinned.attendees: M3: p1 skal være med"),
            (
                {"attendees": ["p1"]},
                "meetings[0].pinned.attendees: M3: der skal være netop én fra hver any_of og ingen uden for listerne",
            ),
            ({"site": "home"}, "meetings[0].pinned.site: M5: skal være et af mødets steder (hall)"),
            ({"room": None}, "meetings[0].pinned.room: M5: skal være et lokale på hall"),
        ],
    )
    def test_a_pin_that_breaks_a_rule_by_itself_refuses_the_file(self, fields: Json, fault: str) -> None:
        assert faults(pinned(**fields)) == [fault]

    def test_a_pinned_room_must_be_large_enough_and_free(self) -> None:
        assert faults(pinned(), put(1, "rooms", 0, "capacity")) == [
            "meetings[0].pinned.room: M5: r1 har kun 1 pladser",
        ]
        taken = [{"from": "2026-12-07T10:59", "to": "2026-12-07T12:00"}]
        assert faults(pinned(), put(taken, "rooms", 0, "busy")) == [
            "meetings[0].pinned.room: M5: r1 er optaget på det tidspunkt",
        ]

    def test_a_site_without_rooms_takes_none(self) -> None:
        home = pinned(1, start="2026-12-14T10:00", site="home", attendees=["p1"])
        assert faults(home) == ["meetings[1].pinned.room: M5: home har ikke brug for et lokale; skriv null"]

    def test_two_pins_may_not_want_the_same_person_or_room_at_once(self) -> None:
        both = (pinned(), pinned(1, start="2026-12-07T10:30", attendees=["p1"]), put([], "meetings", 1, "after"))
        assert faults(*both) == [
            "meetings[1].pinned.room: M5: r1 er optaget af m0",
            "meetings[1].pinned.start: M4: p1 kan ikke nå både dette møde og m0",
        ]

    def test_the_way_between_two_pins_must_be_travelled(self) -> None:
        def home(start: str) -> Change:
            return pinned(1, start=start, site="home", room=None, attendees=["p1"])

        free = put([], "meetings", 1, "after")
        assert faults(pinned(), home("2026-12-07T11:24"), free) == [
            "meetings[1].pinned.start: M4: p1 kan ikke nå både dette møde og m0",
        ]
        assert faults(pinned(), home("2026-12-07T11:25"), free) == []

    def test_pins_count_against_the_most_a_day(self) -> None:
        second = pinned(1, start="2026-12-07T14:00", attendees=["p1"])
        few = put(1, "people", 0, "max_per_day")
        assert faults(pinned(), second, few, put([], "meetings", 1, "after")) == [
            "meetings[1].pinned.attendees: M6: p1 har allerede 1 møder den 2026-12-07",
        ]

    def test_pins_keep_their_order(self) -> None:
        assert faults(pinned(), pinned(1, start="2026-12-15T10:00", attendees=["p1"])) == [
            "meetings[1].pinned.start: M7: ligger 8 dage efter m0; skal være 1–7",
        ]
        assert faults(pinned(), pinned(1, start="2026-12-14T10:00", attendees=["p1"])) == []
