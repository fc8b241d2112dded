"""Strict reading: what is taken, what is refused, and at which place each fault is named."""

from datetime import date, datetime, time

import pytest

from core.reading import read
from tests.unit.core.letter import Choice, Home, Letter, Stay, Talk, faults, letter, places


def test_a_whole_letter_is_read_into_plain_dataclasses() -> None:
    found = read(
        Letter,
        letter(
            mode="fte",
            seats=3,
            homes=[{"lat": 57, "open": False}],
            who=["p1", {"any_of": ["i1", "i2"]}],
            events=[
                {"kind": "stay", "from": "2026-12-01", "at": "2026-12-01T09:30"},
                {"kind": "talk", "clock": "23:59"},
            ],
            where={"gender": "F", "single_parent": True, "support_worker": None},
        ),
    )
    assert found == Letter(
        mode="fte",
        seats=3,
        homes=(Home(lat=57.0, open=False),),
        who=("p1", Choice(any_of=("i1", "i2"))),
        events=(Stay(from_=date(2026, 12, 1), at=datetime(2026, 12, 1, 9, 30)), Talk(clock=time(23, 59))),
        where={"gender": "F", "single_parent": True, "support_worker": None},
    )


def test_every_fault_is_named_with_its_place() -> None:
    text = letter(seats="3", homes=[{"lat": 57.1}, {"lat": "57.1", "open": 1}], extra=1)
    assert faults(text) == [
        "seats: skal være et helt tal uden anførselstegn",
        "homes[1].lat: skal være et tal uden anførselstegn",
        "homes[1].open: skal være true eller false uden anførselstegn",
        "extra: ukendt felt; ret stavningen eller fjern det",
    ]


def test_a_missing_field_is_named_where_it_should_stand() -> None:
    assert faults(letter(homes=[{"open": True}])) == ["homes[0].lat: feltet mangler; tilføj det"]


def test_the_format_must_be_in_the_file_though_code_may_leave_it_out() -> None:
    assert faults(b"{}") == ["format: feltet mangler; tilføj det"]
    assert faults(b'{"format": "letter/2"}') == ["format: skal være 'letter/1'"]


def test_a_fixed_choice_lists_what_may_stand_there() -> None:
    assert faults(letter(mode="people")) == ["mode: skal være 'heads' eller 'fte'"]


def test_a_python_name_with_its_underscore_is_no_field_of_the_file() -> None:
    assert places(letter(events=[{"kind": "stay", "from_": "2026-12-01"}])) == ["events[0].from", "events[0].from_"]


@pytest.mark.parametrize("value", ["3", 3.0, 3.5, True, None, [], {}, 2**53, -(2**53), 10**30])
def test_an_integer_is_nothing_else(value: object) -> None:
    assert places(letter(seats=value)) == ["seats"]


@pytest.mark.parametrize("value", ["57.1", True, None, [], {}])
def test_a_number_is_never_read_from_something_else(value: object) -> None:
    assert places(letter(homes=[{"lat": value}])) == ["homes[0].lat"]


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 400])
def test_a_number_must_be_finite(number: bytes) -> None:
    text = b'{"format": "letter/1", "homes": [{"lat": 57.1}, {"lat": ' + number + b"}]}"
    assert faults(text) == ["homes[1].lat: skal være et endeligt tal"]


@pytest.mark.parametrize("value", ["true", 0, 1, None])
def test_a_truth_value_is_never_read_from_something_else(value: object) -> None:
    assert places(letter(homes=[{"lat": 57.1, "open": value}])) == ["homes[0].open"]


@pytest.mark.parametrize(
    "clock",
    ["8:00", "08:00:00", "08.00", "0800", "24:00", "12:60", "08:00Z", "08:00+01:00", " 08:00", "08:00\n", "", 8],
)
def test_a_clock_time_is_two_digits_colon_two_digits(clock: object) -> None:
    assert faults(letter(events=[{"kind": "talk", "clock": clock}])) == [
        "events[0].clock: skal være et klokkeslæt fra 00:00 til 23:59, skrevet som 09:30"
    ]


@pytest.mark.parametrize(
    "day",
    ["2026-2-3", "20261201", "2026-02-30", "0000-01-01", "2026-12-01T00:00", "1699920000", "01-12-2026", 1699920000],
)
def test_a_date_is_written_year_month_day_and_exists(day: object) -> None:
    assert faults(letter(events=[{"kind": "stay", "from": day}])) == [
        "events[0].from: skal være en dato, der findes, skrevet som 2026-12-31"
    ]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-12-01T09:30:00",
        "2026-12-01T09:30Z",
        "2026-12-01T09:30+01:00",
        "2026-12-01 09:30",
        "2026-12-01t09:30",
        "2026-12-01",
        "2026-02-30T09:30",
        "2026-12-01T24:00",
        "1700000000",
        1700000000,
    ],
)
def test_a_local_moment_has_neither_seconds_nor_zone(moment: object) -> None:
    assert places(letter(events=[{"kind": "stay", "from": "2026-12-01", "at": moment}])) == ["events[0].at"]


def test_a_value_that_fits_no_member_of_a_union_gets_one_fault_that_names_them_all() -> None:
    assert faults(letter(who=["p1", 5])) == ["who[1]: skal være tekst i anførselstegn eller et objekt {...}"]


def test_a_value_that_resembles_one_member_of_a_union_is_held_against_that_one_alone() -> None:
    assert faults(letter(who=[{"any_of": ["i1", 2]}])) == ["who[0].any_of[1]: skal være tekst i anførselstegn"]
    assert places(letter(who=[{"anyof": []}])) == ["who[0].any_of", "who[0].anyof"]


def test_a_record_with_a_kind_is_held_against_that_kind_alone() -> None:
    events = [{"kind": "talk", "clock": 8}, {"kind": "stay"}, {"kind": "stay", "from": "2026-12-01", "clock": "08:00"}]
    assert places(letter(events=events)) == ["events[0].clock", "events[1].from", "events[2].clock"]


def test_a_record_of_unknown_or_missing_kind_is_told_the_kinds() -> None:
    assert faults(letter(events=[{"kind": "walk"}, {}, {"kind": 4}, "talk"])) == [
        "events[0].kind: skal være en af 'stay', 'talk'",
        "events[1].kind: feltet mangler; tilføj det",
        "events[2].kind: skal være en af 'stay', 'talk'",
        "events[3]: skal være et objekt {...}",
    ]


def test_a_value_in_a_free_object_has_its_name_in_the_place() -> None:
    assert places(letter(where={"gender": "F", "age": 4})) == ["where.age"]


@pytest.mark.parametrize(
    ("value", "shape"), [({}, "en liste [...]"), ("x", "en liste [...]"), (None, "en liste [...]")]
)
def test_a_list_is_a_list(value: object, shape: str) -> None:
    assert faults(letter(homes=value)) == [f"homes: skal være {shape}"]


@pytest.mark.parametrize("text", [b"[]", b"null", b"3", b'"letter/1"'])
def test_a_file_is_an_object(text: bytes) -> None:
    assert faults(text) == ["filen: skal være et objekt {...}"]
