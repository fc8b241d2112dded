"""Find a time for one meeting beside the published plan, or beside a draft."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import User
from core.clock import COPENHAGEN, local_day, midnight
from scheduler.engine import find
from scheduler.engine.find import Found, Slot
from scheduler.meetings.life import Place, place_of
from scheduler.meetings.queries import lock, lock_run_by
from scheduler.planning import loading, queries
from scheduler.planning.moving import Spot
from scheduler.planning.publishing import place_in
from scheduler.planning.taken import local
from scheduler.tables import Meeting

TIMES = 10


def find_times(
    session: Session,
    now: datetime,
    user: User,
    meeting_id: int,
    closed: Iterable[date] = (),
    draft_id: int | None = None,
) -> Found:
    """The best times for a meeting, cheapest first, or what would open one; ids are the planner's pseudonyms.

    The time it has already is not among them. draft_id: other meetings are where this draft has them.

    Raises NotFoundError where the user does not run it.
    """
    meeting = lock_run_by(session, user, meeting_id)
    horizon = loading.horizon_from(local_day(now))
    first, last = midnight(horizon.from_), midnight(horizon.to + timedelta(days=1))
    drafted = {} if draft_id is None else _drafted(session, draft_id)
    others = _others(session, meeting, first, last, drafted)
    problem = loading.problem_of(session, [meeting, *others], horizon, closed)
    standing = {one.id: drafted.get(one.id, place_of(one)) for one in others}
    plan = [loading.planned(one, place) for one, place in standing.items() if place is not None]
    found = find.find_times(problem, plan, f"m{meeting_id}", count=TIMES + 1)
    stands = drafted.get(meeting_id, place_of(meeting))
    others_than = [slot for slot in found.slots if stands is None or not _is_at(slot, stands)]
    return replace(found, slots=tuple(others_than[:TIMES]))


def _is_at(slot: Slot, place: Place) -> bool:
    return (slot.start, slot.site) == (local(place.starts_at), f"s{place.site_id}")


def spot_of(slot: Slot) -> Spot:
    """A time that was found, as something a meeting can be moved to."""
    people = ((("user" if who.startswith("p") else "citizen"), int(who[1:])) for who in slot.attendees)
    return Spot(
        starts_at=slot.start.replace(tzinfo=COPENHAGEN),
        site_id=int(slot.site[1:]),
        room_id=None if slot.room is None else int(slot.room[1:]),
        people=frozenset(people),
    )


def _drafted(session: Session, draft_id: int) -> dict[int, Place | None]:
    return {row.meeting_id: place_in(row) for row in queries.rows(session, draft_id) if row.published_at is None}


def _others(
    session: Session, meeting: Meeting, first: datetime, last: datetime, drafted: Collection[int]
) -> Sequence[Meeting]:
    """The meetings that the participants are in, and those of the draft: between them there may be a way to travel."""
    users = [one.user_id for one in meeting.participants if one.user_id is not None]
    citizens = [one.citizen_id for one in meeting.participants if one.citizen_id is not None]
    theirs = queries.meetings_of_people(session, users, citizens, first, last)
    ids = {*theirs, *drafted} - {meeting.id}
    return lock(session, ids)
