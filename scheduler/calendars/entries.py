"""The events of a calendar file, each with the line it begins on, and everything that can be wrong with one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Component, Event
from icalendar.timezone import tzp

from core.clock import COPENHAGEN, midnight
from core.errors import BadInputError, Fault
from scheduler.calendars.lines import MOST_FAULTS, Line

MOST_EVENTS = 10_000
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A time when somebody is busy, in UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the file and the line it begins on."""

    line: int
    event: Event

    @property
    def uid(self) -> str:
        """What it has in common with the exceptions from it; an event without a name stands alone."""
        return str(self.event.get("UID", f"linje {self.line}"))

    def fault(self, message: str) -> Fault:
        """Something wrong with it."""
        return Fault(f"linje {self.line}", f"aftalen, der begynder her, {message}")


def read(lines: Iterable[Line]) -> list[Entry]:
    """The events in `lines`, all of them sound. Raises BadInputError."""
    lines = list(lines)
    _raise(list(_unknown_zones(lines)))
    blocks = list(_blocks(lines, "VEVENT"))
    if len(blocks) > MOST_EVENTS:
        _raise([Fault("filen", f"har mere end {MOST_EVENTS} aftaler; eksportér en kortere periode")])
    for zone in _blocks(lines, "VTIMEZONE"):
        _parsed(zone, "tidszonen")  # the library remembers it by name
    entries = [Entry(block[0].number, _event(block)) for block in blocks]
    _raise([fault for entry in entries for fault in _faults(entry)])
    return entries


def span(event: Event) -> Span:
    """From when until when. Raises what the library does where the event does not say."""
    start, end = event.start, event.end
    if "DURATION" not in event or not isinstance(start, datetime):
        return Span(_instant(start), _instant(end))
    # RFC 5545, 3.3.6: a day lasts until the clock shows the same again, an hour is an hour whatever clocks do.
    length = event.duration
    return Span(_instant(start), _instant(start + timedelta(days=length.days)) + timedelta(seconds=length.seconds))


def _instant(moment: date) -> datetime:
    """A time without a zone is Danish; a day begins at midnight."""
    if not isinstance(moment, datetime):
        return midnight(moment).astimezone(UTC)
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=COPENHAGEN)).astimezone(UTC)


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise BadInputError(faults[:MOST_FAULTS])


def _unknown_zones(lines: Iterable[Line]) -> Iterator[Fault]:
    """A time in a zone that neither the file nor the world knows could be any time."""
    dated = [(line, zone) for line in lines if (zone := line.zone) is not None]
    explained = {line.text.partition(":")[2] for line in lines if line.name == "TZID"}
    unknown = {zone for zone in {zone for _, zone in dated} - explained if tzp.timezone(zone) is None}
    for line, zone in dated:
        if zone in unknown:
            yield Fault(line.place, f"tidszonen {zone[:60]} er ukendt; vælg en anden, for eksempel Europe/Copenhagen")


def _blocks(lines: Iterable[Line], component: str) -> Iterator[list[Line]]:
    """The lines of each component of this name, from BEGIN to END; none stands inside another."""
    block: list[Line] = []
    for line in lines:
        if block or (line.name == "BEGIN" and line.component == component):
            block.append(line)
        if block and line.name == "END" and line.component == component:
            yield block
            block = []


def _event(block: list[Line]) -> Event:
    event = _parsed(block, "aftalen")
    assert isinstance(event, Event)
    return event


def _parsed(block: list[Line], what: str) -> Component:
    try:
        return Component.from_ical("\r\n".join(line.text for line in block) + "\r\n")
    except Exception as error:  # whatever the library trips over, it stands in this block
        faults = [Fault(block[0].place, f"{what}, der begynder her, kan ikke læses; ret eller slet den")]
        raise BadInputError(faults) from error


def _faults(entry: Entry) -> Iterator[Fault]:
    if entry.event.errors:
        names = dict.fromkeys(name for name, _ in entry.event.errors if name)
        yield entry.fault(f"kan ikke læses ({', '.join(names)}); ret eller slet den")
        return
    try:
        swapped = entry.event.start > entry.event.end
        span(entry.event)
        often = TOO_OFTEN.intersection(_frequencies(entry.event))
    except (ValueError, TypeError, AttributeError, OverflowError):  # as the library meets a value of the wrong kind
        yield entry.fault("har ikke en start, en slutning og en gentagelse, der passer sammen; ret eller slet den")
        return
    if swapped:
        yield entry.fault("slutter, før den begynder; ret eller slet den")
    if often:
        yield entry.fault(f"gentages for tit (FREQ={min(often)}); lad den gentages højst hver dag")


def _frequencies(event: Event) -> Iterator[str]:
    for rule in event.rrules:
        yield from (str(frequency).upper() for frequency in rule.get("FREQ", ()))
