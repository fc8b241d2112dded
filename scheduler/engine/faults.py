"""What can be wrong in a meeting problem beyond its types: every fault, with its place."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from graphlib import CycleError, TopologicalSorter
from math import isfinite

from core.days import unknown_day
from core.errors import Fault
from scheduler.engine.records import Busy, Day, Horizon, Meeting, Person, Room, Site, Travel, Weights

MINUTES_PER_DAY = 24 * 60
SUNDAY = 7
LONGEST_WAY = 10**9
"""Minutes between two sites: as good as never."""


def in_frame(
    horizon: Horizon, slot_minutes: int, day: Day, closed: Sequence[date], weights: Weights
) -> Iterator[Fault]:
    """The horizon, the grid, the day's hours, the closed days and the weights."""
    yield from unknown_day("horizon.from", horizon.from_)
    yield from unknown_day("horizon.to", horizon.to)
    for number, holiday in enumerate(closed):
        yield from unknown_day(f"closed[{number}]", holiday)
    if horizon.to < horizon.from_:
        yield Fault("horizon.to", "skal ligge på eller efter horizon.from")
    if not 1 <= slot_minutes <= MINUTES_PER_DAY:
        yield Fault("slot_minutes", f"skal være fra 1 til {MINUTES_PER_DAY}")
    yield from _span("day", day.from_, day.to)
    for name in ("unplanned", "late_day", "optional_missing", "moved"):
        if not _is_price(getattr(weights, name)):
            yield Fault(f"weights.{name}", "skal være et endeligt tal på mindst 0")


def in_people(people: Sequence[Person]) -> Iterator[Fault]:
    """Ids, working hours, busy times and the most meetings a day."""
    yield from _ids("people", [person.id for person in people])
    for number, person in enumerate(people):
        place = f"people[{number}]"
        for row, work in enumerate(person.works or ()):
            if not 1 <= work.weekday <= SUNDAY:
                yield Fault(f"{place}.works[{row}].weekday", "skal være fra 1 (mandag) til 7 (søndag)")
            yield from _span(f"{place}.works[{row}]", work.from_, work.to)
        yield from _busy(place, person.busy)
        if person.max_per_day is not None and person.max_per_day < 0:
            yield Fault(f"{place}.max_per_day", "skal være mindst 0; udelad feltet, hvis der ingen grænse er")


def in_places(sites: Sequence[Site], rooms: Sequence[Room], travel: Sequence[Travel]) -> Iterator[Fault]:
    """Sites, their rooms and the way between them."""
    known = {site.id for site in sites}
    yield from _ids("sites", [site.id for site in sites])
    yield from _ids("rooms", [room.id for room in rooms])
    for number, room in enumerate(rooms):
        yield from _unknown(f"rooms[{number}].site", room.site, known, "sites")
        if room.capacity < 0:
            yield Fault(f"rooms[{number}].capacity", "skal være mindst 0")
        yield from _busy(f"rooms[{number}]", room.busy)
    yield from _in_travel(travel, known)


def in_meetings(meetings: Sequence[Meeting], people: Sequence[Person], sites: Sequence[Site]) -> Iterator[Fault]:
    """Ids, length, weight, window, sites and attendees of each meeting."""
    yield from _ids("meetings", [meeting.id for meeting in meetings])
    persons, places = {person.id for person in people}, {site.id for site in sites}
    for number, meeting in enumerate(meetings):
        place = f"meetings[{number}]"
        yield from _in_terms(place, meeting)
        yield from _in_names(f"{place}.sites", meeting.sites, places, "sites")
        if not meeting.sites:
            yield Fault(f"{place}.sites", "skal nævne mindst ét sted")
        yield from _in_attendees(place, meeting, persons)


def in_order(meetings: Sequence[Meeting]) -> Iterator[Fault]:
    """`after`: known meetings, a possible number of days, and no circle."""
    known = {meeting.id for meeting in meetings}
    for number, meeting in enumerate(meetings):
        yield from _in_after(f"meetings[{number}].after", meeting, known)
    yield from _circle(meetings)


