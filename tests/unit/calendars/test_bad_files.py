"""Calendars that cannot be read: always a fault that says where, never a crash, never a word of what was private."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BadInputError, Fault
from scheduler.calendars import entries, incoming, lines
from scheduler.calendars.entries import Span
from scheduler.calendars.incoming import busy_spans
from tests.unit.calendars.files import DOMAIN, FIRST, LAST, calendar, event

SECRET = "Hemmelig samtale med Amina"
MORNING = ("DTSTART:20261201T090000Z", "DTEND:20261201T100000Z")
GOOD = calendar(
    *event(*MORNING, f"SUMMARY:{SECRET}", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=9", "EXDATE:20261203T090000Z"),
    *event("RECURRENCE-ID:20261208T090000Z", "DTSTART;TZID=Europe/Copenhagen:20261209T120000", "DURATION:PT1H"),
    *event("DTSTART;VALUE=DATE:20261210", f"DESCRIPTION:{SECRET}\\n" + "x" * 90, uid="to"),
)


def faults(content: bytes) -> tuple[Fault, ...]:
    """What is wrong with a file."""
    with pytest.raises(BadInputError) as caught:
        busy_spans(content, FIRST, LAST, DOMAIN)
    assert SECRET not in str(caught.value)
    return caught.value.faults


def places(content: bytes) -> list[str]:
    return [fault.place for fault in faults(content)]


@pytest.mark.parametrize(
    "content", [b"", b"\r\n\r\n", b"<!doctype html><title>Log ind</title>", b"BEGIN:VCARD\r\nEND:VCARD"]
)
def test_what_is_no_calendar_is_said_to_be_none(content: bytes) -> None:
    assert places(content) == ["linje 1"]


def test_a_file_that_broke_off_is_not_half_a_calendar() -> None:
    for end in (GOOD.index(b"END:VEVENT"), GOOD.index(b"END:VCALENDAR")):
        assert "holder op, før den er færdig" in faults(GOOD[:end])[0].message


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        ("DTSTART:i morgen", 5),
        ("DTSTART", 8),
        ("DTSTART;TZID:20261201T090000Z", 8),
        (f"{SECRET}", 8),
        ("DTSTART;TZID=Månen/Krater:20261201T090000", 8),
        ("END:VCALENDAR", 8),
        ("BEGIN:VEVENT", 8),
        ("DTSTART:20261301T090000Z", 5),
        ("RRULE:FREQ=WEEKLY;BYDAY=ONSDAG", 5),
        ("RRULE:FREQ=SECONDLY", 5),
        ("RRULE:FREQ=MINUTELY;INTERVAL=5", 5),
        ("RRULE:FREQ=HOURLY", 5),
        ("RRULE:INTERVAL=2", 5),
        ("EXDATE:aldrig", 5),
        ("DTEND:20261201T080000Z", 5),
        ("DTEND;VALUE=DATE:20261203", 5),
        ("DTSTART:20261202T090000Z", 5),
    ],
)
def test_a_fault_names_the_line_and_not_what_it_says(bad: str, line: int) -> None:
    replaced = bad.partition(":")[0].partition(";")[0]
    rest = [one for one in MORNING if replaced == "DTSTART" or not one.startswith(replaced)]
    content = calendar(f"X-WR-CALNAME:{SECRET}", *event(bad, f"SUMMARY:{SECRET}", *rest))
    (fault, *_) = faults(content)
    assert fault.place == f"linje {line}"


def test_every_bad_event_is_named_at_once() -> None:
    bad = [event("DTSTART:sludder", "DTEND:20261201T100000Z", uid=str(number)) for number in range(30)]
    found = places(calendar(*(line for one in bad for line in one)))
    assert found == [f"linje {4 + 6 * number}" for number in range(lines.MOST_FAULTS)]


def test_the_number_counts_folded_and_empty_lines() -> None:
    text = ("DESCRIPTION:en lang", "  tekst", "\tder er foldet", "", "DTSTART:sludder", "DTEND:20261201T100000Z")
    assert places(calendar("X-A:1", "", *event(*text))) == ["linje 6"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    content = GOOD + b"X" * lines.LARGEST_BYTES
    assert faults(content) == (Fault("filen", "fylder mere end 5 MB; eksportér en kortere periode"),)


def test_too_many_events_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "MOST_EVENTS", 2)
    assert places(GOOD) == ["filen"]


def test_too_many_times_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "MOST_TIMES", 5)
    assert places(GOOD) == ["filen"]


def test_a_path_is_not_opened() -> None:
    assert places(b"/etc/passwd") == ["linje 1"]


def read_or_refused(content: bytes) -> None:
    """Nothing but busy times, or a BadInputError with places, may come out of it."""
    refusal: BadInputError | None = None
    spans: tuple[Span, ...] = ()
    try:
        spans = busy_spans(content, FIRST, LAST, DOMAIN)
    except BadInputError as error:
        refusal = error
    assert all(FIRST <= span.starts_at < span.ends_at <= LAST for span in spans)
    if refusal is not None:
        assert refusal.faults
        assert all(fault.place and fault.message for fault in refusal.faults)
        assert SECRET not in str(refusal)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)


@given(st.binary(max_size=60), st.integers(0, len(GOOD)), st.integers(0, 40))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_file_with_other_bytes_in_it_is_read_or_refused(junk: bytes, at: int, removed: int) -> None:
    read_or_refused(GOOD[:at] + junk + GOOD[at + removed :])


NAMES = st.sampled_from(
    ["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SEQUENCE", "STATUS"]
)
PARAMETERS = st.sampled_from(
    ["", ";VALUE=DATE", ";VALUE=PERIOD", ";TZID=Europe/Copenhagen", ";TZID=Romance Standard Time"]
)
VALUES = st.sampled_from(
    [
        "20261201T090000Z", "20261201T090000", "20261201", "00010101T000000Z", "99991231T235959Z", "P1D", "-PT1H",
        "P99999999D", "FREQ=WEEKLY", "FREQ=DAILY;COUNT=3", "FREQ=YEARLY;UNTIL=20261224", "FREQ=MONTHLY;BYDAY=5FR",
        "20261201T090000Z/PT1H", "20261201T090000Z/20261201T080000Z", "20261201T090000Z,20261202", "1", "-1", "", "én",
        "FREQ=WEEKLY;COUNT=-1", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=MO;WKST=XX", "20260230", "24:00",
    ]
)  # fmt: skip
LINES = st.builds(lambda name, parameter, value: f"{name}{parameter}:{value}", NAMES, PARAMETERS, VALUES)


@given(st.lists(st.lists(LINES, max_size=6), max_size=3))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_well_formed_nonsense_is_read_or_refused(events: list[list[str]]) -> None:
    read_or_refused(calendar(*(line for one in events for line in event("DTSTART:20261201T090000Z", *one))))


@given(st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_lines_in_any_order_are_read_or_refused(seed: int) -> None:
    shuffled = GOOD.splitlines(keepends=True)
    random.Random(seed).shuffle(shuffled)
    read_or_refused(b"BEGIN:VCALENDAR\r\n" + b"".join(shuffled))
