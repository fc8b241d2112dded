"""The coordinator's workplace «Mine møder»: the weeks ahead, what is overdue or due, and what has no time yet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from accounts.queries import users_by_id
from accounts.tables import Role, User
from citizens.queries import citizens_by_id
from citizens.service import look_through
from citizens.tables import Citizen
from core.clock import COPENHAGEN, local_day
from law.workdays import working_week
from scheduler import queries
from scheduler.tables import FollowUp, Meeting, Participant, Room, Site
from web.visits import Visit, visit_as

router = APIRouter()
WEEKS = 6
"""How many weeks of meetings are shown, this one included."""
WEEK = timedelta(weeks=1)
PSEUDONYM = re.compile(r"\b(?P<kind>[pcsr])(?P<row>\d+)\b")
"""How the planner speaks of users, citizens, sites and rooms."""


@dataclass(frozen=True, slots=True)
class Names:
    """Everybody and every place that the meetings shown speak of."""

    users: Mapping[int, User]
    citizens: Mapping[int, Citizen]
    sites: Mapping[int, Site]
    rooms: Mapping[int, Room]

    def of(self, participant: Participant) -> str:
        """A participant's name."""
        if participant.citizen_id is not None:
            return self.citizens[participant.citizen_id].name
        return self.users[participant.user_id or 0].name

    def told(self, obstacle: str) -> str:
        """An obstacle as the planner words it, with names for the pseudonyms it speaks of."""
        return PSEUDONYM.sub(self._name_of, obstacle)

    def _name_of(self, found: re.Match[str]) -> str:
        known: dict[str, Mapping[int, User | Citizen | Site | Room]] = {
            "p": self.users,
            "c": self.citizens,
            "s": self.sites,
            "r": self.rooms,
        }
        one = known[found["kind"]].get(int(found["row"]))
        return found[0] if one is None else one.name


@dataclass(frozen=True, slots=True)
class Appointment:
    """One meeting with the names it takes to show it."""

    meeting: Meeting
    citizen: Citizen | None
    place: str | None
    room: str | None
    people: Sequence[str]
    obstacles: Sequence[str]

    @property
    def day(self) -> date:
        """The Danish day of a meeting that has its time."""
        assert self.meeting.starts_at is not None
        return local_day(self.meeting.starts_at)

    @property
    def late(self) -> bool:
        """Whether it is planned for after it was due."""
        return self.meeting.starts_at is not None and self.day > self.meeting.due


@dataclass(frozen=True, slots=True)
class Day:
    """The meetings of one day."""

    day: date
    appointments: Sequence[Appointment]


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week from `monday`, with the days on which there are meetings."""

    monday: date
    days: Sequence[Day]

    @property
    def number(self) -> int:
        """The week's number (ISO 8601)."""
        return self.monday.isocalendar().week

    @property
    def friday(self) -> date:
        """Its last working day."""
        return self.monday + timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Duty:
    """A follow-up that is due, and how many days too late it is (0 while there is time)."""

    follow_up: FollowUp
    citizen: Citizen
    days_late: int


@router.get("/moeder")
def my_meetings(visit: Annotated[Visit, Depends(visit_as(Role.COORDINATOR))]) -> HTMLResponse:
    """Meetings, follow-ups and wishes of the coordinator's citizens. That each was seen is logged."""
    monday = working_week(visit.today)
    planned = queries.coordinator_meetings(
        visit.session, visit.person.id, _midnight(monday), _midnight(monday + WEEKS * WEEK)
    )
    unplanned = queries.coordinator_unplanned(visit.session, visit.person.id)
    duties = _duties(visit, monday + timedelta(days=6))
    names = _names(visit, [*planned, *unplanned])
    seen = [*names.citizens.values(), *(duty.citizen for duty in duties)]
    look_through(visit.session, visit.now, visit.person.id, seen, "mine møder")
    weeks = _weeks((_appointment(meeting, names) for meeting in planned), monday)
    return visit.page(
        "coordinator.html",
        number_of_meetings=len(planned),
        weeks=weeks,
        this_week=monday <= visit.today,
        unplanned=[_appointment(meeting, names) for meeting in unplanned],
        overdue=[duty for duty in duties if duty.days_late > 0],
        due=[duty for duty in duties if duty.days_late == 0],
        planning=queries.latest_planning(visit.session),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


def _duties(visit: Visit, until: date) -> list[Duty]:
    found = queries.follow_ups(visit.session, visit.person.id, until)
    return [Duty(row, citizen, max(0, (visit.today - row.latest).days)) for row, citizen in found]


def _names(visit: Visit, meetings: Sequence[Meeting]) -> Names:
    people = [participant for meeting in meetings for participant in meeting.participants]
    users = {one.user_id for one in people if one.user_id is not None}
    about = {meeting.citizen_id for meeting in meetings} | {one.citizen_id for one in people}
    return Names(
        users=users_by_id(visit.session, users),
        citizens=citizens_by_id(visit.session, {one for one in about if one is not None}),
        sites={site.id: site for site in queries.sites(visit.session)},
        rooms={room.id: room for room in queries.rooms(visit.session)},
    )


def _appointment(meeting: Meeting, names: Names) -> Appointment:
    planned = meeting.starts_at is not None
    coming = [one for one in meeting.participants if one.attends or not planned]
    return Appointment(
        meeting=meeting,
        citizen=None if meeting.citizen_id is None else names.citizens[meeting.citizen_id],
        place=None if meeting.site_id is None else names.sites[meeting.site_id].name,
        room=None if meeting.room_id is None else names.rooms[meeting.room_id].name,
        people=sorted(names.of(one) for one in coming),
        obstacles=[names.told(obstacle) for obstacle in meeting.obstacles],
    )


def _weeks(appointments: Iterable[Appointment], first: date) -> list[Week]:
    days = [Day(day, list(group)) for day, group in groupby(appointments, lambda one: one.day)]
    mondays = [first + number * WEEK for number in range(WEEKS)]
    return [Week(monday, [day for day in days if monday <= day.day < monday + WEEK]) for monday in mondays]