def _in_travel(travel: Sequence[Travel], known: set[str]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for number, way in enumerate(travel):
        place = f"travel_minutes[{number}]"
        yield from _unknown(f"{place}.from", way.from_, known, "sites")
        yield from _unknown(f"{place}.to", way.to, known, "sites")
        if not 0 <= way.minutes <= LONGEST_WAY:
            yield Fault(f"{place}.minutes", f"skal være fra 0 til {LONGEST_WAY}")
        if way.from_ == way.to and way.minutes:
            yield Fault(f"{place}.to", f"er {way.to}, hvor vejen begynder; fra et sted til det selv er der 0 minutter")
        if (way.from_, way.to) in seen:
            yield Fault(place, f"vejen fra {way.from_} til {way.to} er givet før; behold kun den ene")
        seen.add((way.from_, way.to))


def _in_terms(place: str, meeting: Meeting) -> Iterator[Fault]:
    if not 1 <= meeting.minutes <= MINUTES_PER_DAY:
        yield Fault(f"{place}.minutes", f"skal være fra 1 til {MINUTES_PER_DAY}")
    if not _is_price(meeting.weight):
        yield Fault(f"{place}.weight", "skal være et endeligt tal på mindst 0")
    yield from _in_window(place, meeting)
    if meeting.previous:
        yield from moment(f"{place}.previous.start", meeting.previous.start)


def _in_window(place: str, meeting: Meeting) -> Iterator[Fault]:
    for name, day in (("earliest", meeting.earliest), ("due", meeting.due), ("latest", meeting.latest)):
        if day is not None:
            yield from unknown_day(f"{place}.{name}", day)
    if meeting.latest < meeting.earliest:
        yield Fault(f"{place}.latest", "skal ligge på eller efter earliest")


def _in_attendees(place: str, meeting: Meeting, known: set[str]) -> Iterator[Fault]:
    for number, who in enumerate(meeting.required):
        if isinstance(who, str):
            yield from _unknown(f"{place}.required[{number}]", who, known, "people")
            continue
        if not who.any_of:
            yield Fault(f"{place}.required[{number}].any_of", "skal nævne mindst én person")
        yield from _in_names(f"{place}.required[{number}].any_of", who.any_of, known, "people")
    yield from _repeated(f"{place}.required", meeting.named)
    yield from _in_names(f"{place}.optional", meeting.optional, known, "people")
    for number, who in enumerate(meeting.optional):
        if who in meeting.named:
            yield Fault(f"{place}.optional[{number}]", f"{who} står allerede i required; fjern den ene")


def _in_after(place: str, meeting: Meeting, known: set[str]) -> Iterator[Fault]:
    for row, rule in enumerate(meeting.after):
        yield from _unknown(f"{place}[{row}].meeting", rule.meeting, known, "meetings")
        if rule.meeting == meeting.id:
            yield Fault(f"{place}[{row}].meeting", "mødet kan ikke ligge efter sig selv")
        if rule.max_days < rule.min_days:
            yield Fault(f"{place}[{row}].max_days", "skal være mindst min_days")


def _circle(meetings: Sequence[Meeting]) -> Iterator[Fault]:
    before = {m.id: [rule.meeting for rule in m.after if rule.meeting != m.id] for m in meetings}
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = error.args[1]
        number = next(i for i, meeting in enumerate(meetings) if meeting.id == circle[-1])
        yield Fault(f"meetings[{number}].after", f"møderne venter på hinanden i ring: {' → '.join(circle)}")


def _in_names(place: str, names: Sequence[str], known: set[str], table: str) -> Iterator[Fault]:
    for number, name in enumerate(names):
        yield from _unknown(f"{place}[{number}]", name, known, table)
    yield from _repeated(place, names)


def _ids(table: str, ids: Sequence[str]) -> Iterator[Fault]:
    yield from _repeated(table, ids, field=".id")
    for number, name in enumerate(ids):
        if not name:
            yield Fault(f"{table}[{number}].id", "er tom; skriv et id")


def _repeated(place: str, ids: Sequence[str], field: str = "") -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, name in enumerate(ids):
        if name in seen:
            yield Fault(f"{place}[{number}]{field}", f"{name} står der allerede (nr. {seen[name]}); hver kun én gang")
        seen.setdefault(name, number)


def _unknown(place: str, name: str, known: set[str] | Mapping[str, object], table: str) -> Iterator[Fault]:
    if name not in known:
        yield Fault(place, f"{name} findes ikke i {table}")


def _span(place: str, start: time, end: time) -> Iterator[Fault]:
    yield from moment(f"{place}.from", start)
    yield from moment(f"{place}.to", end)
    if start.tzinfo is None and end.tzinfo is None and end <= start:
        yield Fault(f"{place}.to", "skal ligge efter from")


def _busy(place: str, busy: Sequence[Busy]) -> Iterator[Fault]:
    for row, taken in enumerate(busy):
        here = f"{place}.busy[{row}]"
        yield from moment(f"{here}.from", taken.from_)
        yield from moment(f"{here}.to", taken.to)
        if taken.from_.tzinfo is None and taken.to.tzinfo is None and taken.to <= taken.from_:
            yield Fault(f"{here}.to", "skal ligge efter from")


def moment(place: str, value: datetime | time) -> Iterator[Fault]:
    """Wall time, whole minutes, and a known day where it has one."""
    if isinstance(value, date):
        yield from unknown_day(place, value)
    if value.tzinfo is not None:
        yield Fault(place, "skal være dansk lokal tid uden tidszone")
    if value.second or value.microsecond:
        yield Fault(place, "skal være et helt minut")


def _is_price(value: float) -> bool:
    return isfinite(value) and value >= 0
