"""What there is to choose from when a meeting is moved: the best times, and every place for a time of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.clock import COPENHAGEN
from scheduler import queries
from scheduler.engine.find import Slot, Way
from scheduler.engine.words import pool
from scheduler.meetings.queries import is_run_by
from scheduler.planning.finding import find_times
from scheduler.planning.loading import horizon_from
from scheduler.tables import Meeting, Site
from web.coordinator.appointments import Names
from web.rendering import language_of
from web.visits import Visit

AT_ONCE = ("without", "hour", "later")
"""Ways out that take nothing but the choice; the others need a room or another meeting's move first."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place as the form has it: `3`, or `3:7` with a room."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Best:
    """A time that was found, and what it costs: days after the due day, optional people who cannot come, the way."""

    starts_at: datetime
    ends_at: datetime
    where: Where
    people: str
    days_late: int
    missing: Sequence[str]
    travel_minutes: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What would open a time: `who` gives the time `given`, or another meeting moves from its time to `instead`."""

    kind: str
    slot: Best
    place: str
    who: str
    given: tuple[datetime, datetime] | None
    instead: Best | None
    other: Meeting | None
    """The meeting that would move, where it is the reader's own."""

    @property
    def at_once(self) -> bool:
        """Whether choosing the time is all it takes."""
        return self.kind in AT_ONCE


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a coordinator can choose from. `ways` say what would open a time, where there is none.

    first, last: the days that were searched.
    """

    first: date
    last: date
    best: Sequence[Best]
    ways: Sequence[Opening]
    places: Sequence[Where]


def choices(visit: Visit, meeting: Meeting, known: Names, closed: Sequence[date], draft_id: int | None) -> Choices:
    """What there is to choose from for this meeting, beside the published plan or beside a draft."""
    found = find_times(visit.session, visit.now, visit.person, meeting.id, closed, draft_id)
    horizon = horizon_from(visit.today)
    return Choices(
        first=max(meeting.earliest, horizon.from_),
        last=min(meeting.latest, horizon.to),
        best=[_best(slot, known) for slot in found.slots],
        ways=[_way(visit, way, known) for way in found.plan_b],
        places=_places(visit, meeting, known),
    )


def _best(slot: Slot, known: Names) -> Best:
    site, room = int(slot.site[1:]), None if slot.room is None else int(slot.room[1:])
    return Best(
        starts_at=slot.start.replace(tzinfo=COPENHAGEN),
        ends_at=slot.end.replace(tzinfo=COPENHAGEN),
        where=Where(str(site) if room is None else f"{site}:{room}", known.place(site, room)),
        people=",".join(slot.attendees),
        days_late=slot.days_late,
        missing=[known.told(one) for one in slot.missing],
        travel_minutes=slot.travel_minutes,
    )


def _way(visit: Visit, way: Way, known: Names) -> Opening:
    other = queries.meeting(visit.session, int(way.meeting[1:])) if way.meeting else None
    return Opening(
        kind=way.kind,
        slot=_best(way.slot, known),
        place=known.told(way.slot.site),
        who=pool(way.who, language_of(visit.request), known.told),
        given=(way.from_.replace(tzinfo=COPENHAGEN), way.to.replace(tzinfo=COPENHAGEN))
        if way.from_ and way.to
        else None,
        instead=None if way.instead is None else _best(way.instead, known),
        other=other if other is not None and is_run_by(visit.session, visit.person, other) else None,
    )


def _places(visit: Visit, meeting: Meeting, known: Names) -> list[Where]:
    """The sites that the meeting was asked for first, each with its rooms, then the others."""
    homes = set(known.citizens)
    sites = [site for site in queries.sites(visit.session) if site.citizen_id is None or site.citizen_id in homes]
    wished = {site: order for order, site in enumerate(meeting.site_ids)}
    in_order = sorted(sites, key=lambda site: (wished.get(site.id, len(wished)), site.name, site.id))
    return [where for site in in_order for where in _of_site(site, known)]


def _of_site(site: Site, known: Names) -> list[Where]:
    if not site.needs_room:
        return [Where(str(site.id), site.name)]
    rooms = [room for room in known.rooms.values() if room.site_id == site.id]
    return [Where(f"{site.id}:{room.id}", f"{site.name}, {room.name}") for room in rooms]
