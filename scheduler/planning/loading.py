"""Rows of the database -> the meeting problem. The only file of the room that sees both.

Requested and drafted meetings are planned together; a drafted one has its time as `previous`. A meeting that people
have been invited to stands: it is a busy time of its people and its room. Ids are pseudonyms: a letter and the row's
number (`p` user, `c` citizen, `s` site, `r` room, `m` meeting).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from citizens.tables import Commitment
from core.clock import COPENHAGEN
from law.workdays import public_holidays
from scheduler.engine.problem import AnyOf, Busy, Day, Horizon, Person, Previous, Problem, Room, Site, Travel, Work
from scheduler.engine.problem import Meeting as Wanted
from scheduler.tables import BusyTime, Meeting, MeetingState, Participant, WorkingHours
from scheduler.tables import Room as RoomRow
from scheduler.tables import Site as SiteRow

HORIZON_WEEKS = 8
OFFICE_HOURS = (time(8), time(16))
OVERDUE_WINDOW = timedelta(days=14)
"""A meeting whose last day has passed is still wanted, and within this time."""
MEETINGS_A_DAY = 5
KM_PER_HOUR = 50
PARKING_MINUTES = 10
EARTH_KM = 6371.0088

BusyOf = Mapping[str, Sequence[Busy]]


def load_problem(session: Session, today: date, closed: Iterable[date] = ()) -> Problem:
    """The meetings to plan over the next eight weeks, from tomorrow on."""
    horizon = Horizon(from_=today + timedelta(days=1), to=today + timedelta(weeks=HORIZON_WEEKS))
    meetings = _meetings(session)
    busy = _busy(session, horizon)
    sites = _sites(session, {site for meeting in meetings for site in meeting.site_ids})
    return Problem(
        horizon=horizon,
        day=Day(from_=OFFICE_HOURS[0], to=OFFICE_HOURS[1]),
        closed=_closed(horizon, closed),
        people=_people(session, meetings, busy),
        sites=tuple(Site(id=f"s{site.id}", needs_room=site.needs_room) for site in sites),
        travel_minutes=tuple(_travel(sites)),
        rooms=_rooms(session, sites, busy),
        meetings=tuple(_wanted(meeting, horizon) for meeting in meetings),
    )


def _meetings(session: Session) -> Sequence[Meeting]:
    open_states = (MeetingState.REQUESTED, MeetingState.PLANNED)
    chosen = select(Meeting).where(Meeting.state.in_(open_states)).order_by(Meeting.id)
    return session.scalars(chosen.options(selectinload(Meeting.participants))).all()


def _sites(session: Session, ids: set[int]) -> Sequence[SiteRow]:
    return session.scalars(select(SiteRow).where(SiteRow.id.in_(ids)).order_by(SiteRow.id)).all()


def _closed(horizon: Horizon, own: Iterable[date]) -> tuple[date, ...]:
    years = range(horizon.from_.year, horizon.to.year + 1)
    days = {day for year in years for day in public_holidays(year)} | set(own)
    return tuple(sorted(day for day in days if horizon.from_ <= day <= horizon.to))


def _busy(session: Session, horizon: Horizon) -> BusyOf:
    """Everybody's and every room's taken times in the horizon, by id in the problem."""
    first, last = _midnight(horizon.from_), _midnight(horizon.to + timedelta(days=1))
    found: dict[str, list[Busy]] = defaultdict(list)
    taken = select(BusyTime).where(BusyTime.ends_at > first, BusyTime.starts_at < last).order_by(BusyTime.starts_at)
    for row in session.scalars(taken):
        owner = f"r{row.room_id}" if row.user_id is None else f"p{row.user_id}"
        found[owner].append(_span(row.starts_at, row.ends_at))
    for owner, span in _standing(session, first, last):
        found[owner].append(span)
    for commitment in session.scalars(select(Commitment).order_by(Commitment.id)):
        found[f"c{commitment.citizen_id}"].extend(_weekly(commitment, horizon))
    return found


def _standing(session: Session, first: datetime, last: datetime) -> Iterator[tuple[str, Busy]]:
    chosen = select(Meeting).where(
        Meeting.state == MeetingState.INVITED, Meeting.ends_at > first, Meeting.starts_at < last
    )
    for meeting in session.scalars(chosen.order_by(Meeting.id).options(selectinload(Meeting.participants))):
        if meeting.starts_at is None or meeting.ends_at is None:
            continue
        span = _span(meeting.starts_at, meeting.ends_at)
        yield from ((_person_id(one), span) for one in meeting.participants if one.attends)
        if meeting.room_id is not None:
            yield f"r{meeting.room_id}", span


def _weekly(row: Commitment, horizon: Horizon) -> Iterator[Busy]:
    day = horizon.from_ + timedelta(days=(row.weekday - horizon.from_.isoweekday()) % 7)
    while day <= horizon.to:
        yield Busy(from_=datetime.combine(day, row.from_), to=datetime.combine(day, row.to))
        day += timedelta(weeks=1)


def _people(session: Session, meetings: Iterable[Meeting], busy: BusyOf) -> tuple[Person, ...]:
    works: dict[str, list[Work]] = defaultdict(list)
    for row in session.scalars(select(WorkingHours).order_by(WorkingHours.user_id, WorkingHours.weekday)):
        works[f"p{row.user_id}"].append(Work(weekday=row.weekday, from_=row.from_, to=row.to))
    asked = sorted({_person_id(one) for meeting in meetings for one in meeting.participants})
    return tuple(
        Person(
            id=person,
            works=tuple(works[person]) if person in works else None,
            busy=tuple(busy.get(person, ())),
            max_per_day=MEETINGS_A_DAY,
        )
        for person in asked
    )


def _rooms(session: Session, sites: Iterable[SiteRow], busy: BusyOf) -> tuple[Room, ...]:
    chosen = select(RoomRow).where(RoomRow.site_id.in_([site.id for site in sites])).order_by(RoomRow.id)
    return tuple(
        Room(id=f"r{row.id}", site=f"s{row.site_id}", capacity=row.capacity, busy=tuple(busy.get(f"r{row.id}", ())))
        for row in session.scalars(chosen)
    )


def _travel(sites: Sequence[SiteRow]) -> Iterator[Travel]:
    for one, other in combinations(sites, 2):
        minutes = PARKING_MINUTES + round(60 * _km(one, other) / KM_PER_HOUR)
        yield Travel(from_=f"s{one.id}", to=f"s{other.id}", minutes=minutes)


def _km(one: SiteRow, other: SiteRow) -> float:
    lat, other_lat = radians(one.lat), radians(other.lat)
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def _wanted(row: Meeting, horizon: Horizon) -> Wanted:
    earliest = max(row.earliest, horizon.from_)
    latest = min(max(row.latest, horizon.from_ + OVERDUE_WINDOW), horizon.to)
    drafted = None if row.starts_at is None else Previous(start=_local(row.starts_at))
    return Wanted(
        id=f"m{row.id}",
        minutes=row.minutes,
        weight=row.weight,
        required=tuple(_required(row.participants)),
        optional=tuple(_person_id(one) for one in row.participants if not one.required),
        earliest=min(earliest, latest),
        due=max(row.due, horizon.from_),
        latest=latest,
        sites=tuple(f"s{site}" for site in row.site_ids),
        previous=drafted,
    )


def _required(participants: Iterable[Participant]) -> Iterator[str | AnyOf]:
    pools: dict[int, list[str]] = defaultdict(list)
    for one in participants:
        if one.required and one.pool is None:
            yield _person_id(one)
        elif one.required and one.pool is not None:
            pools[one.pool].append(_person_id(one))
    yield from (AnyOf(any_of=tuple(pool)) for pool in pools.values())


def _person_id(row: Participant) -> str:
    return f"c{row.citizen_id}" if row.user_id is None else f"p{row.user_id}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


def _local(instant: datetime) -> datetime:
    return instant.astimezone(COPENHAGEN).replace(tzinfo=None)


def _span(starts_at: datetime, ends_at: datetime) -> Busy:
    return Busy(from_=_local(starts_at), to=_local(ends_at))
