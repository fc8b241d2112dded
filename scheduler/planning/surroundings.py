"""The day around a meeting that somebody moves by hand: calendars, ways, rooms and the meetings before and after."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.clock import local_day, midnight
from law.workdays import is_working_day
from scheduler.engine.problem import Horizon
from scheduler.meetings import bookings
from scheduler.meetings.bookings import Owner
from scheduler.meetings.life import Place
from scheduler.planning import places, queries, taken
from scheduler.planning.clashes import owners
from scheduler.planning.loading import MEETINGS_A_DAY, OFFICE_HOURS
from scheduler.planning.taken import local, pseudonym
from scheduler.planning.warnings import Case, Stop, Surroundings
from scheduler.tables import Meeting, Room, Site

DAY = timedelta(days=1)


def case_of(
    session: Session, meeting: Meeting, place: Place, drafted: Mapping[int, Place], closed: Collection[date]
) -> Case:
    """The meeting at this place and time, with all that is known of the day.

    drafted: where other meetings of the same draft are to be, in place of where they are published.
    """
    day = local_day(place.starts_at)
    stops = _stops(session, day, {meeting.id}, drafted)
    whose = owners(place)
    works, busy = taken.working_hours(session, whose), taken.outside(session, Horizon(from_=day, to=day), whose)
    room = None if place.room_id is None else session.get_one(Room, place.room_id)
    around = Surroundings(
        closed=not is_working_day(day, {*closed, *queries.closed_days(session, day, day)}),
        hours=OFFICE_HOURS,
        meetings_a_day=MEETINGS_A_DAY,
        works={one: works.get(pseudonym(one)) for one in whose},
        busy={one: busy.get(pseudonym(one), []) for one in whose},
        stops={one: stops.get(one, []) for one in place.people},
        travel=_travel(session, place, (stop for one in place.people for stop in stops.get(one, ()))),
        needs_room=session.get_one(Site, place.site_id).needs_room,
        seats=None if room is None else room.capacity,
    )
    return Case(meeting, place, local(place.starts_at), local(place.ends_at), around)


def _stops(
    session: Session, day: date, without: Collection[int], drafted: Mapping[int, Place]
) -> Mapping[Owner, Sequence[Stop]]:
    """By person: the other meetings of the day."""
    found: dict[Owner, list[Stop]] = defaultdict(list)
    first, last = midnight(day), midnight(day + DAY)
    booked = bookings.between(session, first, last, {*without, *drafted})
    sites = queries.sites_of(session, {row.meeting_id for rows in booked.values() for row in rows})
    for owner, rows in booked.items():
        found[owner] += [Stop(local(one.starts_at), local(one.ends_at), sites[one.meeting_id]) for one in rows]
    for meeting_id, place in drafted.items():
        if meeting_id not in without and place.starts_at < last and first < place.ends_at:
            for owner in place.people:
                found[owner].append(Stop(local(place.starts_at), local(place.ends_at), place.site_id))
    return found


def _travel(session: Session, place: Place, stops: Iterable[Stop]) -> Mapping[tuple[int, int], int]:
    known = queries.sites(session, {place.site_id, *(stop.site_id or 0 for stop in stops)})
    return dict(_ways(known))


def _ways(sites: Sequence[Site]) -> Iterator[tuple[tuple[int, int], int]]:
    for way in places.travel(sites):
        one, other = int(way.from_[1:]), int(way.to[1:])
        yield (one, other), way.minutes
        yield (other, one), way.minutes
