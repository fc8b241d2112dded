"""What is doubtful about having a meeting at a time and place of somebody's own choice. Pure: one function per rule.

The rules are the planner's. By hand they may be broken, knowingly; two meetings at once may not (`clashes`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from accounts.tables import Authority
from scheduler.engine.problem import Busy, Work
from scheduler.meetings.bookings import Owner
from scheduler.meetings.life import Place
from scheduler.meetings.messages import person
from scheduler.tables import Meeting


class Doubt(StrEnum):
    """What there is to think of. With it come whose it is, and an amount where there is one."""

    CLOSED = "closed"
    OUTSIDE_HOURS = "outside_hours"
    EARLY = "early"
    """Amount: days before it may be held."""
    LATE = "late"
    """Amount: days after it was due."""
    TOO_LATE = "too_late"
    """Amount: days after the last on which it may be held."""
    OFF_WORK = "off_work"
    BUSY = "busy"
    OWN_TIME = "own_time"
    """The citizen has language school, treatment or the like."""
    MISSING = "missing"
    """Somebody who must be there is not."""
    TRAVEL = "travel"
    """Amount: minutes too few between two meetings."""
    TOO_MANY = "too_many"
    """Amount: the meetings of the day."""
    OTHER_SITE = "other_site"
    """Not one of the sites that the meeting was asked for at."""
    NO_ROOM = "no_room"
    ROOM_BUSY = "room_busy"
    ROOM_SMALL = "room_small"
    """Amount: seats too few."""
    CONSENT = "consent"
    """The person's authority is not covered; `authority` and `citizen_id` say what is missing."""


@dataclass(frozen=True, slots=True)
class MoveWarning:
    """One thing that is doubtful, and about whom or which room."""

    kind: Doubt
    owner: Owner | None = None
    amount: int | None = None
    authority: Authority | None = None
    citizen_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Another meeting of the same day, in Danish wall time."""

    start: datetime
    end: datetime
    site_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The day of a meeting, in Danish wall time. works: None for those without hours of their own.

    travel: minutes by pair of sites, both ways.
    """

    closed: bool
    hours: tuple[time, time]
    meetings_a_day: int
    works: Mapping[Owner, Sequence[Work] | None]
    busy: Mapping[Owner, Sequence[Busy]]
    stops: Mapping[Owner, Sequence[Stop]]
    travel: Mapping[tuple[int, int], int]
    needs_room: bool
    seats: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """A meeting, where it is wanted, from when to when in Danish wall time, and its surroundings."""

    meeting: Meeting
    place: Place
    start: datetime
    end: datetime
    around: Surroundings

    @property
    def day(self) -> date:
        """The day it is wanted on."""
        return self.start.date()

    @property
    def people(self) -> list[Owner]:
        """Who is to be there."""
        return sorted(self.place.people)


def doubts(case: Case) -> list[MoveWarning]:
    """Everything doubtful, in the order of the rules."""
    return [warning for rule in RULES for warning in rule(case)]


def _hours(case: Case) -> Iterator[MoveWarning]:
    if case.around.closed:
        yield MoveWarning(Doubt.CLOSED)
    opens, closes = case.around.hours
    if case.start.time() < opens or case.end.time() > closes or case.end.date() != case.day:
        yield MoveWarning(Doubt.OUTSIDE_HOURS)


def _window(case: Case) -> Iterator[MoveWarning]:
    meeting, day = case.meeting, case.day
    if day < meeting.earliest:
        yield MoveWarning(Doubt.EARLY, amount=(meeting.earliest - day).days)
    if day > meeting.latest:
        yield MoveWarning(Doubt.TOO_LATE, amount=(day - meeting.latest).days)
    elif day > meeting.due:
        yield MoveWarning(Doubt.LATE, amount=(day - meeting.due).days)


def _calendars(case: Case) -> Iterator[MoveWarning]:
    for who in case.people:
        works = case.around.works.get(who)
        if works is not None and not any(_covers(work, case) for work in works):
            yield MoveWarning(Doubt.OFF_WORK, who)
        if _taken(case, who):
            yield MoveWarning(Doubt.OWN_TIME if who[0] == "citizen" else Doubt.BUSY, who)


def _covers(work: Work, case: Case) -> bool:
    return work.weekday == case.day.isoweekday() and work.from_ <= case.start.time() and case.end.time() <= work.to


def _taken(case: Case, owner: Owner) -> bool:
    return any(one.from_ < case.end and case.start < one.to for one in case.around.busy.get(owner, ()))


def _attendance(case: Case) -> Iterator[MoveWarning]:
    """Everybody who must come, and of each pool one."""
    roles: dict[int, list[Owner]] = {}
    for one in case.meeting.participants:
        if one.required:
            roles.setdefault(-one.id if one.pool is None else one.pool, []).append(person(one))
    for role in roles.values():
        if not case.place.people.intersection(role):
            yield MoveWarning(Doubt.MISSING, role[0])


def _ways(case: Case) -> Iterator[MoveWarning]:
    for who in case.people:
        for stop in case.around.stops.get(who, ()):
            way = case.around.travel.get((stop.site_id or 0, case.place.site_id), 0)
            gap = max(case.start - stop.end, stop.start - case.end).total_seconds() // 60
            if 0 <= gap < way:
                yield MoveWarning(Doubt.TRAVEL, who, amount=way - int(gap))


def _crowded(case: Case) -> Iterator[MoveWarning]:
    for who in case.people:
        held = 1 + len(case.around.stops.get(who, ()))
        if held > case.around.meetings_a_day:
            yield MoveWarning(Doubt.TOO_MANY, who, amount=held)


def _site_and_room(case: Case) -> Iterator[MoveWarning]:
    place, around = case.place, case.around
    if place.site_id not in case.meeting.site_ids:
        yield MoveWarning(Doubt.OTHER_SITE)
    if place.room_id is None:
        if around.needs_room:
            yield MoveWarning(Doubt.NO_ROOM)
        return
    room = ("room", place.room_id)
    if _taken(case, room):
        yield MoveWarning(Doubt.ROOM_BUSY, room)
    if around.seats is not None and around.seats < len(place.people):
        yield MoveWarning(Doubt.ROOM_SMALL, room, amount=len(place.people) - around.seats)


RULES: tuple[Callable[[Case], Iterator[MoveWarning]], ...] = (
    _hours,
    _window,
    _calendars,
    _attendance,
    _ways,
    _crowded,
    _site_and_room,
)
