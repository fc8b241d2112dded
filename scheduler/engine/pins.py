"""M8: a pinned meeting stands as given. What pins may not do among themselves.

A pin is somebody's decision, so it may lie off the grid, outside the day's hours, its own window or an attendee's
calendar; it must still name the right people and place, and pins must be able to happen beside each other.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import TypeVar

from core.errors import Fault
from scheduler.engine.faults import moment
from scheduler.engine.records import Meeting, Person, Pin, Room, Site, Travel

Who = TypeVar("Who", str, int)
"""A person, by id or by number."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pinned meeting, its pin and where the file says so."""

    place: str
    meeting: Meeting
    pin: Pin

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.pin.start + timedelta(minutes=self.meeting.minutes)


def broken(
    meetings: Sequence[Meeting],
    people: Sequence[Person],
    sites: Sequence[Site],
    rooms: Sequence[Room],
    travel: Sequence[Travel],
) -> tuple[Fault, ...]:
    """Every rule that pins break by themselves or together."""
    pinned = [Pinned(f"meetings[{i}].pinned", m, m.pinned) for i, m in enumerate(meetings) if m.pinned]
    fields = [fault for one in pinned for fault in _fields(one, people)]
    if fields:
        return tuple(fields)
    return (
        *(fault for one in pinned for fault in _attendance(one)),
        *(fault for one in pinned for fault in _room(one, {site.id: site for site in sites}, {r.id: r for r in rooms})),
        *_collisions(pinned, ways(travel)),
        *_crowded(pinned, people),
        *_order(pinned),
    )


def ways(travel: Sequence[Travel]) -> dict[tuple[str, str], int]:
    """Minutes by (from, to); a pair given in one direction serves both."""
    back = {(way.to, way.from_): way.minutes for way in travel}
    return back | {(way.from_, way.to): way.minutes for way in travel}


def can_fill(roles: Sequence[Sequence[Who]], people: frozenset[Who]) -> bool:
    """Whether these people fill each role with exactly one of them, nobody left over."""
    if not roles or len(roles) != len(people):
        return not roles and not people
    return any(can_fill(roles[1:], people - {who}) for who in roles[0] if who in people)


def _fields(one: Pinned, people: Sequence[Person]) -> Iterator[Fault]:
    yield from moment(f"{one.place}.start", one.pin.start)
    known = {person.id for person in people}
    for number, who in enumerate(one.pin.attendees):
        if who not in known:
            yield Fault(f"{one.place}.attendees[{number}]", f"{who} findes ikke i people")
        if who in one.pin.attendees[:number]:
            yield Fault(f"{one.place}.attendees[{number}]", f"{who} står der to gange; hver kun én gang")


def _attendance(one: Pinned) -> Iterator[Fault]:
    there = set(one.pin.attendees)
    missing = [who for who in one.meeting.named if who not in there]
    if missing:
        yield Fault(f"{one.place}.attendees", f"M3: {', '.join(missing)} skal være med")
    others = frozenset(there - set(one.meeting.named) - set(one.meeting.optional))
    if not can_fill(one.meeting.roles, others):
        yield Fault(f"{one.place}.attendees", "M3: der skal være netop én fra hver any_of og ingen uden for listerne")


def _room(one: Pinned, sites: Mapping[str, Site], rooms: Mapping[str, Room]) -> Iterator[Fault]:
    if one.pin.site not in one.meeting.sites:
        yield Fault(f"{one.place}.site", f"M5: skal være et af mødets steder ({', '.join(one.meeting.sites)})")
        return
    if not sites[one.pin.site].needs_room:
        if one.pin.room is not None:
            yield Fault(f"{one.place}.room", f"M5: {one.pin.site} har ikke brug for et lokale; skriv null")
        return
    room = rooms.get(one.pin.room or "")
    if room is None or room.site != one.pin.site:
        yield Fault(f"{one.place}.room", f"M5: skal være et lokale på {one.pin.site}")
        return
    if room.capacity < len(one.pin.attendees):
        yield Fault(f"{one.place}.room", f"M5: {room.id} har kun {room.capacity} pladser")
    if any(taken.from_ < one.end and one.pin.start < taken.to for taken in room.busy):
        yield Fault(f"{one.place}.room", f"M5: {room.id} er optaget på det tidspunkt")


def _collisions(pinned: Sequence[Pinned], minutes: Mapping[tuple[str, str], int]) -> Iterator[Fault]:
    for first, second in combinations(sorted(pinned, key=lambda one: (one.pin.start, one.meeting.id)), 2):
        shared = sorted(set(first.pin.attendees) & set(second.pin.attendees))
        overlap = second.pin.start < first.end
        if overlap and first.pin.room is not None and first.pin.room == second.pin.room:
            yield Fault(f"{second.place}.room", f"M5: {first.pin.room} er optaget af {first.meeting.id}")
        if shared and (overlap or _too_far(first, second, minutes)):
            yield Fault(
                f"{second.place}.start", f"M4: {', '.join(shared)} kan ikke nå både dette møde og {first.meeting.id}"
            )


def _too_far(first: Pinned, second: Pinned, minutes: Mapping[tuple[str, str], int]) -> bool:
    way = minutes.get((first.pin.site, second.pin.site), 0) if first.pin.site != second.pin.site else 0
    same_day = first.pin.start.date() == second.pin.start.date()
    return same_day and second.pin.start - first.end < timedelta(minutes=way)


def _crowded(pinned: Sequence[Pinned], people: Sequence[Person]) -> Iterator[Fault]:
    most = {person.id: person.max_per_day for person in people}
    count: Counter[tuple[str, object]] = Counter()
    for one in pinned:
        for who in one.pin.attendees:
            day = one.pin.start.date()
            count[who, day] += 1
            limit = most[who]
            if limit is not None and count[who, day] == limit + 1:
                yield Fault(f"{one.place}.attendees", f"M6: {who} har allerede {limit} møder den {day}")


def _order(pinned: Sequence[Pinned]) -> Iterator[Fault]:
    day = {one.meeting.id: one.pin.start.date() for one in pinned}
    for one in pinned:
        for rule in one.meeting.after:
            if rule.meeting not in day:
                continue
            between = (day[one.meeting.id] - day[rule.meeting]).days
            if not rule.min_days <= between <= rule.max_days:
                yield Fault(
                    f"{one.place}.start",
                    f"M7: ligger {between} dage efter {rule.meeting}; skal være {rule.min_days}–{rule.max_days}",
                )
