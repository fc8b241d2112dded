"""Calendars read in a process of their own: what comes back, and what is stopped."""

from datetime import UTC, datetime

import pytest

from core.errors import BadInputError, Fault
from scheduler.calendars.apart import Calendar, read
from scheduler.calendars.entries import Span
from tests.unit.calendars.files import DOMAIN, FIRST, LAST, calendar, event


def apart_read(*lines: str) -> tuple[Span, ...]:
    return read(Calendar(calendar(*lines), FIRST, LAST, DOMAIN))


def zone(offset: str) -> tuple[str, ...]:
    return (
        "BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:16010101T000000",
        f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE",
    )  # fmt: skip


def test_two_files_may_mean_different_zones_by_the_same_name() -> None:
    lines = event("DTSTART;TZID=Customized Time Zone:20261201T120000", "DURATION:PT1H")
    assert apart_read(*zone("+0300"), *lines)[0].starts_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert apart_read(*zone("-0500"), *lines)[0].starts_at == datetime(2026, 12, 1, 17, tzinfo=UTC)


def test_a_zone_named_by_another_program_is_guessed_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    name = "/freeassociation.sourceforge.net/Europe/Copenhagen"
    (span,) = apart_read(*event(f"DTSTART;TZID={name}:20261201T100000", "DURATION:PT1H"))
    assert span.starts_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert capfd.readouterr() == ("", "")


def test_faults_come_back_with_their_lines() -> None:
    with pytest.raises(BadInputError) as caught:
        apart_read(*event("DTSTART:sludder"))
    assert [fault.place for fault in caught.value.faults] == ["linje 4"]


def test_a_rule_with_far_too_many_times_is_stopped() -> None:
    hours, minutes = (",".join(map(str, range(size))) for size in (24, 60))
    rule = f"RRULE:FREQ=DAILY;BYHOUR={hours};BYMINUTE={minutes};BYSECOND={minutes}"
    bomb = calendar(*event("DTSTART:20200101T090000Z", "DURATION:PT1S", rule))
    with pytest.raises(BadInputError) as caught:
        read(Calendar(bomb, FIRST, LAST, DOMAIN, cpu_seconds=3))
    (fault,) = caught.value.faults
    assert fault == Fault("filen", fault.message)
    assert "for tung" in fault.message
