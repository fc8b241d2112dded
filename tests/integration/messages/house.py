"""Meetings with invitations waiting in the outbox, and ways out that remember what left."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role
from core.db import Database
from core.outbox import OutboxMessage
from scheduler.meetings import messages
from scheduler.meetings.messages import Settled
from scheduler.messages.letters import Channel, House, Letter
from scheduler.messages.sending import Sender
from scheduler.tables import Meeting, MeetingState, Participant, Site
from tests import build
from tests.build import NOW, TODAY

HOUSE = House(name="Prøvekøbing Kommune", sender="post@proevekoebing.example", domain="proevekoebing.example")
LEASE = timedelta(minutes=4)
START = NOW + timedelta(days=14)


@dataclass
class Kept:
    """A way out that keeps what it is handed. `before` and `after` may raise, or do something meanwhile."""

    letters: list[Letter] = field(default_factory=list)
    before: Callable[[Letter], None] = lambda _letter: None
    after: Callable[[Letter], None] = lambda _letter: None

    def deliver(self, letter: Letter) -> None:
        self.before(letter)
        self.letters.append(letter)
        self.after(letter)


@dataclass
class Office:
    """A database, and its sender with a clock that the test moves."""

    database: Database
    now: datetime = NOW
    out: dict[Channel, Kept] = field(default_factory=lambda: {channel: Kept() for channel in Channel})

    def sender(self) -> Sender:
        return Sender(self.database, HOUSE, self.out, LEASE)

    def send(self) -> bool:
        return self.sender().send_next(lambda: self.now)

    def send_all(self) -> None:
        while self.send():
            pass

    def later(self, wait: timedelta) -> None:
        self.now += wait

    @property
    def mailed(self) -> list[Letter]:
        return self.out[Channel.MAIL].letters

    def rows(self) -> list[OutboxMessage]:
        with self.database.reading() as session:
            return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))

    def row(self) -> OutboxMessage:
        (row,) = self.rows()
        return row

    def meeting(self, meeting_id: int) -> Meeting:
        with self.database.reading() as session:
            return session.get_one(Meeting, meeting_id)


_number = count(1)


def published(
    session: Session, people: int = 1, citizen_too: bool = False, start: datetime = START, **citizen: str
) -> Meeting:
    """A meeting that was just published: so many members of staff are to be there, and the citizen where wanted."""
    host = build.user(session, Role.COORDINATOR)
    about = build.citizen(session, host, **citizen)
    site = Site(name="Rådhuset", lat=57.4, lon=10.5)
    session.add(site)
    session.flush()
    asked = [Participant(user_id=build.user(session).id, attends=True) for _ in range(people)]
    if citizen_too:
        asked.append(Participant(citizen_id=about.id, attends=True))
    meeting = Meeting(
        kind="samtale", state=MeetingState.PLANNED, citizen_id=about.id, coordinator_id=host.id, minutes=60,
        earliest=TODAY, due=TODAY, latest=TODAY, site_ids=[site.id], site_id=site.id, sequence=1,
        starts_at=start, ends_at=start + timedelta(hours=1), participants=asked,
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    messages.announce(session, NOW, [Settled(meeting, None, frozenset())])
    return meeting
