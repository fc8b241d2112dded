"""Meetings with the names it takes to show them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accounts.queries import users_by_id
from accounts.tables import User
from citizens.queries import citizens_by_id
from citizens.tables import Citizen
from core.clock import local_day
from scheduler import queries
from scheduler.tables import Meeting, Participant, Room, Site

PSEUDONYM = re.compile(r"\b(?P<kind>[pcsrm])(?P<row>\d+)\b")
"""How the planner speaks of users, citizens, sites, rooms and meetings."""
ISO_TIME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)T(?P<hour>\d\d):(?P<minute>\d\d)")
ANOTHER = "et andet møde"
"""What a meeting is called that is not the reader's own: whom it is about is nobody else's business."""


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

    def told(self, text: str) -> str:
        """What the planner says, with names for the pseudonyms it speaks of."""
        return ISO_TIME.sub(r"\g<day> kl. \g<hour>.\g<minute>", PSEUDONYM.sub(self._name_of, text))

    def place(self, site_id: int, room_id: int | None) -> str:
        """A place by name, with the room where there is one."""
        site = self.sites[site_id].name
        return site if room_id is None else f"{site}, {self.rooms[room_id].name}"

    def _name_of(self, found: re.Match[str]) -> str:
        if found["kind"] == "m":
            return ANOTHER
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
    """One meeting as a list shows it."""

    meeting: Meeting
    citizen: Citizen | None
    place: str | None
    room: str | None
    people: Mapping[str, str]
    """Those who come (or are asked, before there is a time): the name by the pseudonym, in order of name."""
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


def names(session: Session, meetings: Iterable[Meeting], users: Collection[int] = ()) -> Names:
    """The names that these meetings take, and those of further `users`. Participants must be loaded."""
    shown = list(meetings)
    people = [participant for meeting in shown for participant in meeting.participants]
    asked = {one.user_id for one in people if one.user_id is not None} | set(users)
    about = {meeting.citizen_id for meeting in shown} | {one.citizen_id for one in people}
    return Names(
        users=users_by_id(session, asked),
        citizens=citizens_by_id(session, {one for one in about if one is not None}),
        sites={site.id: site for site in queries.sites(session)},
        rooms={room.id: room for room in queries.rooms(session)},
    )


def appointment(meeting: Meeting, known: Names) -> Appointment:
    """The meeting as a list shows it."""
    planned = meeting.starts_at is not None
    coming = {pseudonym(one): known.of(one) for one in meeting.participants if one.attends or not planned}
    return Appointment(
        meeting=meeting,
        citizen=None if meeting.citizen_id is None else known.citizens[meeting.citizen_id],
        place=None if meeting.site_id is None else known.sites[meeting.site_id].name,
        room=None if meeting.room_id is None else known.rooms[meeting.room_id].name,
        people=dict(sorted(coming.items(), key=lambda one: one[1])),
        obstacles=[known.told(obstacle) for obstacle in meeting.obstacles],
    )


def pseudonym(participant: Participant) -> str:
    """`p4` for a user, `c7` for a citizen: how the planner and our addresses speak of people."""
    return f"c{participant.citizen_id}" if participant.user_id is None else f"p{participant.user_id}"
