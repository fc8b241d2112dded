"""A caseworker and a citizen with a published meeting between them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import Citizen
from core.clock import COPENHAGEN
from core.db import Database
from scheduler.calendars import feeds
from scheduler.calendars.tables import CalendarFeed
from scheduler.meetings.tables import MeetingChange
from scheduler.tables import Meeting, MeetingState, Participant, Room, Site
from tests import rows
from tests.rows import NOW, TODAY

DOMAIN = "kalender.example.invalid"
STARTS = datetime(2026, 12, 2, 10, tzinfo=COPENHAGEN)
PUBLISHED = NOW - timedelta(days=1)


@dataclass(frozen=True)
class People:
    """Who meets, and the ids of the meeting and the place."""

    worker: User
    colleague: User
    citizen: Citizen
    site: int
    room: int
    meeting: int

    def renewed(self, database: Database) -> str:
        """The secret of the caseworker's feed, made anew."""
        with database.transaction() as session:
            feed = CalendarFeed(user_id=self.worker.id)
            return feeds.renew(session, NOW, self.worker.id, feed)


def people(database: Database) -> People:
    """In an otherwise empty database."""
    with database.transaction() as session:
        worker, colleague = (rows.user(session, Role.CASEWORKER) for _ in range(2))
        citizen = rows.citizen(session, worker, first_name="Amina", last_name="Hemmelig")
        site = rows.added(session, Site(name="Rådhuset", lat=57.4, lon=10.5))
        room = rows.added(session, Room(site_id=site.id, name="Lokale 2", capacity=6))
        found = People(worker, colleague, citizen, site.id, room.id, 0)
        return People(worker, colleague, citizen, site.id, room.id, meeting(session, found).id)


def meeting(session: Session, people: People, **values: object) -> Meeting:
    """A meeting of the caseworker and the citizen, published yesterday."""
    usual = {
        "kind": "udviklingsgruppe",
        "state": MeetingState.INVITED,
        "citizen_id": people.citizen.id,
        "coordinator_id": people.worker.id,
        "minutes": 60,
        "earliest": TODAY,
        "due": STARTS.date(),
        "latest": STARTS.date(),
        "site_ids": [people.site],
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=1),
        "site_id": people.site,
        "room_id": people.room,
        "sequence": 1,
        "note": "Hemmeligt oplæg",
    }
    made = Meeting(**usual | values)
    made.participants = [
        Participant(user_id=people.worker.id, attends=True),
        Participant(citizen_id=people.citizen.id, attends=True),
    ]
    rows.added(session, made)
    change(session, made, PUBLISHED)
    return made


def change(session: Session, made: Meeting, at: datetime) -> None:
    """Note that the meeting changed."""
    step = MeetingChange(meeting_id=made.id, at=at, action="moved", from_=made.state, to=made.state, why="Prøve")
    rows.added(session, step)
