"""Transactions: all or nothing, and readers see one moment."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from accounts.tables import Role, User
from citizens.tables import Wish
from core import audit, outbox
from core.audit import AuditEntry
from core.db import Database

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def user(email: str) -> User:
    return User(role=Role.CONSULTANT, name="Bo", email=email)


def count(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_error_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        session.add(user("a@example.org"))
        session.flush()
        raise RuntimeError
    assert count(database, User) == 0


def test_a_reader_sees_one_moment(database: Database) -> None:
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(User))
        with database.transaction() as writer:
            writer.add(user("a@example.org"))
        assert session.scalar(select(func.count()).select_from(User)) == before
    assert count(database, User) == 1


def test_foreign_keys_are_enforced(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(Wish(citizen_id=4711, rank=1, occupation="911200"))


def test_an_instant_comes_back_in_utc_whatever_zone_it_was_given_in(database: Database) -> None:
    with database.transaction() as session:
        audit.record(session, NOON.astimezone(timezone(timedelta(hours=2))), 1, "looked", "citizen:1", page="plan")
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.at, entry.at.tzinfo, entry.facts) == (NOON, UTC, {"page": "plan"})


def test_a_time_without_a_zone_is_refused(sqlite: Database) -> None:
    with pytest.raises(Exception, match="time zone"), sqlite.transaction() as session:
        audit.record(session, NOON.replace(tzinfo=None), 1, "looked", "citizen:1")


def test_the_same_message_cannot_be_put_twice(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        outbox.put(session, NOON, "invitation", "meeting:1:1", meeting=1)
        outbox.put(session, NOON, "invitation", "meeting:1:1", meeting=1)
        session.flush()
