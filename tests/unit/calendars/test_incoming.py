"""When the owner of a calendar is busy, as other programs write it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import COPENHAGEN, midnight
from scheduler.calendars.entries import Span
from scheduler.calendars.incoming import busy_spans
from scheduler.calendars.outgoing import Invitation, Method, ics, uid
from tests.unit.calendars.files import DOMAIN, FIRST, LAST, busy, calendar, event

MORNING = ("DTSTART:20261201T090000Z", "DTEND:20261201T100000Z")
AT_TEN = [("12-01 10:00", "12-01 11:00")]


@pytest.mark.parametrize(
    "lines",
    [
        MORNING,
        ("DTSTART:20261201T090000Z", "DURATION:PT1H"),
        ("DTSTART;TZID=Europe/Copenhagen:20261201T100000", "DTEND;TZID=Europe/Copenhagen:20261201T110000"),
        ("DTSTART;TZID=Romance Standard Time:20261201T100000", "DTEND;TZID=Romance Standard Time:20261201T110000"),
        ("DTSTART;TZID=Europe/London:20261201T090000", "DTEND;TZID=America/New_York:20261201T050000"),
        ("DTSTART:20261201T100000", "DTEND:20261201T110000"),
        ('DTSTART;TZID="Europe/Copenhagen";VALUE=DATE-TIME:20261201T100000', "DURATION:PT1H"),
    ],
    ids=["utc", "duration", "zone", "outlook", "two zones", "floating", "quoted"],
)
def test_a_time_is_the_same_however_it_is_written(lines: tuple[str, ...]) -> None:
    assert busy(*event(*lines)) == AT_TEN


def test_a_day_is_busy_from_midnight_to_midnight() -> None:
    assert busy(*event("DTSTART;VALUE=DATE:20261201")) == [("12-01 00:00", "12-02 00:00")]
    assert busy(*event("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204")) == [("12-01 00:00", "12-04 00:00")]


def test_a_zone_that_only_the_file_knows_is_taken_from_the_file() -> None:
    zone = (
        "BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:16010101T000000",
        "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE",
    )  # fmt: skip
    lines = event("DTSTART;TZID=Customized Time Zone:20261201T120000", "DURATION:PT1H")
    assert busy(*zone, *lines) == AT_TEN


def test_a_calendar_may_have_a_zone_of_its_own() -> None:
    weekly = event("DTSTART:20261006T080000Z", "DTEND:20261006T090000Z", "RRULE:FREQ=WEEKLY;UNTIL=20261204T000000Z")
    assert busy("X-WR-TIMEZONE:Europe/Copenhagen", *weekly) == AT_TEN
    assert busy(*weekly) == [("12-01 09:00", "12-01 10:00")]


@pytest.mark.parametrize(
    ("rules", "days"),
    [
        (("RRULE:FREQ=WEEKLY",), [1, 8, 15, 22]),
        (("RRULE:FREQ=WEEKLY;COUNT=3",), [1, 8]),
        (("RRULE:FREQ=WEEKLY;UNTIL=20261215T090000Z",), [1, 8, 15]),
        (("RRULE:FREQ=WEEKLY;INTERVAL=2",), [8, 22]),
        (("RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Copenhagen:20261208T100000"), [1, 15, 22]),
        (("RRULE:FREQ=WEEKLY", "EXDATE:20261208T090000Z,20261215T090000Z"), [1, 22]),
        (("RDATE;TZID=Europe/Copenhagen:20261203T100000,20261204T100000",), [3, 4]),
        (("RDATE;VALUE=PERIOD:20261203T090000Z/PT1H",), [3]),
        (("RRULE:FREQ=MONTHLY;BYDAY=-1TU",), []),
        (("RRULE:FREQ=MONTHLY;BYDAY=2WE",), [9]),
        (("RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24",), [24]),
    ],
)
def test_recurrences_are_expanded(rules: tuple[str, ...], days: list[int]) -> None:
    lines = ("DTSTART;TZID=Europe/Copenhagen:20261124T100000", "DTEND;TZID=Europe/Copenhagen:20261124T110000")
    assert busy(*event(*lines, *rules)) == [(f"12-{day:02} 10:00", f"12-{day:02} 11:00") for day in days]


WEEKLY = event("DTSTART:20261201T090000Z", "DTEND:20261201T100000Z", "RRULE:FREQ=WEEKLY;COUNT=2")


def test_a_moved_occurrence_is_where_it_was_moved_to() -> None:
    moved = event("RECURRENCE-ID:20261208T090000Z", "DTSTART:20261209T120000Z", "DTEND:20261209T130000Z")
    assert busy(*WEEKLY, *moved) == [*AT_TEN, ("12-09 13:00", "12-09 14:00")]


def test_a_cancelled_occurrence_is_free_and_the_others_are_not() -> None:
    gone = event("RECURRENCE-ID:20261208T090000Z", "DTSTART:20261208T090000Z", "DURATION:PT1H", "STATUS:CANCELLED")
    assert busy(*WEEKLY, *gone) == AT_TEN


def test_this_and_all_later_occurrences_can_be_moved() -> None:
    three = event("DTSTART:20261201T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")
    later = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T090000Z", "DTSTART:20261208T110000Z", "DURATION:PT1H")
    assert busy(*three, *later) == [*AT_TEN, ("12-08 12:00", "12-08 13:00"), ("12-15 12:00", "12-15 13:00")]


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
    ],
)
def test_what_takes_no_time_is_left_out(line: str) -> None:
    assert busy(*event(*MORNING, line)) == []


@pytest.mark.parametrize(
    "line", ["TRANSP:OPAQUE", "STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "CLASS:PRIVATE"]
)
def test_what_may_take_the_time_is_busy(line: str) -> None:
    assert busy(*event(*MORNING, line)) == AT_TEN


def test_our_own_meetings_are_not_busy_twice_when_they_come_back() -> None:
    ours = Invitation(
        uid=uid(17, DOMAIN),
        sequence=2,
        method=Method.REQUEST,
        starts_at=datetime(2026, 12, 2, 9, tzinfo=UTC),
        ends_at=datetime(2026, 12, 2, 10, tzinfo=UTC),
        place="Rådhuset",
        organizer_name="Tove",
        organizer_email="tove@example.invalid",
        attendee_name="Bo",
        attendee_email="bo@example.invalid",
        stamp=datetime(2026, 11, 20, tzinfo=UTC),
    )
    assert busy_spans(ics(ours), FIRST, LAST, DOMAIN) == ()
    assert len(busy_spans(ics(ours), FIRST, LAST, "another.example.invalid")) == 1


def test_what_overlaps_or_touches_is_one_busy_time() -> None:
    lines = [
        event("DTSTART:20261201T090000Z", "DURATION:PT1H", uid="a"),
        event("DTSTART:20261201T093000Z", "DURATION:PT1H", uid="b"),
        event("DTSTART:20261201T103000Z", "DURATION:PT30M", uid="c"),
        event("DTSTART:20261201T091500Z", "DURATION:PT5M"),
        event("DTSTART:20261201T130000Z", "DURATION:PT1H", uid="d"),
    ]
    assert busy(*(line for one in lines for line in one)) == [
        ("12-01 10:00", "12-01 12:00"),
        ("12-01 14:00", "12-01 15:00"),
    ]


def test_only_the_time_asked_about_is_told() -> None:
    long = event("DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE:20270601")
    assert busy(*long) == [("11-30 00:00", "12-28 00:00")]
    assert busy(*event("DTSTART:20270101T090000Z", "DURATION:PT1H")) == []
    assert busy(*event("DTSTART:20261127T090000Z", "DURATION:PT1H")) == []


@pytest.mark.parametrize("lines", [("DTSTART:20261201T090000Z",), ("DTSTART:20261201T090000Z", "DURATION:PT0S")])
def test_a_moment_without_length_takes_no_time(lines: tuple[str, ...]) -> None:
    assert busy(*event(*lines)) == []


def test_events_without_a_uid_are_told_apart() -> None:
    nameless = [line for line in event(*MORNING) if not line.startswith("UID")]
    later = [line.replace("T09", "T12").replace("T10", "T13") for line in nameless]
    assert busy(*nameless, *later) == [*AT_TEN, ("12-01 13:00", "12-01 14:00")]


def test_tasks_alarms_and_free_text_say_nothing_about_time() -> None:
    alarm = ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "DURATION:PT5M", "REPEAT:3", "END:VALARM")
    todo = ("BEGIN:VTODO", "UID:t", "DTSTART:20261203T090000Z", "DUE:sludder", "END:VTODO")
    own = ("BEGIN:X-EGEN", "DTSTART:sludder", "BEGIN:VEVENT", "DTSTART:sludder", "END:VEVENT", "END:X-EGEN")
    text = ("DESCRIPTION:første linje\\nDTSTART:20261205T090000Z", " DTEND:sludder")
    assert busy(*event(*MORNING, *text, *alarm), *todo, *own) == AT_TEN


def test_several_calendars_in_a_file_are_read_together() -> None:
    content = calendar(*event(*MORNING)) + calendar(*event("DTSTART:20261202T090000Z", "DURATION:PT1H", uid="b"))
    assert len(busy_spans(content, FIRST, LAST, DOMAIN)) == 2


def test_of_an_event_in_two_editions_the_latest_counts() -> None:
    old, new = event(*MORNING, "SEQUENCE:1"), event("DTSTART:20261202T090000Z", "DURATION:PT1H", "SEQUENCE:2")
    assert busy(*new, *old) == busy(*old, *new) == [("12-02 10:00", "12-02 11:00")]


def test_an_empty_calendar_is_never_busy() -> None:
    assert busy() == []


@pytest.mark.parametrize(
    ("day", "before"), [("20260329", "03-28"), ("20261025", "10-24")], ids=["to summer time", "to winter time"]
)
def test_nine_o_clock_stays_nine_o_clock_over_a_clock_change(day: str, before: str) -> None:
    start = (datetime.strptime(day, "%Y%m%d") - timedelta(days=1)).strftime("%Y%m%d")
    lines = (f"DTSTART;TZID=Europe/Copenhagen:{start}T090000", f"DTEND;TZID=Europe/Copenhagen:{start}T100000")
    year = midnight(date(2026, 1, 1)), midnight(date(2027, 1, 1))
    found = busy(*event(*lines, "RRULE:FREQ=DAILY;COUNT=2"), first=year[0], last=year[1])
    assert found == [
        (f"{before} 09:00", f"{before} 10:00"),
        (f"{day[4:6]}-{day[6:]} 09:00", f"{day[4:6]}-{day[6:]} 10:00"),
    ]


def test_the_hour_that_comes_twice_and_the_one_that_never_comes() -> None:
    spring = busy_spans(
        calendar(*event("DTSTART:20260329T023000", "DURATION:PT30M")),
        midnight(date(2026, 3, 29)),
        midnight(date(2026, 3, 30)),
        DOMAIN,
    )
    autumn = busy_spans(
        calendar(*event("DTSTART:20261025T023000", "DURATION:PT30M")),
        midnight(date(2026, 10, 25)),
        midnight(date(2026, 10, 26)),
        DOMAIN,
    )
    assert spring[0].starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert autumn[0].starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
) | st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]),
    st.integers(-180, 180),
)


@given(INSTANTS, st.integers(1, 600))
def test_times_out_are_times_in_over_clock_changes(start: datetime, minutes: int) -> None:
    end = start + timedelta(minutes=minutes)
    out = Invitation(
        uid="en@example.invalid",
        sequence=0,
        method=Method.REQUEST,
        starts_at=start,
        ends_at=end,
        place=None,
        organizer_name="Tove",
        organizer_email="tove@example.invalid",
        attendee_name="Bo",
        attendee_email="bo@example.invalid",
        stamp=start,
    )
    wide = start - timedelta(days=30), end + timedelta(days=30)
    assert busy_spans(ics(out), *wide, DOMAIN) == (Span(start, end),)


@given(st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 600)), max_size=12))
def test_busy_is_every_minute_of_every_event_and_no_other(events: list[tuple[int, int]]) -> None:
    lines: list[str] = []
    for number, (offset, minutes) in enumerate(events):
        start = (FIRST + timedelta(minutes=offset)).astimezone(COPENHAGEN)
        stamp = f"DTSTART;TZID=Europe/Copenhagen:{start:%Y%m%dT%H%M%S}"
        lines += event(stamp, f"DURATION:PT{minutes}M", uid=str(number))
    spans = busy_spans(calendar(*lines), FIRST, LAST, DOMAIN)
    total = {minute for offset, minutes in events for minute in range(offset, offset + minutes)}
    length = int((LAST - FIRST) / timedelta(minutes=1))
    found = {
        minute
        for span in spans
        for minute in range(
            int((span.starts_at - FIRST).total_seconds() / 60), int((span.ends_at - FIRST).total_seconds() / 60)
        )
    }
    assert found == {minute for minute in total if minute < length}
    assert all(one.ends_at < other.starts_at for one, other in pairwise(spans))
