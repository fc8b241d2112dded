"""Cases on a database, and short ways to let things happen in them."""

from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.tables import Role, User
from citizens.tables import CaseEvent
from core.db import Database
from scheduler.followups import service
from scheduler.followups.cases import Event, Placement, Referral
from scheduler.followups.tables import FollowUp
from scheduler.followups.terms import THE_DEFAULTS, Terms
from tests import build


def noon(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


class Town:
    """One coordinator and one citizen of hers in a database; each method is a transaction of its own."""

    def __init__(self, database: Database, group: str = "jobparat") -> None:
        self.database = database
        with database.transaction() as session:
            self.coordinator = build.user(session, Role.COORDINATOR)
            self.citizen = build.citizen(session, self.coordinator, target_group=group).id

    def happens(self, on: date, event: Event, terms: Terms = THE_DEFAULTS) -> int:
        with self.database.transaction() as session:
            return service.record(session, noon(on), self.coordinator.id, self.citizen, event, terms).id

    def changes(self, on: date, event_id: int, event: Event) -> None:
        with self.database.transaction() as session:
            service.change(session, noon(on), self.coordinator.id, event_id, event)

    def cancelled(self, on: date, event_id: int) -> None:
        with self.database.transaction() as session:
            service.cancel(session, noon(on), self.coordinator.id, event_id)

    def held(self, on: date, rule: str, by: User | None = None, number: int | None = None) -> FollowUp:
        """The first open one of the rule, or that with the number, is ticked off on the day it is held."""
        with self.database.transaction() as session:
            row = next(one for one in _open(session, rule) if number in (None, one.number))
            return service.held(session, noon(on), by or self.coordinator, row.id, on)

    def open(self, rule: str) -> list[tuple[int, date]]:
        """Number and due day of what is open."""
        with self.database.reading() as session:
            return [(row.number, row.due) for row in _open(session, rule)]

    def rows(self, rule: str) -> list[FollowUp]:
        """What is open of a rule."""
        with self.database.reading() as session:
            return _open(session, rule)

    def closed(self, rule: str) -> list[tuple[int, date | None, int | None]]:
        """Number, day and by whom of what was held."""
        with self.database.reading() as session:
            found = select(FollowUp).where(FollowUp.rule == rule, FollowUp.held_on.is_not(None))
            rows = session.scalars(found.order_by(FollowUp.of, FollowUp.number))
            return [(row.number, row.held_on, row.held_by) for row in rows]

    def events(self) -> list[CaseEvent]:
        with self.database.reading() as session:
            return list(session.scalars(select(CaseEvent).order_by(CaseEvent.id)))

    def rules(self) -> set[str]:
        with self.database.reading() as session:
            return set(session.scalars(select(FollowUp.rule).where(FollowUp.held_on.is_(None))))


def referral(day: date) -> Referral:
    return Referral(date=day)


def praktik(first: date, last: date) -> Placement:
    return Placement(scheme="virksomhedspraktik", from_=first, to=last)


def _open(session: Session, rule: str) -> list[FollowUp]:
    found = select(FollowUp).where(FollowUp.rule == rule, FollowUp.held_on.is_(None))
    return list(session.scalars(found.order_by(FollowUp.due, FollowUp.number)))
