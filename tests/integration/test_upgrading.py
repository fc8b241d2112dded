"""A database of the first release, with rows in every table, comes to the newest schema and loses nothing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Time,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from core import migrations
from core.db import Database
from scheduler.meetings.tables import Booking
from scheduler.tables import Meeting
from tests.schema import METADATA

FIRST = "0001"
ROWS = (1, 2)
NINE, TEN = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 1, 10, tzinfo=UTC)
VALUES: Mapping[type, object] = {
    Boolean: True,
    Date: date(2026, 12, 1),
    DateTime: NINE,
    Float: 1.5,
    JSON: [],
    LargeBinary: b"0",
    Time: time(8),
}
OF_ITS_OWN: Mapping[str, Mapping[str, object]] = {
    "busy_times": {"user_id": 1, "ends_at": TEN},
    "participants": {"user_id": 1},
    "plans": {"citizen_id": 1},
    "meetings": {"state": "planned", "starts_at": NINE, "ends_at": TEN, "site_id": 1, "room_id": 1},
}
"""What the constraints of a table ask for, beside values of the right type."""


@pytest.fixture
def first_release(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Database:
    """A database as the first release left it, with two rows in every table."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.begin() as connection:
            connection.execute(sql("DROP SCHEMA public CASCADE"))
            connection.execute(sql("CREATE SCHEMA public"))
    else:
        database = Database(f"sqlite:///{tmp_path / 'first.db'}")
    migrations.upgrade(database, FIRST)
    with database.engine.begin() as connection:
        for table in tables(connection).values():
            for row in ROWS:
                connection.execute(table.insert().values(_row(table, row)))
    return database


def tables(connection: Connection) -> dict[str, Table]:
    """The tables as they are in the database, parents first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return {table.name: table for table in metadata.sorted_tables if table.name != "alembic_version"}


def _row(table: Table, row: int) -> dict[str, object]:
    needed = (column for column in table.columns if not column.nullable)
    return {column.name: _value(column, row) for column in needed} | dict(OF_ITS_OWN.get(table.name, {}))


def _value(column: Column[object], row: int) -> object:
    """The number of the row where it is a number, or points to another table; else any value of the type."""
    if isinstance(column.type, Integer):
        return row
    return next((value for kind, value in VALUES.items() if isinstance(column.type, kind)), f"{column.name} {row}")


def content(database: Database, like: Mapping[str, Table] | None = None) -> dict[str, list[str]]:
    """By table: its rows as text, in the columns that `like` has."""
    with database.engine.connect() as connection:
        here = tables(connection)
        asked = {name: [here[name].c[one.name] for one in table.columns] for name, table in (like or here).items()}
        return {name: sorted(map(str, connection.execute(select(*columns)))) for name, columns in asked.items()}


def test_every_row_of_the_first_release_is_there_after_the_upgrade(first_release: Database) -> None:
    with first_release.engine.connect() as connection:
        old = tables(connection)
    before = content(first_release)
    assert all(len(rows) == len(ROWS) for rows in before.values())
    assert set(before) <= set(METADATA.tables)
    migrations.upgrade(first_release)
    assert migrations.is_current(first_release)
    after = content(first_release, old)
    changed = {"meetings"}
    assert {name: rows for name, rows in after.items() if name not in changed} == {
        name: rows for name, rows in before.items() if name not in changed
    }
    assert len(after["meetings"]) == len(ROWS)


def test_meetings_that_had_a_time_are_published_and_booked_once(first_release: Database) -> None:
    """Both rows are at the same time in the same room: what the first release allowed is kept, booked as far as it
    can be, and no more of it is let in."""
    migrations.upgrade(first_release)
    with first_release.reading() as session:
        meetings = session.scalars(select(Meeting).order_by(Meeting.id)).all()
        booked = session.scalars(select(Booking)).all()
    assert [(one.sequence, one.state, one.starts_at, one.note) for one in meetings] == [(1, "planned", NINE, "")] * 2
    assert {(one.starts_at, one.ends_at) for one in booked} == {(NINE, TEN)}
    assert {one.room_id for one in booked} == {None, 1}
    with pytest.raises(DBAPIError, match="ex_bookings_user_id"), first_release.transaction() as session:
        session.add(Booking(meeting_id=1, user_id=1, starts_at=NINE, ends_at=TEN))


def test_an_upgrade_that_would_leave_rows_pointing_to_nothing_changes_nothing(
    first_release: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if first_release.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL looks after its foreign keys at every step")
    with first_release.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            connection.execute(sql("UPDATE participants SET meeting_id = 99 WHERE id = 2"))
    before = content(first_release)
    with pytest.raises(RuntimeError, match="point to nothing"):
        migrations.upgrade(first_release)
    assert content(first_release) == before
