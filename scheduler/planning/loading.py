"""Rows of the database -> the meeting problem, with `taken` and `places` the only files of the room that see both.

Meetings without a time, and those whose invitations have not left the house, are planned together; a time in the
plan or in the newest draft is their `previous`. A meeting that people were invited to, or that somebody has moved by
hand, stands: it is pinned, or else a busy time of its people and its room. Ids are pseudonyms: a letter and the row's
number (`p` user, `c` citizen, `s` site, `r` room, `m` meeting).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.clock import local_day, midnight
from law.workdays import public_holidays
from scheduler.engine.problem import AnyOf, Day, Horizon, Person, Previous, Problem, Site, Work
from scheduler.engine.problem import Meeting as Wanted
from scheduler.engine.result import PlannedMeeting
from scheduler.engine.team_days import TeamDay
from scheduler.meetings.bookings import Owner
from scheduler.meetings.life import Place
from scheduler.meetings.messages import person
from scheduler.meetings.states import PUBLISHED
from scheduler.planning import places, queries
from scheduler.planning.pinned import consistent, pinnable
from scheduler.planning.taken import BusyOf, busy, local, pseudonym, working_hours
from scheduler.tables import Meeting, MeetingState, Participant

HORIZON_WEEKS = 8
OFFICE_HOURS = (time(8), time(16))
OVERDUE_WINDOW = timedelta(days=14)
"""A meeting whose last day has passed is still wanted, and within this time."""
MEETINGS_A_DAY = 5
TO_PLAN = (MeetingState.REQUESTED, MeetingState.PLANNED)


def load_problem(session: Session, today: date, closed: Iterable[date] = (), days: Sequence[TeamDay] = ()) -> Problem:
    """The meetings to plan over the next eight weeks, from tomorrow on, beside those that stand."""
    meetings, horizon = meetings_to_plan(session), horizon_from(today)
    planned_again = {one.id for one in meetings}
    stands = [one for one in standing_in(session, horizon) if one.id not in planned_again]
    more = {int(day.site[1:]) for day in days}
    return problem_of(session, meetings, horizon, closed, pinnable(stands, meetings, days), more)


def horizon_from(today: date) -> Horizon:
    """The days that are planned: eight weeks from tomorrow on."""
    return Horizon(from_=today + timedelta(days=1), to=today + timedelta(weeks=HORIZON_WEEKS))


def meetings_to_plan(session: Session, states: Collection[MeetingState] = TO_PLAN) -> Sequence[Meeting]:
    """The meetings in these states with their participants, but those moved by hand; in the order of their ids."""
    chosen = select(Meeting).where(Meeting.state.in_(states)).order_by(Meeting.id)
    found = session.scalars(chosen.options(selectinload(Meeting.participants)))
    by_hand = queries.moved_by_hand(session)
    return [one for one in found if one.id not in by_hand]


def problem_of(
    session: Session,
    meetings: Sequence[Meeting],
    horizon: Horizon,
    closed: Iterable[date] = (),
    standing: Sequence[Meeting] = (),
    more_sites: Collection[int] = (),
) -> Problem:
    """The problem of these meetings in the horizon. standing: published ones to be pinned, as far as that can be; all
    others are busy time. more_sites: sites to know too."""
    everybody = [*meetings, *standing]
    sites = queries.sites(session, {site for one in everybody for site in _sites(one)} | set(more_sites))
    rooms = queries.rooms_at(session, [site.id for site in sites])
    asked = {person(one) for meeting in everybody for one in meeting.participants}
    wanted, travel = tuple(Site(id=f"s{one.id}", needs_room=one.needs_room) for one in sites), places.travel(sites)
    kept = consistent(standing, _people(asked, {}, {}), wanted, places.wanted_rooms(rooms, {}), travel)
    whose, planned_here = {*asked, *(("room", one.id) for one in rooms)}, {int(one.id[1:]) for one in kept}
    taken = busy(session, horizon, whose, planned_here | {one.id for one in meetings})
    drafted = _drafted(session, [one.id for one in meetings if one.starts_at is None])
    return Problem(
        horizon=horizon,
        day=Day(from_=OFFICE_HOURS[0], to=OFFICE_HOURS[1]),
        closed=_closed(session, horizon, closed),
        people=_people(asked, working_hours(session, whose), taken),
        sites=wanted,
        travel_minutes=travel,
        rooms=places.wanted_rooms(rooms, taken),
        meetings=(*(_wanted(meeting, horizon, drafted) for meeting in meetings), *kept),
    )


def standing_in(session: Session, horizon: Horizon) -> Sequence[Meeting]:
    """The published meetings of the horizon with their participants, in the order of their ids."""
    first, last = midnight(horizon.from_), midnight(horizon.to + timedelta(days=1))
    chosen = select(Meeting).where(Meeting.state.in_(PUBLISHED), Meeting.starts_at >= first, Meeting.starts_at < last)
    return session.scalars(chosen.order_by(Meeting.id).options(selectinload(Meeting.participants))).all()


def planned(meeting_id: int, place: Place) -> PlannedMeeting:
    """A meeting's place in the planner's terms."""
    return PlannedMeeting(
        id=f"m{meeting_id}",
        start=local(place.starts_at),
        end=local(place.ends_at),
        site=f"s{place.site_id}",
        room=None if place.room_id is None else f"r{place.room_id}",
        attendees=tuple(pseudonym(who) for who in sorted(place.people)),
    )


def _drafted(session: Session, meeting_ids: Collection[int]) -> Mapping[int, datetime]:
    """By meeting: its time in the newest draft, where it is not published."""
    newest = queries.latest_draft(session)
    rows = [] if newest is None else queries.rows(session, newest.id, meeting_ids)
    return {row.meeting_id: row.starts_at for row in rows if row.starts_at is not None and row.published_at is None}


def _closed(session: Session, horizon: Horizon, own: Iterable[date]) -> tuple[date, ...]:
    years = range(horizon.from_.year, horizon.to.year + 1)
    days = {day for year in years for day in public_holidays(year)} | set(own)
    days |= queries.closed_days(session, horizon.from_, horizon.to)
    return tuple(sorted(day for day in days if horizon.from_ <= day <= horizon.to))


def _people(asked: Iterable[Owner], works: Mapping[str, Sequence[Work]], taken: BusyOf) -> tuple[Person, ...]:
    return tuple(
        Person(
            id=one,
            works=tuple(works[one]) if one in works else None,
            busy=tuple(taken.get(one, ())),
            max_per_day=MEETINGS_A_DAY,
        )
        for one in sorted(map(pseudonym, asked))
    )


def _wanted(row: Meeting, horizon: Horizon, drafted: Mapping[int, datetime]) -> Wanted:
    earliest, latest = _window(row, horizon)
    stands = row.starts_at or drafted.get(row.id)
    return Wanted(
        id=f"m{row.id}",
        minutes=row.minutes,
        weight=row.weight,
        required=tuple(_required(row.participants)),
        optional=tuple(pseudonym(person(one)) for one in row.participants if not one.required),
        earliest=earliest,
        due=max(row.due, horizon.from_),
        latest=latest,
        sites=tuple(f"s{site}" for site in _sites(row)),
        previous=None if stands is None else Previous(start=local(stands)),
    )


def _window(row: Meeting, horizon: Horizon) -> tuple[date, date]:
    """The days on which it may be held: also the one on which somebody has put it."""
    earliest = max(row.earliest, horizon.from_)
    latest = min(max(row.latest, horizon.from_ + OVERDUE_WINDOW), horizon.to)
    earliest = min(earliest, latest)
    if row.starts_at is None or not horizon.from_ <= local_day(row.starts_at) <= horizon.to:
        return earliest, latest
    return min(earliest, local_day(row.starts_at)), max(latest, local_day(row.starts_at))


def _sites(row: Meeting) -> list[int]:
    """Where it may be held: also the site at which somebody has put it."""
    known = list(row.site_ids)
    return known if row.site_id is None or row.site_id in known else [*known, row.site_id]


def _required(participants: Iterable[Participant]) -> Iterator[str | AnyOf]:
    pools: dict[int, list[str]] = defaultdict(list)
    for one in participants:
        if one.required and one.pool is None:
            yield pseudonym(person(one))
        elif one.required and one.pool is not None:
            pools[one.pool].append(pseudonym(person(one)))
    yield from (AnyOf(any_of=tuple(pool)) for pool in pools.values())
