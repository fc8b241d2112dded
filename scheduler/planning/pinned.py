"""Meetings that people were invited to stand: pinned beside those that are planned, so that the way there counts.

What cannot be pinned, because somebody has put it where the planner's rules do not allow it, is busy time instead.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from scheduler.engine import pins
from scheduler.engine.problem import Meeting as Wanted
from scheduler.engine.problem import Person, Pin, Room, Travel
from scheduler.engine.problem import Site as SiteWanted
from scheduler.engine.team_days import TeamDay
from scheduler.engine.team_days.standing_days import slots_on
from scheduler.meetings.life import place_of
from scheduler.planning.taken import local, pseudonym
from scheduler.tables import Meeting

NUMBER = re.compile(r"^meetings\[(\d+)\]")


def pinnable(standing: Iterable[Meeting], beside: Collection[Meeting], days: Sequence[TeamDay]) -> list[Meeting]:
    """Of the meetings that stand, those that matter for the way of somebody who is asked to one of `beside`, and cases
    on a team's day. The team's room is otherwise only busy: its day is not held then."""
    asked = {(one.user_id, one.citizen_id) for meeting in beside for one in meeting.participants}
    rooms = {day.room for day in days if day.room is not None}
    return [
        one
        for one in standing
        if one.starts_at is not None
        and (_is_case(one, days) or (_shares(one, asked) and f"r{one.room_id}" not in rooms))
    ]


def _shares(meeting: Meeting, asked: Collection[tuple[int | None, int | None]]) -> bool:
    return any((one.user_id, one.citizen_id) in asked for one in meeting.participants if one.attends)


def _is_case(meeting: Meeting, days: Sequence[TeamDay]) -> bool:
    assert meeting.starts_at is not None
    start = local(meeting.starts_at)
    where = (f"s{meeting.site_id}", None if meeting.room_id is None else f"r{meeting.room_id}")
    return meeting.team_case and any(
        where == (day.site, day.room) and day.weekday == start.isoweekday() and start == slot.start
        for day in days
        for slot in slots_on(day, start.date())
    )


def consistent(
    meetings: Iterable[Meeting],
    people: Sequence[Person],
    sites: Sequence[SiteWanted],
    rooms: Sequence[Room],
    travel: Sequence[Travel],
) -> list[Wanted]:
    """Those of the meetings that can be pinned beside each other, as the problem has them."""
    kept = [_pinned(meeting) for meeting in meetings]
    while faults := pins.broken(kept, people, sites, rooms, travel):
        named = (NUMBER.match(fault.place) for fault in faults)
        broken = {int(found[1]) for found in named if found is not None}
        kept = [one for number, one in enumerate(kept) if number not in broken]
    return kept


def _pinned(meeting: Meeting) -> Wanted:
    place = place_of(meeting)
    assert place is not None
    start, site = local(place.starts_at), f"s{place.site_id}"
    room = None if place.room_id is None else f"r{place.room_id}"
    people = tuple(pseudonym(who) for who in sorted(place.people))
    day: date = start.date()
    return Wanted(
        id=f"m{meeting.id}",
        minutes=int((local(place.ends_at) - start).total_seconds()) // 60,
        required=people,
        earliest=day,
        latest=day,
        sites=(site,),
        pinned=Pin(start=start, site=site, room=room, attendees=people),
    )
