"""Who or what would be in two meetings at once: asked before the database is, so that it can be told in words."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.meetings import bookings
from scheduler.meetings.bookings import Owner
from scheduler.meetings.life import Place


@dataclass(frozen=True, slots=True)
class Clash:
    """Whose time is taken, `("user", 7)`, and by which other meeting."""

    owner: Owner
    meeting_id: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that is taken, and by which meeting."""

    starts_at: datetime
    ends_at: datetime
    meeting_id: int


def owners(place: Place) -> list[Owner]:
    """Everybody who is to be there, and the room."""
    people = sorted(place.people)
    return people if place.room_id is None else [*people, ("room", place.room_id)]


def among(session: Session, places: Mapping[int, Place], leaving: Collection[int] = ()) -> dict[int, list[Clash]]:
    """By meeting that cannot be where `places` has it: what is in its way. Of two that bar each other, the later asked
    for gives way. leaving: meetings that give up the time they have."""
    if not places:
        return {}
    first, last = min(one.starts_at for one in places.values()), max(one.ends_at for one in places.values())
    taken = _booked(session, first, last, leaving)
    found = {}
    for meeting_id, place in sorted(places.items()):
        if clashes := list(_in_the_way(place, taken)):
            found[meeting_id] = clashes
            continue
        _take(taken, meeting_id, place)
    return found


def of(session: Session, place: Place, leaving: Collection[int], drafted: Mapping[int, Place]) -> list[Clash]:
    """What is in the way of a meeting at `place`: others where `drafted` has them, and those published. leaving:
    meetings whose published time does not count."""
    taken = _booked(session, place.starts_at, place.ends_at, leaving)
    for meeting_id, other in drafted.items():
        _take(taken, meeting_id, other)
    return list(_in_the_way(place, taken))


def _booked(session: Session, first: datetime, last: datetime, leaving: Collection[int]) -> dict[Owner, list[Taken]]:
    found: dict[Owner, list[Taken]] = defaultdict(list)
    for owner, rows in bookings.between(session, first, last, without=leaving).items():
        found[owner] = [Taken(row.starts_at, row.ends_at, row.meeting_id) for row in rows]
    return found


def _take(taken: dict[Owner, list[Taken]], meeting_id: int, place: Place) -> None:
    for owner in owners(place):
        taken[owner].append(Taken(place.starts_at, place.ends_at, meeting_id))


def _in_the_way(place: Place, taken: Mapping[Owner, Sequence[Taken]]) -> Iterator[Clash]:
    for owner in owners(place):
        for one in taken.get(owner, ()):
            if one.starts_at < place.ends_at and place.starts_at < one.ends_at:
                yield Clash(owner, one.meeting_id)
