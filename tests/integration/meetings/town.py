"""A town hall with two rooms, a coordinator, a caseworker, a social worker and a citizen with a home."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Authority, Role, User
from citizens.tables import Consent
from core import runs
from core.clock import COPENHAGEN
from core.db import Database
from core.outbox import OutboxMessage
from scheduler import queries
from scheduler.engine.result import Answer, PlannedMeeting, Unplanned
from scheduler.meetings import requests
from scheduler.meetings.requests import Invitee
from scheduler.meetings.tables import Booking
from scheduler.planning import publishing, service
from scheduler.planning import queries as plans
from scheduler.planning.publishing import Published
from scheduler.planning.solving import Outcome
from scheduler.tables import Meeting, PlanningRun, Room, Site
from tests import build
from tests.build import NOW, TODAY

DAY = timedelta(days=1)
TOMORROW = TODAY + DAY


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    """Danish wall time in December 2026, as the planner speaks."""
    return datetime(2026, 12, day, hour, minute)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """The same as an instant."""
    return wall(day, hour, minute).replace(tzinfo=COPENHAGEN)


class Town:
    """The rows, by what they are; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.transaction() as session:
            self.coordinator = build.user(session, Role.COORDINATOR).id
            caseworker = build.user(session, Role.CASEWORKER)
            self.caseworker = caseworker.id
            self.social = build.user(session, Role.CASEWORKER, authority=Authority.SOCIAL).id
            self.citizen = build.citizen(session, caseworker, coordinator_id=self.coordinator).id
            hall, home = Site(name="Rådhuset", lat=57.44, lon=10.53), Site(name="Hjemme", lat=57.50, lon=10.40)
            home.needs_room, home.citizen_id = False, self.citizen
            session.add_all([hall, home])
            session.flush()
            self.hall, self.home = hall.id, home.id
            rooms = [Room(site_id=hall.id, name=f"Lokale {number}", capacity=6) for number in (1, 2)]
            session.add_all(rooms)
            session.flush()
            self.room, self.other_room = (room.id for room in rooms)

    def user(self, session: Session, user_id: int | None = None) -> User:
        """The user; the coordinator where nobody else is asked for."""
        return session.get_one(User, user_id or self.coordinator)

    def neighbour(self) -> int:
        """Another citizen of the same coordinator and caseworker."""
        with self.database.transaction() as session:
            caseworker = self.user(session, self.caseworker)
            return build.citizen(session, caseworker, coordinator_id=self.coordinator).id

    def request(self, citizen: int | None = None, *more: Invitee, kind: str = "samtale") -> int:
        """A meeting of the coordinator with a citizen and whoever else, at the hall or at home."""
        about = citizen or self.citizen
        sites = [self.hall, self.home] if about == self.citizen else [self.hall]
        invitees = [Invitee(user_id=self.coordinator), Invitee(citizen_id=about), *more]
        with self.database.transaction() as session:
            return requests.request_meeting(session, NOW, TODAY, kind, about, self.coordinator, sites, invitees).id

    def planned(
        self, meeting: int, start: datetime, room: int | None = None, users: Iterable[int] = (), citizen: int = 0
    ) -> PlannedMeeting:
        """What the planner says of a meeting in the hall: coordinator and citizen are there, and `users`."""
        return PlannedMeeting(
            id=f"m{meeting}",
            start=start,
            end=start + timedelta(minutes=45),
            site=f"s{self.hall}",
            room=f"r{room or self.room}",
            attendees=(
                f"p{self.coordinator}", f"c{citizen or self.citizen}", *(f"p{user}" for user in users),
            ),
        )  # fmt: skip

    def draft(self, *meetings: PlannedMeeting, left_out: tuple[Unplanned, ...] = ()) -> int:
        """A draft of these meetings; its id."""
        answer = Answer(status="optimal", cost=0, bound=0, seconds=0.1, meetings=meetings, unplanned=left_out)
        named = {int(one[1:]) for one in [*(one.id for one in meetings), *(one.id for one in left_out)]}
        with self.database.transaction() as session:
            service.request_planning(session, None, NOW)
        with self.database.transaction() as session:
            sequences = {one.id: one.sequence for one in session.scalars(select(Meeting)).all() if one.id in named}
            run = runs.take(session, PlanningRun, NOW)
            assert run is not None
            assert service.store_plan(session, run.id, NOW, Outcome(answer), {"seed": 1}, sequences)
            draft = plans.latest_draft(session)
            assert draft is not None
            return draft.id

    def publish(self, draft: int, meetings: Iterable[int] | None = None, now: datetime = NOW) -> Published:
        """The coordinator publishes a draft, or these meetings of it."""
        chosen = None if meetings is None else list(meetings)
        with self.database.transaction() as session:
            return publishing.publish(session, now, self.user(session), draft, chosen)

    def published(
        self,
        start: datetime,
        *more: Invitee,
        room: int | None = None,
        citizen: int | None = None,
        kind: str = "samtale",
    ) -> int:
        """A meeting in the published plan; whoever else is asked is there."""
        meeting = self.request(citizen, *more, kind=kind)
        users = [one.user_id for one in more if one.user_id is not None]
        done = self.publish(self.draft(self.planned(meeting, start, room, users, citizen or 0)))
        assert done.conflicts == ()
        return meeting

    def meeting(self, meeting: int) -> Meeting:
        """A meeting as it is now."""
        with self.database.reading() as session:
            found = queries.meeting(session, meeting)
        assert found is not None
        return found

    def bookings(self, meeting: int) -> list[Booking]:
        """What the meeting takes up."""
        with self.database.reading() as session:
            return list(session.scalars(select(Booking).where(Booking.meeting_id == meeting)))

    def messages(self, kind: str = "meeting.invite") -> list[OutboxMessage]:
        """What waits in the outbox, in the order it was put there."""
        with self.database.reading() as session:
            chosen = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.done_at.is_(None))
            return list(session.scalars(chosen.order_by(OutboxMessage.id)))

    def consent(self, citizen: int, authority: Authority = Authority.SOCIAL) -> int:
        """The citizen consents to sharing with the authority."""
        with self.database.transaction() as session:
            given = Consent(citizen_id=citizen, authority=authority, scope="Møder", given_on=TODAY)
            session.add(given)
            session.flush()
            return given.id
